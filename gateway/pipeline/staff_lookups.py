"""What staff ask of the agenda by WhatsApp: a day, free time, and whose number it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from agent.data.database import Database
from agent.dates import day_label, resolve, slot_label, time_label
from agent.language import staff_commands
from agent.language.staff_commands import StaffQuestion
from agent.texts import Texts, texts
from gateway.pipeline.staff_agenda import AgendaRow

_MOST_LINES = 30
"""Of a day's appointments; one message has room for more characters than for that many lines."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, where, and when (`now` aware); `members`: names by key; `member`: of a professional, whose own agenda it
    is about."""

    organization: UUID
    recipient: UUID
    language: str
    country: str
    time_zone: str
    now: datetime
    members: Mapping[str, str]
    role: str = "owner"
    member: str | None = None

    @property
    def local(self) -> datetime:
        return self.now.astimezone(ZoneInfo(self.time_zone))

    @property
    def spoken(self) -> Texts:
        return texts(self.language)

    def day(self, text: str) -> date:
        """The day that the words name; without one, today."""
        reading = resolve(text, self.local, languages=(self.language,), told_too=True)
        start = reading.readings[0].start if reading.readings else None
        return start or self.local.date()

    def whose(self, text: str) -> str | None:
        """The key of the member whom the words name; a professional's own in any case."""
        return self.member or staff_commands.named(text, self.members)

    def day_label(self, day: date) -> str:
        return day_label(day, self.language, today=self.local.date())

    def time(self, local: str) -> str:
        return time_label(datetime.fromisoformat(local).time(), self.language, self.country)

    def slot(self, local: str) -> str:
        at = datetime.fromisoformat(local)
        return slot_label(at, self.language, self.country, self.local.date())


class _Answer(Struct, frozen=True, kw_only=True):
    """frontdesk.visit_answers_of: what was asked before a visit, and what was answered."""

    question: str
    kind: str
    status: str
    answer: str | None
    flagged: bool
    about: str | None


class _Appointment(AgendaRow, frozen=True, kw_only=True):
    """With what was answered before its visit."""

    answers: tuple[_Answer, ...]


class _Agenda(Struct, frozen=True, kw_only=True):
    """staff_agenda."""

    appointments: tuple[_Appointment, ...]


class _Span(Struct, frozen=True, kw_only=True):
    """Local times."""

    begin: str = field(name="from")
    end: str = field(name="to")


class _Free(Struct, frozen=True, kw_only=True):
    """staff_gaps: a member's free time."""

    name: str
    free: list[_Span]


class _Who(Struct, frozen=True, kw_only=True):
    """staff_who; times are local."""

    name: str | None
    phone: str | None
    stated_phone: str | None
    visits: int
    last: str | None
    next: str | None
    service: str | None


class Lookups:
    """Each is a question and its answer as one text; who asks is written down (staff_actions)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def agenda(self, asker: Asker, question: StaffQuestion) -> str:
        """The appointments of a day, of one member where one is named: with the answers to the questions before
        them that need a look, of one member with all answers."""
        day, member = asker.day(question.rest), asker.whose(question.rest)
        agenda = await self._database.fetch(
            _Agenda,
            "staff_agenda",
            organization=asker.organization,
            recipient=asker.recipient,
            day=day,
            member=member,
        )
        rows = [row for row in agenda.appointments if row.status != "cancelled"]
        who = {"member": asker.members[member]} if member else {}
        key = ("staff.agenda" if rows else "staff.agenda_empty") + ("_of" if member else "")
        lines = [asker.spoken.line(key, day=asker.day_label(day), **who)]
        visits: set[UUID] = set()
        for row in rows[:_MOST_LINES]:
            lines.append(_visit(asker, row, named=member is None))
            if (
                visit := row.visit or row.id
            ) not in visits:  # its answers are those of all its parts
                visits.add(visit)
                lines += _answers(asker, row, every=member is not None)
        if len(rows) > _MOST_LINES:
            lines.append(asker.spoken.line("staff.more", count=str(len(rows) - _MOST_LINES)))
        return "\n".join(lines)

    async def gaps(self, asker: Asker, question: StaffQuestion) -> str:
        """Free time of a day, of one member or of all."""
        day, member = asker.day(question.rest), asker.whose(question.rest)
        rows = await self._database.fetch(
            list[_Free],
            "staff_gaps",
            organization=asker.organization,
            recipient=asker.recipient,
            day=day,
            member=member,
        )
        lines = [asker.spoken.line("staff.gaps", day=asker.day_label(day))]
        return "\n".join([*lines, *(_free(asker, row) for row in rows)])

    async def who(self, asker: Asker, question: StaffQuestion) -> str:
        """Customers with that number."""
        rows = await self._database.fetch(
            list[_Who],
            "staff_who",
            organization=asker.organization,
            recipient=asker.recipient,
            digits=question.digits,
        )
        if not rows:
            return asker.spoken.line("staff.who_unknown", phone=question.digits)
        return "\n\n".join(_customer(asker, row) for row in rows)


def _visit(asker: Asker, row: AgendaRow, *, named: bool) -> str:
    parts = [row.customer or asker.spoken.line("staff.unnamed"), row.service]
    parts += [row.member] if named else []
    parts += [asker.spoken.line("staff.unconfirmed")] if row.awaits_confirmation else []
    return f"• {asker.time(row.local)} {', '.join(parts)}"


def _answers(asker: Asker, row: _Appointment, *, every: bool) -> list[str]:
    """A line for each answer, or for those that need a look."""
    lines = []
    for one in row.answers:
        if one.status != "answered" or not (every or one.flagged):
            continue
        is_yes_no = one.kind == "yes_no" and one.answer in ("yes", "no")
        answer = asker.spoken.line(f"staff.answer.{one.answer}") if is_yes_no else one.answer or ""
        question = f"{one.about}: {one.question}" if one.about else one.question
        key = "staff.answer.flagged" if one.flagged else "staff.answer.line"
        lines.append(asker.spoken.line(key, question=question, answer=answer))
    return lines


def _free(asker: Asker, row: _Free) -> str:
    if not row.free:
        return "• " + asker.spoken.line("staff.no_gaps", member=row.name)
    spans = [f"{asker.time(span.begin)}–{asker.time(span.end)}" for span in row.free]
    return f"• {row.name}: {', '.join(spans)}"


def _customer(asker: Asker, row: _Who) -> str:
    spoken, phone = asker.spoken, row.phone or row.stated_phone or ""
    name = row.name or spoken.line("staff.unnamed")
    lines = [spoken.line("staff.who", name=name, phone=f"+{phone}")]
    if row.next:
        label = asker.slot(row.next)
        lines.append(spoken.line("staff.who_next", label=label, service=row.service or ""))
    if row.last:
        lines.append(spoken.line("staff.who_last", label=asker.slot(row.last)))
    elif not row.next:
        lines.append(spoken.line("staff.who_never"))
    return "\n".join(lines)
