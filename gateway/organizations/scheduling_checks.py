"""What the rules of the agenda must keep between them: resources, gaps, vacations, region, reminders."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from gateway.organizations import public_holidays, words
from gateway.organizations.fields import offset_text
from gateway.organizations.file_schema import OrganizationFile, Scheduling, Service, Vacation
from gateway.organizations.source import Finding, Location

SHORTEST_RELEASE, TIME_TO_ANSWER = 30, 120
LONGEST_VACATION = timedelta(days=2 * 366)


def check_scheduling(file: OrganizationFile) -> Iterator[Finding]:
    """Every problem as its place and what to do about it."""
    yield from _holidays(file.scheduling, file.country)
    yield from _reminders(file.scheduling)
    yield from _vacations((), file.vacations)
    for index, member in enumerate(file.members):
        yield from _vacations(("members", index), member.vacations)
    resources = [r.key for r in file.resources]
    for index, service in enumerate(file.services):
        place: Location = ("services", index)
        yield from _gap(place, service)
        yield from _resources(place, service, resources)
        yield from _hours(place, service)
        yield from _where(place, service)


def _holidays(scheduling: Scheduling, country: str) -> Iterator[Finding]:
    declared = public_holidays.regions(country)
    if declared is None and scheduling.holidays:
        yield (
            ("scheduling", "holidays"),
            f"the public holidays of {country} are not known; write holidays: false and put the "
            "days on which you close into special_dates",
        )
    if declared is not None and scheduling.region is not None and scheduling.region not in declared:
        yield ("scheduling", "region"), _unknown_region(scheduling.region, country, declared)


def _unknown_region(region: str, country: str, declared: dict[str, str]) -> str:
    if not declared:
        return f"no region of {country} has holidays of its own; leave `region` out"
    for code, name in declared.items():
        if words.fold(region) in (words.fold(name), code.lower()):
            return f"`{region}` is not a region code; write {code}"
    hint = words.did_you_mean(region, list(declared.values()))
    return f"{country} has no region `{region}`{hint}; write one of {', '.join(sorted(declared))}"


def _reminders(scheduling: Scheduling) -> Iterator[Finding]:
    for offset in scheduling.reminders:
        if offset in scheduling.confirmation:
            yield (
                ("scheduling", "reminders"),
                f"`{offset_text(offset)}` also stands in `confirmation`; one message is enough",
            )
    release = scheduling.release
    if release is None:
        return
    if release < SHORTEST_RELEASE:
        yield ("scheduling", "release"), "nobody else comes within half an hour; write 30m or more"
    elif not any(offset >= release + TIME_TO_ANSWER for offset in scheduling.confirmation):
        yield (
            ("scheduling", "release"),
            "who is asked in `confirmation` needs two hours to answer; write a shorter `release`",
        )


def _vacations(place: Location, vacations: Sequence[Vacation]) -> Iterator[Finding]:
    for index, vacation in enumerate(vacations):
        here = (*place, "vacations", index)
        if vacation.until < vacation.first:
            yield (*here, "until"), f"the vacation ends before it begins, on {vacation.first}"
        elif vacation.until - vacation.first > LONGEST_VACATION:
            yield (*here, "until"), "a vacation lasts two years at most; is the year right?"
        for earlier in vacations[:index]:
            if vacation.first <= earlier.until and earlier.first <= vacation.until:
                yield (
                    (*here, "from"),
                    f"overlaps the vacation from {earlier.first} to {earlier.until}; write one",
                )


def _gap(place: Location, service: Service) -> Iterator[Finding]:
    if service.gap_from_minutes is None and service.gap_minutes is None:
        return
    if service.gap_minutes is None:
        yield (*place, "gap_from_minutes"), "`gap_minutes` is missing here: how long is the gap?"
    elif service.gap_from_minutes is None:
        yield (*place, "gap_minutes"), "`gap_from_minutes` is missing here: when does it begin?"
    elif service.gap_from_minutes + service.gap_minutes >= service.duration_minutes:
        yield (
            (*place, "gap_minutes"),
            f"the gap ends after {service.gap_from_minutes + service.gap_minutes} minutes and must "
            f"end before the service does, after {service.duration_minutes}",
        )
    if service.capacity > 1:
        yield (
            (*place, "capacity"),
            f"a group has no gap; remove the gap or write capacity: 1 for `{service.key}`",
        )


def _resources(place: Location, service: Service, declared: list[str]) -> Iterator[Finding]:
    for position, key in enumerate(service.resources):
        here = (*place, "resources", position)
        if key not in declared:
            yield here, f"there is no resource `{key}`{words.did_you_mean(key, declared)}"
        elif key in service.resources[:position]:
            yield here, f"`{key}` stands here twice; keep one"


def _hours(place: Location, service: Service) -> Iterator[Finding]:
    if "hours" in service.model_fields_set and not any(service.hours.values()):
        yield (
            (*place, "hours"),
            "no hours at all; leave `hours` out to follow the organization's, or write "
            "bookable: false",
        )


def _where(place: Location, service: Service) -> Iterator[Finding]:
    if service.where == "customer" and service.capacity > 1:
        yield (
            (*place, "where"),
            f"a group comes to the business; write where: business or capacity: 1 for `{service.key}`",
        )
