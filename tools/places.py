"""Where a home visit is: only what the customer wrote or shared is noted."""

import re
from collections.abc import Sequence
from typing import Any

from langgraph.prebuilt import ToolRuntime

from agent.context import TurnContext
from agent.language import yes_no
from agent.language.said_places import one_line, says_same_place
from agent.places import MOST_LETTERS, Place
from agent.tool_answers import PlaceHeard
from tools.kit.answering import tool
from tools.kit.said_names import customer_texts

Runtime = ToolRuntime[TurnContext, Any]
_FEWEST = 5


@tool
async def note_place(
    runtime: Runtime, place: str | None = None, same_as_before: bool = False
) -> PlaceHeard:
    """Note where the home visit is that is being booked; then book.

    place: the address word for word as they wrote it; none: the location that they shared now. same_as_before: their yes to
    the place of their last visit.
    """
    context = runtime.context
    earlier, now = customer_texts(runtime.state["messages"])
    if same_as_before:
        words = "\n".join(now)
        if not (yes_no(words) or says_same_place(words) or context.choice == "place:yes"):
            return PlaceHeard(status="needs_place")
        return await _noted(context, None)
    if place is None:
        return (
            await _noted(context, context.place)
            if context.place
            else PlaceHeard(status="needs_place")
        )
    written = written_by(place, [*earlier, *now])
    if written is None:
        return PlaceHeard(status="invalid_place")
    return await _noted(context, Place(text=written))


async def _noted(context: TurnContext, place: Place | None) -> PlaceHeard:
    organization, conversation = context.organization.id, context.conversation_id
    record = await context.store.note_place(organization, conversation, place)
    if record.status == "unknown" or record.place is None:
        return PlaceHeard(status="needs_place")
    return PlaceHeard(status="noted", place=record.place.line)


def written_by(place: str, texts: Sequence[str]) -> str | None:
    """The address as it stands in one of the customer's texts (the last that has it), on one line; None
    where none has these words in this order."""
    words = re.findall(r"[^\s,]+", place)
    if not words or not _FEWEST <= len(one_line(place)) <= MOST_LETTERS:
        return None
    pattern = re.compile(r"[\s,]+".join(map(re.escape, words)), re.IGNORECASE)
    for text in reversed(texts):
        if match := pattern.search(text):
            return one_line(match.group())
    return None
