"""People whom a message asks for or turns down: by name, by a pronoun, or anybody at all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.dates.corrections import last_mark
from agent.dates.polarity import Polarity, polarities
from agent.dates.segments import Span
from agent.language.name_words import SMALL, words_of
from agent.language.short_answers import looks_like_date
from agent.language.text import fold, plain, words

_TITLE = r"(?i:(?:la|el|a|o|las|los|mi|meu|minha|doctora?|doutora?|dra?|sra?|srta|mrs?|ms)\.?\s+)*"
_WITH = re.compile(rf"\b(?i:con|com|with)\s+{_TITLE}(?P<name>[^\W\d_]{{3,}})")
_TITLED = re.compile(r"\b(?:doctora?|doutora?|dra?|mrs?|ms)\b", re.I)
_NEAR_NO = re.compile(
    rf"\b(?:sean?|sejam?|ser|menos|excepto|exceto|salvo|except)\s+{_TITLE}(?P<name>[^\W\d_]{{3,}})"
    r"|\b(?:[Dd]ra?|[Dd]octora?|[Dd]outora?)\.?\s+(?P<titled>[A-ZÁÉÍÓÚÑ]\w+)"
    r"|\b(?i:atiendan?|atenda|atender|toque|quiero|quisiera|quero|queria|haga|hagan|faça|see|get|want|sin|sem|without|but|than)"
    rf"\s+{_TITLE}(?P<verbal>[A-ZÁÉÍÓÚÑ]\w+)"
)
_LEFT_OUT = re.compile(
    r"\b(?:sin|sem|without|(?:any\w+|who\w*|some\w+|cualquiera|qualquer) but(?: not)?|other than|sin que sea|sem que seja)"
    rf"\s+(?:(?:con|com|with)\s+)?{_TITLE}$",
    re.I,
)
_OWN = re.compile(
    r"\b(?:soy|sou|me llamo|me chamo|i'?m|my name is|nombre (?:es|de)|nome (?:é|de))\s*$", re.I
)
# These deny an hour, never a person: "with Ana no later than 5".
_LIMITS = re.compile(
    r"\b(?:no|not|n[aã]o) (?:m[aá]s |mais )?(?:later|earlier|before|after|antes|despu[eé]s|depois|tarde|temprano)\b",
    re.I,
)
_TITLES = frozenset(
    ["dr", "dra", "sr", "sra", "mr", "mrs", "ms", "doctor", "doctora", "doutor", "doutora"]
)
_NOBODY = frozenset(
    [
        "con",
        "com",
        "with",
        "usted",
        "ustedes",
        "vos",
        "ella",
        "ellos",
        "alguien",
        "otra",
        "otro",
        "otras",
        "otros",
        "quien",
        "cualquiera",
        "nadie",
        "mi",
        "mis",
        "ti",
        "tigo",
        "voce",
        "voces",
        "ela",
        "ele",
        "elas",
        "eles",
        "alguem",
        "outra",
        "outro",
        "outras",
        "outros",
        "qualquer",
        "ninguem",
        "you",
        "her",
        "him",
        "them",
        "someone",
        "somebody",
        "anyone",
        "anybody",
        "whoever",
        "the",
        "that",
        "este",
        "esta",
        "ese",
        "esa",
        "esse",
        "essa",
        "una",
        "uno",
        "uma",
    ]
)
_BARE_TITLE = re.compile(
    r"\b(?:con|com|with)\s+(?:la|el|a|o|the)\s+(?:(?P<her>doctora|doutora|dra)|(?P<him>doctor|doutor|dr))\b(?!\.?\s+(?-i:[A-ZÁÉÍÓÚÑ]))",
    re.IGNORECASE,
)
_BEHIND = 2
"""Letters between a title and the name behind it."""
_LETTERS = re.compile(r"[^\W\d_]+")
_SOMEBODY = (
    r"(?:doctora?|dra?|dentista|profesional|especialista|esteticista|cosmet[oó]loga|chica|chico|muchacha"
    r"|doutora?|profissional|moça|doctor|dentist|hygienist|provider|stylist|professional)"
)
_PRONOUN = re.compile(
    rf"\b(?:con|com|with)\s+(?P<one>ella|[eé]l(?=\W*(?:$|no\b|ni\b|quiero\b))|ela|ele|her|him|(?:es[ae]|ess[ae]|est[ae]|that)\s+(?:{_SOMEBODY}|persona|pessoa|person))\b"
    r"|\b(?:not|no|n[aã]o|anyone but|cualquiera menos)\s+(?P<two>her|him|ella|él|ela|ele)\b",
    re.IGNORECASE,
)
_SOMEBODY_ELSE = re.compile(
    rf"\b(?:otr[oa]|outr[oa]|another|the other|a different|different|some other)\s+{_SOMEBODY}\b"
    r"|\b(?:con|com|with)\s+(?:(?:la|el|a|o)\s+)?(?:otr[oa]|outr[oa])(?=\s*(?:[,.;!?]|$|persona|pessoa|por favor|a las|às|as))"
    r"|\b(?:con|com|with)\s+(?:alguien m[aá]s|algu[eé]m mais|another person|a different person|the other one|another one)"
    r"|\b(?:with\s+)?(?:someone|somebody) (?:else|different)\b",
    re.IGNORECASE,
)
_WHOEVER = re.compile(
    r"\b(?:(?:con|com|with) (?:(?:la|el|las|los|a|o) que (?:sea|haya|for|tiver|este|esteja|pueda|quieran?)|quien (?:sea|este|haya|pueda)"
    r"|quem (?:for|tiver|estiver|puder|quiser)|cualquier\w*|qualquer\w*|any(?:one|body)?(?: of them)?|whoever|whichever|either)"
    r"|(?:any(?:one|body)?|either|whoever)(?: of them| one)? (?:is|are|will|would be|works?) ?\w*|quien sea|quem for|tanto faz quem)\b"
)


@dataclass(frozen=True)
class People:
    """`wanted`: the one person who is asked for, "" for nobody or more than one. `sure`: some of
    those refused are people, not only words that may be a name ("con tarjeta no")."""

    wanted: str = ""
    refused: tuple[str, ...] = ()
    sure: bool = False


_NOT_WITH = re.compile(r"\b(?:no|nao|not)(?: (?:sea|seja|be))? (?:con|com|with)\b")


def people_in(
    text: str,
    on_offer: Sequence[str] = (),
    *,
    portuguese: bool = False,
    excluded: Sequence[str] = (),
) -> People:
    """Whom a message asks for and whom it turns down: people `on_offer`, or names after "con".

    Who was `excluded` before is asked for by the bare name ("bueno, Lee está bien")."""
    text = _LIMITS.sub(lambda limit: "~" * len(limit.group()), text)
    names_by_word = {word: name for name in excluded for word in words(name)} | _by_word(on_offer)
    names_by_word = {word: name for word, name in names_by_word.items() if word not in _TITLES}
    mentions = _mentions(text, names_by_word)
    if not mentions:
        return People()
    spans = [Span(start, end, "person") for start, end, _, _ in mentions]
    judged, _ = polarities(text, spans, portuguese=portuguese)
    mark = last_mark(text, [start for start, *_ in mentions])
    wanted: list[str] = []
    refused: list[str] = []
    sure = False
    for (start, _, name, after_with), polarity in zip(mentions, judged, strict=True):
        if polarity is Polarity.REFUSED or _LEFT_OUT.search(text[:start]):
            refused.append(name)
            sure = sure or _may_be(name, names_by_word)
        elif (
            (after_with or name in excluded)
            and start >= mark
            and polarity is not Polarity.ASIDE
            and _may_be(name, names_by_word)
        ):
            wanted.append(name)
    wanted = list(dict.fromkeys(wanted))
    return People(wanted[0] if len(wanted) == 1 else "", tuple(dict.fromkeys(refused)), sure)


def is_title(name: str) -> bool:
    """Whether it names nobody, but a doctor: "con la doctora"."""
    return name in ("Dra.", "Dr.")


def same_person(one: str, other: str) -> bool:
    """Whether two names, as they are said, share a word that is no title."""
    return bool((set(words(one)) & set(words(other))) - _TITLES)


def names_person(text: str, name: str) -> bool:
    """Whether a word of somebody's name is said that is no title."""
    return bool(set(plain(text).split()) & set(plain(name).split()) - {"dr", "dra"})


