"""The page of canned answers, and putting one into a chat's answer field without JavaScript."""

from starlette.responses import RedirectResponse, Response

from gateway.console.answering import LONGEST
from gateway.console.canned.places import filled, place_in
from gateway.console.canned.store import CannedStore
from gateway.console.forms import id_of, key_of, words_of
from gateway.console.pages import show_chat
from gateway.console.visit import Visit

_LONGEST_TITLE = 60
_LONGEST_TEXT = 2000
_HERE = "/console/answers"


async def answers(visit: Visit) -> Response:
    return await _show(visit)


async def write(visit: Visit) -> Response:
    """A new one, or another text for the one that the form names."""
    title, text = words_of(visit.form, "title"), words_of(visit.form, "text")
    given = visit.form.get("answer")
    if given is not None and id_of(given) is None:
        return visit.gone()
    if not title or not text:
        return RedirectResponse(_HERE, 303)
    if len(title) > _LONGEST_TITLE or len(text) > _LONGEST_TEXT:
        refusal = visit.spoken.t(
            "canned.too_long", title=str(_LONGEST_TITLE), most=str(_LONGEST_TEXT)
        )
        return await _show(visit, 422, refusal, title, text)
    act = await _store(visit).put(title, text, key_of(visit.form), id_of(given))
    if act.status == "not_found":
        return visit.gone()
    if act.status in ("taken", "full"):
        return await _show(visit, 409, visit.spoken.t(f"canned.{act.status}"), title, text)
    return RedirectResponse(_HERE, 303)


async def remove(visit: Visit) -> Response:
    one = id_of(visit.form.get("answer"))
    act = await _store(visit).remove(one) if one else None
    if act is None or act.status == "not_found":
        return visit.gone()
    return RedirectResponse(_HERE, 303)


async def insert(visit: Visit) -> Response:
    """The chat again, with the answer after what is written already. Nothing is sent."""
    chat = id_of(visit.request.path_params["chat"])
    chosen = id_of(visit.form.get("canned"))
    about = await visit.store.chat(chat) if chat else None
    answer = next((one for one in await _store(visit).all() if one.id == chosen), None)
    if chat is None or about is None or answer is None:
        return visit.gone()
    written = words_of(visit.form, "text")
    text = filled(answer.text, about.name)
    return await show_chat(visit, chat, unsent="\n".join(filter(None, (written, text)))[:LONGEST])


async def _show(
    visit: Visit, status: int = 200, refusal: str | None = None, title: str = "", text: str = ""
) -> Response:
    """`title` and `text`: what could not be kept."""
    return visit.page(
        "answers",
        status,
        section="chats",
        answers=await _store(visit).all(),
        refusal=refusal,
        title=title,
        text=text,
        blank=place_in(visit.spoken.language),
        most_title=_LONGEST_TITLE,
        most_text=_LONGEST_TEXT,
    )


def _store(visit: Visit) -> CannedStore:
    return CannedStore(visit.deps.database, visit.staff)
