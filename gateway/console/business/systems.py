"""Other systems that are told of the agenda: added with a secret shown once, tried, switched, looked after."""

from collections.abc import Awaitable, Callable, Iterable

from starlette.responses import RedirectResponse, Response

from agent.errors import NotFound, OperatorError
from gateway.access.vault import NoSecretKey, WeakSecretKey
from gateway.console.business.editing import owns, refused
from gateway.console.business.fields import ticked
from gateway.console.forms import id_of, number_of, words_of
from gateway.console.visit import Visit
from gateway.events.endpoints import (
    BadEndpoint,
    EndpointNameTaken,
    EndpointRow,
    Endpoints,
    TooManyEndpoints,
)
from gateway.events.kinds import KINDS

_HERE = "/console/business/systems"
_TOLD = frozenset({"tested", "is_off", "slow", "chosen", "no_kind"})
_KIND = "kind."
"""How boxes of kinds of events begin."""


async def systems(visit: Visit) -> Response:
    """All of them, and a form for another one."""
    return await _all(visit) if owns(visit) else refused(visit)


async def system(visit: Visit) -> Response:
    """One, with its last deliveries."""

    async def show(endpoints: Endpoints, row: EndpointRow) -> Response:
        told = visit.request.query_params.get("told", "")
        return visit.page(
            "business_system",
            section="business",
            tab="systems",
            row=row,
            deliveries=await endpoints.deliveries(row.id),
            told=visit.spoken.t(f"business.system.{told}") if told in _TOLD else None,
            told_wrong=told in ("is_off", "no_kind"),
            resent=_resent(visit),
            kinds=KINDS,
            values=_boxes(row.kinds or KINDS),
        )

    return await _of(visit, show)


async def add(visit: Visit) -> Response:
    """Whoever adds one proved lately who they are: it is told of customers from then on."""
    if not owns(visit):
        return refused(visit)
    if not visit.staff.confirmed:
        return RedirectResponse("/account/confirm", 303)
    name, url = words_of(visit.form, "name"), words_of(visit.form, "url")
    try:
        kinds = _chosen(visit)
        if kinds is None:
            return await _all(visit, "no_kind")
        secret = await _endpoints(visit).add(name, url, kinds, tells_phone="phone" in visit.form)
    except (NoSecretKey, WeakSecretKey):
        return await _all(visit, "vault")
    except TooManyEndpoints:
        return await _all(visit, "full")
    except EndpointNameTaken:
        return await _all(visit, "taken")
    except OperatorError:
        return await _all(visit, "wrong")
    return await _all(visit, secret=(" ".join(name.split()), secret))


async def test(visit: Visit) -> Response:
    async def send(endpoints: Endpoints, row: EndpointRow) -> Response:
        end = await endpoints.test(row.id)
        told = {"queued": "tested", "off": "is_off", "slow": "slow"}[end]
        return RedirectResponse(f"{_HERE}/{row.id}?told={told}", 303)

    return await _of(visit, send)


async def switch(visit: Visit) -> Response:
    async def change(endpoints: Endpoints, row: EndpointRow) -> Response:
        await endpoints.switch(row.id, on=visit.form.get("on") == "1")
        return RedirectResponse(f"{_HERE}/{row.id}", 303)

    return await _of(visit, change)


async def choose(visit: Visit) -> Response:
    """Which events it is told of."""

    async def change(endpoints: Endpoints, row: EndpointRow) -> Response:
        kinds = _chosen(visit)
        if kinds is None:
            return RedirectResponse(f"{_HERE}/{row.id}?told=no_kind", 303)
        try:
            await endpoints.choose(row.id, kinds)
        except BadEndpoint:
            return visit.gone()
        return RedirectResponse(f"{_HERE}/{row.id}?told=chosen", 303)

    return await _of(visit, change)


async def renew(visit: Visit) -> Response:
    if owns(visit) and not visit.staff.confirmed:
        return RedirectResponse("/account/confirm", 303)

    async def change(endpoints: Endpoints, row: EndpointRow) -> Response:
        try:
            secret = await endpoints.renew(row.id)
        except (NoSecretKey, WeakSecretKey):
            return await _all(visit, "vault")
        return await _all(visit, secret=(row.name, secret))

    return await _of(visit, change)


async def resend(visit: Visit) -> Response:
    """What was given up: the one that the form names, or all."""

    async def send(endpoints: Endpoints, row: EndpointRow) -> Response:
        if row.off_at is not None:
            return RedirectResponse(f"{_HERE}/{row.id}?told=is_off", 303)
        named = "delivery" in visit.form
        one = id_of(visit.form.get("delivery"))
        if named and one is None:
            return visit.gone()
        count = await endpoints.resend(row.id, one)
        return RedirectResponse(f"{_HERE}/{row.id}?resent={count}", 303)

    return await _of(visit, send)


async def remove(visit: Visit) -> Response:
    async def change(endpoints: Endpoints, row: EndpointRow) -> Response:
        await endpoints.remove(row.id)
        return RedirectResponse(_HERE, 303)

    return await _of(visit, change)


def _chosen(visit: Visit) -> tuple[str, ...] | None:
    """The kinds that are ticked; none of a page without boxes, which is all; None where all were taken away."""
    chosen = tuple(sorted(ticked(visit.form, _KIND)))
    return None if "kinds" in visit.form and not chosen else chosen


def _boxes(kinds: Iterable[str]) -> dict[str, str]:
    return {f"{_KIND}{kind}": "on" for kind in kinds}


def _resent(visit: Visit) -> int | None:
    """How many were just sent once more."""
    return number_of(visit.request.query_params.get("resent"))


def _endpoints(visit: Visit) -> Endpoints:
    staff = visit.staff
    return Endpoints(visit.deps.database, visit.deps.settings, staff.organization, staff.account)


async def _of(
    visit: Visit, work: Callable[[Endpoints, EndpointRow], Awaitable[Response]]
) -> Response:
    """Does it with the endpoint that the address names, if it is one of the business's."""
    if not owns(visit):
        return refused(visit)
    endpoints, wanted = _endpoints(visit), id_of(visit.request.path_params["system"])
    row = next((one for one in await endpoints.all() if one.id == wanted), None)
    if row is None:
        return visit.gone()
    try:
        return await work(endpoints, row)
    except NotFound:
        return visit.gone()


async def _all(
    visit: Visit, problem: str | None = None, *, secret: tuple[str, str] | None = None
) -> Response:
    """`secret`: of which endpoint it is, and what is shown this once."""
    return visit.page(
        "business_systems",
        422 if problem else 200,
        section="business",
        tab="systems",
        rows=await _endpoints(visit).all(),
        problem=visit.spoken.t(f"business.system.{problem}") if problem else None,
        secret=secret,
        kinds=KINDS,
        values=visit.form if problem else _boxes(KINDS),
    )
