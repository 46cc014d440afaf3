"""Erases a customer: their rows in one transaction, then what lies outside of the tables."""

import asyncio
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from agent.data.database import Database
from agent.errors import NotFound, OperatorError
from agent.texts import texts
from gateway.organizations.rows import OrganizationRow
from gateway.people.finding import Ahead, Person
from gateway.people.outside import Erasure

_MOST_TRIES = 180
"""Seconds for a turn of theirs to end. One that is lost counts as over after two minutes."""


class Erased(Struct, frozen=True, kw_only=True):
    """person_erase. `counts`: rows by table; `cancelled`: appointments that were ahead."""

    status: Literal["erased", "not_found", "busy", "appointments"]
    erasure: Erasure | None = None
    counts: Mapping[str, int] = {}
    cancelled: tuple[Ahead, ...] = ()


async def erase(
    database: Database,
    organization: OrganizationRow,
    person: Person,
    *,
    cancel: bool,
    tries: int = _MOST_TRIES,
) -> Erased:
    """Waits for a turn of theirs that runs. `cancel`: what is ahead is cancelled, and staff are told.

    Raises NotFound, and OperatorError while appointments are ahead, or a turn does not end.
    """
    for _ in range(tries):
        erased = await _try(database, organization, person, cancel=cancel)
        if erased.status != "busy":
            break
        await asyncio.sleep(1)
    if erased.status == "not_found":
        raise NotFound("there is no such customer")
    if erased.status == "appointments":
        raise OperatorError(
            "they have appointments ahead; with --cancel-appointments these are cancelled and staff told"
        )
    if erased.status == "busy":
        raise OperatorError("they are being answered at this moment; try again")
    return erased


async def _try(
    database: Database, organization: OrganizationRow, person: Person, *, cancel: bool
) -> Erased:
    spoken = texts(organization.language)
    return await database.fetch(
        Erased,
        "person_erase",
        organization=organization.id,
        contacts=[str(one) for one in person.contacts],
        chats=[str(one) for one in person.chats],
        cancel=cancel,
        notice="\n".join(
            spoken.filled("notices.erased", organization=organization.name, list="{list}")
        ),
    )
