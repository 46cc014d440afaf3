"""What staff do with an appointment: its state, another time or length. Each is a form that leads back."""

from uuid import UUID

from starlette.responses import RedirectResponse, Response

from gateway.console.agenda.pages import here, show_appointment, store_of
from gateway.console.agenda.place import day_of, moment_of
from gateway.console.agenda.records import Act
from gateway.console.agenda.store import STATES
from gateway.console.agenda.telling import Kind, offer_other_time, tell
from gateway.console.forms import id_of, key_of
from gateway.console.visit import Visit

_SHORTEST, _LONGEST = 5, 12 * 60
_MAY_OVERRIDE = frozenset({"outside_hours", "overlaps_own"})


async def put_state(visit: Visit) -> Response:
    """`to`: one of STATES; `tell`: the customer is told (of a cancellation)."""
    which = id_of(visit.request.path_params["appointment"])
    state = next((one for one in STATES if one == visit.form.get("to")), None)
    if which is None or state is None:
        return visit.gone()
    act = await store_of(visit).put_state(
        which, visit.form.get("version", ""), key_of(visit.form), state
    )
    return await _after(visit, which, act, "cancelled" if state == "cancelled" else None)


async def move(visit: Visit) -> Response:
    """`to_day`, `to_at` (or `to_free`, one of those that were offered), `to_member`, `to_minutes`; `override`; `tell`."""
    which, form = id_of(visit.request.path_params["appointment"]), visit.form
    day = day_of(form.get("to_day"), visit.spoken.day_of(visit.spoken.now))
    at = moment_of(day, form.get("to_free") or form.get("to_at"), visit.spoken.zone)
    member, minutes = id_of(form.get("to_member")), minutes_of(form.get("to_minutes"))
    if which is None or member is None:
        return visit.gone()
    if at is None or minutes is None:
        refusal = visit.spoken.t("agenda.refusal.no_time")
        return await show_appointment(visit, which, 422, refusal=refusal, typed=form)
    version, key = form.get("version", ""), key_of(form)
    act = await store_of(visit).move(
        which, version, key, at, member, minutes, override=form.get("override") == "1"
    )
    return await _after(visit, which, act, "moved")


async def inform(visit: Visit) -> Response:
    """Tells the customer what stands now, later than it was done."""
    which = id_of(visit.request.path_params["appointment"])
    opened = await store_of(visit).opened(which, looks_again=True) if which else None
    if which is None or opened is None:
        return visit.gone()
    kind: Kind = "cancelled" if opened.appointment.status == "cancelled" else "booked"
    return _back(visit, which, await tell(visit, store_of(visit), which, kind))


async def offer(visit: Visit) -> Response:
    """Holds another time and asks the customer; `block`: where to go back to."""
    which, block = id_of(visit.request.path_params["appointment"]), id_of(visit.form.get("block"))
    store = store_of(visit)
    opened = await store.opened(which, looks_again=True) if which else None
    if which is None or opened is None:
        return visit.gone()
    outcome = await offer_other_time(visit, store, which)
    if block:
        return RedirectResponse(here(visit).at(f"/blocks/{block}", told=outcome), 303)
    return _back(visit, which, outcome)


def minutes_of(text: str | None) -> int | None:
    """How long something is to last, None for what is no length."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > 4:
        return None
    minutes = int(text)
    return minutes if _SHORTEST <= minutes <= _LONGEST else None


async def _after(visit: Visit, which: UUID, act: Act, kind: Kind | None) -> Response:
    """Back to the appointment; where nothing was done, with the reason."""
    if act.status == "not_found":
        return visit.gone()
    if act.status not in ("done", "moved"):
        return await show_appointment(
            visit,
            which,
            409,
            refusal=refusal_of(visit, act),
            may_override=act.status in _MAY_OVERRIDE,
            typed=visit.form if act.status != "changed" else {},
        )
    wants = kind is not None and visit.form.get("tell") == "1"
    told = await tell(visit, store_of(visit), which, kind) if wants and kind else None
    return _back(visit, which, told)


def _back(visit: Visit, which: UUID, told: str | None) -> Response:
    fields = {"told": told} if told else {}
    return RedirectResponse(here(visit).at(f"/appointments/{which}", **fields), 303)


def refusal_of(visit: Visit, act: Act) -> str:
    """Why nothing was done, with who is there."""
    spoken = visit.spoken
    if act.status == "taken":
        who = "; ".join(_who(visit, act)) or spoken.t("agenda.there.resource")
        return spoken.t("agenda.refusal.taken", who=who)
    if act.status == "changed":
        name = act.name or spoken.t("agenda.somebody_else")
        return spoken.t("agenda.refusal.changed", name=name)
    if act.status == "already" and act.was:
        return spoken.t("agenda.refusal.already", state=spoken.t(f"agenda.state.{act.was}").lower())
    if act.status == "outside_hours":
        spans = [f"{spoken.local_clock(p.begins)}–{spoken.local_clock(p.ends)}" for p in act.hours]
        hours = ", ".join(spans) or spoken.t("agenda.no_hours")
        return spoken.t("agenda.refusal.outside_hours", hours=hours)
    return spoken.t(f"agenda.refusal.{act.status}")


def _who(visit: Visit, act: Act) -> list[str]:
    spoken = visit.spoken
    return [
        spoken.t(
            f"agenda.there.{one.kind}",
            begins=spoken.local_clock(one.local),
            ends=spoken.local_clock(one.until),
            customer=one.customer or spoken.t("agenda.somebody"),
            service=one.service or "",
            member=one.member or "",
            reason=f" ({one.reason})" if one.reason else "",
        )
        for one in act.by
    ]
