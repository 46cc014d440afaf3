"""What followed calendars must keep: keys, whose agenda each is about, one address at most."""

from collections.abc import Iterator

from gateway.organizations import words
from gateway.organizations.file_schema import BusyCalendar, OrganizationFile
from gateway.organizations.source import Finding, Location


def check_calendars(file: OrganizationFile) -> Iterator[Finding]:
    """Every problem as its place and what to do about it."""
    keys = [one.key for one in file.calendars.busy]
    for index, calendar in enumerate(file.calendars.busy):
        place: Location = ("calendars", "busy", index)
        if calendar.key in keys[:index]:
            yield (*place, "key"), f"the key `{calendar.key}` is used twice here; change one"
        yield from _whose(place, file, calendar)
        yield from _address(place, calendar)


def _whose(place: Location, file: OrganizationFile, calendar: BusyCalendar) -> Iterator[Finding]:
    if (calendar.member is None) == (calendar.resource is None):
        yield place, "write whose calendar it is: `member` or `resource`, one of them"
        return
    members = [one.key for one in file.members]
    resources = {one.key: one.capacity for one in file.resources}
    if calendar.member is not None and calendar.member not in members:
        near = words.did_you_mean(calendar.member, members)
        yield (*place, "member"), f"there is no member `{calendar.member}`{near}"
    if calendar.resource is not None and calendar.resource not in resources:
        near = words.did_you_mean(calendar.resource, list(resources))
        yield (*place, "resource"), f"there is no resource `{calendar.resource}`{near}"
    elif calendar.unit is not None and calendar.unit > resources.get(calendar.resource or "", 0):
        yield (*place, "unit"), "a `unit` is a number of the resource's pieces, from 1 on"


def _address(place: Location, calendar: BusyCalendar) -> Iterator[Finding]:
    if calendar.url is not None and calendar.url_env is not None:
        yield (*place, "url_env"), "`url` stands here, too; keep one of them"
    if calendar.kind == "ics" and calendar.password_env and not calendar.username:
        yield (*place, "password_env"), "a password needs a `username`"
