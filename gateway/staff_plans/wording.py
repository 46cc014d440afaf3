"""A plan in words for one of staff: what it would do to whom, what was done, and how it ended."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

from agent.dates import day_label, slot_label, time_label
from agent.language.short_answers import bare_yes_no
from agent.scheduling.labels import joined
from agent.scheduling.waiting_list_view import until_label
from agent.texts import Texts, texts
from agent.types import MOVES_NOT, Option
from gateway.console.agenda.other_time import OtherTime
from gateway.console.agenda.records import Block
from gateway.staff_plans.records import Outcome, PlanRow, Result
from gateway.staff_plans.wishes import PlanSpan, Wish, wish_of_spans

PLAN_MINUTES = 10
"""For how long a yes does what was shown (staff_plan_put)."""
_MOST_ROWS = 20
_LONGEST_TITLE = 24


@dataclass(frozen=True, slots=True)
class Speaker:
    """How a business says it. `now` in its zone; `members`: names by key."""

    language: str
    country: str
    now: datetime
    members: Mapping[str, str]

    @property
    def spoken(self) -> Texts:
        return texts(self.language)

    @property
    def zone(self) -> ZoneInfo:
        assert isinstance(self.now.tzinfo, ZoneInfo)
        return self.now.tzinfo

    def t(self, key: str, **values: str) -> str:
        return self.spoken.line(f"staff.plan.{key}", **values)

    def who(self, members: Sequence[str]) -> str:
        if len(members) > 1 and set(members) == set(self.members):
            return self.t("everybody")
        return joined([self.members.get(key, key) for key in members], self.language)

    def when(self, wish: Wish) -> str:
        begins, until = (
            time_label(at, self.language, self.country) for at in (wish.begins, wish.until)
        )
        key = "all_day" if wish.whole_day else "hours"
        if not wish.whole_day and wish.until.minute == 59 and wish.until.hour == 23:
            key = "from_hour"
        elif not wish.whole_day and wish.begins.hour == wish.begins.minute == 0:
            key = "until_hour"
        days = joined(self._days(wish.days), self.language)
        return self.t(key, day=days, begins=begins, until=until)

    def _days(self, days: Sequence[date]) -> list[str]:
        """Each by itself; of more than two in a row the first and the last."""
        in_a_row = all((b - a).days == 1 for a, b in pairwise(days))
        labels = [day_label(day, self.language, today=self.now.date()) for day in days]
        return [f"{labels[0]} – {labels[-1]}"] if in_a_row and len(days) > 2 else labels

    def row(self, local: str, wish: Wish) -> str:
        """When somebody is booked: of one day the hour will do."""
        at = datetime.fromisoformat(local)
        if len(wish.days) > 1:
            return self.slot(local)
        return time_label(at.time(), self.language, self.country)

    def slot(self, local: str) -> str:
        at = datetime.fromisoformat(local)
        return slot_label(at, self.language, self.country, self.now.date())

    def moment(self, at: datetime) -> str:
        return slot_label(at.astimezone(self.zone), self.language, self.country, self.now.date())

    def until(self, at: datetime) -> str:
        return until_label(at.astimezone(self.zone), self.now, self.language, self.country)

    def customer(self, name: str | None) -> str:
        return name or self.spoken.line("staff.unnamed")

    def whom(self, member: str, unless: str | None = None) -> str:
        return "" if member == unless else self.t("whom", member=member)


def shown_plan(speaker: Speaker, wish: Wish, rows: Sequence[PlanRow]) -> str:
    """Who is concerned, what each would be offered, and whether to do it."""
    who = speaker.who(wish.members)
    lines = [speaker.t("title", who=who, when=speaker.when(wish))]
    several = len(wish.members) > 1
    listed = [
        speaker.t(
            "row",
            label=speaker.row(row.local, wish),
            customer=speaker.customer(row.customer),
            service=row.service,
            whom=speaker.whom(row.member) if several else "",
            offer=_would_offer(speaker, row),
        )
        for row in rows
    ]
    lines += [speaker.t("concerned", count=str(len(rows))), *_cut(speaker, listed)] if rows else []
    lines.append(speaker.t("stays" if rows else "nobody"))
    return "\n".join([*lines, speaker.t("ask", minutes=str(PLAN_MINUTES))])


def done_plan(speaker: Speaker, wish: Wish, rows: Sequence[PlanRow]) -> str:
    """What was done at once; who answers comes later."""
    who = speaker.who(wish.members)
    lines = [speaker.t("done", who=who, when=speaker.when(wish))]
    listed = []
    for row in rows:
        values = {"label": speaker.row(row.local, wish), "customer": speaker.customer(row.customer)}
        if isinstance(row.offer, OtherTime):
            values |= {"until": speaker.until(row.offer.until), "offer": _offered(speaker, row)}
            listed.append(speaker.t("offered", **values))
        else:
            listed.append(speaker.t("not_offered", offer=_why(speaker, row), **values))
    lines += _cut(speaker, listed)
    waits = any(isinstance(row.offer, OtherTime) for row in rows)
    return "\n".join([*lines, *([speaker.t("will_tell")] if waits else [])])


def shown_lift(speaker: Speaker, blocks: Sequence[Block]) -> str:
    """Which time would be given back, and whether to do it."""
    title = "lift" if len(blocks) == 1 else "lift_several"
    lines = [speaker.t(title, count=str(len(blocks)))]
    lines += [_block(speaker, block) for block in blocks]
    return "\n".join([*lines, speaker.t("lift_more"), speaker.t("ask", minutes=str(PLAN_MINUTES))])


def block_title(speaker: Speaker, block: Block) -> str:
    """A line of a list to choose from, which is short."""
    begins = datetime.fromisoformat(block.begins)
    day = day_label(begins.date(), speaker.language, today=speaker.now.date())
    return f"{block.subject.split(' ')[0]}, {day}"[:_LONGEST_TITLE]


def shown_result(speaker: Speaker, result: Result) -> str:
    """What became of everybody who was booked there."""
    wish = wish_of_spans(result.wish["spans"], speaker.zone)
    title = speaker.t("result", who=speaker.who(wish.members), when=speaker.when(wish))
    if result.lifted:
        return "\n".join([title, speaker.t("result_lifted")])
    listed = [_end(speaker, one) for one in result.outcomes]
    return "\n".join([title, *(_cut(speaker, listed) or [speaker.t("result_nobody")])])


def waits_for_answers(result: Result) -> bool:
    """Whether somebody may still answer for whom a time is held."""
    return not result.lifted and any(
        one.state == "offered" and not _refused(one) for one in result.outcomes
    )


def yes_or_no(speaker: Speaker, plan: UUID) -> tuple[Option, ...]:
    return tuple(
        Option(f"staff:plan_{answer}:{plan}", speaker.t(answer)) for answer in ("yes", "no")
    )


def _would_offer(speaker: Speaker, row: PlanRow) -> str:
    if not isinstance(row.offer, OtherTime):
        return _why(speaker, row)
    label, whom = _time_and_whom(speaker, row, row.offer)
    return speaker.t("offer", label=label, whom=whom)


def _offered(speaker: Speaker, row: PlanRow) -> str:
    assert isinstance(row.offer, OtherTime)
    return "".join(_time_and_whom(speaker, row, row.offer))


def _time_and_whom(speaker: Speaker, row: PlanRow, offer: OtherTime) -> tuple[str, str]:
    people = list(dict.fromkeys(item.member for item in offer.items))
    whom = speaker.whom(joined(people, speaker.language), unless=row.member)
    return speaker.moment(offer.at), whom


def _why(speaker: Speaker, row: PlanRow) -> str:
    assert not isinstance(row.offer, OtherTime)
    why = speaker.t(f"why.{row.offer.why}")
    if row.phone is None or row.offer.why == "asked":
        return why
    return speaker.t("why.call", why=why, phone=f"+{row.phone}")


def _block(speaker: Speaker, block: Block) -> str:
    begins, until = (datetime.fromisoformat(at) for at in (block.begins, block.until))
    zoned: list[PlanSpan] = [
        {
            "member": "",
            "from": _zoned(f"{begins}", speaker),
            "until": _zoned(f"{until}", speaker),
        }
    ]
    values = {"who": block.subject, "when": speaker.when(wish_of_spans(zoned, speaker.zone))}
    return (
        speaker.t("block_by", by=block.by, **values) if block.by else speaker.t("block", **values)
    )


def _zoned(local: str, speaker: Speaker) -> str:
    return datetime.fromisoformat(local).replace(tzinfo=speaker.zone).isoformat()


def _end(speaker: Speaker, one: Outcome) -> str:
    values = {
        "customer": speaker.customer(one.customer),
        "service": one.service,
        "label": speaker.slot(one.local),
        "offer": speaker.slot(one.to) if one.to else "",
        "whom": speaker.whom(one.member),
        "words": (one.answer.words if one.answer else None) or "",
    }
    return speaker.t(f"end.{_state(one)}", **values)


def _state(one: Outcome) -> str:
    """As BlockOutcome.state, with what the customer wrote."""
    if one.state not in ("offered", "unanswered") or one.answer is None:
        return one.state
    if _refused(one):
        return "refused"
    return "wrote" if one.answer.words else one.state


def _refused(one: Outcome) -> bool:
    answer = one.answer
    if answer is None:
        return False
    return answer.choice == MOVES_NOT or bare_yes_no(answer.words or "") is False


def _cut(speaker: Speaker, lines: Iterable[str]) -> list[str]:
    every = list(lines)
    if len(every) <= _MOST_ROWS:
        return every
    more = speaker.spoken.line("staff.more", count=str(len(every) - _MOST_ROWS))
    return [*every[:_MOST_ROWS], more]
