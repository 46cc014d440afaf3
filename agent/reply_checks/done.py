"""Claims that something was changed, each held against the rows of this turn and the customer's list."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from agent.reply_checks.evidence import Booking, Done, Kind, Problem
from agent.reply_checks.lexicon import Lexicon, whole_words
from agent.reply_checks.moments import Day, Hour
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
    kinds = [kind for kind in _PROVES if lexicon.get(f"change.{kind}")]
    claims: list[Claim] = []
    for kind in kinds:
        strong, weak, fronted, acts = _patterns(lexicon, kind)
        claims += [Claim(kind, *m.span(), is_strong=True) for m in acts.finditer(text)]
        others = whole_words([lexicon.get(f"change.{kind}.object") or "(?!)"])
        claims += [
            Claim(kind, *m.span(), is_strong=True)
            for m in strong.finditer(text)
            if not others.search(m.group())
        ]
        claims += [Claim(kind, *m.span(), is_strong=False) for m in weak.finditer(text)]
        claims += [Claim(kind, *m.span("it"), is_strong=True) for m in fronted.finditer(text)]
    yield from sorted(claims, key=lambda claim: (claim.start, -claim.end))


@cache
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
    return strong, weak, fronted, acts


def _excused(claim: Claim, clause: Clause, moments: Moments) -> bool:
    reply, lexicon = moments.reply, moments.ground.lexicon
    if clause.is_question:
        return True
    before = reply.lower[clause.start : claim.start]
    if denied(before, lexicon) or lexicon.pattern("mood.if").search(
        lexicon.pattern("mood.idle").sub(" ", before)
    ):
        return True
    after = reply.lower[claim.end : clause.end]
    if lexicon.pattern("mood.not").search(" ".join(after.split()[:4])):
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
    if claim.is_strong and not scope.is_timed:
        stands = []
    if reply.matches("change.plural", text):
        starts = {(row.service, row.at) for row in rows} | {(one.service, one.at) for one in stands}
        return len(starts) > 1 or len(stands) > 1
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
    return claim.kind == "moved" or scope.all_covered(
        [*rows, *stands] if claim.is_strong else [*rows, *stands, *evidence.appointments]
    )


class _Scope:
    """What a claim is about, as far as its clause, or else its sentence, names it."""

    def __init__(self, claim: Claim, clause: Clause, moments: Moments) -> None:
        reply, ground = moments.reply, moments.ground
        start, end = clause.start, clause.end
        self.hours: list[Hour] = [one for one in moments.hours if start <= one.start < end]
        self.days: list[Day] = [one for one in moments.days if start <= one.start < end]
        if not self.hours and not self.days:
            start, end = clause.start, clause.sentence[1]
            self.hours = [one for one in moments.hours if start <= one.start < end]
            self.days = [one for one in moments.days if start <= one.start < end]
        self.contrasts = reply.matches("mood.not", reply.lower[clause.start : clause.end])
        self.services = ground.services_in(reply.lower[clause.start : clause.end])

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
