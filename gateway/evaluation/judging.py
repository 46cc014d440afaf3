"""One conversation from its first message to the verdict."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from agent.language import fold
from gateway.evaluation import conduct
from gateway.evaluation.customers import Appointment, Customer, Expected
from gateway.evaluation.desk import Desk, Row, Visit
from gateway.evaluation.simulated import Conversation, Heard, Offered, Written, suits

_MOST_MESSAGES = 14


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a customer wrote and what came back; `seconds` of one turn."""

    written: tuple[str, ...]
    replies: tuple[Heard, ...]
    seconds: float


@dataclass(slots=True)
class Verdict:
    """How one customer was served. `wrong_rows`: an appointment stands that nobody wanted, or one is
    gone that should have stayed; `missing_rows`: one was not made, moved or cancelled; `failures` says what else is missing or wrong, in words."""

    customer: Customer
    exchanges: list[Exchange] = field(default_factory=list)
    wrong_rows: list[str] = field(default_factory=list)
    missing_rows: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    not_understood: int = 0
    calls: int = 0
    tokens: int = 0
    usd: float = 0.0

    @property
    def score(self) -> float:
        """0 to 5: nothing with a wrong row; else 3 for the right rows, less for everything else that
        is wrong (docs/decisions/evaluation.md)."""
        if self.wrong_rows:
            return 0.0
        points = 5.0 - (3.0 if self.missing_rows else 0.0)
        points -= min(1.5, 0.75 * len(self.failures))
        points -= min(1.0, 0.5 * max(0, self.not_understood - 1))
        return max(0.0, points)

    @property
    def served(self) -> bool:
        return not (self.wrong_rows or self.missing_rows or self.failures)


async def serve(desk: Desk, customer: Customer) -> Verdict:
    """Lets the customer talk to the desk and judges what is left."""
    verdict = Verdict(customer)
    visit = await desk.visit(customer.business, customer.profile, customer.now)
    for wanted in customer.before:
        await visit.book_before(wanted)
    await _talk(visit, customer, verdict)
    _judge_rows(visit.appointments(), customer, verdict)
    _judge_words(visit.heard, customer.expect, verdict)
    _judge_rest(visit, customer.expect, verdict)
    used = visit.usage()
    verdict.calls, verdict.tokens, verdict.usd = used.calls, used.tokens, used.usd
    return verdict


async def _talk(visit: Visit, customer: Customer, verdict: Verdict) -> None:
    side = Conversation(customer)
    replies: list[Heard] = []
    for _ in range(_MOST_MESSAGES):
        written = side.next(replies)
        if written is None:
            return
        began = time.perf_counter()
        before, replies = replies, await visit.say(written)
        words = _words(written)
        verdict.exchanges.append(Exchange(words, tuple(replies), time.perf_counter() - began))
        verdict.not_understood += conduct.not_understood(replies)
        verdict.failures += [
            f"{fault} (to «{words[-1][:60]}»)"
            for fault in conduct.faults(customer.language, words[-1], replies, before)
        ]
    verdict.failures.append("no end in sight")


def _words(written: Written) -> tuple[str, ...]:
    return written.texts or ((f"[{written.tap.title}]",) if written.tap else ("",))


def _judge_rows(rows: Sequence[Row], customer: Customer, verdict: Verdict) -> None:
    """Pairs what stands with what must stand. What stood before and should have been moved or cancelled
    is a wish that was not met; what should have stayed and is gone is a wrong row."""
    left = list(rows)
    for wanted in customer.expect.appointments:
        row = next((row for row in left if fits(wanted, row)), None)
        if row:
            left.remove(row)
        elif any(wanted.at and _same(wanted, before) for before in customer.before):
            verdict.wrong_rows.append(f"gone: {_described(wanted)}")
        else:
            verdict.missing_rows.append(_described(wanted))
    for row in left:
        still = any(_is(before, row) for before in customer.before)
        (verdict.missing_rows if still else verdict.wrong_rows).append(
            f"{'not changed: ' if still else ''}{row.service} {row.at:%d.%m. %H:%M} {row.member} "
            f"{row.name!r} ({row.status})"
        )


def _same(wanted: Appointment, before: Appointment) -> bool:
    return (wanted.service, wanted.at) == (before.service, before.at)


def _is(before: Appointment, row: Row) -> bool:
    return (before.service, before.at) == (row.service, row.at)


def fits(wanted: Appointment, row: Row) -> bool:
    """Whether the row is the appointment that must stand."""
    offered = Offered(row.service, row.member, row.at)
    return not any(
        (
            row.service != wanted.service,
            wanted.at and row.at != wanted.at,
            wanted.wish and not suits(wanted.wish, offered),
            wanted.member and row.member != wanted.member,
            wanted.name and fold(row.name) != fold(wanted.name),
            wanted.status and row.status != wanted.status,
        )
    )


def _described(wanted: Appointment) -> str:
    when = (
        f"{wanted.at:%d.%m. %H:%M}" if isinstance(wanted.at, datetime) else "at a time that suits"
    )
    return f"{wanted.service} {when} {wanted.name or ''}".strip()


def _judge_words(heard: Sequence[Heard], expected: Expected, verdict: Verdict) -> None:
    text = fold("\n".join(message.text for message in heard))
    for wanted in expected.told:
        if not any(fold(either) in text for either in wanted.split("|")):
            verdict.failures.append(f"was not told «{wanted}»")
    for unwanted in expected.not_told:
        if any(fold(either) in text for either in unwanted.split("|")):
            verdict.failures.append(f"was told «{unwanted}»")


def _judge_rest(visit: Visit, expected: Expected, verdict: Verdict) -> None:
    if expected.person is not None and visit.person_called() is not expected.person:
        verdict.failures.append(
            "no person was called" if expected.person else "a person was called needlessly"
        )
    if expected.consent is not None and visit.consented() is not expected.consent:
        verdict.failures.append(f"reminders: {visit.consented()} instead of {expected.consent}")
