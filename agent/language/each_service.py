"""Which of several services is whose: "limpeza pra mim, avaliação pra ele", "cleaning = Eva. check-up = Paul"."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from agent.language.both import comes_together
from agent.language.name_runs import READ
from agent.language.name_text import readable
from agent.language.people_words import folded, form
from agent.language.readings.services import Mention, named, spans_of
from agent.language.short_answers import looks_like_date
from agent.language.spoken_people import Spoken, spoken_people
from agent.language.whom import Somebody

_WORD = re.compile(r"\d{1,2}[:.h]\d{2}|[^\W_]+(?:['’‘´`][^\W_]+)*")
_MARKS = re.compile(r"['’‘´`]")
_STOPS = re.compile(r"[,;.!?\n+&]")
_SENTENCES = re.compile(r"[!?\n]+")
"""A no in one says nothing of the next: "no son dos masajes! 1) masaje Rosa 2) limpieza Paz"."""
_FARTHEST = 9
_BARRIER = 4
_WEAK = 6
_NEAR = 3


@dataclass(frozen=True)
class ServiceFor:
    """Services of one person (None: the writer), and where in the text they are spoken of."""

    services: tuple[Mention, ...]
    who: Somebody | None
    begin: int
    end: int
    pronoun: str = ""
    is_told: bool = False
    """Whether it is said whose it *is*: "el masaje es de mi mamá"."""


@dataclass(frozen=True)
class EachService:
    """`parts` in the order of the text, `own` how the writer is called ("" not said), `spans` the places of
    everybody who is spoken of."""

    parts: tuple[ServiceFor, ...] = ()
    own: str = ""
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def of_several(self) -> bool:
        """Whether they are more than one person's."""
        return len({(part.who, part.pronoun) for part in self.parts}) > 1


@dataclass(frozen=True)
class _Place:
    """A service, or several in a row, from one word to the next."""

    mentions: tuple[Mention, ...]
    first: int
    last: int


_Pairs = list[tuple[_Place, Spoken]]
_Near = tuple[Spoken, int, bool]
"""Who stands near a service, how far off, and whether behind it."""


def each_service(
    text: str, names: tuple[str, ...], others: frozenset[str] = frozenset()
) -> EachService:
    """The services of `names` in a text, each with whom it is for; no parts where that is not told of
    all of them. others: folded words that name professionals and services."""
    original = readable(unicodedata.normalize("NFC", text[:READ]))
    low = folded(original)
    words = list(_WORD.finditer(low))
    people = spoken_people(text, others)
    spans = tuple((one.begin, one.end) for one in people.spoken)
    every = sorted(_places(original, low, names, words), key=lambda one: one.first)
    if not every or not people.spoken:
        return EachService(own=people.own, spans=spans)
    accented = original.lower() if len(original.lower()) == len(low) else low  # "é" is no "e"
    firsts = [one for n, one in enumerate(every) if not _is_there(one, every[:n])]
    pairs: _Pairs = []
    for places in (every, firsts, _grouped(firsts, people.spoken, words)):
        pairs = pairs or _paired(places, people.spoken, accented, words)
    pairs += _joined(pairs, people.spoken, accented)
    parts = tuple(
        ServiceFor(
            group.mentions,
            one.who,
            min(words[group.first].start(), one.begin),
            max(words[group.last].end(), one.end),
            one.pronoun,
            _is_told(group, one, accented, words),
        )
        for group, one in pairs
    )
    return EachService(tuple(sorted(parts, key=lambda one: one.begin)), people.own, spans)


def _joined(pairs: _Pairs, people: Sequence[Spoken], accented: str) -> _Pairs:
    """Who is named along with one of them: "eu e meu marido queremos limpeza, e minha filha …"."""
    taken = {one for _, one in pairs}
    and_ = rf"\s*,?\s*(?:{form('and')}|&|\+)\s+(?:(?:{form('for')}|{form('the')})\s+)*"
    joined: _Pairs = []
    for place, one in pairs:
        for other in people:
            first, second = sorted((one, other), key=lambda who: who.begin)
            between = accented[first.end : second.begin]
            if other not in taken and not other.weak and re.fullmatch(and_, between):
                joined.append((place, other))
                taken.add(other)
    return joined


def _is_there(place: _Place, before: Sequence[_Place]) -> bool:
    return any(place.mentions == one.mentions for one in before)


def _places(
    text: str, low: str, names: tuple[str, ...], words: Sequence[re.Match[str]]
) -> Iterator[_Place]:
    """The services that are wanted, sentence by sentence, wherever they are named."""
    begin = 0
    for stop in (*(match.end() for match in _SENTENCES.finditer(low)), len(low)):
        own = [n for n, word in enumerate(words) if begin <= word.start() < stop]
        spoken = [_MARKS.sub("", words[n].group()) for n in own]
        for mention in named(text[begin:stop], names).wanted:
            for first, last in spans_of(mention, spoken):
                yield _Place((mention,), own[first], own[last])
        begin = stop


