"""Services, members and hours of the CRM, as they come into the organization's file.

What stands there already is kept: the file is the business's own word. The same rules hold for what comes as for
a file that somebody writes, row by row.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from agent.errors import OperatorError
from gateway.importing.account import Account
from gateway.importing.crm.items import RetiredItem
from gateway.importing.crm.rows import Assignment, Crm, Day, Profile, Service, SpecialDay
from gateway.organizations import file_schema
from gateway.organizations.checks import check
from gateway.organizations.fields import Hours, weekdays
from gateway.organizations.file_schema import OrganizationFile
from gateway.organizations.words import WEEKDAYS, fold, slug

CURRENCY = "COP"
"""Of the CRM's prices (price_cop)."""
_HOURS: TypeAdapter[Any] = TypeAdapter(Hours)
_Words = dict[str, list[str]]
M = TypeVar("M", bound=BaseModel)


@dataclass
class Setup:
    """`file`: with what was taken. `services` and `members`: keys here, by ids there. `retired`: what only stands in
    past appointments (services with their minutes)."""

    file: OrganizationFile
    account: Account
    services: dict[str, str] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)
    retired_services: list[RetiredItem] = field(default_factory=list)
    retired_members: list[RetiredItem] = field(default_factory=list)


def take_setup(
    crm: Crm, file: OrganizationFile, account: Account, today: date, *, take_hours: bool
) -> Setup:
    """The file with what the CRM has beyond it."""
    setup = Setup(file, account)
    offered = _services(crm, setup)
    _members(crm, setup, offered, today)
    _hours(crm, setup, take_hours=take_hours)
    days = _special_dates(
        crm.special_days, file.special_dates, today, account, "days of the business"
    )
    setup.file = setup.file.model_copy(update={"special_dates": [*file.special_dates, *days]})
    problems = [f"{'.'.join(map(str, place))}: {what}" for place, what in check(setup.file)]
    if problems:
        raise OperatorError("\n".join(problems))
    return setup


def _services(crm: Crm, setup: Setup) -> dict[str, file_schema.Service]:
    """Those that are new here, by key; they come in with the members who do them."""
    offered: dict[str, file_schema.Service] = {}
    own = {fold(one.name): one.key for one in setup.file.services}
    taken: set[str] = set()
    for row in crm.services:
        name = _line(row.name)
        key = _key(name, own.get(fold(name)), taken)
        service = _validated(
            setup.account, "services", name, file_schema.Service, _service(row, key, setup)
        )
        if key in own.values():
            setup.account.count("services", "same")
            setup.services[row.id] = key
        elif service is not None:
            setup.services[row.id] = key
            if row.is_active is False:
                setup.account.leave_out(
                    "services", name, "not offered any more; kept for its appointments"
                )
                _retire(setup.retired_services, key, name, service.duration_minutes)
            else:
                offered[key] = service
    return offered


def _service(row: Service, key: str, setup: Setup) -> dict[str, Any]:
    minutes = row.duration_minutes
    currency = {} if setup.file.currency == CURRENCY else {"currency": CURRENCY}
    price = {"price": row.price_cop, **currency} if row.price_cop else {}
    return {
        "key": key,
        "name": _line(row.name),
        "description": (row.description or "").strip() or None,
        "duration_minutes": int(minutes) if minutes == int(minutes) else minutes,
        "bookable": row.is_bookable is not False,
        **price,
    }


