"""What was written in Chatwoot while nobody answered its webhooks: asked for with an agent's token.

What is listed has the same parts as in webhooks, at other places.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime

from agent.types import Json
from gateway.channels.base import Event, HandoffChanged, MalformedPayload
from gateway.channels.chatwoot.api import Api, of_conversation
from gateway.channels.chatwoot.desk import state_of, time_of, with_trust
from gateway.channels.chatwoot.events import created
from gateway.channels.kit.http_send import json_object
from gateway.channels.kit.payload import branch, identifier, moment, objects, text, whole
from gateway.channels.trace import Trace, Wanted

_MOST_PAGES = 8
"""Of 25 conversations, the latest first."""
_MOST_MESSAGE_PAGES = 5
"""Of 20 messages of one conversation, the newest first."""
_AT_ONCE = 4
_OUTGOING = (1, "outgoing")


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation of the list: its number, and the conversation as webhooks tell it."""

    number: str
    told: Json


async def written_since(
    since: datetime, api: Api, inbox: str | None, settings: Json
) -> list[Event]:
    """All that was written in conversations that are not older, in each the oldest first, and then who has it.

    At most 200 conversations with 100 messages each, the newest. Raises SendError and SendUnknown.
    """
    conversations = [one async for one in _conversations(since, api, inbox, settings)]
    events: list[Event] = []
    for first in range(0, len(conversations), _AT_ONCE):
        some = conversations[first : first + _AT_ONCE]
        for listed in await asyncio.gather(*(_of_one(since, api, one) for one in some)):
            events += listed
    return events


async def sent_as(words: str, wanted: Wanted, api: Api) -> Trace | None:
    """Looks among the newest messages of a conversation for one that we wrote since then. Raises SendError and
    SendUnknown."""
    messages = await _messages(wanted.earliest, api, wanted.message.to)
    for one in messages:
        written = one.get("message_type") in _OUTGOING and not one.get("private")
        same = written and (text(one, "content") or "").strip() == words.strip()
        if same and (id := identifier(one, "id")) not in wanted.ours:
            return Trace(id)
    return Trace(None) if len(messages) < _MOST_MESSAGE_PAGES * 20 else None


async def _conversations(
    since: datetime, api: Api, inbox: str | None, settings: Json
) -> AsyncIterator[Listed]:
    query = {"status": "all", "assignee_type": "all", **({"inbox_id": inbox} if inbox else {})}
    for page in range(1, _MOST_PAGES + 1):
        answer = json_object(await api.get("conversations", **query, page=page))
        listed = objects(branch(answer, "data").get("payload"))
        for conversation in listed:
            last = moment(whole(conversation.get("last_activity_at")))
            if last is not None and last < since.replace(microsecond=0):
                return
            told = with_trust(as_in_webhooks(conversation), settings)
            yield Listed(identifier(conversation, "id") or "", told)
        if not listed:
            return


def as_in_webhooks(conversation: Json) -> Json:
    """The last message may be about the conversation itself, and the time of its last change is not told: what
    changes it writes such a message."""
    last = branch(conversation, "last_non_activity_message")
    return {
        **conversation,
        "channel": branch(conversation, "meta").get("channel"),
        "messages": [last] if last else conversation.get("messages"),
        "updated_at": conversation.get("updated_at") or conversation.get("last_activity_at"),
    }


async def _of_one(since: datetime, api: Api, conversation: Listed) -> list[Event]:
    messages = await _messages(since, api, conversation.number)
    return [*_read(messages, conversation.told)]


async def _messages(since: datetime, api: Api, conversation: str) -> list[Json]:
    """Oldest first."""
    place = of_conversation(conversation, "messages")
    messages: list[Json] = []
    query: dict[str, str] = {}
    for _ in range(_MOST_MESSAGE_PAGES):
        page = objects(json_object(await api.get(place, **query)).get("payload"))
        recent = [one for one in page if (at := time_of(one)) is None or at >= since]
        messages = [*recent, *messages]
        first = identifier(page[0], "id") if page else None
        if first is None or len(recent) < len(page):
            break
        query = {"before": first}
    return messages


def _read(messages: list[Json], conversation: Json) -> Iterator[Event]:
    """A broken message costs none of the others."""
    for message in messages:
        try:
            events = created({**message, "conversation": conversation})
        except MalformedPayload:
            continue
        # The conversation is shown as it is now, and not as it was then.
        yield from (e for e in events if not isinstance(e, HandoffChanged) or e.state is None)
    try:
        state = state_of(conversation)
    except MalformedPayload:
        return
    if state is not None:
        yield state
