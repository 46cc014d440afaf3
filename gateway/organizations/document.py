"""Converts an organization's file to the document that `organization_apply` takes."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import TypeVar, cast

from agent.errors import OperatorError
from gateway.organizations.document_types import (
    BusinessServerDocument,
    BusyCalendarDocument,
    CalendarsDocument,
    ConnectionDocument,
    EntryDocument,
    HoursRow,
    IntervalRow,
    Item,
    MemberDocument,
    ModelLimitsDocument,
    OrganizationDocument,
    RecipientDocument,
    ResourceDocument,
    ReviewDocument,
    SchedulingDocument,
    ServiceDocument,
    SpecialDateRow,
    VacationRow,
)
from gateway.organizations.fields import Interval, digits, weekdays
from gateway.organizations.file_schema import (
    BusinessServer,
    Calendars,
    ConnectionEntry,
    Entry,
    Member,
    ModelLimits,
    OrganizationFile,
    Recipient,
    Resource,
    Review,
    Scheduling,
    Service,
    SpecialDate,
    Vacation,
)

_SHORTEST_TOKEN = 16
T = TypeVar("T", bound=Item)


class MissingToken(OperatorError):
    """A variable that a connection names is not set, or too short to be a secret."""


def build_document(
    file: OrganizationFile,
    secret: Callable[[str], str | None],
    fingerprints: Mapping[tuple[str, str], str] = {},
) -> OrganizationDocument:
    """The document with the SHA-256 of each token.

    `secret` tells the value of an environment variable; `fingerprints`: fingerprints of tokens by connection and
    variable; such a one stays as it is where the variable is not set. Raises MissingToken.
    """
    document = describe(file)
    problems = []
    for connection in document["connections"]:
        if not connection["token_env"]:
            continue
        token = secret(connection["token_env"]) or ""
        stays = fingerprints.get((connection["key"], connection["token_env"]))
        if not token and stays:
            connection["token_fingerprint"] = stays
            continue
        if len(token) < _SHORTEST_TOKEN:
            problems.append(_token_problem(connection, bool(token)))
        connection["token_hash"] = hashlib.sha256(token.encode()).hexdigest()
    if problems:
        raise MissingToken("\n".join(problems))
    return document


def _token_problem(connection: ConnectionDocument, is_set: bool) -> str:
    name = connection["token_env"]
    state = f"has fewer than {_SHORTEST_TOKEN} characters" if is_set else "is not set"
    return (
        f"the environment variable {name} (token of the connection {connection['key']}) {state}; "
        f"make one: export {name}=$(openssl rand -hex 24)"
    )


def describe(file: OrganizationFile) -> OrganizationDocument:
    """The document without anything that the environment holds."""
    return {
        "slug": file.slug,
        "name": file.name,
        "language": file.language,
        "tone": file.tone,
        "instructions": list(file.instructions),
        "formality": file.formality,
        "emoji": file.emoji,
        "time_zone": file.time_zone,
        "country": file.country,
        "currency": file.currency,
        "address": file.address,
        "emergency": file.emergency,
        "keep_texts_days": file.keep_texts_days,
        "conversation_hours": file.conversation_hours,
        "model_limits": _model_limits(file.model_limits),
        "mcp_servers": [_mcp_server(s) for s in file.mcp_servers],
        "staff_second_factor": file.staff_second_factor,
        "review": _review(file.review),
        "scheduling": _scheduling(file.scheduling),
        "hours": _hours(file.hours),
        "special_dates": _special_dates(file.special_dates),
        "vacations": _vacations(file.vacations),
        "resources": _by_key(_resource(r) for r in file.resources),
        "services": [_service(s) for s in file.services],
        "members": [_member(m, file.services) for m in file.members],
        "calendars": _calendars(file.calendars),
        "knowledge": _by_key(_entry(e) for e in file.knowledge),
        "escalation": [_recipient(r, file.country) for r in file.escalation],
        "connections": _by_key(_connection(c, file.country) for c in file.connections),
    }


def _by_key(items: Iterable[T]) -> list[T]:
    return sorted(items, key=lambda item: item["key"])


def _interval(interval: Interval) -> IntervalRow:
    return {"opens": interval.opens, "closes": interval.closes}


def _hours(hours: dict[str, list[Interval]]) -> list[HoursRow]:
    rows: list[HoursRow] = [
        {"weekday": day, **_interval(interval)}
        for days, intervals in hours.items()
        for day in weekdays(days)
        for interval in intervals
    ]
    return sorted(rows, key=lambda row: (row["weekday"], row["opens"]))


def _special_dates(dates: list[SpecialDate]) -> list[SpecialDateRow]:
    rows: list[SpecialDateRow] = []
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
    return sorted(rows, key=lambda row: row["day"])


def _model_limits(limits: ModelLimits) -> ModelLimitsDocument:
    return cast(ModelLimitsDocument, limits.model_dump(exclude_none=True))


def _calendars(calendars: Calendars) -> CalendarsDocument:
    busy = [cast(BusyCalendarDocument, one.model_dump()) for one in calendars.busy]
    for one in busy:
        one["unit"] = one["unit"] if (one["unit"] or 1) > 1 else None
    return {"shown": calendars.shown, "busy": sorted(busy, key=lambda one: one["key"])}


def _mcp_server(server: BusinessServer) -> BusinessServerDocument:
    return cast(BusinessServerDocument, server.model_dump())


def _review(review: Review | None) -> ReviewDocument | None:
    return cast(ReviewDocument, review.model_dump()) if review else None


def _scheduling(scheduling: Scheduling) -> SchedulingDocument:
    quiet = scheduling.quiet_hours
    rules = {**scheduling.model_dump(), "quiet_hours": {"from": quiet.opens, "to": quiet.closes}}
    return cast(SchedulingDocument, rules)


def _vacations(vacations: list[Vacation]) -> list[VacationRow]:
    rows: list[VacationRow] = [
        {"from": v.first.isoformat(), "until": v.until.isoformat(), "label": v.label}
        for v in vacations
    ]
    return sorted(rows, key=lambda row: row["from"])


def _resource(resource: Resource) -> ResourceDocument:
    return cast(ResourceDocument, resource.model_dump())


def _service(service: Service) -> ServiceDocument:
    price = service.price
    whole = price is not None and price.is_integer()
    rounded = int(price) if price is not None and whole else price
    described = {
        **service.model_dump(),
        "price": rounded,
        "hours": _hours(service.hours),
        "resources": sorted(service.resources),
    }
    return cast(ServiceDocument, described)


def _member(member: Member, services: list[Service]) -> MemberDocument:
    keys = [s.key for s in services]
    done = keys if member.services == "all" else [k for k in keys if k in member.services]
    described = {
        **member.model_dump(),
        "services": done,
        "hours": _hours(member.hours),
        "special_dates": _special_dates(member.special_dates),
        "vacations": _vacations(member.vacations),
    }
    return cast(MemberDocument, described)


def _entry(entry: Entry) -> EntryDocument:
    return cast(EntryDocument, entry.model_dump())


def _recipient(recipient: Recipient, country: str) -> RecipientDocument:
    address = digits(recipient.phone, country) if recipient.phone else recipient.email
    described = {**recipient.model_dump(exclude={"phone", "email"}), "address": address}
    return cast(RecipientDocument, described)


def _connection(connection: ConnectionEntry, country: str) -> ConnectionDocument:
    phone = digits(connection.phone, country) if connection.phone else None
    token_env = connection.token_env or ""
    about = {**connection.model_dump(), "phone": phone, "token_env": token_env}
    return cast(ConnectionDocument, about)
