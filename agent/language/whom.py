"""For whom an appointment is: "para mi hija Lucía", "pra mim e pro meu filho", "my wife and I", "somos dos"."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from agent.language.both import counts_both
from agent.language.name_runs import READ, judged, run_from
from agent.language.name_text import readable
from agent.language.name_words import PARTICLES, Word, spelled
from agent.language.people_words import (
    folded,
    form,
    relation_of,
    relation_words,
    somebody,
    speaks_of_relatives,
)
from agent.language.plural_people import plural_people

_MOST_AT_ONCE = 2


@dataclass(frozen=True)
class Somebody:
    """A person of whom the customer speaks: what they are to them (as people.relation, "" unknown) and how they
    are called ("" not said)."""

    relation: str = ""
    name: str = ""


@dataclass(frozen=True)
class ForWhom:
    """`others` in the order in which they are named, `writer` whether the customer comes too (with their own
    `name`, "" not said). `count` is how many come, 0 when nothing tells; `spans` are the places of names."""

    others: tuple[Somebody, ...] = ()
    writer: bool = False
    name: str = ""
    count: int = 0
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def several(self) -> bool:
        """Whether more than one person comes."""
        return self.count > 1


def for_whom(
    text: str, *, others: frozenset[str] = frozenset(), names: Sequence[str] = ()
) -> ForWhom:
    """For whom the message wants an appointment; all empty when it does not tell. others: folded words that
    name professionals and services; names: of people for whom this customer booked before."""
    original = readable(unicodedata.normalize("NFC", text[:READ]))
    low = folded(original)
    mentions = sorted(_mentions(original, low, others), key=lambda one: one[1])
    mentions = mentions or list(_of_known(low, names))
    plural = plural_people(low)
    several = tuple(map(Somebody, plural.relations if plural else ()))
    single = tuple(_merged([who for who, _ in mentions]))
    people = (*several, *(one for one in single if Somebody(one.relation) not in several))
    writer = bool(people) and bool(_with_writer().search(low) or _together(low, text))
    writer = writer or (not people and bool(_for_me().search(low)))
    own = own_name(original, low) if writer and people else ""
    count = len(people) + writer if people else 0
    count = max(count, _counted(low), plural.count if plural else 0)
    return ForWhom(people, writer, own, count, tuple(span for _, span in mentions))


def _together(low: str, text: str) -> bool:
    """ "Con mi hermana queremos…", "… and my husband too, after each other", "las dos a la misma hora"."""
    if counts_both(text) or re.search(_we_with(), low):
        return True
    at_once = rf"(?<!\w)(?:{form('together')})(?!\w)"
    return bool(re.search(_and_too(), low)) and (
        comes_in_turn(text) or bool(re.search(at_once, low))
    )


@cache
def _we_with() -> str:
    who = rf"(?:{form('with')})\s+(?P<who>{somebody()})"
    we = rf"(?:{form('we_want')})(?!\w)"
    return rf"(?<!\w){who}(?=(?:\s+[^\W\d_]+){{0,3}}?,?\s+{we})"


@cache
def _and_too() -> str:
    and_ = rf"(?:{form('and')}|&|\+)\s+(?:(?:{form('the')})\s+)?"
    return rf"(?<!\w){and_}(?P<who>{somebody()})(?=(?:\s+[^\W\d_]+){{0,3}}?,?\s+(?:{form('too')})(?!\w))"


def _merged(people: list[Somebody]) -> Iterator[Somebody]:
    """Each relation once, with the name that was told somewhere."""
    for relation in dict.fromkeys(one.relation for one in people):
        names = dict.fromkeys(one.name for one in people if one.relation == relation and one.name)
        yield from (Somebody(relation, name) for name in names or [""])


def _mentions(
    text: str, low: str, others: frozenset[str]
) -> Iterator[tuple[Somebody, tuple[int, int]]]:
    """Somebody with the name that follows, and its place."""
    if not speaks_of_relatives(low):
        return
    for pattern in _patterns():
        for match in pattern.finditer(low):
            name, end = name_after(text, low, match.end("who"), others)
            begin = match.end("who") if name else end
            yield Somebody(relation_of(match["relation"]), name), (begin, end)


def _of_known(low: str, names: Sequence[str]) -> Iterator[tuple[Somebody, tuple[int, int]]]:
    """ "Otra cita para Lucía", of whom the customer spoke before."""
    for name in names:
        first, *more = map(re.escape, folded(name).split())
        rest = "".join(rf"(?:\s+{word}(?!\w))?" for word in more)
        match = re.search(
            rf"(?<!\w)(?:{form('for')})\s+(?:(?:{form('the')})\s+)?({first}(?!\w){rest})", low
        )
        if match:
            yield Somebody(name=name), match.span(1)


def name_after(
    text: str, low: str, begin: int, others: frozenset[str] = frozenset()
) -> tuple[str, int]:
    """The name that follows at `begin` ("mi hija Lucía", ", se llama Ana"), and where it ends; "" for none."""
    step = _called().match(low, begin)
    at = step.end() if step else begin
    run = _as_written(run_from(text, at))
    own = [word for word in run if word.folded not in PARTICLES]
    gap = text[at : run[0].start].strip() if run else "?"
    if gap or not own or all(word.folded in others for word in own):
        return "", begin
    if own[0].ordinary and not own[0].given:
        return "", begin
    large = all(word.large for word in own) and not own[0].small
    sure = judged(run) or (bool(step and step["called"]) and own[0].is_name) or large
    return (spelled(run), run[-1].end) if sure else ("", begin)


def _as_written(run: list[Word]) -> list[Word]:
    """Of a name with capital letters what has them: "Mateo", not "Mateo al dentista"."""
    if not run or not run[0].large:
        return run
    last = max(n for n, word in enumerate(run) if word.large)
    small = next(
        (n for n, one in enumerate(run[:last]) if not (one.large or one.folded in PARTICLES)),
        last + 1,
    )
    return run[:small]


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Where somebody is spoken of as one who comes."""
    who = rf"(?P<who>{somebody()})"
    the = rf"(?:(?:{form('the')})\s+)?"
    me = rf"(?:{form('me')})(?!\w)"
    and_ = rf"\s*,?\s*(?:{form('and')}|&|\+)\s+"
    for_ = rf"(?:{form('for')})\s+"
    return tuple(
        re.compile(rf"(?<!\w){pattern}")
        for pattern in (
            _we_with(),
            _and_too(),
            rf"{for_}{the}{who}",
            rf"(?:{form('name_of')})\s+{the}{who}",
            rf"(?:{for_}){me}{and_}(?:{for_})?{the}{who}",
            rf"(?:{form('i')}){and_}(?:{for_})?{the}{who}",
            # "mi esposa y yo", "my wife Ann and I", "mi mamá Rosa y mi hermana".
            rf"{who}(?=(?:\s+[^\W\d_]+){{0,3}}?{and_}(?:{for_})?(?:{form('i')})(?!\w))",
            rf"(?:{form('gives')})\s+(?:{the}[^\W\d_]+\s+){{0,3}}?(?:(?:{form('to')})\s+)?{who}",
            rf"{who}(?=(?:\s+[^\W\d_]+){{0,3}}?,?\s+(?:{form('needs')})(?!\w)(?!\s+que\b))",
            # "Para mi mamá y mi hermana": the second of two.
            rf"{for_}{the}(?:{somebody().replace('relation', 'first')})(?:\s+[^\W\d_]+){{0,3}}?{and_}(?:{for_})?{the}{who}",
        )
    )


