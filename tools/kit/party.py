"""Whom an offer for two is booked for: the customer, their people by key, or somebody by name."""

from collections.abc import Mapping, Sequence
from typing import NotRequired

from langchain_core.messages import BaseMessage
from pydantic import ConfigDict
from typing_extensions import TypedDict

from agent.context import TurnContext
from agent.language.name_pairs import two_people
from agent.language.people_words import RELATIONS
from agent.language.text import fold
from agent.tool_answers import NameHeard
from tools.kit.people import SELF, known_person, relation_said
from tools.kit.said_names import agrees, customer_texts, weigh_name


class Guest(TypedDict):
    """One of two: a key from `people` or "self", or a name with what they are to the customer."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]

    person: NotRequired[str]
    name: NotRequired[str]
    relation: NotRequired[str]
    confirmed: NotRequired[bool]


def read_party(
    context: TurnContext, messages: Sequence[BaseMessage], guests: Sequence[Guest]
) -> list[Mapping[str, object]] | NameHeard:
    """The guests as the database takes them; or the first name that cannot be written down so."""
    party: list[Mapping[str, object]] = []
    for guest in guests:
        entry = _read(context, messages, guest)
        if isinstance(entry, NameHeard):
            return entry
        party.append(entry)
    return party


def _is_one_of_two(name: str, messages: Sequence[BaseMessage]) -> bool:
    """Whether the customer wrote it beside another one: "Kate Lee and Tom Lee"."""
    earlier, now = customer_texts(messages)
    pairs = (two_people(text, expected=True) for text in (*earlier, *now))
    return any(fold(one.value) == fold(name) for pair in pairs if pair for one in pair)


def _read(
    context: TurnContext, messages: Sequence[BaseMessage], guest: Guest
) -> Mapping[str, object] | NameHeard:
    key, name = guest.get("person", ""), guest.get("name", "")
    writer = key == SELF
    if key and not writer:
        shown = any(str(one.id) == key for one in context.people)
        return {"person": key} if shown else NameHeard(status="unknown_person", name="")
    if writer and context.contact_name:
        return {"self": True, "name": context.contact_name}
    names = (context.profile_name, context.contact_name, *(one.name for one in context.people))
    standing, spelled = weigh_name(
        name,
        messages,
        known_names=names,
        confirmed=guest.get("confirmed", False) and agrees(context, messages, name),
    )
    if standing == "unsure" and _is_one_of_two(spelled, messages):
        standing = "ok"
    if standing != "ok":
        return NameHeard(status=standing, name=spelled if standing == "unsure" else "")
    if writer:
        return {"self": True, "name": spelled}
    earlier, now = customer_texts(messages)
    relation = guest.get("relation") or relation_said(spelled, [*earlier, *now])
    if person := known_person(context, spelled, relation):
        return {"person": str(person.id)}
    return {"name": spelled, "relation": relation if relation in (*RELATIONS, "other") else None}
