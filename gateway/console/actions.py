"""What staff do with a chat: take, answer, note, give back, close. Each is a form that leads back to its chat."""

from uuid import UUID, uuid4

from starlette.responses import RedirectResponse, Response

from agent.errors import MediaError
from gateway.console.answering import LONGEST, Way, way_to
from gateway.console.forms import id_of, key_of, words_of
from gateway.console.pages import show_chat
from gateway.console.records import Outcome
from gateway.console.visit import Visit
from gateway.media.handing_in import (
    FileArgument,
    FileRefused,
    Refusal,
    checked,
    hand_in,
    way_of_files,
)

_MOST_NOTE = LONGEST // 2


async def take(visit: Visit) -> Response:
    """`over`: the account from which it is knowingly taken."""
    chat = _chat(visit)
    if chat is None:
        return visit.gone()
    return await _after(visit, chat, await visit.store.take(chat, id_of(visit.form.get("over"))))


async def take_case(visit: Visit) -> Response:
    case = id_of(visit.request.path_params["case"])
    if case is None:
        return visit.gone()
    outcome = await visit.store.take_case(case, id_of(visit.form.get("over")))
    return await _after(visit, outcome.conversation, outcome)


async def close_case(visit: Visit) -> Response:
    case = id_of(visit.request.path_params["case"])
    if case is None:
        return visit.gone()
    outcome = await visit.store.close_case(case)
    return await _after(visit, outcome.conversation, outcome)


async def give_back(visit: Visit) -> Response:
    chat = _chat(visit)
    if chat is None:
        return visit.gone()
    return await _after(visit, chat, await visit.store.give_back(chat))


async def end(visit: Visit) -> Response:
    chat = _chat(visit)
    if chat is None:
        return visit.gone()
    return await _after(visit, chat, await visit.store.end(chat))


async def answer(visit: Visit) -> Response:
    """What is not sent stays in the form."""
    chat, text = _chat(visit), words_of(visit.form, "text")
    about = await visit.store.chat(chat) if chat else None
    if chat is None or about is None:
        return visit.gone()
    if not text and visit.file is None:
        return _back(chat)
    if len(text) > LONGEST:
        refusal = visit.spoken.t("too_long", most=str(LONGEST))
        return await show_chat(visit, chat, 422, refusal=refusal, unsent=text)
    way = way_to(about, visit.deps.settings, visit.account.language)
    if way.kind in ("closed", "none"):
        refusal = visit.spoken.t(
            "chat.window_closed" if way.kind == "closed" else "chat.not_writable"
        )
        return await show_chat(visit, chat, 409, refusal=refusal, unsent=text)
    file = None
    if visit.file is not None:
        try:
            file = await _handed_in(visit, chat, about.channel, way)
        except FileRefused as error:
            refusal = visit.spoken.t(f"chat.not_sent.{error.why}")
            return await show_chat(visit, chat, 422, refusal=refusal, unsent=text)
        except MediaError:
            refusal = visit.spoken.t("chat.not_sent.store")
            return await show_chat(visit, chat, 503, refusal=refusal, unsent=text)
    outcome = await visit.store.answer(chat, text, key_of(visit.form), way.stored(text), file)
    return await _after(visit, chat, outcome, unsent=text)


async def _handed_in(visit: Visit, chat: UUID, channel: str, way: Way) -> FileArgument:
    """The form's file, stored for the chat. Raises FileRefused and MediaError."""
    upload = visit.file
    if upload is None or way.kind != "free":
        raise FileRefused(Refusal.WINDOW)
    has_address = bool(visit.deps.settings.public_url)
    files = way_of_files(channel, has_address=has_address)
    file = checked(upload.content, upload.declared, upload.name, files)
    id, deps = uuid4(), visit.deps
    *_, store = deps.stores.values()
    if not await hand_in(deps.database, store, visit.staff.organization, chat, id, file):
        raise FileRefused(Refusal.CHANNEL)
    return file.argument(id)


async def note(visit: Visit) -> Response:
    chat, text = _chat(visit), words_of(visit.form, "note")
    if chat is None:
        return visit.gone()
    if not text:
        return _back(chat)
    if len(text) > _MOST_NOTE:
        refusal = visit.spoken.t("too_long", most=str(_MOST_NOTE))
        return await show_chat(visit, chat, 422, refusal=refusal, unkept=text)
    return await _after(visit, chat, await visit.store.note(chat, text, key_of(visit.form)))


async def _after(
    visit: Visit, chat: UUID | None, outcome: Outcome, *, unsent: str = ""
) -> Response:
    """Back to the chat; where nothing was done, with the reason and the words that were not sent."""
    if chat is None or outcome.status == "not_found":
        return visit.gone()
    if outcome.status == "owned":
        name = outcome.name or visit.spoken.t("somebody" if outcome.owner else "elsewhere")
        refusal = visit.spoken.t("chat.owned" if unsent else "chat.owned_act", name=name)
        return await show_chat(visit, chat, 409, refusal=refusal, unsent=unsent)
    if outcome.status == "no_way":
        refusal = visit.spoken.t("chat.not_writable")
        return await show_chat(visit, chat, 409, refusal=refusal, unsent=unsent)
    if outcome.status == "unanswered":
        refusal = visit.spoken.t("chat.unanswered")
        return await show_chat(visit, chat, 409, refusal=refusal)
    return _back(chat)


def _back(chat: UUID) -> Response:
    return RedirectResponse(f"/console/chats/{chat}", 303)


def _chat(visit: Visit) -> UUID | None:
    return id_of(visit.request.path_params["chat"])
