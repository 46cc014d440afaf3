"""Claims that something was changed, each held against the rows of this turn and the customer's list."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from agent.reply_checks.evidence import Booking, Done, Kind, Problem
from agent.reply_checks.ground import folded_words
from agent.reply_checks.lexicon import Lexicon, whole_words
from agent.reply_checks.moments import Day, Hour
from agent.reply_checks.quantities import durations
from agent.reply_checks.sentences import Clause, conditional, denied
from agent.reply_checks.when import Moments

_PROVES = {
    "booked": {"booked", "moved", "confirmed"},
    "cancelled": {"cancelled"},
    "moved": {"moved"},
    "confirmed": {"confirmed"},
    "joined": {"joined"},
    "left": {"left"},
    "renamed": {"renamed"},
    "consent": {"consent"},
    "notified": {"notified"},
    "never": set(),
    "any": {
        "booked",
        "moved",
        "cancelled",
        "confirmed",
        "joined",
        "left",
        "renamed",
        "consent",
        "notified",
    },
}
_STANDING = {
    "booked": {"scheduled", "confirmed"},
    "moved": {"scheduled", "confirmed"},
    "cancelled": {"cancelled"},
    "confirmed": {"confirmed"},
}


class Claim:
    """Of `kind`, at [start, end) of the reply. `is_strong`: it says that it was done, not that it will be."""

    def __init__(self, kind: str, start: int, end: int, *, is_strong: bool) -> None:
        self.kind, self.start, self.end, self.is_strong = kind, start, end, is_strong


def changes(moments: Moments) -> Iterator[Problem]:
    """What no row bears out."""
    reply, ground = moments.reply, moments.ground
    seen: set[int] = set()
    for claim in _claims(reply.lower, ground.lexicon):
        clause = reply.clause(claim.start)
        if clause.start in seen or _excused(claim, clause, moments):
            continue
        if not _borne_out(claim, clause, moments):
            seen.add(clause.start)
            yield reply.problem(Kind.CHANGE, claim.start, max(claim.end, claim.start + 1))


def _claims(text: str, lexicon: Lexicon) -> Iterator[Claim]:
    claims: list[Claim] = []
    for kind, (strong, weak, fronted, acts, others) in _kinds(lexicon):
        claims += [Claim(kind, *m.span(), is_strong=True) for m in acts.finditer(text)]
        claims += [
            Claim(kind, *m.span(), is_strong=True)
            for m in strong.finditer(text)
            if not others.search(m.group())
        ]
        claims += [Claim(kind, *m.span(), is_strong=False) for m in weak.finditer(text)]
        claims += [Claim(kind, *m.span("it"), is_strong=True) for m in fronted.finditer(text)]
    yield from sorted(claims, key=lambda claim: (claim.start, -claim.end))


@cache
def _kinds(lexicon: Lexicon) -> tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]:
    """Each kind of change that the language has words of, with its patterns."""
    kinds = (kind for kind in _PROVES if lexicon.get(f"change.{kind}"))
    return tuple((kind, _patterns(lexicon, kind)) for kind in kinds)


def _patterns(lexicon: Lexicon, kind: str) -> tuple[re.Pattern[str], ...]:
    words = lexicon.get(f"change.{kind}")
    named = {key: f"(?:{words[key]})" for key in ("past", "done", "inf")}

    def framed(frames: list[str]) -> str:
        texts = list(frames)
        for key, expression in named.items():
            texts = [text.replace("{" + key + "}", expression) for text in texts]
        return "|".join(texts)

    edge, end = r"(?<![\w@-])", r"(?!\w)"
    object_ = rf"(?!(?:\s+[^\s.,;!?]+){{0,2}}?\s+{words['object']})" if words.get("object") else ""
    strong = re.compile(f"{edge}(?:{framed(lexicon.get('change.strong'))}){end}{object_}")
    idioms = words.get("idioms") or []
    named["we"] = f"(?:{words.get('we') or '(?!)'})"
    weak = re.compile(f"{edge}(?:{framed([*lexicon.get('change.weak'), *idioms])}){end}")
    fronted = re.compile(
        rf"(?:^|[.!?\n]\s*|[,;:]\s+)(?:{lexicon.get('change.lead')})(?P<it>{framed([lexicon.get('change.fronted')])}){end}"
    )
    acts = re.compile(f"{edge}(?:{'|'.join(words.get('acts') or ['(?!)'])}){end}")
    others = whole_words([words.get("object") or "(?!)"])
    return strong, weak, fronted, acts, others


def _excused(claim: Claim, clause: Clause, moments: Moments) -> bool:
    reply, lexicon = moments.reply, moments.ground.lexicon
    if clause.is_question:
        return True
    before = reply.lower[clause.start : claim.start]
    if denied(before, lexicon) or lexicon.pattern("mood.if").search(
        lexicon.pattern("mood.idle").sub(" ", before)
    ):
        return True
    rest = lexicon.pattern("mood.without").sub(" ", reply.lower[claim.end : clause.end])
    after = " ".join(rest.split()[:4])
    if lexicon.pattern("mood.not").search(lexicon.pattern("mood.aside").split(after, 1)[0]):
        return True
    if claim.kind == "never" and reply.matches(
        "mood.quotes", " ".join(reply.lower[clause.start : claim.end].split()[-5:])
    ):
        return True
    if not claim.is_strong and _is_told(claim, clause, moments):
        return True
    if claim.kind == "booked" and not claim.is_strong and _is_others(claim, clause, moments):
        return True
    if not claim.is_strong:
        start, _ = clause.sentence
        sentence = reply.lower[start : clause.end]
        return conditional(sentence, lexicon) or denied(
            reply.lower[claim.start : claim.end], lexicon
        )
    return bool(lexicon.pattern("mood.not").search(reply.lower[claim.start : claim.end]))


def _is_told(claim: Claim, clause: Clause, moments: Moments) -> bool:
    """ "A piscina está fechada": said of what is nobody's appointment, in words of the business."""
    reply, ground = moments.reply, moments.ground
    text = reply.lower[clause.start : clause.end]
    if reply.matches("change.theirs", text) or reply.matches("service.any", text):
        return False
    longer = [word for word in folded_words(text) if len(word) > 3]
    own = {word[:5] for word in ground.business_words}
    return len(longer) > 1 and all(word[:5] in own for word in longer)


