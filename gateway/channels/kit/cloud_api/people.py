"""Under which names the Cloud API knows a person: a phone, a business-scoped user id (BSUID), or both.

Since 2026 people may hide their phone behind a user name. Then there is only the BSUID: two letters
of a country, a dot, and up to 128 letters and digits ("CO.13491208655302741918"). Some relays write it
where the phone stood, and nothing may treat it as a phone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from agent.types import Json
from gateway.channels.base import MalformedPayload, NumberChanged
from gateway.channels.kit.payload import branch, digits, identifier, moment, text, whole

_USER_ID = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")
_MILLISECONDS = 10**11
"""A time beyond this, which in seconds is the year 5138, is in milliseconds."""


@dataclass(frozen=True, slots=True)
class _Contact:
    """What stands in `contacts` of one person."""

    number: str | None = None
    user_id: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """`addresses` is empty when nothing names the person; the phone comes first."""

    addresses: tuple[str, ...]
    phone: str | None
    name: str | None


def is_user_id(value: str) -> bool:
    """Whether it is a BSUID."""
    return _USER_ID.fullmatch(value) is not None


def sender(message: Json, contacts: Sequence[Json]) -> Person:
    """Who wrote a message."""
    return _person(message, "from", contacts)


def recipient(message: Json, contacts: Sequence[Json]) -> Person:
    """To whom the business wrote."""
    return _person(message, "to", contacts)


def of_preference(preference: Json, contacts: Sequence[Json]) -> Person:
    """Who decided what they want to get."""
    named = {
        "from": identifier(preference, "wa_id", "user_id"),
        "from_user_id": identifier(preference, "user_id"),
    }
    return _person(named, "from", contacts)


def changed_number(message: Json) -> NumberChanged:
    """A system message: `from` was the number, `wa_id` is. A BSUID changes with the number, so that one beside it
    may be either and tells nothing. Raises MalformedPayload."""
    system, at = branch(message, "system"), sent_at(message)
    before, now = (identifier(message, "from"), identifier(system, "wa_id", "new_wa_id"))
    was, phone = digits(before), digits(now)
    if was is None or phone is None or at is None:
        raise MalformedPayload("a changed number needs both numbers and its time")
    user_id = identifier(system, "user_id")
    names = (phone, user_id if user_id and is_user_id(user_id) else None)
    return NumberChanged((was,), was, tuple(filter(None, names)), phone, at)


def sent_at(source: Json) -> datetime | None:
    """`timestamp`: seconds as text; some relays write milliseconds."""
    told = whole(source.get("timestamp"))
    if told is None:
        return None
    return moment(told / 1000 if told > _MILLISECONDS else told)


def _person(message: Json, role: str, contacts: Sequence[Json]) -> Person:
    named = identifier(message, role)
    user_id = identifier(message, f"{role}_user_id")
    parent = identifier(message, f"{role}_parent_user_id")
    contact = _contact(contacts, {name for name in (named, user_id, parent) if name})
    # The contact's number is missing for whoever hides it, and is not always how they are written to.
    told = [name for name in (named, contact.number) if name]
    numbers = [name for name in told if not is_user_id(name)]
    phone = next((number for name in numbers if (number := digits(name))), None)
    ids = [user_id, contact.user_id, *filter(is_user_id, told)]
    addresses = [phone or next(iter(numbers), None), *ids]
    # Of a whole group of businesses; it serves where nothing else names the person.
    if not any(addresses):
        addresses = [parent]
    return Person(
        addresses=tuple(dict.fromkeys(filter(None, addresses))),
        phone=phone,
        name=contact.name or None,
    )


def _contact(contacts: Sequence[Json], names: set[str]) -> _Contact:
    """The contact with one of these names: their order is not that of the messages."""
    keys = ("wa_id", "user_id", "parent_user_id")
    for contact in contacts:
        if any(identifier(contact, key) in names for key in keys):
            profile = branch(contact, "profile")
            return _Contact(
                number=identifier(contact, "wa_id"),
                user_id=identifier(contact, "user_id"),
                name=text(profile, "name") or (text(profile, "username") or "").removeprefix("@"),
            )
    return _Contact()
