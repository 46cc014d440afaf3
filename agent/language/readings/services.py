"""Which services of the business a message names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from agent.language.mending import is_slip_of, mend
from agent.language.people_words import form, relation_words, speaks_of_relatives
from agent.language.readings.wishes import wishes_for_something
from agent.language.short_answers import looks_like_date
from agent.language.spelling import KEYWORDS
from agent.language.text import clauses, fold, word_set, words
from agent.language.trade import same_trade_word

_SMALL = word_set(
    "de del la el los las con para por y e o a en da do das dos com em no na and of the with for in"
)
_NEGATES = re.compile(
    r"^(?:(?:y|e|and|ya|ja|mejor|melhor|i|eu|yo|but|pero) )?(?:(?:no|nao)(?! (?:just|only|solo|so|apenas|somente|solamente)\b)|not|dont|en vez de|en lugar de|em vez de|instead of|sin|sem|without|menos"
    r"|quit[ae]|quita(?:le|lo|la|mos)|retir[ae]|sac[ao]|elimin[ae]|remove|drop|skip)\b|\b(?:no|nao)$"
)
_UNWANTED = re.compile(
    r"\b(?:no|nao|dont)(?: (?:la|lo|las|los|a|o|eu|yo))? (?:quiero|quero|want|need|necesito|preciso)\b"
)
_OWNED = re.compile(
    r"\b(?:ja|ya|already) (?:usa|uso|usamos|tem|tenho|tiene|tengo|llevo|lleva|has|have|got|wears?|wearing)\b"
)
"""What somebody has already is no wish: "já usa aparelho, quero manutenção"."""
_NOW = frozenset({"agora", "ahora", "now", "todavia", "ainda"})
_ASSESSMENTS = frozenset(
    {"avaliacao", "valoracion", "evaluacion", "assessment", "evaluation", "consultation"}
)
_ANY_KIND = frozenset({"consulta", "consultas", "cita", "citas", "visita", "appointment", "visit"})
"""Words for any appointment, which may be part of a service's name as well."""
_ABOUT = frozenset({"para", "pra", "pro", "de", "do", "da", "del", "for", "of"})
_LEFT_OUT = re.compile(
    r" (?=(?:sin|sem|without|menos|en vez de|en lugar de|em vez de|instead of|(?:ya )?no quiero|nao quero mais) )"
)
_ADJACENT = 1
_FEW = 3
_LEADS_TO = re.compile(
    r"\b(?:de|para|pra|un|una|um|uma|hacerme|sacarme|ponerme|fazer|colocar|for|an?|get|quiero|quero"
    r"|necesito|preciso|want|need|agendar|reservar|marcar|book)"
    r" ((?:(?:el|la|los|las|mi|un|una|o|a|my) )?[^\W\d]{4,}(?: (?:de |del |da |do |o |a |os |as |el |la |los |las |mi |my |the )?[^\W\d]{4,}){0,3})"
)
# What is said around the name of a service when somebody books.
_AROUND = (
    word_set("""tipo dejas dejan dejo dejame deja apartas aparta apartame agendas anotas anotame marcas ayuda ayudas ayudar ayudame ayudarme podemos quiero quisiera necesito busco deseo gustaria hacer hacerme hacerse tener sacar pedir tomar
    marcar fazer favor porfa porfavor hola buenas buenos buen dias dia tardes noches noche tarde
    manana gracias ola bom boa noite por para con una uno unos unas algun alguna algo poder puedo
    podria podrias puede pueden puedes podes tiene tienen tienes tenes hay sobre servicio servicos
    servico servicios tratamiento tratamientos cita citas turno turnos hora horas horario horarios
    reserva reservar reservarme agendar agendarme agenda agendame reservame consulta consultas
    disponibilidad disponible disponibles cupo cupos espacio nueva otra otro mismo misma tambien
    como cual cuando donde quien este esta estos estas semana proxima proximo viene mejor prefiero
    entonces perdon disculpa solo mas menos bien listo claro dale vale bueno seria ser soy estoy
    quero queria gostaria preciso horário minha meu voces voce tudo bem podem pode posso seria
    would like want need please could have make book schedule appointment with this that next
    some just hello good morning afternoon evening thanks thank your you there available time
    lunes martes miercoles jueves viernes sabado domingo segunda terca quarta quinta sexta feira
    monday tuesday wednesday thursday friday saturday sunday today tomorrow hoje amanha primera vez
    hija hijo esposa esposo mama papa nombre llamo urgente posible pronto antes posivel cuanto
    tarde temprano ambas ambos las los del que persona personas dos tres cuatro cinco gente porque
    saber precio cuesta cuestan vale primero segundo ultima ultimo primeira primeiro ultima
    cualquiera igual sea mostrame muestrame dime decime mira verdad creo pues luego ahora aca aqui
    alla alguien usted ustedes nosotros claro okay opcion opciones ninguna ninguno nada todo
    manha necesita necesitas necesitan necesite cambian cambias cambiaria consultar consulte confirman confirmando cueste cuestan coste
    quisieran quiera gustaria gostariam precisou precise looking service scheduled canceled cancelan cancele canceles agendan agende
    atenda reserve reservan hablan perdona vienes seguida
    nina nino nena nene hermana hermano abuela abuelo madre padre sobrina sobrino menina menino filha filho daughter sister brother mother father""")
    | KEYWORDS
)


