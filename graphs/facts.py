"""The block of facts at the end of every prompt, read by hosted and offline models alike."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time

from agent.context import TurnContext
from agent.dates.labels import day_label, time_label
from agent.organization import Organization
from agent.records import Appointment, WaitingEntry
from agent.scheduling.labels import appointment_view, weekday_name, with_person
from agent.scheduling.waiting_list_view import waiting_view
from agent.texts import texts
from agent.types import Json

_MOST_SPECIAL = 12


def facts_block(known: Mapping[str, str]) -> str:
    """`## Facts` and one `key: value` a line."""
    return "## Facts\n" + "\n".join(f"{key}: {value}" for key, value in known.items())


def facts(context: TurnContext, node: str) -> Mapping[str, str]:
    """What changes least stands first, so that providers can cache the beginning of a prompt."""
    organization = context.organization
    return {
        "node": node,
        "business": organization.name,
        "tone": _line(organization.tone) or "neutral",
        "formality": organization.formality,
        "emoji": "one" if organization.emoji else "no",
        "country": organization.country,
        "time_zone": organization.zone.key,
        "hours": hours_line(context),
        "special_days": special_days_line(context) or "none",
        "services": "; ".join(organization.services) or "none",
        "emergency": _line(organization.emergency) or "none",
        "language": context.language,
        "customer_name": _line(context.contact_name) or "unknown",
        "profile_name": _line(context.profile_name) or "unknown",
        "phone_known": "yes" if context.phone else "no",
        "reminder_consent": context.reminder_consent,
        "greeted": "yes" if context.greeted else "no",
        "first_turn": "yes" if context.first_turn else "no",
        "upcoming": _upcoming(context) or "none",
        "waiting": _waiting(context) or "none",
        "waiting_offer": _waiting_offer(context) or "none",
        "focus": _focus(context) or "none",
        "unreadable": context.unreadable or "none",
        "unreadable_reason": context.unreadable_reason or "none",
        "unreadable_before": str(context.unreadable_before),
        "shown": context.shown or "none",
        "today": day_label(context.now.date(), context.language),
        "now": context.now.isoformat(timespec="minutes"),
        **_sent_before(context),
    }


def _sent_before(context: TurnContext) -> Mapping[str, str]:
    """When the message was sent, if that was on an earlier day: its "tomorrow" counts from then."""
    if not context.said:
        return {}
    sent = min(message.at for message in context.said).astimezone(context.organization.zone)
    if sent.date() >= context.now.date():
        return {}
    day = day_label(sent.date(), context.language)
    told = f"{day}, {sent:%H:%M} (relative days such as tomorrow count from that day)"
    return {"message_sent": told}


def _line(text: str | None) -> str:
    """A value from outside on one line, so that it poses neither as another fact nor as
    the heading of others."""
    return re.sub("#{2,}", "#", " ".join((text or "").split()))[:300]


def hours_line(context: TurnContext) -> str:
    """ "lunes a viernes 8:00 a. m.–12:00 p. m., …; sábado …", days with equal hours together."""
    language, country = context.language, context.organization.country
    groups: list[tuple[list[int], tuple[tuple[time, time], ...]]] = []
    for weekday in range(1, 8):
        intervals = context.organization.hours.get(weekday, ())
        if groups and groups[-1][1] == intervals:
            groups[-1][0].append(weekday)
        else:
            groups.append(([weekday], intervals))
    said = [
        f"{_days(days, language)} {_intervals(intervals, language, country)}"
        for days, intervals in groups
        if intervals
    ]
    return "; ".join(said) or "not published"


def special_days_line(context: TurnContext) -> str:
    """The days of the next month on which `hours` do not hold: "jueves 24 de diciembre
    (Nochebuena) 8:00 a. m.–12:00 p. m.; viernes 25 de diciembre (Navidad) closed"."""
    organization, said = context.organization, context.language
    runs: list[list[date]] = []
    for day in sorted(organization.special_dates):
        run = runs[-1] if runs else []
        if run and (day - run[-1]).days == 1 and _like(organization, day, run[-1]):
            run.append(day)
        else:
            runs.append([day])
    return "; ".join(
        " – ".join(dict.fromkeys(day_label(day, said) for day in (run[0], run[-1])))
        + (f" ({_line(label)})" if (label := organization.special_labels.get(run[0])) else "")
        + " "
        + (_intervals(organization.special_dates[run[0]], said, organization.country) or "closed")
        for run in runs[:_MOST_SPECIAL]
    )


def _like(organization: Organization, day: date, other: date) -> bool:
    hours, labels = organization.special_dates, organization.special_labels
    return hours[day] == hours[other] and labels.get(day) == labels.get(other)


def _days(days: list[int], language: str) -> str:
    first = weekday_name(days[0], language)
    if len(days) == 1:
        return first
    last = weekday_name(days[-1], language)
    return texts(language).line("labels.weekday.range_of_names", first=first, last=last)


def _intervals(intervals: Iterable[tuple[time, time]], language: str, country: str) -> str:
    return ", ".join(
        f"{time_label(opens, language, country)}–{time_label(closes, language, country)}"
        for opens, closes in intervals
    )


def _upcoming(context: TurnContext) -> str:
    return "; ".join(_described(context, row) for row in context.upcoming)


def _focus(context: TurnContext) -> str:
    """What the customer was just asked about, even if it is not ahead of them any more."""
    if context.focus is None:
        return ""
    own = (row for row in context.upcoming if row.id == context.focus)
    found = next((_described(context, row) for row in own), None)
    return found or f"not upcoming any more [{context.focus}]"


def _described(context: TurnContext, row: Appointment) -> str:
    view = appointment_view(
        row,
        zone=context.organization.zone,
        language=context.language,
        country=context.organization.country,
        today=context.now.date(),
    )
    asked = " (awaiting confirmation)" if view["awaiting_confirmation"] else ""
    return (
        f"{view['service']}, {view['label']} [{view['appointment']}] "
        f"({view['appointment_status']}){asked}"
    )


def _waiting(context: TurnContext) -> str:
    """What the customer waits for, an entry of the waiting list after the other."""
    rows = [row for row in context.waiting if row.status in ("waiting", "offered")]
    views = [_waiting_view(context, row) for row in rows]
    return "; ".join(
        f"{v['service']}{_with(context, v['with'])}, {v['label']} [{v['waiting']}]" for v in views
    )


def _waiting_offer(context: TurnContext) -> str:
    """The slot that was offered to them from it, with its token for book_appointment."""
    views = [_waiting_view(context, row) for row in context.waiting if row.offer]
    if not views:
        return ""
    view = max(views, key=lambda v: (v["offer"]["last"], v["offer"]["held"]))
    offer = view["offer"]
    kept = f"held until {offer['until']}" if offer["held"] else "no longer held"
    last = ", asked last" if offer["last"] else ""
    return (
        f"{view['service']}{_with(context, offer['with'])}, {offer['label']} [{offer['slot']}] "
        f"({kept}{last})"
    )


def _with(context: TurnContext, person: str | None) -> str:
    return f" {with_person(person, context.language)}" if person else ""


def _waiting_view(context: TurnContext, row: WaitingEntry) -> Json:
    return waiting_view(
        row, organization=context.organization, language=context.language, now=context.now
    )
