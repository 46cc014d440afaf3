"""Converts an organization's file to the document that `organization_apply` takes."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import timedelta

from agent.errors import OperatorError
from agent.types import Json
from gateway.organizations.fields import Interval, digits, weekdays
from gateway.organizations.file_schema import (
    ConnectionEntry,
    Entry,
    Member,
    OrganizationFile,
    Recipient,
    Resource,
    Scheduling,
    Service,
    SpecialDate,
    Vacation,
)

_SHORTEST_TOKEN = 16


class MissingToken(OperatorError):
    """A variable that a connection names is not set, or too short to be a secret."""


def build_document(file: OrganizationFile, secret: Callable[[str], str | None]) -> Json:
    """The document with the SHA-256 of each token.

    `secret` tells the value of an environment variable. Raises MissingToken.
    """
    document = describe(file)
    problems = []
    for connection in document["connections"]:
        token = secret(connection["token_env"]) or ""
        if len(token) < _SHORTEST_TOKEN:
            problems.append(_token_problem(connection, bool(token)))
        connection["token_hash"] = hashlib.sha256(token.encode()).hexdigest()
    if problems:
        raise MissingToken("\n".join(problems))
    return document


def _token_problem(connection: Json, is_set: bool) -> str:
    name = connection["token_env"]
    state = f"has fewer than {_SHORTEST_TOKEN} characters" if is_set else "is not set"
    return (
        f"the environment variable {name} (token of the connection {connection['key']}) {state}; "
        f"make one: export {name}=$(openssl rand -hex 24)"
    )


def describe(file: OrganizationFile) -> Json:
    """The document without anything that the environment holds."""
    plain = {"slug", "name", "language", "tone", "formality", "emoji", "time_zone", "country"}
    return {
        **file.model_dump(include=plain | {"currency", "address", "emergency"}),
        "scheduling": _scheduling(file.scheduling),
        "hours": _hours(file.hours),
        "special_dates": _special_dates(file.special_dates),
        "vacations": _vacations(file.vacations),
        "resources": _by_key(_resource(r) for r in file.resources),
        "services": [_service(s) for s in file.services],
        "members": [_member(m, file.services) for m in file.members],
        "knowledge": _by_key(_entry(e) for e in file.knowledge),
        "escalation": _by_key(_recipient(r, file.country) for r in file.escalation),
        "connections": _by_key(_connection(c, file.country) for c in file.connections),
    }


def _by_key(items: Iterable[Json]) -> list[Json]:
    return sorted(items, key=lambda item: str(item["key"]))


def _interval(interval: Interval) -> Json:
    return {"opens": interval.opens, "closes": interval.closes}


def _hours(hours: dict[str, list[Interval]]) -> list[Json]:
    rows = [
        {"weekday": day, **_interval(interval)}
        for days, intervals in hours.items()
        for day in weekdays(days)
        for interval in intervals
    ]
    return sorted(rows, key=lambda row: (row["weekday"], row["opens"]))


def _special_dates(dates: list[SpecialDate]) -> list[Json]:
    rows = []
    for special in dates:
        days = ((special.until or special.date) - special.date).days + 1
        for offset in range(days):
            rows.append(
                {
                    "day": (special.date + timedelta(days=offset)).isoformat(),
                    "label": special.label,
                    "intervals": [_interval(i) for i in special.hours],
                }
            )
    return sorted(rows, key=lambda row: str(row["day"]))


def _scheduling(scheduling: Scheduling) -> Json:
    quiet = scheduling.quiet_hours
    return {**scheduling.model_dump(), "quiet_hours": {"from": quiet.opens, "to": quiet.closes}}


def _vacations(vacations: list[Vacation]) -> list[Json]:
    rows = [
        {"from": v.first.isoformat(), "until": v.until.isoformat(), "label": v.label}
        for v in vacations
    ]
    return sorted(rows, key=lambda row: str(row["from"]))


def _resource(resource: Resource) -> Json:
    return resource.model_dump()


def _service(service: Service) -> Json:
    price = service.price
    whole = price is not None and price.is_integer()
    rounded = int(price) if price is not None and whole else price
    return {
        **service.model_dump(),
        "price": rounded,
        "hours": _hours(service.hours),
        "resources": sorted(service.resources),
    }


def _member(member: Member, services: list[Service]) -> Json:
    keys = [s.key for s in services]
    done = keys if member.services == "all" else [k for k in keys if k in member.services]
    return {
        **member.model_dump(),
        "services": done,
        "hours": _hours(member.hours),
        "special_dates": _special_dates(member.special_dates),
        "vacations": _vacations(member.vacations),
    }


def _entry(entry: Entry) -> Json:
    return entry.model_dump()


def _recipient(recipient: Recipient, country: str) -> Json:
    address = digits(recipient.phone, country) if recipient.phone else None
    return {**recipient.model_dump(exclude={"phone"}), "address": address}


def _connection(connection: ConnectionEntry, country: str) -> Json:
    phone = digits(connection.phone, country) if connection.phone else None
    return {**connection.model_dump(), "phone": phone}
