"""The facts of a turn, out of its context."""

import re
from collections.abc import Iterable
from datetime import date, time

from agent.context import TurnContext
from agent.dates.labels import day_label, slot_label, time_label
from agent.facts import Called, Facts, Offered, SomebodyElse, Upcoming, Usual, Waiting
from agent.organization import Organization
from agent.places import WITHOUT_LOCATIONS
from agent.records import Appointment, EarlierMatter, WaitingEntry
from agent.scheduling.labels import appointment_view, weekday_name, with_person
from agent.scheduling.waiting_list_view import waiting_view
from agent.texts import texts
from agent.tool_views import WaitView
from tools.escalation import when_answered

_MOST_SPECIAL = 12
_LONGEST_SUMMARY = 600
_WHAT = {"called": "a person was called:"}


def facts_of(context: TurnContext, node: str) -> Facts:
    """What is known now. Texts from outside are on one line."""
    organization = context.organization
    return Facts(
        node=node,
        business=organization.name,
        tone=one_line(organization.tone),
        instructions=tuple(map(one_line, organization.instructions)),
        formality=organization.formality,
        emoji=organization.emoji,
        country=organization.country,
        time_zone=organization.zone.key,
        hours=hours_line(context),
        special_days=special_days_line(context),
        services=organization.services,
        emergency=one_line(organization.emergency),
        language=context.language,
        customer_name=one_line(context.contact_name),
        profile_name=one_line(context.profile_name),
        customer_phone=context.phone_standing,
        reminder_consent=context.reminder_consent,
        recall_consent=context.recall_consent,
        recalls=organization.recalls,
        greeted=context.greeted,
        first_turn=context.first_turn,
        renewed=context.renewed,
        earlier=tuple(_matter(one, context) for one in context.memory.matters),
        earlier_talk=one_line(context.memory.summary, _LONGEST_SUMMARY),
        people=tuple(
            SomebodyElse(str(one.id), one_line(one.name), one.relation or "")
            for one in context.people
        ),
        upcoming=tuple(_upcoming(context, row) for row in context.upcoming),
        usual=_usual(context),
        waiting=_waiting(context),
        offered=_offered(context),
        called=_called(context),
        visit_question=one_line(context.visit_question),
        focus=str(context.focus or ""),
        unreadable=context.unreadable or "",
        unreadable_reason=context.unreadable_reason or "",
        unreadable_before=context.unreadable_before,
        shown=context.shown or "",
        ad=context.ad or "",
        today=day_label(context.now.date(), context.language),
        now=context.now,
        message_sent=_sent_before(context),
        address=one_line(organization.address),
        home_visits=organization.home_visits,
        team=tuple(f"{name}: {', '.join(services)}" for name, services in organization.team),
        shares_places=context.channel not in WITHOUT_LOCATIONS,
        place=one_line(context.place.line) if context.place else "",
        card=one_line(context.card.name) if context.card else "",
        card_phone=one_line(context.card.phone) if context.card else "",
        shares_card=context.card is not None,
    )


def _matter(one: EarlierMatter, context: TurnContext) -> str:
    """ "2026-11-20 booked Limpieza facial (2026-11-26 15:00)"; for hosted models and for staff."""
    day = f"{one.at.astimezone(context.organization.zone):%Y-%m-%d}"
    about = one_line(one.service or one.reason)
    starts = f" ({one.starts.replace('T', ' ')})" if one.starts else ""
    return f"{day} {_WHAT.get(one.what, one.what)} {about}{starts}".strip()


def _usual(context: TurnContext) -> Usual | None:
    last = context.last_visit
    if last is None:
        return None
    day = day_label(last.at.astimezone(context.organization.zone).date(), context.language)
    return Usual(tuple(map(one_line, last.services)), one_line(last.member), day)


def _called(context: TurnContext) -> Called | None:
    call = context.open_call
    if call is None:
        return None
    language, country = context.language, context.organization.country
    since = call.since.astimezone(context.organization.zone)
    label = slot_label(since, language, country, context.now.date())
    today = since.date() == context.now.date()
    if today:
        at = time_label(since.time(), language, country)
        label = texts(language).line("labels.today_at", time=at)
    answers, opens = when_answered(context)
    later = (opens or "") if answers == "later" else ""
    return Called(label, one_line(call.name), later, today)


