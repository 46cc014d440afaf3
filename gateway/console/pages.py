"""The pages: today, the chats, one chat, and a file of it."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from starlette.responses import Response

from agent.errors import MediaError
from agent.files.store import served_mime
from agent.settings import Settings
from gateway.console.answering import LONGEST, way_to
from gateway.console.canned.places import filled
from gateway.console.canned.store import CannedAnswer, CannedStore
from gateway.console.entries import days
from gateway.console.forms import id_of, number_of
from gateway.console.records import ChatRow
from gateway.console.store import PAGE, VISITS, Show
from gateway.console.visit import Visit
from gateway.media.handing_in import FileRefused, way_of_files

_LONGEST_SEARCH = 100
_SHOWS: tuple[Show, ...] = ("all", "waiting", "mine")
_FILE_HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Disposition": "attachment",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


async def today(visit: Visit) -> Response:
    """Who waits for a person, who comes next, who did not confirm, and what is free."""
    cases = await visit.store.cases()
    day = await visit.store.day()
    return visit.page(
        "today",
        section="today",
        waiting=[one for one in cases if one.case.answered_at is None],
        answered=[one for one in cases if one.case.answered_at is not None],
        ahead=day.visits[:VISITS],
        ahead_more=max(0, day.ahead - VISITS),
        unconfirmed=[one for one in day.visits if one.unconfirmed][:VISITS],
        unconfirmed_more=max(0, day.unconfirmed - VISITS),
        over=day.over,
        gaps=await visit.store.gaps(),
    )


async def chats(visit: Visit) -> Response:
    """The list, and beside it on a wide screen a place for a chat."""
    return visit.page("chats", section="chats", chat=None, **await _list(visit, None))


async def chat(visit: Visit) -> Response:
    """One chat, beside the list."""
    conversation = id_of(visit.request.path_params["chat"])
    return await show_chat(visit, conversation) if conversation else visit.gone()


async def show_chat(
    visit: Visit,
    conversation: UUID,
    status: int = 200,
    *,
    refusal: str | None = None,
    unsent: str = "",
    unkept: str = "",
) -> Response:
    """`refusal`: why the last form did nothing; `unsent` and `unkept`: the answer and the note in it."""
    before = number_of(visit.request.query_params.get("before"))
    one = await visit.store.chat(conversation)
    transcript = await visit.store.transcript(conversation, before, opened=not visit.live)
    if one is None or transcript is None:
        return visit.gone()
    return visit.page(
        "chats",
        status,
        here=f"/console/chats/{conversation}{f'?before={before}' if before else ''}",
        section="chats",
        chat=one,
        days=days(transcript, visit.spoken),
        older=transcript.messages[0].seq if transcript.more else None,
        before=before,
        way=way_to(one, visit.deps.settings, visit.account.language),
        mine=one.owner == visit.staff.account,
        others=one.person and one.owner != visit.staff.account,
        most=LONGEST,
        files=_files(one.channel, visit.deps.settings),
        canned=[(answer, filled(answer.text, one.name)) for answer in await _canned(visit)],
        refusal=refusal,
        unsent=unsent,
        unkept=unkept,
        **await _list(visit, conversation),
    )


def _files(channel: str, settings: Settings) -> tuple[str, str]:
    """The types that the field for a file takes, and why there is none instead."""
    try:
        files = way_of_files(channel, has_address=bool(settings.public_url))
    except FileRefused as error:
        return "", error.why
    return ",".join(sorted(files.most_bytes)), ""


async def _canned(visit: Visit) -> list[CannedAnswer]:
    return await CannedStore(visit.deps.database, visit.staff).all()


async def file(visit: Visit) -> Response:
    """A received file, to be saved: under a type that no browser runs."""
    conversation = id_of(visit.request.path_params["chat"])
    message = id_of(visit.request.path_params["message"])
    row = await visit.store.file(conversation, message) if conversation and message else None
    store = visit.deps.stores.get(row.store) if row else None
    if row is None or store is None:
        return visit.gone()
    try:
        content = await store.get(row.path)
    except MediaError:
        return visit.notice("down", "down", 503)
    if content is None:
        return visit.gone()
    return Response(content, media_type=served_mime(row.path), headers=_FILE_HEADERS)


async def _list(visit: Visit, current: UUID | None) -> dict[str, object]:
    """What the list of chats shows: filtered, searched, from a place on."""
    params = visit.request.query_params
    show: Show = next((one for one in _SHOWS if one == params.get("show")), "all")
    search = params.get("q", "").replace("\x00", "").strip()[:_LONGEST_SEARCH]
    at, place = _place(params.get("at"), params.get("id"))
    rows = await visit.store.chats(show, search or None, at, place)
    filters = {"show": show if show != "all" else "", "q": search}
    query = urlencode({name: value for name, value in filters.items() if value})
    return {
        "rows": rows[:PAGE],
        "current": current,
        "show": show,
        "shows": _SHOWS,
        "search": search,
        "query": f"?{query}" if query else "",
        "next": _next(rows[PAGE - 1], filters) if len(rows) > PAGE else None,
    }


def _next(last: ChatRow, filters: dict[str, str]) -> str:
    """The address of what comes after the last chat of a list."""
    return "/console/chats?" + urlencode(filters | {"at": last.at.isoformat(), "id": str(last.id)})


def _place(at: str | None, place: str | None) -> tuple[datetime | None, UUID | None]:
    """From where a list goes on; from its beginning for what names no place."""
    chat = id_of(place)
    try:
        moment = datetime.fromisoformat(at or "")
    except ValueError:
        return None, None
    if chat is None or moment.tzinfo is None:
        return None, None
    return moment, chat
