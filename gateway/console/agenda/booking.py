"""Booking by staff: with a phone, without one, or for somebody who stands at the door."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from starlette.responses import RedirectResponse, Response

from agent.phones import told as canonical_phone
from gateway.console.agenda.acts import minutes_of, refusal_of
from gateway.console.agenda.pages import here, show, store_of
from gateway.console.agenda.place import Place, day_of, moment_of
from gateway.console.agenda.records import Choices, ServiceChoice
from gateway.console.agenda.telling import tell
from gateway.console.forms import id_of, key_of, words_of
from gateway.console.visit import Visit

_LONGEST_NAME, _LONGEST_SEARCH = 100, 60
_MORE = ("more1", "more2", "more3", "more4")
"""Fields of the services that follow in the same visit."""
_MAY_OVERRIDE = frozenset({"outside_hours", "overlaps_own"})


async def new(visit: Visit) -> Response:
    """The form, refined by its first part: service, member, day, a search."""
    return await show_form(visit)


async def show_form(
    visit: Visit, status: int = 200, *, refusal: str | None = None, may_override: bool = False
) -> Response:
    """`refusal`: why nothing was booked; what was written stays."""
    store, place = store_of(visit), here(visit)
    params = {**visit.request.query_params, **visit.form}
    choices = await store.choices()
    service = _service(choices, id_of(params.get("service")))
    member = _member(choices, service, id_of(params.get("member")))
    today = visit.spoken.day_of(visit.spoken.now)
    day = day_of(params.get("on"), today) or place.day
    search = params.get("q", "").replace("\x00", "").strip()[:_LONGEST_SEARCH]
    wanted = [service.id, *_more(params)] if service else []
    free = await store.free(wanted, day, member) if service else ()
    return await show(
        visit,
        place,
        status,
        panel="new",
        choices=choices,
        service=service,
        more=_more(params),
        more_fields=_MORE,
        member=member,
        day=day,
        search=search,
        customers=await store.customers(search) if len(search) > 1 else [],
        free=free,
        typed=params,
        refusal=refusal,
        may_override=may_override,
        here=place.at("/new", **_wish_of(params)),
    )


def _wish_of(params: dict[str, str]) -> dict[str, str]:
    names = ("service", *_MORE, "member", "on", "at", "q")
    return {name: params[name] for name in names if params.get(name)}


def _more(params: Mapping[str, str]) -> list[UUID]:
    """Without gaps: who empties one in between has fewer."""
    return [one for name in _MORE if (one := id_of(params.get(name)))]


def _service(choices: Choices, wanted: UUID | None) -> ServiceChoice | None:
    """The one that is wanted, else the first."""
    first = next(iter(choices.services), None)
    return next((one for one in choices.services if one.id == wanted), first)


def _member(choices: Choices, service: ServiceChoice | None, wanted: UUID | None) -> UUID | None:
    """Who gives it: whom they want if they do, else the first."""
    able = service.members if service else ()
    return wanted if wanted in able else next(iter(able), None)


async def book(visit: Visit) -> Response:
    """`contact` (known), or `name` and perhaps `phone`; `for`: who is treated; `at` or `free`; `more1` to `more4`:
    services that follow; `override`; `tell`."""
    form, spoken = visit.form, visit.spoken
    day = day_of(form.get("on"), spoken.day_of(spoken.now))
    at = moment_of(day, form.get("free") or form.get("at"), spoken.zone)
    service, member = id_of(form.get("service")), id_of(form.get("member"))
    if service is None or member is None:
        return visit.gone()
    if at is None or day is None:
        return await show_form(visit, 422, refusal=spoken.t("agenda.refusal.no_time"))
    written, contact = words_of(form, "phone"), id_of(form.get("contact"))
    phone = canonical_phone(written, visit.account.country) if written else None
    if written and phone is None and contact is None:
        return await show_form(visit, 422, refusal=spoken.t("agenda.refusal.no_phone"))
    act = await store_of(visit).book(
        key_of(form),
        service,
        member,
        at,
        contact=contact,
        name=words_of(form, "name")[:_LONGEST_NAME] or None if contact is None else None,
        phone=phone if contact is None else None,
        whom=words_of(form, "for")[:_LONGEST_NAME] or None,
        minutes=minutes_of(form.get("minutes")),
        override=form.get("override") == "1",
        more=_more(form),
    )
    if act.status == "not_found":
        return visit.gone()
    if act.status != "booked" or act.appointment is None:
        may = act.status in _MAY_OVERRIDE
        return await show_form(visit, 409, refusal=refusal_of(visit, act), may_override=may)
    return await _booked(visit, act.appointment.id, day)


async def _booked(visit: Visit, appointment: UUID, day: date) -> Response:
    wants = visit.form.get("tell") == "1"
    told = await tell(visit, store_of(visit), appointment, "booked") if wants else None
    place: Place = here(visit).on(day)
    fields = {"told": told} if told else {}
    return RedirectResponse(place.at(f"/appointments/{appointment}", **fields), 303)
