"""Blocking time of a member or a resource: who is concerned is shown first, then what became of them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from starlette.responses import RedirectResponse, Response

from gateway.console.agenda.pages import here, show, store_of
from gateway.console.agenda.place import day_of, moment_of
from gateway.console.agenda.records import Blocking
from gateway.console.agenda.telling import OUTCOMES, offer_other_time
from gateway.console.forms import id_of, key_of, words_of
from gateway.console.visit import Visit


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be blocked. One of `member` and `unit`."""

    day: date
    begins: datetime
    until: datetime
    member: UUID | None
    unit: UUID | None


async def new(visit: Visit) -> Response:
    """The form; with times in the address also who is concerned."""
    return await show_form(visit)


async def show_form(visit: Visit, status: int = 200, *, refusal: str | None = None) -> Response:
    """`refusal`: why nothing was blocked."""
    store, place = store_of(visit), here(visit)
    params = {**visit.request.query_params, **visit.form}
    wish = _wish(visit, params)
    blocking = None
    if wish and params.get("from"):
        blocking = await store.concerned(wish.begins, wish.until, wish.member, wish.unit)
        if blocking.status == "not_found":
            return visit.gone()
        if blocking.status != "ok":
            refusal = refusal or visit.spoken.t(f"agenda.refusal.{blocking.status}")
    elif params.get("from"):
        refusal = refusal or visit.spoken.t("agenda.refusal.no_time")
    fields = {name: params[name] for name in ("subject", "on", "from", "until") if name in params}
    return await show(
        visit,
        place,
        status,
        panel="block",
        typed=params,
        blocking=blocking if blocking and blocking.status == "ok" else None,
        refusal=refusal,
        here=place.at("/block", **fields),
    )


def _wish(visit: Visit, params: dict[str, str]) -> _Wish | None:
    """`subject`: "member:" or "unit:" and an id. None for what is no time of anybody's."""
    kind, _, one = params.get("subject", "").partition(":")
    subject, zone = id_of(one), visit.spoken.zone
    day = day_of(params.get("on"), visit.spoken.day_of(visit.spoken.now))
    begins, until = (moment_of(day, params.get(name), zone) for name in ("from", "until"))
    if subject is None or day is None or begins is None or until is None:
        return None
    # A clock has no 24:00.
    whole = timedelta(minutes=1 if params.get("until") == "23:59" else 0)
    return _Wish(
        day,
        begins,
        until + whole,
        subject if kind == "member" else None,
        subject if kind == "unit" else None,
    )


async def block(visit: Visit) -> Response:
    """`seen`: what they saw of who is concerned; `offer`: each is offered another time."""
    wish, form = _wish(visit, {**visit.form}), visit.form
    if wish is None:
        return await show_form(visit, 422, refusal=visit.spoken.t("agenda.refusal.no_time"))
    done: Blocking = await store_of(visit).block(
        key_of(form),
        form.get("seen", ""),
        wish.begins,
        wish.until,
        wish.member,
        wish.unit,
        words_of(form, "reason")[:200] or None,
    )
    if done.status == "not_found":
        return visit.gone()
    if done.status != "blocked":
        refusal = visit.spoken.t(
            "agenda.refusal.others" if done.status == "changed" else f"agenda.refusal.{done.status}"
        )
        return await show_form(visit, 409, refusal=refusal)
    if form.get("offer") == "1":
        for one in done.concerned:
            await offer_other_time(visit, store_of(visit), one.id)
    return RedirectResponse(here(visit).on(wish.day).at(f"/blocks/{done.block}"), 303)


async def blocked(visit: Visit) -> Response:
    """A block, with whoever is booked in it still."""
    which = id_of(visit.request.path_params["block"])
    row = await store_of(visit).blocked(which) if which else None
    if row is None:
        # A page that looks again sees the agenda change; what it has open of a lifted block stays.
        return await show(visit, here(visit)) if visit.live else visit.gone()
    place = here(visit, date.fromisoformat(row.begins[:10]))
    told = visit.request.query_params.get("told")
    return await show(
        visit,
        place,
        panel="blocked",
        block=row,
        told=told if told in OUTCOMES else None,
        here=place.at(f"/blocks/{which}"),
    )


async def lift(visit: Visit) -> Response:
    """Its time can be booked again."""
    which = id_of(visit.request.path_params["block"])
    if which is None or (await store_of(visit).lift(which)).status == "not_found":
        return visit.gone()
    return RedirectResponse(here(visit).url, 303)