@cache
def _called() -> re.Pattern[str]:
    return re.compile(rf"[\s,:(]*(?P<called>(?:{form('called')})\s+)?")


@cache
def _with_writer() -> re.Pattern[str]:
    """ "para mí y …", "… y yo", "eu e minha mãe"."""
    me, i = form("me"), form("i")
    and_ = rf"\s*,?\s*(?:{form('and')}|&|\+)\s+"
    for_ = rf"(?:{form('for')})\s+"
    not_my = rf"(?!\w)(?!\s+(?:(?:{form('kind')})\s+)?(?:{relation_words()})(?!\w))"
    no_wish = rf"(?!\s*(?:{form('wishes')})(?!\w))"
    my = rf"(?:(?:{form('the')})\s+)?(?:{form('my')})\s"
    # "My wife and I want …" wants for both, "… for my son, and I want …" does not.
    subject = (
        rf"(?:^|[.,;:!?\n]\s*|\b(?:could|can|would|may)\s+){somebody()}(?:\s+[^\W\d_]+){{0,3}}?"
    )
    return re.compile(
        rf"(?<!\w){for_}(?:{me}){and_}(?:{for_})?{my}|(?<!\w)(?:{i}){and_}(?:{for_})?{my}"
        rf"|{and_}{for_}(?:{me}){not_my}|{and_}(?:{i}){not_my}{no_wish}|{subject}{and_}(?:{i}){not_my}"
    )