_IN_TWO = {"checkup": "check up", "checkups": "check up"}
"""Words that a list writes in two, or with a hyphen."""


@lru_cache(maxsize=4096)  # a business's names and the customers' words come again and again
def _significant(name: str) -> tuple[str, ...]:
    whole = [part for word in words(name) for part in _IN_TWO.get(word, word).split()]
    return tuple(word for word in whole if word not in _SMALL)


def _in(word: str, spoken_words: Sequence[str]) -> bool:
    """Whether a service's word was said."""
    return any(_alike(word, spoken) for spoken in spoken_words)


def _of(spoken: str, own: Sequence[str]) -> bool:
    """Whether what was said is one of a service's words."""
    return any(_alike(word, spoken) for word in own)


@lru_cache(maxsize=16_384)  # every message is held against every word of every service
def _alike(word: str, spoken: str) -> bool:
    return is_slip_of(word, spoken) or _stem(word) == _stem(spoken) or same_trade_word(word, spoken)


_ENGLISH_ENDING = re.compile(r"(?<=\w{4})(?:ings?|ed)$")
_PORTUGUESE_PLURAL = re.compile(r"(?<=\w{4})(?:(?:o|a)es|(?P<vowel>[aeo])is|(?P<nasal>[aeiou])ns)$")


def _singular(plural: re.Match[str]) -> str:
    """ "restaurações" is of "restauração", "canais" of "canal", "imagens" of "imagem"."""
    if plural["vowel"]:
        return f"{plural['vowel']}l"
    return f"{plural['nasal']}m" if plural["nasal"] else "ao"


def _stem(word: str) -> str:
    """The word without its plural, or without what English adds: "get my teeth cleaned" is a cleaning."""
    if (base := _ENGLISH_ENDING.sub("", word)) != word:
        return base
    if (singular := _PORTUGUESE_PLURAL.sub(_singular, word)) != word:
        return singular
    return word[:-2] if word.endswith("es") and len(word) > 5 else word.removesuffix("s")


@cache
def _their_people() -> re.Pattern[str]:
    """Who is spoken of: "mi novia" names no plan for brides."""
    return re.compile(rf"\b(?:{form('my')}) (?:{relation_words()})\b")


@dataclass(frozen=True)
class Mention:
    """A service as it was named; `query` is what to ask the tools for.

    Without a `name` the words fit several services of the list: the tools know more of them.
    """

    name: str
    query: str


@dataclass(frozen=True)
class Named:
    """The services that a text names in its order, and the names of those that it turns down."""

    wanted: tuple[Mention, ...]
    refused: frozenset[str]


