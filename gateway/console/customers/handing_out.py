"""A customer's data: a copy as a file, as `frontdesk people export` writes it, and erasing it, as `erase` does."""

import asyncio
from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from starlette.responses import RedirectResponse, Response

from agent.errors import MediaError
from agent.texts import texts
from gateway.console.customers.pages import customer_of, store_of
from gateway.console.customers.records import ErasedCustomer
from gateway.console.forms import key_of, number_of, words_of
from gateway.console.visit import Visit
from gateway.people.exporting import as_json, as_zip

_TRIES = 8
"""Seconds for a turn of theirs to end; then whoever asked tries again."""
_SHOWN = (
    "chat_messages", "chat_identities", "appointments", "people", "contact_notes", "customer_notes", "chat_notes",
    "contact_authorizations", "escalations", "chat_summaries", "turns",
)  # fmt: skip
"""Tables that are named by a word of their own; the others are counted together."""


async def export(visit: Visit) -> Response:
    """`as`: zip (with their files) or json."""
    one = customer_of(visit)
    rows = await store_of(visit).export(one) if one else None
    if rows is None:
        return visit.gone()
    slug, now = visit.account.slug, visit.deps.clock.now()
    if visit.form.get("as") == "json":
        return _download(as_json(rows, slug, now), f"{one}.json", "application/json")
    try:
        content, _ = await as_zip(rows, slug, now, visit.deps.stores)
    except MediaError:
        return visit.notice("down", "down", 503)
    return _download(content, f"{one}.zip", "application/zip")


async def ask(visit: Visit) -> Response:
    """What would go and what would stay, and the name to type."""
    one = customer_of(visit)
    return await _show(visit, one) if one else visit.gone()


async def erase(visit: Visit) -> Response:
    one = customer_of(visit)
    if one is None:
        return visit.gone()
    done = await _erased(visit, one)
    if done.status == "not_found":
        return visit.gone()
    if done.status != "erased":
        return await _show(visit, one, 409, visit.spoken.t(f"erase.{done.status}"))
    left = await visit.deps.outside.delete(done.erasure) if done.erasure else []
    told = {"cancelled": len(done.cancelled), "left": len(left)}
    return RedirectResponse(f"/console/customers/erased?{urlencode(told)}", 303)


async def erased(visit: Visit) -> Response:
    """That it was done; `cancelled`: so many appointments, `left`: so many things that are tried again."""
    params = visit.request.query_params
    return visit.page(
        "customer_erased",
        section="customers",
        cancelled=min(number_of(params.get("cancelled")) or 0, 999),
        left=bool(number_of(params.get("left"))),
    )


async def _erased(visit: Visit, one: UUID) -> ErasedCustomer:
    """Waits a little for a turn of theirs that runs."""
    spoken = texts(visit.account.language)
    name = visit.account.organization
    notice = "\n".join(spoken.filled("notices.erased", organization=name, list="{list}"))
    typed, key = words_of(visit.form, "typed"), key_of(visit.form)
    cancel = visit.form.get("cancel") == "yes"
    for attempt in range(_TRIES):
        if attempt:
            await asyncio.sleep(1)
        done = await store_of(visit).erase(one, typed, notice, key, cancel=cancel)
        if done.status != "busy":
            break
    return done


async def _show(visit: Visit, one: UUID, status: int = 200, refusal: str | None = None) -> Response:
    """An owner's alone: for everybody else there is nothing here."""
    view = await store_of(visit).erasure(one)
    if view is None:
        return visit.gone()
    named, rest = _counted(view.rows)
    return visit.page(
        "customer_erase",
        status,
        section="customers",
        one=one,
        view=view,
        named=named,
        rest=rest,
        refusal=refusal,
    )


def _counted(rows: Mapping[str, int]) -> tuple[list[tuple[str, int]], int]:
    named = [(table, rows[table]) for table in _SHOWN if rows.get(table)]
    return named, sum(rows.values()) - sum(count for _, count in named)


def _download(content: bytes, name: str, mime: str) -> Response:
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": f'attachment; filename="customer-{name}"',
    }
    return Response(content, media_type=mime, headers=headers)
