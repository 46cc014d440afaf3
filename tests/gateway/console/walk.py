"""Every page and form of the console by its section, with ids in the places of its address."""

import re
from collections.abc import Callable, Iterator, Mapping
from uuid import UUID

from gateway.console.routes import SECTIONS
from gateway.console.visit import Answer, Section
from tests.front import Front
from tests.promises.tenants import tables

TABLES = {"case": "escalations", "chat": "chat_identities", "customer": "contacts"} | {
    "message": "chat_messages",
    "entry": "knowledge_base",
    "recipient": "internal_notifications_config",
    "connection": "platform_connections",
    "subscription": "push_subscriptions",
}
"""Of which table a place in an address has an id, where it is not called as the table is."""
_PLACE = re.compile(r"{(\w+)}")


def addresses(
    ids: Callable[[str], str], of: Callable[[Section], Mapping[str, Answer]]
) -> Iterator[tuple[Section, str]]:
    """Each address of each section (`of`: its looks or its acts) with ids in its places."""
    for section in SECTIONS:
        for path in of(section):
            yield section, _PLACE.sub(lambda place: ids(place[1]), path)


def looks(section: Section) -> Mapping[str, Answer]:
    return section.looks


def acts(section: Section) -> Mapping[str, Answer]:
    return section.acts


def places() -> set[str]:
    """The names of all places in addresses."""
    paths = [path for section in SECTIONS for path in (*section.looks, *section.acts)]
    return {name for path in paths for name in _PLACE.findall(path)}


def ids_of(front: Front, organization: UUID) -> Callable[[str], str]:
    """Finds an id of this organization for a place in an address. Fails for a place that it does not know."""
    names = set(tables(front))

    def first(place: str) -> str:
        table = TABLES.get(place, f"{place}s")
        assert table in names, f"which table has the id of {{{place}}}? Say it in TABLES"
        query = f"select id from {table} where organization_id = %s order by id limit 1"
        return str(front.rows(query, organization)[0]["id"])

    return first