def _sent_before(context: TurnContext) -> str:
    """When the message was sent, if that was on an earlier day: its "tomorrow" counts from then."""
    if not context.sent:
        return ""
    sent = min(message.at for message in context.sent).astimezone(context.organization.zone)
    if sent.date() >= context.now.date():
        return ""
    day = day_label(sent.date(), context.language)
    return f"{day}, {sent:%H:%M} (relative days such as tomorrow count from that day)"


def one_line(text: str | None, longest: int = 300) -> str:
    """A text from outside on one line, so that it poses neither as another fact nor as
    the heading of others."""
    return re.sub("#{2,}", "#", " ".join((text or "").split()))[:longest]


def hours_line(context: TurnContext) -> str:
    """ "lunes a viernes 8:00 a. m.–12:00 p. m., …; sábado …", days with equal hours together; "" when
    they are not published."""
    language, country = context.language, context.organization.country
    groups: list[tuple[list[int], tuple[tuple[time, time], ...]]] = []
    for weekday in range(1, 8):
        intervals = context.organization.hours.get(weekday, ())
        if groups and groups[-1][1] == intervals:
            groups[-1][0].append(weekday)
        else:
            groups.append(([weekday], intervals))
    lines = [
        f"{_days(days, language)} {_intervals(intervals, language, country)}"
        for days, intervals in groups
        if intervals
    ]
    return "; ".join(lines)


def special_days_line(context: TurnContext) -> str:
    """The days of the next month on which `hours` do not hold: "jueves 24 de diciembre
    (Nochebuena) 8:00 a. m.–12:00 p. m.; viernes 25 de diciembre (Navidad) closed"."""
    organization, language = context.organization, context.language
    runs: list[list[date]] = []
    for day in sorted(organization.special_dates):
        run = runs[-1] if runs else []
        if run and (day - run[-1]).days == 1 and _like(organization, day, run[-1]):
            run.append(day)
        else:
            runs.append([day])
    return "; ".join(
        " – ".join(dict.fromkeys(day_label(day, language) for day in (run[0], run[-1])))
        + (f" ({one_line(label)})" if (label := organization.special_labels.get(run[0])) else "")
        + " "
        + (
            _intervals(organization.special_dates[run[0]], language, organization.country)
            or "closed"
        )
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


def _upcoming(context: TurnContext, row: Appointment) -> Upcoming:
    view = appointment_view(
        row,
        zone=context.organization.zone,
        language=context.language,
        country=context.organization.country,
        today=context.now.date(),
    )
    return Upcoming(
        id=view.appointment,
        label=f"{view.service}, {view.label}",
        status=view.appointment_status,
        awaiting=view.awaiting_confirmation,
        when=view.label,
        was=view.was,
        performer=view.person,
        person=view.person_id,
        name=one_line(view.name) if view.person_id else "",
    )


def _waiting(context: TurnContext) -> tuple[Waiting, ...]:
    """What the customer waits for, entries of the waiting list."""
    rows = (row for row in context.waiting if row.status in ("waiting", "offered"))
    views = [_waiting_view(context, row) for row in rows]
    return tuple(
        Waiting(view.waiting, _label(context, view.service, view.person, view.label))
        for view in views
    )


def _offered(context: TurnContext) -> Offered | None:
    """The slot that was offered to them from it."""
    views = [_waiting_view(context, row) for row in context.waiting]
    offers = [(view.service, view.offer) for view in views if view.offer]
    if not offers:
        return None
    service, offer = max(offers, key=lambda one: (one[1].last, one[1].held))
    return Offered(
        slot=offer.slot,
        label=_label(context, service, offer.person, offer.label),
        held=offer.held,
        last=offer.last,
        until=offer.until,
        moves=offer.moves,
        due=offer.due,
    )


def _label(context: TurnContext, service: str, person: str | None, when: str) -> str:
    by_whom = f" {with_person(person, context.language)}" if person else ""
    return f"{service}{by_whom}, {when}"


def _waiting_view(context: TurnContext, row: WaitingEntry) -> WaitView:
    return waiting_view(
        row, organization=context.organization, language=context.language, now=context.now
    )


def intervals_line(intervals: Iterable[tuple[time, time]], context: TurnContext) -> str:
    """ "8:00 a. m.–12:00 p. m., 2:00 p. m.–7:00 p. m."; "" for a closed day."""
    return _intervals(intervals, context.language, context.organization.country)
