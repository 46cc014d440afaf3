"""The agenda's page: a day or a week, and beside it what was opened."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from starlette.responses import Response

from gateway.console.agenda.grid import grid_of, shown
from gateway.console.agenda.place import COLUMNS, Place, moment_of, place_of
from gateway.console.agenda.records import BOX_STATES, FreeStart, Opened, Sheet
from gateway.console.agenda.store import AgendaStore
from gateway.console.agenda.telling import OUTCOMES
from gateway.console.forms import id_of
from gateway.console.visit import Visit

_LENGTHS = (10, 15, 20, 30, 40, 45, 50, 60, 75, 90, 120, 150, 180, 240)
"""Minutes that an appointment is offered to last."""


def store_of(visit: Visit) -> AgendaStore:
    return AgendaStore(visit.deps.database, visit.staff)


def here(visit: Visit, default: date | None = None) -> Place:
    """Where in the agenda an address is."""
    return place_of(visit.request.query_params, visit.spoken.day_of(visit.spoken.now), default)


async def agenda(visit: Visit) -> Response:
    """The grid alone."""
    return await show(visit, here(visit))


async def appointment(visit: Visit) -> Response:
    """The grid, and one appointment with what may be done."""
    return await show_appointment(visit, id_of(visit.request.path_params["appointment"]))


async def show_appointment(
    visit: Visit,
    which: UUID | None,
    status: int = 200,
    *,
    refusal: str | None = None,
    may_override: bool = False,
    typed: Mapping[str, str] | None = None,
) -> Response:
    """`refusal`: why the last form did nothing; `may_override`: it is asked whether they want it all the same;
    `typed`: what stood in the form, or where the appointment was dragged to."""
    store = store_of(visit)
    opened = await store.opened(which, looks_again=visit.live or status != 200) if which else None
    if opened is None:
        return visit.gone()
    place = here(visit, date.fromisoformat(opened.part.local[:10]))
    wished = _wished(visit, opened, typed or visit.request.query_params)
    choices = await store.choices()
    parts = [part.service_id for part in opened.appointment.parts]
    free: tuple[FreeStart, ...] = ()
    if opened.live and wished["day"]:
        day = date.fromisoformat(str(wished["day"]))
        free = await store.free(parts, day, id_of(str(wished["member"])), opened.part.id)
    outcome = visit.request.query_params.get("told")
    return await show(
        visit,
        place,
        status,
        panel="appointment",
        opened=opened,
        wished=wished,
        lengths=sorted({*_LENGTHS, opened.part.minutes}),
        members=choices.members,
        free=free,
        told=outcome if outcome in OUTCOMES else None,
        refusal=refusal,
        may_override=may_override,
        here=place.at(f"/appointments/{which}"),
    )


def _wished(visit: Visit, opened: Opened, params: Mapping[str, str]) -> dict[str, object]:
    """Where it is to be moved to: where it was dragged, what was chosen, or where it is."""
    day, clock = opened.part.local.split("T")
    wished_day = params.get("to_day") or day
    at = params.get("to_at") or clock
    zone = visit.spoken.zone
    valid = None
    try:
        valid = moment_of(date.fromisoformat(wished_day), at, zone)
    except ValueError:
        wished_day = day
    member = id_of(params.get("to_member")) or opened.part.member
    minutes = params.get("to_minutes", "")
    length = int(minutes) if minutes.isascii() and minutes.isdigit() else opened.part.minutes
    moves = (wished_day, at, member) != (day, clock, opened.part.member)
    return {
        "day": wished_day,
        "at": at if valid else clock,
        "member": member,
        "minutes": length,
        "differs": moves or length != opened.part.minutes,
    }


async def show(
    visit: Visit, place: Place, status: int = 200, panel: str | None = None, **context: object
) -> Response:
    """The grid with a panel beside it (templates/agenda_<panel>.html) or none."""
    sheet = await _sheet(visit, place)
    if sheet.status == "not_allowed":
        return visit.notice("agenda.no_member", "agenda.no_member_more", 200)
    if place.skip and not (place.who or any(one.here for one in sheet.members)):
        return await show(visit, place.beginning(0), status, panel, **context)
    local = visit.spoken.now.astimezone(visit.spoken.zone)
    days = [place.first + timedelta(days=n) for n in range(7)]
    names = [visit.spoken.short_day(day) for day in days]
    return visit.page(
        "agenda",
        status,
        section="agenda",
        place=place,
        today=local.date(),
        clock=f"{local:%H:%M}",
        sheet=sheet,
        shown=shown(sheet),
        columns=COLUMNS,
        bookable={one.id for one in sheet.members},
        grid=grid_of(sheet, place, names, local),
        states={one: visit.spoken.t(f"agenda.state.{one}") for one in BOX_STATES},
        panel=panel,
        **({"here": place.url, "refusal": None} | context),
    )


async def _sheet(visit: Visit, place: Place) -> Sheet:
    """`who` of an address may be a member or a unit."""
    store = store_of(visit)
    sheet = await store.sheet(
        place.first, place.last, place.who, skip=0 if place.who else place.skip
    )
    if place.who and sheet.status == "ok" and not any(one.here for one in sheet.members):
        if place.who in {unit.id for unit in sheet.units}:
            return await store.sheet(place.first, place.last, None, place.who)
        return await store.sheet(place.first, place.last)
    return sheet
