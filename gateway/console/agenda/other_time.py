"""The question to a customer whose appointment the business cannot keep: another time, which is held for them."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from agent.dates.labels import day_label, slot_label, time_label
from agent.dialogue.memo import Ask, Memo, Plan, Wanted
from agent.organization import Organization
from agent.records import Appointment, OfferItem, OrganizationProfile
from agent.scheduling.labels import joined, with_person
from agent.scheduling.waiting_list_view import until_label
from agent.texts import texts
from agent.tool_views import Slot
from agent.types import MOVES_NOT, Option, Reply


class OtherTime(Struct, frozen=True, kw_only=True, tag_field="status", tag="ask"):
    """agenda_offer: what is held for whom. `items`: who would give the services of `appointment`, and when."""

    conversation: UUID
    language: str
    name: str | None
    slot: str
    at: datetime
    until: datetime
    items: tuple[OfferItem, ...]
    appointment: Appointment
    organization: OrganizationProfile


def other_time_question(other: OtherTime, *, now: datetime) -> Reply:
    """The message, with a yes and a no. A yes moves the appointment; other words go on from there, as after a
    question of the offline model's (its memo). `now` is any aware instant."""
    organization = Organization.from_profile(other.organization)
    zone, language = organization.zone, other.language
    here = now.astimezone(zone)
    slot, old = _slot(other, organization, here), other.appointment.starts_at.astimezone(zone)
    old_label = slot_label(old, language, organization.country, here.date())
    spoken = texts(language)
    name = (other.name or "").split(" ")[0]
    text = spoken.addressed(
        "waiting.other_time",
        organization.formality,
        hello=spoken.line("waiting.hello", name=name) if name else "",
        what=joined([part.service for part in other.appointment.parts], language),
        old=_on(old, old_label, language),
        new=_on(other.at.astimezone(zone), slot.label, language),
        whom=with_person(slot.person, language),
        until=until_label(other.until.astimezone(zone), here, language, organization.country),
    )
    yes, no = (spoken.line(f"labels.move_button.{answer}") for answer in ("yes", "no"))
    options = [Option(slot.slot, yes), Option(MOVES_NOT, no)]
    memo = _memo(other, slot, old, old_label)
    payload = {"options": [option.stored for option in options], "memo": memo.write()}
    return {"text": text[:1].upper() + text[1:], "payload": payload}


def _slot(other: OtherTime, organization: Organization, here: datetime) -> Slot:
    local, language, country = (
        other.at.astimezone(organization.zone),
        other.language,
        organization.country,
    )
    people = list(dict.fromkeys(item.member for item in other.items))
    return Slot(
        slot=other.slot,
        label=slot_label(local, language, country, here.date()),
        day=day_label(local.date(), language, today=here.date()),
        time=time_label(local.time(), language, country),
        date=local.date().isoformat(),
        at=f"{local:%H:%M}",
        person=joined(people, language),
    )


def _memo(other: OtherTime, slot: Slot, old: datetime, old_label: str) -> Memo:
    """As if the move to this time had been spoken of."""
    parts = other.appointment.parts
    plan = Plan(
        wanted=[Wanted(part.service_key or part.service, part.service) for part in parts],
        when={"date_from": slot.date, "date_to": slot.date},
        slots=[slot],
        appointment=str(other.appointment.id),
        label=old_label,
        stands=f"{old:%Y-%m-%d %H:%M}",
        person=other.appointment.member,
    )
    values = {"old": _on(old, old_label, other.language), "new": slot.label, "parts": ""}
    return Memo(move=plan, ask=Ask("slot", "reschedule", "offer_move", values))


def _on(local: datetime, label: str, language: str) -> str:
    return texts(language).line_of("labels.in_sentence.by_weekday", local.weekday(), day=label)
