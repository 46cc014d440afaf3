"""The waiting list in words: what a customer waits for, and the question when time became free."""

from collections.abc import Sequence
from datetime import date, datetime, time

from agent.dates.labels import day_label, slot_label, time_label
from agent.dates.values import PARTS
from agent.organization import Organization
from agent.records import OfferItem, WaitingEntry, WaitingOffer, WaitingQuestion
from agent.scheduling.criteria import SearchCriteria
from agent.scheduling.labels import hour_in, joined, with_person
from agent.texts import texts
from agent.tool_views import Bounds, WaitOffer, WaitView
from agent.types import Option, Reply


def waitable(criteria: SearchCriteria, first: date, last: date) -> Bounds:
    """What join_waiting_list is to be asked for, so that the customer waits for just this wish."""
    times = {
        "time": criteria.at,
        "not_before": criteria.not_before,
        "not_after": criteria.not_after,
    }
    named = {"part": criteria.part, "member": criteria.member_name}
    return {
        "date_from": first.isoformat(),
        "date_to": last.isoformat(),
        **{key: f"{clock:%H:%M}" for key, clock in times.items() if clock is not None},
        **{key: words for key, words in named.items() if words},
    }


def criteria_label(
    first: date,
    last: date,
    bounds: tuple[time | None, time | None],
    *,
    language: str,
    country: str,
    today: date,
) -> str:
    """ "martes 24 de noviembre, por la tarde"; several days with a dash between them."""
    days = [first] if first == last else [first, last]
    days_label = " – ".join(day_label(day, language, today=today) for day in days)
    hours = _hours(bounds, language, country)
    return f"{days_label}, {hours}" if hours else days_label


def _hours(bounds: tuple[time | None, time | None], language: str, country: str) -> str:
    low, high = bounds
    part = next((name for name in PARTS if SearchCriteria(part=name).bounds == bounds), None)
    if part:
        return texts(language).line(f"waiting.part.{part}")
    if low is not None and low == high:
        return time_label(low, language, country)
    ranges = [
        texts(language).line(key, at=time_label(clock, language, country))
        for key, clock in (("waiting.from", low), ("waiting.until", high))
        if clock is not None
    ]
    return " ".join(ranges)


def waiting_view(
    entry: WaitingEntry, *, organization: Organization, language: str, now: datetime
) -> WaitView:
    """An entry of the list as a model sees it; `now` is local."""
    return WaitView(
        waiting=str(entry.id),
        label=_wish_label(entry, organization, language, now),
        service=joined([service.name for service in entry.services], language),
        service_key=entry.services[0].key,
        person=entry.member,
        offer=_offer_view(entry, entry.offer, organization, language, now) if entry.offer else None,
    )


def _wish_label(
    entry: WaitingEntry, organization: Organization, language: str, now: datetime
) -> str:
    """The days and hours that are waited for; of an earlier time, before which one."""
    today, country = now.date(), organization.country
    if entry.earlier_than is None:
        return criteria_label(
            entry.first_day,
            entry.last_day,
            entry.bounds,
            language=language,
            country=country,
            today=today,
        )
    local = entry.earlier_than.astimezone(organization.zone)
    day = slot_label(local, language, country, today)
    return texts(language).line("waiting.before", day=day)


def _offer_view(
    entry: WaitingEntry,
    offer: WaitingOffer,
    organization: Organization,
    language: str,
    now: datetime,
) -> WaitOffer:
    local, until = (at.astimezone(organization.zone) for at in (offer.at, offer.until))
    return WaitOffer(
        slot=offer.slot,
        label=slot_label(local, language, organization.country, now.date()),
        person=joined(_people(offer.items), language),
        until=until_label(until, now, language, organization.country),
        held=offer.held,
        last=offer.last,
        moves=str(entry.appointment or ""),
        due=entry.due,
    )


def _people(items: Sequence[OfferItem]) -> list[str]:
    return list(dict.fromkeys(item.member for item in items))


def until_label(until: datetime, now: datetime, language: str, country: str) -> str:
    """Until when something is kept, as it stands after "hasta", "até", "until"; both are local."""
    if until.date() != now.date():
        label = slot_label(until, language, country, now.date())
        return texts(language).line("labels.until.day", day=label)
    return hour_in("labels.until", time_label(until.time(), language, country), language)


def _on(local: datetime, language: str, country: str, today: date) -> str:
    """ "el martes 24 …", "na terça, 24/11, às 15h", "on Tue Nov 24, 3:00 pm"."""
    label = slot_label(local, language, country, today)
    return texts(language).line_of("labels.in_sentence.by_weekday", local.weekday(), day=label)


def waiting_question(
    question: WaitingQuestion, *, organization: Organization, language: str, now: datetime
) -> Reply:
    """The message to a customer for whom a slot is held, with its two buttons.

    `now` is any aware instant.
    """
    values = _question_values(question, organization, language, now)
    name = _first_name(question)
    spoken = texts(language)
    hello = spoken.line("waiting.hello", name=name) if name else ""
    key_of_text = "waiting.earlier" if question.instead_of else "waiting.question"
    key_of_text = "waiting.due" if question.due else key_of_text
    text = spoken.addressed(key_of_text, organization.formality, hello=hello, **values)
    key = f"waiting:{question.slot}"
    options = [
        Option(f"{key}:{answer}", spoken.line(f"reminders.button.{answer}"))
        for answer in ("yes", "no")
    ]
    payload = {"options": [option.stored for option in options]}
    return {"text": text[:1].upper() + text[1:], "payload": payload}


def waiting_params(
    question: WaitingQuestion, *, organization: Organization, language: str, now: datetime
) -> list[str]:
    """What fills a template, in this order: the customer's first name, the business, the services
    with the members, day and time, until when it is kept. WhatsApp refuses empty ones."""
    worded = _question_values(question, organization, language, now)
    local = question.at.astimezone(organization.zone)
    today = now.astimezone(organization.zone).date()
    when = slot_label(local, language, organization.country, today)
    name = _first_name(question) or texts(language).line("labels.nameless")
    values = (name, organization.name, worded["what"], when, worded["until"])
    return [" ".join(value.split()) for value in values]


def _question_values(
    question: WaitingQuestion, organization: Organization, language: str, now: datetime
) -> dict[str, str]:
    """What and with whom, when, and until when it is kept, as they stand in the question."""
    zone, country = organization.zone, organization.country
    here = now.astimezone(zone)
    services = joined([item.service for item in question.items], language)
    people = joined(_people(question.items), language)
    old = question.instead_of
    return {
        "old": _on(old.astimezone(zone), language, country, here.date()) if old else "",
        "what": f"{services} {with_person(people, language)}",
        "label": _on(question.at.astimezone(zone), language, country, here.date()),
        "until": until_label(question.until.astimezone(zone), here, language, country),
    }


def _first_name(question: WaitingQuestion) -> str:
    return (question.name or "").split(" ")[0]
