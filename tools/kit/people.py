"""For whom a customer books: one of their people, by the key that they were shown, or somebody new."""

from collections.abc import Sequence
from uuid import UUID

from agent.context import TurnContext
from agent.language.names import same_person
from agent.language.people_words import same_relation
from agent.language.text import fold, words
from agent.language.whom import for_whom
from agent.language.whose import whose
from agent.records import Appointment, Person

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


def theirs_of(context: TurnContext) -> Sequence[Appointment] | None:
    """The upcoming appointments of the person of whom the customer's newest words speak ("la de mi mamá"); None
    where they speak of nobody. Without it the only appointment would be taken, whose ever it is."""
    staff = frozenset(
        word for row in context.upcoming for part in row.parts for word in words(part.member)
    )
    names = tuple(one.name for one in context.people)
    other = whose(context.words, others=staff, names=names).other
    if other is None:
        return None
    if other.name:
        return [row for row in context.upcoming if _same(other.name, row.attendee or "")]
    rows = [row for row in context.upcoming if row.person]
    related = [row for row in rows if same_relation(row.relation or "", other.relation)]
    return related or [row for row in rows if row.relation in (None, "other")]


def _same(name: str, full: str) -> bool:
    return same_person(name, full) or same_person(full, name)


def relation_said(name: str, texts: list[str]) -> str | None:
    """What the customer's words say that somebody of this name is to them: "para mi hija Lucía"."""
    for text in reversed(texts):
        for one in for_whom(text).others:
            if one.name and _same(name, one.name):
                return one.relation
    return None