def _members(crm: Crm, setup: Setup, offered: dict[str, file_schema.Service], today: date) -> None:
    file, account = setup.file, setup.account
    own = {fold(one.name): one for one in file.members}
    taken: set[str] = set()
    needed = _working(crm)
    people: dict[str, file_schema.Member] = {}
    for profile in _unique(crm.profiles):
        if profile.id not in needed:
            continue
        name = _line(f"{profile.first_name or ''} {profile.last_name or ''}") or profile.id[:8]
        here = own.get(fold(name))
        key = _key(name, here.key if here else None, taken)
        setup.members[profile.id] = key
        does = _done_by(profile.id, crm.assignments, setup, offered)
        if here is not None:
            people[key] = _who_does_more(here, does)
            account.count("members", "same" if people[key] == here else "changed")
        elif profile.is_active is False or not does:
            why = "not active" if profile.is_active is False else "no service is assigned to them"
            account.leave_out("members", name, f"{why}; kept for their appointments")
            _retire(setup.retired_members, key, name)
        else:
            member = _member(crm, setup, profile.id, key, name, does, today)
            if member is not None:
                people[key] = member
                account.count("members", "added")
    everybody = [people.pop(one.key, one) for one in file.members] + list(people.values())
    _put(setup, offered, everybody)


def _put(
    setup: Setup, offered: dict[str, file_schema.Service], members: list[file_schema.Member]
) -> None:
    """Services that nobody does cannot be booked, so they are kept for their appointments only."""
    done = {key for one in members if one.services != "all" for key in one.services}
    everything = any(one.services == "all" for one in members)
    services = list(setup.file.services)
    for key, service in offered.items():
        if key in done or everything or not service.bookable:
            services.append(service)
            setup.account.count("services", "added")
        else:
            setup.account.leave_out(
                "services", service.name, "nobody does it; kept for its appointments"
            )
            _retire(setup.retired_services, key, service.name, service.duration_minutes)
    setup.file = setup.file.model_copy(update={"services": services, "members": members})


def _working(crm: Crm) -> set[str]:
    """Who of the CRM's people gives services; the others only work with the CRM."""
    return {
        *(one.member_id for one in crm.assignments),
        *(one.member_id for one in crm.member_days if one.member_id),
        *(one.member_id for one in crm.appointments if one.member_id),
    }


def _unique(profiles: Iterable[Profile]) -> list[Profile]:
    """The same person may stand in two tables."""
    return list({one.id: one for one in profiles}.values())


def _done_by(
    member: str,
    assignments: Iterable[Assignment],
    setup: Setup,
    offered: Mapping[str, file_schema.Service],
) -> list[str]:
    there = {one.key for one in setup.file.services} | set(offered)
    keys = (setup.services.get(one.service_id) for one in assignments if one.member_id == member)
    return list(dict.fromkeys(key for key in keys if key in there))


def _who_does_more(member: file_schema.Member, does: list[str]) -> file_schema.Member:
    if member.services == "all":
        return member
    services = list(dict.fromkeys([*member.services, *does]))
    return member.model_copy(update={"services": services})


def _member(
    crm: Crm, setup: Setup, id_: str, key: str, name: str, does: list[str], today: date
) -> file_schema.Member | None:
    hours = _week([one for one in crm.member_days if one.member_id == id_], setup.account, name)
    given: dict[str, Any] = {"key": key, "name": name, "services": does}
    if any(hours.values()):
        given["hours"] = hours
    member = _validated(setup.account, "members", name, file_schema.Member, given)
    if member is None:
        return None
    days = [one for one in crm.member_special_days if one.member_id == id_]
    dates = _special_dates(days, [], today, setup.account, f"days of {name}")
    return member.model_copy(update={"special_dates": dates})


def _hours(crm: Crm, setup: Setup, *, take_hours: bool) -> None:
    week = _week(crm.days, setup.account, "the business")
    if not any(week.values()):
        return
    hours = _HOURS.validate_python(week)
    if _by_day(hours) == _by_day(setup.file.hours):
        setup.account.count("hours", "same")
    elif take_hours or not any(setup.file.hours.values()):
        setup.account.count("hours", "changed")
        setup.file = setup.file.model_copy(update={"hours": hours})
    else:
        setup.account.leave_out(
            "hours", "the business", "it has others here; --take-hours takes these"
        )


