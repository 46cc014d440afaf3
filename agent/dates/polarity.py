"""Whether what a text mentions is wanted, asked about or refused: the scope of its negations.

A text is cut into segments at stops, commas and contrasts ("pero", "sino", "mejor"). In a segment
the mentions stand between gaps of words, and each gap says something of the mention before it, of
the one after it, or ties the two together. The same for days, hours and people, in es, pt and en.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from agent.dates import polarity_words as vocabulary
from agent.dates.segments import EXCEPT, EXCEPT_ALL, Segment, Span, segments_of, without_idioms
from agent.dates.text import tokenise


class Polarity(StrEnum):
    """`questioned`: asked about, not chosen. `aside`: mentioned, neither wished nor refused. `unsure`:
    one of two, the text does not tell which."""

    WANTED = "wanted"
    QUESTIONED = "questioned"
    REFUSED = "refused"
    UNSURE = "unsure"
    ASIDE = "aside"


_FEW = "0,6"
"""Small words between two things that still belong together. Bounded, since some of them are the
beginning of others, and a text of nothing else must not be tried in every way."""
_OF_ONE_CLAUSE = 4
"""Words between a negation and what it denies after a mention of another kind."""
_THANKS = ("gracias", "obrigada", "obrigado", "thanks")


def _all(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(pattern, flags)


_NEGATION = _all(rf"(?<![\w']){vocabulary.NEGATIONS}(?![\w'])")
_REFUSING = _all(rf"(?<![\w']){vocabulary.REFUSING}(?![\w'])")
_SUGGESTS = _all(rf"\b{vocabulary.SUGGESTS} ?$")
_DESK = _all(rf"^ ?{vocabulary.OF_DESK}(?![\w'])")
_EITHER = _all(rf"^ ?{vocabulary.OF_EITHER}(?![\w'])")
_ASSERTS = _all(
    rf"^(?: {vocabulary.SUBJECTS}){{{_FEW}}} {vocabulary.ASSERTS}(?![\w'])(?! {vocabulary.NEGATIONS}(?![\w']))"
)
_NEW_CLAUSE = _all(rf"(?<![\w']){vocabulary.NEW_CLAUSE}(?![\w'])")
_ASIDE = _all(rf"(?<![\w'])(?:{vocabulary.ASIDE}|~unsure)(?![\w'])")
_MEANING = _all(rf" ?{vocabulary.MEANING}(?![\w'])")
_CORRECTING = _all(rf" ?{vocabulary.CORRECTING}(?![\w'])")
_GLUE = _all(rf"(?: {vocabulary.GLUE}){{{_FEW}}} ?")
_JOINED = _all(
    rf"(?: {vocabulary.GLUE}){{{_FEW}}}(?: {vocabulary.COORDINATORS}(?: {vocabulary.GLUE}){{{_FEW}}})? ?"
)
_COORDINATED = _all(
    rf"(?: {vocabulary.GLUE}){{{_FEW}}} {vocabulary.COORDINATORS}(?: {vocabulary.GLUE}){{{_FEW}}} ?"
)
_SUBJECT = _all(rf"(?: (?:e|{vocabulary.SUBJECTS}|{vocabulary.GLUE})){{{_FEW}}} ?")
_NEITHER = _all(r" (?:ni|nem|nor|neither|tampoco)\b")
_PREPOSITION_NO = _all(r"\bno\b")
_SHORT_NO = _all(rf"\bn(?= (?:{'|'.join(w for w in sorted(vocabulary.AFTER_N) if w)}|[,.;!?])\b|$)")


Tied = tuple[int, int]
"""The numbers of two mentions that are meant as one: a day with its hour."""


def polarities(
    text: str, spans: Sequence[Span], *, portuguese: bool = False
) -> tuple[list[Polarity], list[Tied]]:
    """The polarity of each of `spans` (in the order of the text, not overlapping), and their ties.

    `portuguese`: the text is, so that "no" is a preposition ("no sábado") and denies nothing.
    """
    judged: list[Polarity | None] = [None] * len(spans)
    links: list[tuple[int, int, str]] = []
    segments = segments_of(text, spans, portuguese=portuguese)
    for number, segment in enumerate(segments):
        _judge(segment, spans, judged, links)
        if number:
            after = segments[number + 1] if number + 1 < len(segments) else None
            _judge_across(segments[number - 1], segment, after, spans, judged, links)
    _spread(judged, links)
    tied = [(left, right) for left, right, link in links if link == "joint"]
    return [polarity or Polarity.WANTED for polarity in judged], tied


def refuses(text: str, *, portuguese: bool = False) -> bool:
    """Whether anything is denied or excepted in `text`; cheap, without its scope."""
    bare = without_idioms(" ".join(token.text for token in tokenise(text)))
    bare = _SHORT_NO.sub("nao", _PREPOSITION_NO.sub("em", bare)) if portuguese else bare
    return any(pattern.search(bare) for pattern in (_NEGATION, EXCEPT, _REFUSING))


def _judge(
    segment: Segment,
    spans: Sequence[Span],
    judged: list[Polarity | None],
    links: list[tuple[int, int, str]],
) -> None:
    places, last = segment.places, len(segment.gaps) - 1
    for number, gap in enumerate(segment.gaps):
        left = places[number - 1] if number else None
        right = places[number] if number < last else None
        asks = segment.asks and number >= last - 1
        same = left is not None and right is not None and spans[left].kind == spans[right].kind
        back, forward, link = _read_gap(
            gap, left is not None, right is not None, same=same, asks=asks
        )
        if left is not None and back and judged[left] in (None, *_OVERRIDDEN.get(back, ())):
            judged[left] = back
        if right is not None and forward:
            judged[right] = forward
        if link and left is not None and right is not None:
            links.append((left, right, link))


_OVERRIDDEN = {
    Polarity.WANTED: (Polarity.REFUSED,),
    Polarity.QUESTIONED: (Polarity.REFUSED,),
    Polarity.REFUSED: (Polarity.WANTED, Polarity.QUESTIONED),
    Polarity.ASIDE: (Polarity.WANTED,),
}
"""Which earlier polarity of a mention each polarity from the gap after it replaces."""

_Told = tuple[Polarity | None, Polarity | None, str]


def _read_gap(gap: str, left: bool, right: bool, *, same: bool, asks: bool) -> _Told:
    """What a gap says of the mention before it and of the one after it, and how it ties them:
    "list" or "joint" (a day with its hour)."""
    if _NEITHER.match(gap) and left and right and _COORDINATED.fullmatch(gap):
        return Polarity.REFUSED, Polarity.REFUSED, ""
    if left and right and _JOINED.fullmatch(gap) and not _NEGATION.search(gap):
        coordinated = bool(_COORDINATED.fullmatch(gap))
        return None, None, "list" if coordinated else ("" if same else "joint")
    exception = _last(EXCEPT, gap)
    if exception and right and not _NEW_CLAUSE.search(gap, exception.end()):
        doubled = _NEGATION.search(gap[: exception.start()]) or "nothing" in exception.group()
        return None, Polarity.WANTED if doubled else Polarity.REFUSED, ""
    back = Polarity.WANTED if left and _ASSERTS.match(gap) else None
    operator = _NEGATION.search(gap) or _REFUSING.search(gap)
    if left and re.match(r"(?: \S+){0,2} ~unsure", gap):
        return Polarity.ASIDE, None, ""
    if operator is None:
        aside = right and _ASIDE.search(gap)
        return back, Polarity.ASIDE if aside else None, ""
    if back is None and left and _SUBJECT.fullmatch(gap[: operator.start()]):
        return _postposed(gap, operator, right, same=same, asks=asks)
    return back, _preposed(gap, asks=asks) if right else None, ""


def _postposed(gap: str, operator: re.Match[str], right: bool, *, same: bool, asks: bool) -> _Told:
    """ "El martes no puedo", "a las 3 no", "a las 5 no hay?", "el martes no por la tarde"."""
    rest = gap[operator.end() :]
    negates = bool(_NEGATION.fullmatch(operator.group()))
    if right and negates and _GLUE.fullmatch(rest):
        return (Polarity.UNSURE, Polarity.UNSURE, "") if same else (None, Polarity.REFUSED, "")
    if negates and _DESK.match(rest):
        return Polarity.QUESTIONED, None, ""
    if asks and not right and negates and (not rest.strip() or _EITHER.match(rest)):
        return Polarity.QUESTIONED, None, ""
    if right and not same and not _NEW_CLAUSE.search(rest) and len(rest.split()) <= _OF_ONE_CLAUSE:
        return None, Polarity.REFUSED, ""  # "el martes no puedo por la tarde" leaves the Tuesday
    return Polarity.REFUSED, None, ""


def _preposed(gap: str, *, asks: bool) -> Polarity | None:
    """ "No puedo el martes", "not on Monday", "¿no tiene el jueves?", "no me dijo si tiene …"."""
    operator = _last(_NEGATION, gap) or _last(_REFUSING, gap)
    if operator is None:
        return None
    rest, before = gap[operator.end() :], gap[: operator.start()]
    if _MEANING.match(rest):
        return None
    first = _NEGATION.search(gap)
    if first and first.start() < operator.start() and _DESK.match(gap[first.end() :]):
        return Polarity.QUESTIONED
    if _DESK.match(rest):
        return Polarity.QUESTIONED
    if _SUGGESTS.search(before) and (asks or _GLUE.fullmatch(rest) or _EITHER.match(rest)):
        return Polarity.QUESTIONED
    if clause := _NEW_CLAUSE.search(rest):
        if clause.group() in _THANKS:
            return None
        direct = re.fullmatch(
            r"(?: (?:me|te|le|lo|se|ya|yo|eu|i|really|que))* ?", rest[: clause.start()]
        )
        if not direct or clause.group() in ("si", "if", "whether", "porque", "because"):
            return Polarity.QUESTIONED if clause.group() in ("si", "if", "whether") else None
    return Polarity.QUESTIONED if asks else Polarity.REFUSED


def _judge_across(
    one: Segment,
    two: Segment,
    after: Segment | None,
    spans: Sequence[Span],
    judged: list[Polarity | None],
    links: list[tuple[int, int, str]],
) -> None:
    """What a segment says of the one before it: "lunes, martes y jueves no", "el martes, no"."""
    if not two.places:
        gap = two.gaps[0]
        taken_back = (
            after is not None and after.began != "stop" and _CORRECTING.match(after.gaps[0])
        )
        if (
            one.places
            and not taken_back
            and _denies(gap, _began(one, two, after, spans))
            and _SUBJECT.fullmatch(one.gaps[-1])
        ):
            judged[one.places[-1]] = Polarity.QUESTIONED if two.asks else Polarity.REFUSED
        return
    if not one.places or two.began != "comma" or not _GLUE.fullmatch(two.gaps[0]):
        return
    left, right = one.places[-1], two.places[0]
    if spans[left].kind != spans[right].kind or one.gaps[-1].strip():
        return
    listed = len(two.places) > 1 and _COORDINATED.fullmatch(two.gaps[1])
    only = all(_JOINED.fullmatch(gap) for gap in two.gaps if gap)
    excepted = any(EXCEPT_ALL.search(gap) for gap in one.gaps)
    if listed or (only and excepted and not two.asks):
        links.append((left, right, "list"))


def _began(one: Segment, two: Segment, after: Segment | None, spans: Sequence[Span]) -> str:
    """ "El jueves. No, el viernes" takes the Thursday back, a stop or not."""
    follows = two.began == "stop" and after and after.began == "comma"
    if not (follows and one.places and after and after.places):
        return two.began
    same = spans[one.places[-1]].kind == spans[after.places[0]].kind
    return "comma" if same else two.began


def _denies(gap: str, began: str) -> bool:
    """Whether a segment is nothing but a refusal: "no", "mejor no", "no puedo", "imposible"."""
    operator = _NEGATION.search(gap) or _REFUSING.search(gap)
    if operator is None or gap[: operator.start()].strip().lstrip("~") not in (
        "",
        *vocabulary.CONTRASTS,
    ):
        return False
    rest = gap[operator.end() :].strip()
    if not rest:
        return began != "stop" or not _NEGATION.fullmatch(operator.group())
    return bool(
        re.fullmatch(
            r"(?:k{2,}|(?:ja){2,}|(?:ha){2,}|lol|puedo|me sirve|me queda(?: bien)?|me va(?: bien)?|posso|da|consigo|work|works|do|i can't|serve|me viene(?: bien)?|voy a poder)(?: \w+)?",
            rest,
        )
    )


def _spread(judged: list[Polarity | None], links: Sequence[tuple[int, int, str]]) -> None:
    """Spreads a refusal along a list and from a day to its hour, where these have no polarity yet."""
    links = sorted(links)
    for left, right, _ in links:
        if (
            judged[left] in (Polarity.REFUSED, Polarity.QUESTIONED, Polarity.ASIDE)
            and judged[right] is None
        ):
            judged[right] = judged[left]
    for left, right, _ in reversed(links):
        if judged[right] in (Polarity.REFUSED, Polarity.QUESTIONED) and judged[left] is None:
            judged[left] = judged[right]


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(iter([*pattern.finditer(text)][-1:]), None)
