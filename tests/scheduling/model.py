"""The rules of docs/decisions/scheduling.md, slow and obvious: minute by minute, start by start."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from tests.scheduling.business import LIVE, Member, Minute, Question, Service, Slot, World
from tests.scheduling.local_time import local, moment
from tests.scheduling.taken import Taken
from tests.scheduling.working import Working

Limits = Callable[[Member, Service, Minute], bool]


def slot_of(service: Service, member: UUID, start: Minute) -> Slot:
    """What an appointment of this service takes, without units."""
    gap = None
    if service.gap_from is not None and service.gap is not None:
        gap = (start + service.gap_from, start + service.gap_from + service.gap)
    end = start + service.duration
    return Slot(service.id, member, start, end, start - service.before, end + service.after, gap)


class Model:
    """The answers to one question about one world."""

    def __init__(self, world: World, question: Question) -> None:
        self.world = world
        self.business = world.business
        self.question = question
        self.working = Working(world.business)
        self.taken = Taken(world, question)
        self._services = {service.id: service for service in self.business.services}
        self._members = {member.id: member for member in self.business.members}
        self.visit = [self._services[service] for service in question.services]
        self._known_free: dict[tuple[Member, Service, Minute], bool] = {}
        self._known_grids: dict[tuple[Member, Service, date], set[Minute]] = {}

    # Answers

    def days(self) -> list[date]:
        count = (self.question.last - self.question.first).days + 1
        return [self.question.first + timedelta(days=n) for n in range(count)]

    def free_starts(self, day: date, limits: Limits | None = None) -> list[Minute]:
        """Starts of a local day at which the whole visit is free, soonest first."""
        allowed = limits or self.in_time
        return [at for at in self.starts(day) if all(self.options(at, day, allowed))]

    def chosen(self, at: Minute) -> list[UUID]:
        """Who would take each part of a visit that begins at a free start, on their grid or not."""
        parts = self.parts(at)
        options = self._able(at, self.in_time)
        everything = [m for m in options[0] if all(m in others for others in options)]
        if everything:
            return [self._best(everything, self.visit[0], at)] * len(parts)
        return [
            self._best(members, service, start)
            for members, service, start in zip(options, self.visit, parts, strict=True)
        ]

    # Who

    def performers(self, service: Service) -> list[Member]:
        """Who may be given the service, by this question."""
        if not (service.active and service.bookable):
            return []
        able = [m for m in self.business.members if m.active and service.id in m.services]
        if self.question.member is None:
            return able
        named = self._named()
        if named is None:
            return []
        return [named] if named in able else able

    def _named(self) -> Member | None:
        """The named member, who must perform one of the services at least."""
        member = self._members.get(self.question.member) if self.question.member else None
        if member is None or not member.active:
            return None
        return member if any(service.id in member.services for service in self.visit) else None

    def _best(self, members: list[Member], service: Service, at: Minute) -> UUID:
        day = local(self.business.zone, at).date()
        last = self._last_member(service)

        def rank(member: Member) -> tuple[bool, int, int, UUID]:
            load = self.taken.load(member.id, day)
            return member.id != last, load, member.position, member.id

        return min(members, key=rank).id

    def _last_member(self, service: Service) -> UUID | None:
        """Of the asking customer's last appointment of the service that was not called off."""
        if self.question.chat is None:
            return None
        own = [
            a
            for a in self.world.appointments
            if a.contact == self.world.contact
            and a.slot.service == service.id
            and a.status in (*LIVE, "completed")
        ]
        return max(own, key=lambda a: (a.slot.start, a.id)).slot.member if own else None

    # When

    def parts(self, at: Minute) -> list[Minute]:
        """When each service of a visit begins."""
        starts = [at]
        for one, other in pairwise(self.visit):
            starts.append(starts[-1] + one.duration + one.after + other.before)
        return starts

    def starts(self, day: date) -> list[Minute]:
        """Every start that might be free, of whoever performs the first service."""
        performers = self.performers(self.visit[0])
        return sorted({at for member in performers for at in self._starts_of(member, day)})

    def options(self, at: Minute, day: date, limits: Limits) -> list[list[Member]]:
        """Who is free for each part of a visit. The first must have the start on their own grid."""
        first, *others = self._able(at, limits)
        return [[member for member in first if at in self._starts_of(member, day)], *others]

    def allows(self, members: list[UUID], at: Minute) -> bool:
        """Whether just these members may take the parts of a visit that begins then."""
        able = [{member.id for member in options} for options in self._able(at, self.in_time)]
        return all(m in options for m, options in zip(members, able, strict=True))

    def anybody(self, at: Minute) -> bool:
        """Whether the visit is free at a start that may be on nobody's grid."""
        return all(self._able(at, self.in_time))

    def _able(self, at: Minute, limits: Limits) -> list[list[Member]]:
        return [
            [
                member
                for member in self.performers(service)
                if self._free(member, service, start) and limits(member, service, start)
            ]
            for service, start in zip(self.visit, self.parts(at), strict=True)
        ]

    def fitting(self, day: date) -> set[Minute]:
        """Starts at which the first service fits the hours of somebody, taken or not."""
        service = self.visit[0]
        return {at for m in self.performers(service) for at in self._grid(m, service, day)}

    def _starts_of(self, member: Member, day: date) -> set[Minute]:
        service = self.visit[0]
        sessions = self.taken.starts_with_seats(service.id, member.id)
        of_day = {at for at in sessions if local(self.business.zone, at).date() == day}
        return of_day | self._grid(member, service, day)

    def _grid(self, member: Member, service: Service, day: date) -> set[Minute]:
        key = (member, service, day)
        if key not in self._known_grids:
            step = service.step or self.business.step
            self._known_grids[key] = {
                start
                for begins, ends in self.working.pieces(member, service, day)
                for start in range(begins, ends, step)
                if self.working.covers(member, service, start)
            }
        return self._known_grids[key]

    def _free(self, member: Member, service: Service, start: Minute) -> bool:
        key = (member, service, start)
        if key not in self._known_free:
            self._known_free[key] = self._is_free(member, service, start)
        return self._known_free[key]

    def _is_free(self, member: Member, service: Service, start: Minute) -> bool:
        """Whether member and units are free, whatever notice and horizon say."""
        if not self.working.covers(member, service, start):
            return False
        if start in self.taken.starts_with_seats(service.id, member.id):
            return True
        return self.taken.has_room(slot_of(service, member.id, start), service.resources)

    # Limits

    def in_time(self, member: Member, service: Service, start: Minute) -> bool:
        return self.after_notice(member, service, start) and moment(start) <= self.horizon(
            member, service
        )

    def after_notice(self, member: Member, service: Service, start: Minute) -> bool:
        notice = _first(member.notice, service.notice, self.business.notice)
        return moment(start) >= self.world.now + timedelta(minutes=notice)

    def horizon(self, member: Member, service: Service) -> datetime:
        """The last instant at which this member may be booked."""
        days = _first(member.horizon, service.horizon, self.business.horizon)
        return self.world.now + timedelta(hours=24 * days)


def _first(*values: int | None) -> int:
    return next(value for value in values if value is not None)