def _is_others(claim: Claim, clause: Clause, moments: Moments) -> bool:
    """ "A las 4 Ximena ya está reservada, pero …": that a time is taken, and another is named."""
    reply, lexicon = moments.reply, moments.ground.lexicon
    text = reply.lower[clause.start : clause.end]
    if lexicon.pattern("change.theirs").search(text):
        return False
    rest = reply.lower[claim.end :]
    return bool(lexicon.pattern("change.instead").search(rest)) or "?" in rest


def _borne_out(claim: Claim, clause: Clause, moments: Moments) -> bool:
    ground, reply = moments.ground, moments.reply
    evidence = ground.evidence
    text = reply.lower[clause.start : clause.end]
    if claim.kind == "notified" and evidence.escalated:
        return True
    if claim.kind == "joined" and evidence.waiting:
        return True
    if _is_held(claim, clause, moments) or _is_passed_on(claim, moments):
        return True
    scope = _Scope(claim, clause, moments)
    proves = _PROVES[claim.kind]
    if claim.kind == "booked" and reply.matches(
        "change.either", reply.lower[claim.start : clause.end]
    ):
        if evidence.waiting:
            return True
        proves = {*proves, "joined"}
    rows = [row for row in evidence.done if row.change in proves and scope.fits(row)]
    standing = _STANDING.get(claim.kind, set())
    stands = [row for row in evidence.appointments if row.status in standing and scope.fits(row)]
    start, _ = clause.sentence
    stays = reply.matches("change.stays", reply.lower[start : claim.end])
    if claim.is_strong and not scope.is_timed and not stays:
        stands = []
    around = reply.lower[max(clause.start, claim.start - 12) : claim.end + 10]
    if claim.is_strong and len(evidence.done) == 1 and reply.matches("change.also", around):
        return False
    if reply.matches("change.plural", moments.without_hours(clause)):
        starts = {(row.service, row.at) for row in rows} | {(one.service, one.at) for one in stands}
        least = 3 if reply.matches("change.three", moments.without_hours(clause)) else 2
        return len(starts) >= least or len(stands) >= least
    if not (rows or stands):
        return False
    if claim.kind not in ("booked", "cancelled", "confirmed", "moved"):
        return True
    if (
        reply.matches("change.also", text)
        and not (scope.services or scope.is_timed)
        and len(rows) < 2
    ):
        return False
    if claim.kind == "moved":
        return len(scope.services) < 2 or stays or scope.services <= {row.service for row in rows}
    return scope.all_covered(
        [*rows, *stands] if claim.is_strong else [*rows, *stands, *evidence.appointments]
    )


