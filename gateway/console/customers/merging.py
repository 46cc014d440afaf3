"""Two customers that are one: whom with, what a merge would do, and the merge."""

from starlette.responses import RedirectResponse, Response

from gateway.console.customers.pages import customer_of, listed, page_of, store_of
from gateway.console.customers.records import Merge, Snapshot
from gateway.console.forms import id_of, key_of
from gateway.console.visit import Visit


async def choose(visit: Visit) -> Response:
    """Looks for the other one."""
    one = customer_of(visit)
    page = await store_of(visit).customer(one, opened=False) if one else None
    if page is None:
        return visit.gone()
    searching = bool(visit.request.query_params.get("q", "").strip())
    matches = await listed(visit) if searching else {"rows": [], "search": "", "next": None}
    return visit.page("customer_merge", section="customers", customer=page, **matches)


async def compare(visit: Visit) -> Response:
    """What would move where; nothing is done."""
    one, other = customer_of(visit), id_of(visit.request.path_params["contact"])
    if one is None or other is None:
        return visit.gone()
    return _show(visit, await store_of(visit).compare(one, other), 200)


async def merge(visit: Visit) -> Response:
    """As it was shown; what changed since is shown anew."""
    one, other = customer_of(visit), id_of(visit.request.path_params["contact"])
    if one is None or other is None:
        return visit.gone()
    digest = visit.form.get("digest", "")[:64].replace("\x00", "")
    done = await store_of(visit).merge(one, other, digest, key_of(visit.form))
    if done.status == "merged" and done.customer:
        return RedirectResponse(page_of(done.customer), 303)
    return _show(visit, done, 409)


def _show(visit: Visit, merge: Merge, status: int) -> Response:
    if merge.one is None or merge.other is None:
        return visit.gone()
    return visit.page(
        "customer_compare",
        status,
        section="customers",
        merge=merge,
        one=merge.one,
        other=merge.other,
        after=merge.after,
        cancelled=_cancelled(merge.one, merge.other, merge.after),
    )


def _cancelled(one: Snapshot, other: Snapshot, after: Snapshot | None) -> list[object]:
    """Appointments that both had: one of the two ends."""
    if after is None:
        return []
    there = {visit.id for visit in after.ahead}
    return [visit for visit in (*one.ahead, *other.ahead) if visit.id not in there]