def _by_day(hours: Mapping[str, Any]) -> dict[int, list[str]]:
    days = {day: [str(i) for i in parts] for text, parts in hours.items() for day in weekdays(text)}
    return {day: parts for day, parts in days.items() if parts}


def _week(rows: Iterable[Day], account: Account, whose: str) -> _Words:
    """Hours by the days of a week, as a file writes them; a day that cannot be is left out."""
    week: _Words = {}
    for row in rows:
        if row.is_available is False:
            continue
        number = 7 if row.day_of_week == 0 else row.day_of_week
        if not 1 <= number <= 7:
            account.leave_out("hours", whose, f"there is no day {row.day_of_week} of a week")
            continue
        day = WEEKDAYS[number - 1]
        hours = {day: [*week.get(day, []), *_intervals(row)]}
        if _problem(lambda hours=hours: _HOURS.validate_python(hours)):
            account.leave_out(
                "hours", f"{whose}, {day}", f"{row.start_time:%H:%M}-{row.end_time:%H:%M} cannot be"
            )
        else:
            week |= hours
    return week


def _intervals(row: Day | SpecialDay) -> list[str]:
    """With a break in the middle there are two."""
    if row.start_time is None or row.end_time is None:
        return []
    if row.break_start_time is None or row.break_end_time is None:
        return [_interval(row.start_time, row.end_time)]
    return [
        _interval(row.start_time, row.break_start_time),
        _interval(row.break_end_time, row.end_time),
    ]


def _interval(opens: time, closes: time) -> str:
    """A CRM's day ends at 23:59 at the latest, or at midnight."""
    ends = "24:00" if (closes.hour, closes.minute) in ((0, 0), (23, 59)) else f"{closes:%H:%M}"
    return f"{opens:%H:%M}-{ends}"


def _special_dates(
    rows: Iterable[SpecialDay],
    own: Iterable[file_schema.SpecialDate],
    today: date,
    account: Account,
    kind: str,
) -> list[file_schema.SpecialDate]:
    days = {day for one in own for day in _days(one)}
    dates = []
    for row in rows:
        if row.date < today:
            continue
        if row.date in days:
            account.count(kind, "same")
            continue
        hours = [] if row.is_available is False else _intervals(row)
        given = {
            "date": row.date.isoformat(),
            "label": _line(row.reason or "")[:500] or None,
            "hours": hours,
        }
        special = _validated(account, kind, row.date.isoformat(), file_schema.SpecialDate, given)
        if special is not None:
            days.add(row.date)
            dates.append(special)
            account.count(kind, "added")
    return dates


def _days(special: file_schema.SpecialDate) -> Iterator[date]:
    last = special.until or special.date
    yield from (date.fromordinal(n) for n in range(special.date.toordinal(), last.toordinal() + 1))


def _validated(
    account: Account, kind: str, which: str, model: type[M], given: dict[str, Any]
) -> M | None:
    try:
        return model.model_validate(given)
    except ValidationError as error:
        account.leave_out(kind, which or "without a name", _first(error))
        return None


def _problem(validate: Any) -> str | None:
    try:
        validate()
    except ValidationError as error:
        return _first(error)
    return None


def _first(error: ValidationError) -> str:
    one = error.errors(include_url=False)[0]
    return f"{'.'.join(map(str, one['loc']))}: {one['msg']}"


def _retire(rows: list[RetiredItem], key: str, name: str, minutes: int | None = None) -> None:
    row: RetiredItem = {"key": key, "name": name[:200]}
    rows.append(row if minutes is None else {**row, "duration_minutes": minutes})


def _key(name: str, here: str | None, taken: set[str]) -> str:
    """The key of what has this name here, else one from the name; two of one name get two keys."""
    base = slug(name) or "x"
    candidates = [here] if here else []
    candidates += [base, *(f"{base}-{n}" for n in range(2, 200))]
    key = next(one for one in candidates if one not in taken)
    taken.add(key)
    return key


def _line(text: str) -> str:
    return " ".join(text.replace("\0", "").split())
