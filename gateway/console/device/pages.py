"""The page on which somebody turns notifications on for the browser that they are in, and off for any of theirs."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct
from starlette.responses import RedirectResponse, Response

from gateway.access.vault import vault_of
from gateway.access.visits import browser_words
from gateway.console.forms import id_of
from gateway.console.visit import Visit
from gateway.push.keys import PushKeys
from gateway.push.subscriptions import subscription_of

PLACE = "/console/device"
_LONGEST_KEY = 100


class Device(Struct, frozen=True, kw_only=True):
    """push_list. `here`: the session that asks."""

    id: UUID
    browser: str
    created_at: datetime
    here: bool


async def device(visit: Visit) -> Response:
    """Where the account has notifications."""
    staff, database = visit.staff, visit.deps.database
    devices = await database.fetch(
        list[Device],
        "push_list",
        organization=staff.organization,
        account=staff.account,
        session=staff.session,
    )
    keys = PushKeys(database, vault_of(visit.deps.settings))
    return visit.page(
        "device",
        section="device",
        devices=[(one, browser_words(one.browser, visit.spoken.language)) for one in devices],
        public_key=await keys.public(staff.organization),
        tried=visit.request.query_params.get("tried") == "1",
    )


async def keep(visit: Visit) -> Response:
    """The browser wants notifications, or still wants them and has another session: static/device.js sends it."""
    one = subscription_of(visit.form, visit.deps.settings.push_service_list)
    if one is None:
        return visit.notice("device.refused", "device.refused_more", 422)
    subscribed = await visit.deps.database.fetch(
        bool,
        "push_subscribe",
        **_who(visit),
        session=visit.staff.session,
        public_key=visit.form.get("public_key", "")[:_LONGEST_KEY],
        endpoint=one.endpoint,
        p256dh=one.p256dh,
        auth=one.auth,
        language=visit.spoken.language,
    )
    return _back() if subscribed else visit.notice("device.refused", "device.refused_more", 409)


async def remove(visit: Visit) -> Response:
    """Ends them for one of one's own browsers."""
    subscription = id_of(visit.request.path_params["subscription"])
    if subscription is None:
        return visit.gone()
    removed = await visit.deps.database.fetch(
        bool, "push_remove", **_who(visit), subscription=subscription
    )
    return _back() if removed else visit.gone()


async def attempt(visit: Visit) -> Response:
    """Sends one to all of one's own browsers."""
    staff = visit.staff
    await visit.deps.database.call(
        "push_try", organization=staff.organization, account=staff.account
    )
    return _back("?tried=1")


def _who(visit: Visit) -> dict[str, object]:
    """Whose browser it is, and from where they say so."""
    about = visit.deps.sessions.visit(visit.request)
    staff = visit.staff
    return {
        "organization": staff.organization,
        "account": staff.account,
        "address": about.address,
        "browser": about.browser,
    }


def _back(query: str = "") -> Response:
    return RedirectResponse(PLACE + query, 303)
