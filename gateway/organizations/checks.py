"""What a file must keep beyond the shape of its values: keys, references, phones, secrets."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from pydantic_core import PydanticCustomError

from gateway.channels.base import RECEIVING
from gateway.channels.registry import channel_classes
from gateway.mail import EMAIL
from gateway.organizations import words
from gateway.organizations.calendar_checks import check_calendars
from gateway.organizations.fields import digits
from gateway.organizations.file_schema import ConnectionEntry, Member, OrganizationFile, SpecialDate
from gateway.organizations.question_checks import check_questions
from gateway.organizations.scheduling_checks import check_scheduling
from gateway.organizations.source import Finding, Location

_KEYED = ("resources", "services", "members", "knowledge", "escalation", "connections")
LONGEST_RANGE = timedelta(days=366)


def check(file: OrganizationFile) -> Iterator[Finding]:
    """Every problem as its place and what to do about it."""
    for section in _KEYED:
        yield from _unique_keys(section, [item.key for item in getattr(file, section)])
    yield from check_scheduling(file)
    yield from check_questions(file)
    yield from check_calendars(file)
    yield from _special_dates((), file.special_dates)
    yield from _assessments(file)
    for index, member in enumerate(file.members):
        yield from _member(file, index, member)
    yield from _undone_services(file)
    yield from _phones(file)
    yield from _roles(file)
    for index, connection in enumerate(file.connections):
        yield from _secrets(("connections", index, "settings"), connection.settings)
        yield from _automatic_texts(("connections", index, "settings"), connection.settings)
        yield from _channel_settings(index, connection)
        yield from _receiving(index, connection)
    yield from _unique_tokens(file)


def _automatic_texts(place: Location, settings: dict[str, Any]) -> Iterator[Finding]:
    texts = settings.get("automatic_texts", [])
    if not isinstance(texts, list) or not all(isinstance(t, str) and t.strip() for t in texts):
        yield (
            (*place, "automatic_texts"),
            "list the texts that the business's own app sends by itself, each as it is sent there",
        )


def _channel_settings(index: int, connection: ConnectionEntry) -> Iterator[Finding]:
    channel = channel_classes().get(connection.channel)
    problems = channel.setting_problems(connection.settings) if channel else {}
    for name, what in problems.items():
        # One that is missing has no line of its own.
        inside = ("settings", name) if name in connection.settings else ()
        yield ("connections", index, *inside), what


def _receiving(index: int, connection: ConnectionEntry) -> Iterator[Finding]:
    channel = channel_classes().get(connection.channel)
    ways = RECEIVING if channel and channel.has_feed else RECEIVING[:1]
    if connection.settings.get("receive", RECEIVING[0]) not in ways:
        why = " (nobody can listen to this provider)" if len(ways) == 1 else ""
        what = f"`receive` is {' or '.join(ways)}{why}"
        yield ("connections", index, "settings", "receive"), what


def _unique_keys(section: str, keys: list[str]) -> Iterator[Finding]:
    for index, key in enumerate(keys):
        if key in keys[:index]:
            yield (section, index, "key"), f"the key `{key}` is used twice in {section}; change one"


def _special_dates(place: Location, dates: Sequence[SpecialDate]) -> Iterator[Finding]:
    seen = set()
    for index, special in enumerate(dates):
        here = (*place, "special_dates", index)
        last = special.until or special.date
        if last < special.date or last - special.date > LONGEST_RANGE:
            yield (*here, "until"), "`until` must be a later day, at most a year later"
            continue
        for offset in range((last - special.date).days + 1):
            day = special.date + timedelta(days=offset)
            if day in seen:
                yield (*here, "date"), f"{day} stands here a second time; keep one"
            seen.add(day)


def _assessments(file: OrganizationFile) -> Iterator[Finding]:
    services = {s.key: s for s in file.services}
    for index, service in enumerate(file.services):
        key, place = service.requires_assessment, ("services", index, "requires_assessment")
        if key is None:
            continue
        if key not in services:
            yield place, f"there is no service `{key}`{words.did_you_mean(key, list(services))}"
        elif key == service.key:
            yield place, f"`{key}` cannot require itself; name the service that assesses"
        elif services[key].requires_assessment:
            yield (
                place,
                f"`{key}` requires an assessment itself; name one that can be booked at once",
            )


def _member(file: OrganizationFile, index: int, member: Member) -> Iterator[Finding]:
    place: Location = ("members", index)
    keys = [s.key for s in file.services]
    for position, key in enumerate(member.services if member.services != "all" else []):
        here = (*place, "services", position)
        if key not in keys:
            yield here, f"there is no service `{key}`{words.did_you_mean(key, keys)}"
        elif key in member.services[:position]:
            yield here, f"`{key}` stands here twice; keep one"
    if "hours" in member.model_fields_set and not any(member.hours.values()):
        yield (
            (*place, "hours"),
            "no hours at all; leave `hours` out to follow the organization's, or remove the member",
        )
    yield from _special_dates(place, member.special_dates)


def _undone_services(file: OrganizationFile) -> Iterator[Finding]:
    if any(m.services == "all" for m in file.members):
        return
    done = {key for m in file.members for key in m.services}
    for index, service in enumerate(file.services):
        if service.bookable and service.key not in done:
            yield (
                ("services", index),
                f"nobody does `{service.key}`; add it to a member's services or write bookable: false",
            )


def _roles(file: OrganizationFile) -> Iterator[Finding]:
    keys = [member.key for member in file.members]
    for index, recipient in enumerate(file.escalation):
        place: Location = ("escalation", index)
        if recipient.role == "professional" and recipient.member is None:
            yield place, "`member` is missing here: the key of the one whose agenda they see"
        elif recipient.role != "professional" and recipient.member is not None:
            yield (*place, "member"), "only with `role: professional`; others see every agenda"
        elif recipient.member is not None and recipient.member not in keys:
            hint = words.did_you_mean(recipient.member, keys)
            yield (*place, "member"), f"there is no member `{recipient.member}`{hint}"
        if recipient.role != "owner" and recipient.weekly:
            yield (*place, "weekly"), "the figures are the owner's; leave `weekly` or `role` out"


def _phones(file: OrganizationFile) -> Iterator[Finding]:
    for index, recipient in enumerate(file.escalation):
        channel = channel_classes().get(recipient.channel)
        if channel and not channel.reaches_phones:
            yield (
                ("escalation", index, "channel"),
                f"{recipient.channel} reaches nobody who did not write: whoever works there sees the "
                "conversation itself; write a WhatsApp channel, or leave this recipient out",
            )
        elif recipient.channel == EMAIL:
            if recipient.email is None:
                yield ("escalation", index), "`email` is missing here"
        elif recipient.channel != "web" and recipient.phone is None:
            yield ("escalation", index), f"`phone` is missing here: {recipient.channel} needs one"
        yield from _phone(("escalation", index, "phone"), recipient.phone, file.country)
    for index, connection in enumerate(file.connections):
        yield from _phone(("connections", index, "phone"), connection.phone, file.country)


def _phone(place: Location, phone: str | None, country: str) -> Iterator[Finding]:
    if phone is None:
        return
    try:
        digits(phone, country)
    except PydanticCustomError as error:
        yield place, error.message()


def _secrets(place: Location, value: Any) -> Iterator[Finding]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _secrets((*place, index), item)
    if not isinstance(value, dict):
        return
    for key, item in value.items():
        holds = isinstance(item, str | int | float) and not isinstance(item, bool)
        if holds and words.names_secret(key):
            yield (
                (*place, key),
                f"`{key}`: secrets do not belong in this file; write secret_env: NAME_OF_VARIABLE",
            )
        else:
            yield from _secrets((*place, key), item)


def _unique_tokens(file: OrganizationFile) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, connection in enumerate(file.connections):
        if connection.token_env is None:
            continue
        if connection.token_env in seen:
            yield (
                ("connections", index, "token_env"),
                "another connection has this variable; every connection needs a token of its own",
            )
        seen.add(connection.token_env)