def anybody_will_do(text: str) -> bool:
    """ "Con quien sea", "whoever is free"."""
    return bool(_WHOEVER.search(plain(text)))


def wants_somebody_else(text: str) -> bool:
    """Whether somebody else than the one on offer is asked for, in a question as well."""
    return bool(_SOMEBODY_ELSE.search(text))


def turns_a_name_away(text: str) -> bool:
    """ "Pero no con Laura", "not with Owen Grant"."""
    return bool(_NOT_WITH.search(plain(text)))


def turns_somebody_away(text: str, *, portuguese: bool) -> bool:
    """Whether the message turns down somebody whom it does not name: "con ella no"."""
    if wants_somebody_else(text):
        return True
    places = [m.span("one" if m["one"] else "two") for m in _PRONOUN.finditer(text)]
    spans = [Span(*place, "person") for place in places]
    judged, _ = polarities(text, spans, portuguese=portuguese) if spans else ([], [])
    return Polarity.REFUSED in judged


def _by_word(people: Sequence[str]) -> dict[str, str]:
    """Each word of the names on offer, folded, with the full name."""
    return {
        word: person
        for person in reversed(people)
        for word in words(person)
        if word not in _TITLES and len(word) > 1
    }


def _may_be(name: str, names_by_word: dict[str, str]) -> bool:
    """Whether it is a name on offer, begins with a capital, or is a name and no other word."""
    return name in names_by_word.values() or name[:1].isupper() or _is_given(name)


