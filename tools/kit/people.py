"""For whom a customer books: one of their people, by the key that they were shown, or somebody new."""

from uuid import UUID

from agent.context import TurnContext
from agent.language.names import same_person
from agent.language.text import fold
from agent.language.whom import for_whom
from agent.records import Person

SELF = "self"
"""In place of a person's id: the customer."""


async def chosen(context: TurnContext, key: str) -> bool:
    """Books next for the person with this key; False when there is none whom the customer was shown."""
    person = None
    if key != SELF:
        person = next((one.id for one in context.people if str(one.id) == key), None)
        if person is None:
            return False
    return await choose(context, person)


async def choose(context: TurnContext, person: UUID | None) -> bool:
    """Books next for this person of theirs (None: for the customer)."""
    result = await context.store.choose_person(
        context.organization.id, context.conversation_id, person
    )
    return result.status == "ok"


def known_person(context: TurnContext, name: str, relation: str | None) -> Person | None:
    """The one of the customer's people who is called so; None where it can be another one, or the customer."""
    if relation is None and context.contact_name and _same(name, context.contact_name):
        return None
    exact = [one for one in context.people if fold(one.name) == fold(name)]
    related = [one for one in context.people if relation in (None, "other", one.relation)]
    alike = exact or [one for one in related if _same(name, one.name)]
    return alike[0] if len(alike) == 1 else None


def _same(name: str, full: str) -> bool:
    return same_person(name, full) or same_person(full, name)


def relation_said(name: str, texts: list[str]) -> str | None:
    """What the customer's words say that somebody of this name is to them: "para mi hija Lucía"."""
    for text in reversed(texts):
        for one in for_whom(text).others:
            if one.name and _same(name, one.name):
                return one.relation
    return None