@cache
def _for_me() -> re.Pattern[str]:
    """ "Es para mí", "una para mí"; not "me queda bien para mí"."""
    before = rf"(?:^|(?:{form('one')}|una|uma|es|e|is|it['’]?s|its)\s+|[.,;:!?\n]\s*)"
    return re.compile(rf"{before}(?:{form('for')})\s+(?:{form('me')})(?=\s*(?:$|[.,;!?\n]))")


def _counted(low: str) -> int:
    """How many people come, where words count them; 3 for more than two."""
    if re.search(rf"(?<!\w)(?:{form('more')})(?!\w)", low):
        return _MOST_AT_ONCE + 1
    return _MOST_AT_ONCE if re.search(rf"(?<!\w)(?:{form('two')})(?!\w)", low) else 0


def writer_name(text: str) -> str:
    """How the customer says that they are called ("soy Ana Pérez"), while they book for somebody else; "" for
    not at all."""
    original = readable(unicodedata.normalize("NFC", text[:READ]))
    low = folded(original)
    for match in re.finditer(rf"(?<!\w)(?:{form('i_am')})\s+", low):
        name, _ = name_after(original, low, match.end())
        if name:
            return name
    return ""


def own_name(text: str, low: str) -> str:
    """The writer's own name behind "y yo": "mi esposo Andrés y yo Sara Duque"."""
    for match in re.finditer(rf"(?<!\w)(?:{form('and')})\s+(?:{form('i')})(?!\w)", low):
        name, _ = name_after(text, low, match.end())
        if name:
            return name
    return ""


def comes_in_turn(text: str) -> bool:
    """Whether two people want to come one after the other."""
    low = folded(unicodedata.normalize("NFC", text[:READ]))
    return bool(re.search(rf"(?<!\w)(?:{form('in_turn')})(?!\w)", low))


def says_me_first(text: str) -> bool:
    """Whether the customer comes first of several: "me first"."""
    low = folded(unicodedata.normalize("NFC", text[:READ]))
    return bool(re.search(rf"(?<!\w)(?:{form('me_first')})(?!\w)", low))


def without_names(text: str, whom: ForWhom) -> str:
    """`text` without the names of people, so that nothing else is read into them ("Domingo", "Abril")."""
    return without_spans(text, whom.spans)


def without_spans(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """`text` (NFC) without what stands at the `spans`."""
    normal = unicodedata.normalize("NFC", text)
    for start, end in sorted(set(spans), reverse=True):
        normal = f"{normal[:start]}, {normal[end:]}" if end > start else normal
    return normal


def without_s(text: str) -> str:
    """ "Martha Gill's" as it is called; places stay."""
    return re.sub(r"['’]s(?!\w)", ", ", text)