@lru_cache(maxsize=256)  # a dozen readings ask for it of one message
def named(text: str, names: tuple[str, ...]) -> Named:
    """The services of `names` in a text.

    A service is named by all its words, or by some of them when that points to it alone. In the
    second case the customer's own word is kept: the tools know synonyms that the list does not.
    """
    wanted: list[Mention] = []
    refused, owned = set[str](), set[str]()
    spoken = _their_people().sub(" ", fold(text)) if speaks_of_relatives(fold(text)) else text
    for clause in (part for whole in clauses(spoken) for part in _LEFT_OUT.split(whole)):
        mentions = _without_assessed(_in_clause(_in_two(clause), names), _in_two(clause))
        if _negates(_in_two(clause), mentions):
            refused |= {mention.name for mention in mentions if mention.name}
        elif _OWNED.search(clause) and not looks_like_date(clause):
            owned |= {mention.name for mention in mentions}
        else:
            wanted += [mention for mention in mentions if mention not in wanted]
    wanted = _without_general(_each_once(wanted))
    clear = [mention for mention in wanted if mention.name]
    left = tuple(m for m in (wanted if clear else []) if m.name not in refused)
    return Named(left, frozenset(refused))


def _each_once(mentions: list[Mention]) -> list[Mention]:
    """A service that several parts of a text name by a word each is named by all of them: "já usa aparelho,
    quero manutenção"."""
    queries: dict[str, list[str]] = {}
    for one in mentions:
        queries.setdefault(one.name, []).append(one.query)
    together: dict[str, Mention] = {}
    for one in mentions:
        spoken = " ".join(queries[one.name]).split()
        parts = len(queries[one.name]) > 1
        whole = parts and all(_in(word, spoken) for word in _significant(one.name))
        query = one.name if whole else queries[one.name][-1]
        key = one.name or one.query
        together.setdefault(key, Mention(one.name, query) if one.name and parts else one)
    return list(together.values())


def _without_assessed(mentions: list[Mention], spoken_words: list[str]) -> list[Mention]:
    """Without what an assessment is only about: "uma avaliação pra clareamento"."""
    left: list[Mention] = []
    for mention in mentions:
        place = place_of(mention, spoken_words)
        before = left[-1] if left else None
        gap = spoken_words[place_of(before, spoken_words) + 1 : place] if before else []
        assesses = before and _ASSESSMENTS.intersection(_significant(before.name))
        if not (assesses and gap and len(gap) < _FEW and gap[0] in _ABOUT):
            left.append(mention)
    return left


def _without_general(mentions: list[Mention]) -> list[Mention]:
    """Without a word for any appointment, where a service is named besides: "mais uma consulta, limpeza"."""
    others = [one for one in mentions if not (one.name and set(words(one.query)) <= _ANY_KIND)]
    return others if any(one.name for one in others) else mentions


def _in_two(clause: str) -> list[str]:
    return [part for word in clause.split() for part in _IN_TWO.get(word, word).split()]


def _negates(spoken_words: list[str], mentions: Sequence[Mention]) -> bool:
    """Whether a clause turns its services down, and not a day or hour that stands between: "masaje el
    jueves no", "no puedo el jueves para el masaje"."""
    clause = " ".join(spoken_words)
    places = [place_of(mention, spoken_words) for mention in mentions]
    match = _NEGATES.search(clause)
    if match is None:
        behind = [word for word in spoken_words[max(places, default=-1) + 1 :] if word not in _NOW]
        refused = bool(places) and _UNWANTED.search(" ".join(behind))
        return bool(refused) and not looks_like_date(" ".join(behind))
    if not places:
        return True
    between = spoken_words[max(places) + 1 : -1] if match.start() else spoken_words[1 : min(places)]
    return not looks_like_date(" ".join(between))


def spoken_names(text: str, names: tuple[str, ...]) -> set[str]:
    """The names of the services that a text speaks of, wanted or not."""
    spoken = named(text, names)
    return {mention.name for mention in spoken.wanted if mention.name} | spoken.refused


def mentioned(text: str, names: tuple[str, ...]) -> list[str]:
    """The names alone."""
    return [mention.name for mention in named(text, names).wanted if mention.name]