def _is_held(claim: Claim, clause: Clause, moments: Moments) -> bool:
    """ "La guardamos 20 minutos": a hold of so long as some text of the business says."""
    reply, ground = moments.reply, moments.ground
    if claim.kind != "booked" or not reply.matches(
        "change.held", reply.lower[claim.start : claim.end]
    ):
        return False
    lengths = durations(reply.lower[clause.start : clause.end], ground.lexicon)
    return bool(lengths) and all(one.values <= ground.text_durations for one in lengths)


def _is_passed_on(claim: Claim, moments: Moments) -> bool:
    """ "Ya lo pasé", to the person who was told."""
    told = moments.ground.evidence.escalated and claim.kind in ("moved", "any", "booked", "never")
    return told and moments.reply.matches(
        "change.passed", moments.reply.lower[claim.start : claim.end + 16]
    )


def _spoken_of(moments: Moments, start: int, end: int) -> list[Day]:
    """The days there, without what weekday it is today."""
    return [one for one in moments.days if start <= one.start < end and not one.stated]


class _Scope:
    """What a claim is about, as far as its clause, or else its sentence, names it."""

    def __init__(self, claim: Claim, clause: Clause, moments: Moments) -> None:
        reply, ground = moments.reply, moments.ground
        start, end = clause.start, clause.end
        self.hours: list[Hour] = [one for one in moments.hours if start <= one.start < end]
        self.days: list[Day] = _spoken_of(moments, start, end)
        if not self.hours and not self.days:
            start, end = clause.start, _end_of(clause, moments)
            self.hours = [one for one in moments.hours if start <= one.start < end]
            self.days = _spoken_of(moments, start, end)
        self.contrasts = reply.matches("mood.not", reply.lower[clause.start : clause.end])
        self.services = ground.services_in(reply.lower[clause.start : clause.end])
        near = " ".join(reply.lower[clause.start : claim.end].split()[-5:])
        if reply.matches("change.others", near) and self.services:
            self.services = frozenset()

    @property
    def is_timed(self) -> bool:
        return bool(self.hours or self.days)

    def all_covered(self, rows: Sequence[Done | Booking]) -> bool:
        """Whether each service and each day that is named has a row."""
        named = {row.service for row in rows}
        if self.services and any(row.service for row in rows) and not self.services <= named | {""}:
            return len(self.services) == 1
        dates = {row.at.date() for row in rows if row.at}
        return not dates or self.contrasts or all(day.days & dates for day in self.days)

    def fits(self, row: Done | Booking) -> bool:
        if self.services and row.service and row.service not in self.services:
            return False
        if row.at is None:
            return True
        minute = row.at.hour * 60 + row.at.minute
        if self.hours and not any(minute in hour.minutes for hour in self.hours):
            return False
        return not self.days or any(row.at.date() in day.days for day in self.days)


def _end_of(clause: Clause, moments: Moments) -> int:
    """How far a claim reaches that names no time itself: to where the sentence turns to another service."""
    reply, ground = moments.reply, moments.ground
    own = ground.services_in(reply.lower[clause.start : clause.end])
    for one in reply.clauses:
        if one.sentence == clause.sentence and one.start > clause.start:
            others = ground.services_in(reply.lower[one.start : one.end])
            if own and others and not own & others:
                return one.start
    return clause.sentence[1]
