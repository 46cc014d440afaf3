"""When a member works for a service: sets of minutes, one local day at a time."""

from datetime import date, timedelta
from itertools import pairwise

from tests.scheduling.business import WHOLE_DAY, Business, Hours, Member, Minute, Service, Vacation
from tests.scheduling.local_time import instant, local


class Working:
    """The hours of one business, its members and services."""

    def __init__(self, business: Business) -> None:
        self._business = business
        self._known: dict[object, set[Minute]] = {}

    # Local hours

    def opening(self, day: date) -> tuple[Hours, str | None]:
        """The organization's hours of a local day, and why they are not those of the week."""
        business = self._business
        if special := business.special.get(day):
            return special.hours, special.label
        if vacation := _vacation(business.vacations, day):
            return (), vacation.label
        if business.observes_holidays and day in business.holidays:
            return (), business.holidays[day]
        return business.week.get(day.isoweekday(), ()), None

    def presence(self, member: Member, day: date) -> Hours:
        """The member's own hours of a local day."""
        if special := member.special.get(day):
            return special.hours
        if _vacation(member.vacations, day):
            return ()
        return member.week.get(day.isoweekday(), ()) if member.week else WHOLE_DAY

    def given(self, service: Service, day: date) -> Hours:
        """Hours in which a service is given."""
        return service.week.get(day.isoweekday(), ()) if service.week else WHOLE_DAY

    # Minutes

    def open_minutes(self, day: date) -> set[Minute]:
        return self._instants(day, self.opening(day)[0])

    def pieces(self, member: Member, service: Service, day: date) -> list[tuple[Minute, Minute]]:
        """The same, from and to; the day's own, cut off at its midnights."""
        minutes = sorted(self.minutes(member, service, day))
        if not minutes:
            return []
        breaks = [(a, b) for a, b in pairwise(minutes) if b != a + 1]
        begins = [minutes[0], *(b for _, b in breaks)]
        ends = [*(a for a, _ in breaks), minutes[-1]]
        return [(begin, end + 1) for begin, end in zip(begins, ends, strict=True)]

    def covers(self, member: Member, service: Service, start: Minute) -> bool:
        """Whether the whole appointment lies in working time, over midnight or not."""
        end = start + service.duration
        zone = self._business.zone
        # Where clocks go back at midnight, an hour of one date belongs to the hours of another.
        first = local(zone, start).date() - timedelta(days=1)
        last = local(zone, end).date() + timedelta(days=1)
        return self._worked(member, service, first, last).issuperset(range(start, end))

    def minutes(self, member: Member, service: Service, day: date) -> set[Minute]:
        """Every minute of that day's hours in which the member works for the service."""
        key = (member, service, day)
        if key not in self._known:
            self._known[key] = (
                self.open_minutes(day)
                & self._instants(day, self.presence(member, day))
                & self._instants(day, self.given(service, day))
            )
        return self._known[key]

    def _worked(self, member: Member, service: Service, first: date, last: date) -> set[Minute]:
        key = (member, service, first, last)
        if key not in self._known:
            days = (first + timedelta(days=n) for n in range((last - first).days + 1))
            every = (self.minutes(member, service, day) for day in days)
            self._known[key] = set().union(*every)
        return self._known[key]

    def _instants(self, day: date, hours: Hours) -> set[Minute]:
        found: set[Minute] = set()
        for opens, closes in hours:
            zone = self._business.zone
            found.update(range(instant(zone, day, opens), instant(zone, day, closes)))
        return found


def _vacation(vacations: tuple[Vacation, ...], day: date) -> Vacation | None:
    return next((v for v in vacations if v.first <= day <= v.last), None)