def _in_clause(spoken_words: list[str], names: tuple[str, ...]) -> list[Mention]:
    parts = {name: _significant(name) for name in names}
    full = [
        name for name in names if parts[name] and all(_in(w, spoken_words) for w in parts[name])
    ]
    spoken_of = {name: {w for w in spoken_words if _of(w, parts[name])} for name in full}
    full = [
        name
        for name in full
        if not any(
            set(parts[name]) < set(parts[other]) or spoken_of[name] < spoken_of[other]
            for other in full
            if other != name
        )
    ]
    taken = [word for name in full for word in parts[name]]
    rest = [word for word in spoken_words if len(word) > 3 and not _of(word, taken)]
    mentions = [Mention(name, name) for name in full]
    mentions += _partly({name: parts[name] for name in names if name not in full}, rest)
    mentions += _unclear(parts, spoken_words, rest, mentions)
    return sorted(mentions, key=lambda mention: place_of(mention, spoken_words))


def _partly(parts: dict[str, tuple[str, ...]], spoken_words: list[str]) -> list[Mention]:
    """The services that a word of their own points to, each with the words that were said."""
    pointing: dict[str, list[str]] = {}
    for word in spoken_words:
        own = [name for name, its in parts.items() if _of(word, its)]
        if len(own) == 1:
            pointing.setdefault(own[0], []).append(word)
    return [Mention(name, " ".join(words)) for name, words in pointing.items()]


def _unclear(
    parts: dict[str, tuple[str, ...]],
    spoken_words: list[str],
    rest: list[str],
    mentions: list[Mention],
) -> list[Mention]:
    """Words of several services, where they stand apart from those that are clear."""
    clear = [
        n for n, word in enumerate(spoken_words) if any(_of(word, _words_of(m)) for m in mentions)
    ]
    shared = [word for word in rest if sum(_of(word, its) for its in parts.values()) > 1]
    return [
        Mention("", word)
        for word in dict.fromkeys(shared)
        if all(abs(spoken_words.index(word) - n) > _ADJACENT for n in clear)
    ]


def place_of(mention: Mention, spoken_words: list[str]) -> int:
    """The position of a service's first word among the words of a text."""
    own = _words_of(mention)
    return next((n for n, spoken in enumerate(spoken_words) if _of(spoken, own)), len(spoken_words))


def spans_of(mention: Mention, spoken_words: list[str]) -> list[tuple[int, int]]:
    """The positions of the first and last word of a service, wherever words of a text name it."""
    own = _words_of(mention)
    spans: list[tuple[int, int]] = []
    for n, word in enumerate(spoken_words):
        if not any(_of(part, own) for part in _in_two(word)):
            continue
        if spans and spans[-1][1] == n - 1:
            spans[-1] = spans[-1][0], n
        else:
            spans.append((n, n))
    return spans


def is_of(query: str, name: str) -> bool:
    """Whether all words of `query` belong to a service's name."""
    own = _significant(name)
    return bool(query) and all(_of(word, own) for word in _significant(query))


def _words_of(mention: Mention) -> tuple[str, ...]:
    return _significant(mention.query) + (_significant(mention.name) if mention.name else ())


def words_for_service(text: str, *, expected: bool = False) -> str:
    """The words of a message that can name a service which the list does not have.

    They follow "cita de", "quiero un", "hacerme" ...; when one is `expected`, whatever
    is left after taking away what is said around one.
    """
    rest: list[str] = []
    for clause in clauses(text):
        if _NEGATES.search(clause):
            continue
        mended = mend(clause)
        if not expected:
            mended = " ".join(match.group(1) for match in _LEADS_TO.finditer(mended))
        for word in mended.split():
            ordinary = word in _AROUND or word in _SMALL or any(c.isdigit() for c in word)
            if not ordinary and len(word) > 3 and not looks_like_date(word):
                rest.append(word)
    return " ".join(rest[:6])


def is_wish_for_service(text: str, names: tuple[str, ...]) -> bool:
    """Whether it wishes for a service of the house on a day to come: "quiero cejas pasado mañana"."""
    return wishes_for_something(text) and looks_like_date(text) and bool(mentioned(text, names))
