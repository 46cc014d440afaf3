"""What a rebuilt thread needs besides the words: the tokens of what was offered last.

Only with them a slot is booked or a change is made. In a thread that is kept they stand in the tools'
answers; in the stored messages they are the ids of the buttons.
"""

import json

from langchain_core.messages import AIMessage, AnyMessage, ToolMessage

from agent.records import Message
from agent.types import Json

_TOOL = "offered_before"
"""No tool of any node: nobody can call it."""


def shown(row: Message) -> list[AnyMessage]:
    """A call and its answer `{slots: [{slot, short}]}` or `{proposal}`; nothing for other buttons."""
    options = row.payload.get("options") or []
    slots = [{"slot": o["id"], "short": o["title"]} for o in options if ":" not in o["id"]]
    keys = [o["id"].removesuffix(":yes") for o in options if o["id"].endswith(":yes")]
    proposals = [key for key in keys if ":" not in key and key != "consent"]
    if not slots and not proposals:
        return []
    answer: Json = {"slots": slots} if slots else {"proposal": proposals[0]}
    call = f"{_TOOL}_{row.seq}"
    return [
        AIMessage(
            "",
            id=f"{row.id}:asked",
            tool_calls=[{"name": _TOOL, "args": {}, "id": call, "type": "tool_call"}],
        ),
        ToolMessage(json.dumps(answer), tool_call_id=call, name=_TOOL, id=f"{row.id}:shown"),
    ]
