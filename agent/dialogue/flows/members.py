"""With whom a customer wants an appointment, and with whom not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.dates.corrections import last_mark
from agent.dates.polarity import Polarity, polarities
from agent.dates.segments import Span
from agent.dialogue.turn import Turn
from agent.language import fold, looks_like_date, words
from agent.tool_views import Slot

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


@dataclass(frozen=True)
class People:
    """`wanted`: the one person who is asked for, "" for nobody or more than one. `sure`: some of
    those refused are people, not only words that may be a name ("con tarjeta no")."""

    wanted: str = ""
    refused: tuple[str, ...] = ()
    sure: bool = False


def people_in(
    text: str,
    slots: Sequence[Slot] = (),
    *,
    portuguese: bool = False,
    excluded: Sequence[str] = (),
) -> People:
    """Whom a message asks for and whom it turns down: people of the slots, or names after "con".

    Who was `excluded` before is asked for by the bare name ("bueno, Lee está bien")."""
    text = _LIMITS.sub(lambda limit: "~" * len(limit.group()), text)
    known = {word: name for name in excluded for word in words(name)} | _known(slots)
    known = {word: name for word, name in known.items() if word not in _TITLES}
    found = _mentions(text, known)
    if not found:
        return People()
    spans = [Span(start, end, "person") for start, end, _, _ in found]
    judged, _ = polarities(text, spans, portuguese=portuguese)
    mark = last_mark(text, [start for start, *_ in found])
    wanted: list[str] = []
    refused: list[str] = []
    sure = False
    for (start, _, name, asked), polarity in zip(found, judged, strict=True):
        if polarity is Polarity.REFUSED or _LEFT_OUT.search(text[:start]):
            refused.append(name)
            sure = sure or _may_be(name, known)
        elif (
            (asked or name in excluded)
            and start >= mark
            and polarity is not Polarity.ASIDE
            and _may_be(name, known)
        ):
            wanted.append(name)
    wanted = list(dict.fromkeys(wanted))
    return People(wanted[0] if len(wanted) == 1 else "", tuple(dict.fromkeys(refused)), sure)


def people_of(turn: Turn, slots: Sequence[Slot], excluded: Sequence[str] = ()) -> People:
    """Whom the turn's message asks for and whom it turns down, with these slots on offer."""
    return people_in(turn.text, slots, portuguese=turn.portuguese, excluded=excluded)


def same_person(one: str, other: str) -> bool:
    """Whether two names, as they are said, share a word that is no title."""
    return bool((set(words(one)) & set(words(other))) - _TITLES)


def _known(slots: Sequence[Slot]) -> dict[str, str]:
    """Each word that calls a person of the slots, with the name as it stands there."""
    people = [name for slot in slots for name in slot.people]
    return {
        word: person
        for person in reversed(people)
        for word in words(person)
        if word not in _TITLES and len(word) > 1
    }


def _may_be(name: str, known: dict[str, str]) -> bool:
    """A name is one of the slots', or is written large."""
    return name in known.values() or name[:1].isupper()


def _mentions(text: str, known: dict[str, str]) -> list[tuple[int, int, str, bool]]:
    """(start, end, name, whether "con" leads to it), in the order of the text, none overlapping."""
    found: dict[int, tuple[int, int, str, bool]] = {}
    for pattern, asked in ((_WITH, True), (_NEAR_NO, False)):
        for match in pattern.finditer(text):
            group = match.lastgroup or "name"
            name, start = match[group], match.start(group)
            if fold(name) in _NOBODY or looks_like_date(name) or _OWN.search(text[:start]):
                continue
            bare = name.title() if _TITLED.search(text[match.start() : start]) else name
            said = known.get(fold(name), bare)
            found.setdefault(start, (*match.span(group), said, asked))
    for match in re.finditer(r"[^\W\d_]+", text):
        person = known.get(fold(match.group()))
        if person and not _OWN.search(text[: match.start()]):
            found.setdefault(match.start(), (*match.span(), person, False))
    return _apart(sorted(found.values()))


def _apart(found: list[tuple[int, int, str, bool]]) -> list[tuple[int, int, str, bool]]:
    """First and last name of one person are one mention."""
    kept: list[tuple[int, int, str, bool]] = []
    for start, end, name, asked in found:
        if kept and kept[-1][2] == name and start - kept[-1][1] <= 1:
            kept[-1] = (kept[-1][0], end, name, kept[-1][3] or asked)
        else:
            kept.append((start, end, name, asked))
    return kept