def times_apart(text: str, parts: Sequence[ServiceFor]) -> list[str]:
    """The words about each part where more than one has a day or hour of its own, behind or before it; []."""
    text = readable(unicodedata.normalize("NFC", text[:READ]))
    begins = [part.begin for part in parts]
    behind = [text[b:e] for b, e in zip(begins, [*begins[1:], len(text)], strict=True)]
    ends = [part.end for part in parts]
    before = [text[b:e] for b, e in zip([0, *ends[:-1]], ends, strict=True)]
    for pieces in (before, behind):
        if sum(map(looks_like_date, pieces)) == len(pieces) > 1:
            return pieces
    dated = sum(map(looks_like_date, behind))
    return behind if dated > 1 and not looks_like_date(text[: begins[0]]) else []


def _grouped(
    places: Sequence[_Place], people: Sequence[Spoken], words: Sequence[re.Match[str]]
) -> list[_Place]:
    """Services between which nobody is spoken of are one person's: "limpieza y masaje para mí"."""
    groups: list[_Place] = []
    for place in places:
        before = groups[-1] if groups else None
        start = words[before.last].end() if before else 0
        between = any(start <= one.begin < words[place.first].start() for one in people)
        if before and not between:
            groups[-1] = _Place((*before.mentions, *place.mentions), before.first, place.last)
        else:
            groups.append(place)
    return groups


def _paired(
    groups: Sequence[_Place],
    people: Sequence[Spoken],
    low: str,
    words: Sequence[re.Match[str]],
) -> _Pairs:
    """The people next to the services, each one's own; [] where one is left without."""
    apart = comes_together(low) or _timed_apart(groups, low, words)
    options = [_beside(n, groups, people, low, words) for n in range(len(groups))]
    bound = {
        one: n
        for n, near in enumerate(options)
        for one, cost, behind in near
        if one.bound and behind and cost <= _NEAR
    }
    fitting = [one for one in product(*options) if _fits(one, bound, apart=apart)]
    if not fitting:
        return []
    best = min(fitting, key=lambda chosen: sum(cost for _, cost, _ in chosen))
    return list(zip(groups, (one for one, _, _ in best), strict=True))


def _fits(chosen: Sequence[_Near], bound: Mapping[Spoken, int], *, apart: bool) -> bool:
    """Whether each service has a person of its own, who is not bound to another one. That "quiero" alone makes one the
    writer's is doubtful where somebody is named behind both: "una limpieza y un masaje para mi mamá"."""
    people = [one for one, _, _ in chosen]
    if len({(one.begin, one.end) for one in people}) < len(people):
        return False
    if any(bound.get(one, n) != n for n, one in enumerate(people)):
        return False
    named_behind = any(behind for one, _, behind in chosen if not one.weak)
    return apart or not (named_behind and any(one.weak for one in people))


def _timed_apart(groups: Sequence[_Place], low: str, words: Sequence[re.Match[str]]) -> bool:
    """Whether a time stands between the first two services: "una limpieza el jueves a las 10 y un masaje para mi
    mamá"."""
    if len(groups) < 2:
        return False
    between = low[words[groups[0].last].end() : words[groups[1].first].start()]
    return looks_like_date(between)


def _beside(
    n: int,
    groups: Sequence[_Place],
    people: Sequence[Spoken],
    low: str,
    words: Sequence[re.Match[str]],
) -> list[_Near]:
    """Who stands between a service and its neighbours, how far off, and whether behind it."""
    begin, end = words[groups[n].first].start(), words[groups[n].last].end()
    least = words[groups[n - 1].last].end() if n else 0
    most = words[groups[n + 1].first].start() if n + 1 < len(groups) else len(low)
    near = []
    for one in people:
        if end <= one.begin < most:
            near.append((one, _cost(low[end : one.begin]) + _WEAK * one.weak, True))
        elif least <= one.begin and one.end <= begin:
            near.append((one, _cost(low[one.end : begin]) + _WEAK * one.weak, False))
    return [entry for entry in near if entry[1] <= _FARTHEST + _BARRIER + _WEAK * entry[0].weak]


def _cost(between: str) -> int:
    ands = len(re.findall(rf"(?<!\w)(?:{form('and')})(?!\w)", between))
    stops = len(_STOPS.findall(between))
    return len(_WORD.findall(between)) + _BARRIER * (ands + stops)


def _is_told(group: _Place, one: Spoken, accented: str, words: Sequence[re.Match[str]]) -> bool:
    begin, end = words[group.first].start(), words[group.last].end()
    between = accented[end : one.begin] if end <= one.begin else accented[one.end : begin]
    return bool(re.search(rf"[:=]|(?<!\w)(?:{form('it_is')})(?!\w)", between))


def swaps_people(text: str) -> bool:
    """Whether it is said that the people of two appointments were exchanged: "están al revés", "troca os nomes"."""
    low = folded(unicodedata.normalize("NFC", text[:READ]))
    return bool(re.search(rf"(?<!\w)(?:{form('swapped')})(?!\w)", low))


def swaps_places(text: str) -> bool:
    """Whether two people are to change places: "can you swap us?", "cámbianos el orden"."""
    low = folded(unicodedata.normalize("NFC", text[:READ]))
    return bool(re.search(rf"(?<!\w)(?:{form('swap_places')})(?!\w)", low))