def _is_given(name: str) -> bool:
    first = words_of(name)[:1]
    return bool(first) and first[0].given and first[0].sure


_ASKS_WITH = re.compile(
    r"\b(?:puede|podria|podra|pode|poderia|can|could|would|tiene[ns]?|tem|teria|hay|have|get|see|atiende|atende|y|e|and|what about|how about)\b(?: \w+){0,4}? (?:con|com|with)\b"
)


def asks_for_person(text: str) -> bool:
    """ "¿No puede ser con Camila?", "tem com o Marcelo?": asks for times with somebody who is named."""
    return bool(_ASKS_WITH.search(plain(text)) and people_in(text).wanted)


def _mentions(text: str, names_by_word: dict[str, str]) -> list[tuple[int, int, str, bool]]:
    """(start, end, name, whether "con" leads to it), in the order of the text, none overlapping."""
    mentions: dict[int, tuple[int, int, str, bool]] = {}
    for pattern, after_with in ((_WITH, True), (_NEAR_NO, False)):
        for match in pattern.finditer(text):
            group = match.lastgroup or "name"
            name, start = match[group], match.start(group)
            if (
                fold(name) in _NOBODY
                or fold(name) in SMALL
                or looks_like_date(name)
                or _OWN.search(text[:start])
            ):
                continue
            bare = name.title() if _TITLED.search(text[match.start() : start]) else name
            full_name = names_by_word.get(fold(name), bare)
            mentions.setdefault(start, (*match.span(group), full_name, after_with))
    for match in _BARE_TITLE.finditer(text):
        if any(match.end() < start <= match.end() + _BEHIND for start in mentions):
            continue  # "com o dr marcelo" names him
        title = "Dra." if match["her"] else "Dr."
        mentions.setdefault(match.start(), (*match.span(), title, True))
    for match in _LETTERS.finditer(text):
        person = names_by_word.get(fold(match.group()))
        if person and not _OWN.search(text[: match.start()]):
            mentions.setdefault(match.start(), (*match.span(), person, False))
    return _apart(sorted(mentions.values()))


def _apart(mentions: list[tuple[int, int, str, bool]]) -> list[tuple[int, int, str, bool]]:
    """Joins the mentions of one person's first and last name."""
    joined: list[tuple[int, int, str, bool]] = []
    for start, end, name, after_with in mentions:
        if joined and joined[-1][2] == name and start - joined[-1][1] <= 1:
            joined[-1] = (joined[-1][0], end, name, joined[-1][3] or after_with)
        else:
            joined.append((start, end, name, after_with))
    return joined
