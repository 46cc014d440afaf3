"""The page of calendars: a professional's own, everybody's for owner and reception."""

from typing import cast, get_args
from urllib.parse import urlsplit
from uuid import UUID

from starlette.responses import RedirectResponse, Response

from agent.errors import OperatorError
from gateway.access.vault import vault_of
from gateway.calendars.feeds import FeedAddresses
from gateway.calendars.following import CalendarTrouble, Kind, Outcome, Source
from gateway.calendars.secrets import SecretName
from gateway.console.calendars.store import CalendarStore, Shown, Subject
from gateway.console.forms import id_of, words_of
from gateway.console.visit import Visit
from gateway.importing.calendar.reading import Window
from gateway.pipeline.calendar_watch import PLACE, trouble_line

_READS = "20/minute"
"""How often an organization may have servers of calendars asked by hand."""
_LONGEST = 2000
_BUSINESS = "business"
_OUTCOMES = frozenset({"done", "read", "late", "failed", "empty", "removed", "revoked"})


async def calendars(visit: Visit) -> Response:
    """What there is."""
    return await _show(visit)


async def _show(
    visit: Visit, status: int = 200, *, problem: str | None = None, address: str | None = None
) -> Response:
    """`address`: of a feed that was just made, this once."""
    shown = await _store(visit).show()
    if shown.status == "not_allowed":
        return visit.notice("agenda.no_member", "agenda.no_member_more", 200)
    state = visit.request.query_params.get("state")
    language = visit.spoken.language
    return visit.page(
        "calendars",
        status,
        section="agenda",
        about=shown,
        feeds={one.member: one for one in shown.feeds},
        members=[one for one in shown.subjects if one.kind == "member"],
        problem=problem,
        state=state if state in _OUTCOMES and not problem and not address else None,
        address=address,
        typed={} if status == 200 else visit.form,
        why={
            one.id: trouble_line(one.error, language)
            for one in shown.calendars
            if one.failing_since
        },
        choices=get_args(Shown),
    )


async def make_feed(visit: Visit) -> Response:
    """A feed's new address, shown once. Somebody who proved lately who they are may."""
    whose, fits = _whose(visit)
    if not fits:
        return visit.gone()
    if not visit.staff.confirmed:
        return RedirectResponse("/account/confirm", 303)
    token = await _addresses(visit).make(whose)
    if token is None:
        return visit.gone()
    return await _show(visit, address=token.address(visit.deps.settings.address))


async def revoke_feed(visit: Visit) -> Response:
    whose, fits = _whose(visit)
    if not fits or not await _addresses(visit).revoke(whose):
        return visit.gone()
    return RedirectResponse(f"{PLACE}?state=revoked", 303)


async def names(visit: Visit) -> Response:
    """What feeds show of a customer."""
    chosen = visit.form.get("shown")
    if chosen not in get_args(Shown) or not await _store(visit).put_names(cast(Shown, chosen)):
        return visit.gone()
    return RedirectResponse(f"{PLACE}?state=done", 303)


async def add(visit: Visit) -> Response:
    """Follows a calendar, if it can be read now: a wrong address is told at once."""
    store = _store(visit)
    subject = _subject(visit, (await store.show()).subjects)
    if subject is None:
        return visit.gone()
    address, kind = words_of(visit.form, "address"), _kind(visit)
    username = words_of(visit.form, "username")[:200] or None
    password = visit.form.get("password", "").replace("\x00", "")[:_LONGEST]
    if len(address) > _LONGEST or _is_no_address(address):
        return await _refused(visit, "no_address")
    if await _too_often(visit):
        return await _show(visit, 429, problem=visit.spoken.t("slow"))
    try:
        source = Source(kind, address, username, password or None)
        await visit.deps.calendars.read(source, _window(visit))
    except CalendarTrouble as trouble:
        why = trouble_line(trouble.code, visit.spoken.language)
        problem = visit.spoken.t("calendars.wrong.unreadable", why=why)
        return await _show(visit, 422, problem=problem)
    secrets: dict[SecretName, str] = {"address": address}
    if password:
        secrets["password"] = password
    try:
        vault = vault_of(visit.deps.settings)
        added = await store.add(kind, subject, username, secrets, vault)
    except OperatorError:
        return await _refused(visit, "vault")
    if added.status == "not_found" or added.calendar is None:
        return visit.gone()
    if added.status == "too_many":
        return await _refused(visit, "too_many")
    done = await visit.deps.calendars.follow(visit.staff.organization, added.calendar)
    return RedirectResponse(f"{PLACE}?state={_state(done)}", 303)


async def read(visit: Visit) -> Response:
    """Reads one now."""
    which = await _of_path(visit)
    if which is None:
        return visit.gone()
    if await _too_often(visit):
        return await _show(visit, 429, problem=visit.spoken.t("slow"))
    done = await visit.deps.calendars.follow(visit.staff.organization, which)
    return RedirectResponse(f"{PLACE}?state={_state(done)}", 303)


async def remove(visit: Visit) -> Response:
    """Its times can be booked again."""
    which = id_of(visit.request.path_params["busy_calendar"])
    if which is None or not await _store(visit).remove(which):
        return visit.gone()
    return RedirectResponse(f"{PLACE}?state=removed", 303)


def _state(done: Outcome) -> str:
    return "read" if done.status in ("ok", "same") else done.status


async def _refused(visit: Visit, why: str) -> Response:
    return await _show(visit, 422, problem=visit.spoken.t(f"calendars.wrong.{why}"))


async def _too_often(visit: Visit) -> bool:
    tenant = str(visit.staff.organization)
    return await visit.deps.limits.hit("calendar-read", tenant, _READS) is not None


async def _of_path(visit: Visit) -> UUID | None:
    """A calendar of theirs."""
    which = id_of(visit.request.path_params["busy_calendar"])
    shown = await _store(visit).show()
    return which if which in {one.id for one in shown.calendars} else None


def _subject(visit: Visit, subjects: tuple[Subject, ...]) -> Subject | None:
    which = id_of(visit.form.get("subject"))
    return next((one for one in subjects if one.id == which), None)


def _whose(visit: Visit) -> tuple[UUID | None, bool]:
    """The member of a feed, or None for the business; and whether the form says one."""
    whose = visit.form.get("whose")
    member = id_of(whose)
    return member, member is not None or whose == _BUSINESS


def _kind(visit: Visit) -> Kind:
    return "caldav" if visit.form.get("kind") == "caldav" else "ics"


def _is_no_address(address: str) -> bool:
    """Whether it is no address of the kind that calendars have."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return True
    plain = address.isascii() and address.isprintable() and " " not in address
    of_calendars = parts.scheme in ("https", "http", "webcal", "webcals")
    return not plain or not of_calendars or not parts.hostname


def _window(visit: Visit) -> Window:
    """The next weeks: enough to see that it can be read."""
    zone = visit.spoken.zone
    first = visit.spoken.now.astimezone(zone)
    return Window(first, first.replace(year=first.year + 1, day=min(first.day, 28)), zone)


def _store(visit: Visit) -> CalendarStore:
    return CalendarStore(visit.deps.database, visit.staff)


def _addresses(visit: Visit) -> FeedAddresses:
    return FeedAddresses(visit.deps.database, visit.staff.organization, visit.staff.account)
