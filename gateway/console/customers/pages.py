"""The customers' pages: the list with its search, and one customer with everything that is kept of them."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from starlette.responses import RedirectResponse, Response

from gateway.access.staff import Role
from gateway.console.customers.records import KINDS, RELATIONS, CustomerRow
from gateway.console.customers.store import ALL_PAST, PAGE, PAST, CustomerStore
from gateway.console.forms import id_of
from gateway.console.visit import Visit

_LONGEST_SEARCH = 100


def store_of(visit: Visit) -> CustomerStore:
    return CustomerStore(visit.deps.database, visit.staff)


def customer_of(visit: Visit) -> UUID | None:
    """Whom the address names."""
    return id_of(visit.request.path_params["customer"])


def page_of(customer: UUID) -> str:
    return f"/console/customers/{customer}"


async def customers(visit: Visit) -> Response:
    """The list, searched, from a place on."""
    return visit.page("customers", section="customers", **await listed(visit))


async def listed(visit: Visit) -> dict[str, object]:
    """What a list of customers shows."""
    params = visit.request.query_params
    search = params.get("q", "").replace("\x00", "").strip()[:_LONGEST_SEARCH]
    at, place = _place(params.get("at"), params.get("id"))
    rows = await store_of(visit).customers(search or None, at, place)
    return {
        "rows": rows[:PAGE],
        "search": search,
        "next": _next(rows[PAGE - 1], search) if len(rows) > PAGE else None,
    }


async def customer(visit: Visit) -> Response:
    one = customer_of(visit)
    return await show_customer(visit, one) if one else visit.gone()


async def show_customer(
    visit: Visit,
    one: UUID,
    status: int = 200,
    *,
    refusal: str | None = None,
    unkept: str = "",
) -> Response:
    """`refusal`: why the last form did nothing; `unkept`: the note in it. A contact that became another one is
    shown under that one's address."""
    past = ALL_PAST if visit.request.query_params.get("past") == "all" else PAST
    page = await store_of(visit).customer(one, opened=not visit.live, past=past)
    if page is None:
        return visit.gone()
    if page.id != one and status == 200:
        return RedirectResponse(page_of(page.id), 303)
    consents = {consent.kind: consent for consent in page.consents}
    return visit.page(
        "customer",
        status,
        here=page_of(page.id),
        section="customers",
        customer=page,
        consents=[(kind, consents.get(kind)) for kind in KINDS],
        relations=RELATIONS,
        is_owner=Role.OWNER in visit.staff.roles,
        refusal=refusal,
        unkept=unkept,
    )


def _next(last: CustomerRow, search: str) -> str:
    """The address of what comes after the last customer of a list."""
    place = {"q": search} if search else {}
    return "/console/customers?" + urlencode(
        place | {"at": last.at.isoformat(), "id": str(last.id)}
    )


def _place(at: str | None, place: str | None) -> tuple[datetime | None, UUID | None]:
    """From where a list goes on; from its beginning for what names no place."""
    row = id_of(place)
    try:
        moment = datetime.fromisoformat(at or "")
    except ValueError:
        return None, None
    if row is None or moment.tzinfo is None:
        return None, None
    return moment, row
