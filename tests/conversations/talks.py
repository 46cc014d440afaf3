"""What was said in a database, chat by chat, with what its tools answered."""

import json
from dataclasses import dataclass, field
from typing import Any

from tests.front import Customer, Front

CHATS = """
select i.id, i.phone, i.language, o.slug, c.channel,
       to_jsonb(o) - 'id' as organization,
       (select jsonb_agg(s.questions) from services s where s.organization_id = o.id) as questions,
       (select jsonb_agg(to_jsonb(h)) from organization_availability h
        where h.organization_id = o.id) as hours,
       (select jsonb_agg(to_char(a.starts_at at time zone o.time_zone, 'HH24:MI'))
        from appointments a where a.contact_id = i.contact_id) as own_times
from chat_identities i join organizations o on o.id = i.organization_id
join platform_connections c on c.id = i.connection_id order by i.created_at, i.id
"""
MESSAGES = """
select direction, body, kind, payload, turn_id, status, created_at from chat_messages
where chat_identity_id = %s order by seq
"""
TURNS = "select id, status, trace from turns where chat_identity_id = %s order by token"


@dataclass
class Reply:
    """One message of the front desk; `heard` is what the customer had written for its turn."""

    text: str
    options: list[str]
    receipt: bool
    heard: str
    tools: list[dict[str, Any]]
    turn: Any


@dataclass
class Talk:
    """One chat: `lines` in order as (who, text); `replies` of the bot; `facts` it may speak from."""

    slug: str
    phone: str | None
    channel: str
    language: str | None
    turns: list[dict[str, Any]]
    messages: list[dict[str, Any]]
    facts: str
    replies: list[Reply] = field(default_factory=list)

    def transcript(self) -> str:
        marks = {"inbound": ">", "outbound": "   ", "staff": "#"}
        lines = [f"-- {self.slug} {self.channel} {self.phone}"]
        for message in self.messages:
            text = message["body"] or f"[{message['kind']}]"
            options = _options(message)
            shown = f"{text}\n[{' | '.join(options)}]" if options else text
            mark = marks[message["direction"]]
            lines += [f"{mark} {line}" for line in shown.split("\n")]
        return "\n".join(lines)


def read_talks(front: Front) -> list[Talk]:
    """Every chat of the database, oldest first."""
    return [_talk(front, chat) for chat in front.rows(CHATS)]


def _talk(front: Front, chat: dict[str, Any]) -> Talk:
    messages = front.rows(MESSAGES, chat["id"])
    turns = front.rows(TURNS, chat["id"])
    results = [tool["result"] for turn in turns for tool in turn["trace"].get("tools", [])]
    known = [results, chat["organization"], chat["hours"], chat["own_times"], chat["questions"]]
    facts = "\n".join(json.dumps(part, ensure_ascii=False, default=str) for part in known)
    talk = Talk(
        chat["slug"], chat["phone"], chat["channel"], chat["language"], turns, messages, facts
    )
    tools = {turn["id"]: turn["trace"].get("tools", []) for turn in turns}
    heard: dict[Any, list[str]] = {}
    for message in messages:
        if message["direction"] == "inbound":
            heard.setdefault(message["turn_id"], []).append(message["body"])
        elif message["direction"] == "outbound" and message["turn_id"]:
            talk.replies.append(_reply(message, heard, tools))
    return talk


def _reply(
    message: dict[str, Any], heard: dict[Any, list[str]], tools: dict[Any, list[dict[str, Any]]]
) -> Reply:
    turn = message["turn_id"]
    return Reply(
        text=message["body"],
        options=_options(message),
        receipt=bool(message["payload"].get("receipt")),
        heard="\n".join(heard.get(turn, [])),
        tools=tools.get(turn, []),
        turn=turn,
    )


def _options(message: dict[str, Any]) -> list[str]:
    return [option["title"] for option in message["payload"].get("options", [])]


async def agree_until(customer: Customer, words: str, yes: str = "sí") -> str:
    """Says yes, at most three times, until a reply has `words`; returns that reply."""
    for _ in range(3):
        if customer.heard and words in customer.heard[-1]:
            return customer.heard[-1]
        await customer.say(yes)
    assert words in customer.heard[-1], customer.heard[-1]
    return customer.heard[-1]
