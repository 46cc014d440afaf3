"""Every page and form of the console by its section, with ids in the places of its address."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from gateway.console.routes import SECTIONS
from gateway.console.visit import Answer, Section
from tests.front import Front
from tests.promises.tenants import tables

Ids = Callable[[str], str]
"""What stands in a place of an address, by the place's name."""
TABLES = {
    "block": "agenda_blocks",
    "case": "escalations",
    "chat": "chat_identities",
    "connection": "platform_connections",
    "customer": "contacts",
    "entry": "knowledge_base",
    "message": "chat_messages",
    "recipient": "internal_notifications_config",
    "subscription": "push_subscriptions",
    "system": "event_endpoints",
}
"""Of which table a place has an id, where it is not called as the table is."""
KEYED = {"connection", "entry", "member", "recipient", "service"}
"""Places with the key of the organization's file instead of an id."""
WORDS = {"by": "day"}
"""Places that choose among a few words, which are nobody's."""
_PLACE = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True)
class Address:
    """One page or form. `path` has its places filled; `names` somebody's row or not."""

    section: Section
    template: str
    path: str

    @property
    def names(self) -> bool:
        return not set(_PLACE.findall(self.template)) <= set(WORDS)


def addresses(ids: Ids, of: Callable[[Section], Mapping[str, Answer]]) -> Iterator[Address]:
    """Those of each section (`of`: its looks or its acts)."""
    for section in SECTIONS:
        for template in of(section):
            path = _PLACE.sub(lambda place: WORDS.get(place[1]) or ids(place[1]), template)
            yield Address(section, template, path)


def looks(section: Section) -> Mapping[str, Answer]:
    return section.looks


def acts(section: Section) -> Mapping[str, Answer]:
    return section.acts


def places() -> set[str]:
    """The names of all places in addresses that name a row."""
    paths = [path for section in SECTIONS for path in (*section.looks, *section.acts)]
    return {name for path in paths for name in _PLACE.findall(path)} - set(WORDS)


def ids_of(front: Front, organization: UUID) -> Ids:
    """Those of this organization. Fails for a place that it does not know."""
    names = set(tables(front))

    def first(place: str) -> str:
        table = TABLES.get(place, f"{place}s")
        assert table in names, f"whose id is {{{place}}}? Say it in TABLES, KEYED or WORDS"
        column = "key" if place in KEYED else "id"
        query = f"select {column} as id from {table} where organization_id = %s order by 1 limit 1"
        rows = front.rows(query, organization)
        assert rows, f"{table} has no row there"
        return str(rows[0]["id"])

    return first


def rename_keys(front: Front, organization: UUID) -> None:
    """Gives its rows keys that no other organization has."""
    for place in KEYED:
        table = TABLES.get(place, f"{place}s")
        front.execute(
            f"update {table} set key = 'theirs-' || key where organization_id = %s", organization
        )
