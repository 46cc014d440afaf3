"""Whose time is taken, minute by minute, as far as the one who asks is concerned."""

from collections import Counter
from datetime import date
from itertools import chain
from uuid import UUID

from tests.scheduling.business import (
    LIVE,
    Appointment,
    Hold,
    Minute,
    Question,
    Session,
    Slot,
    World,
)
from tests.scheduling.local_time import local

Start = tuple[UUID, UUID, Minute]
"""Service, member, start."""


def member_minutes(slot: Slot) -> set[Minute]:
    """The minutes that a slot takes of its member: the gap is free."""
    taken = set(range(slot.taken_from, slot.taken_to))
    return taken - set(range(*slot.gap)) if slot.gap else taken


class Taken:
    """What counts for one question: without the asker's own holds and what is to be moved."""

    def __init__(self, world: World, question: Question) -> None:
        self._zone = world.business.zone
        self._units = {unit.id: unit for unit in world.business.units}
        moved = _moved(world, question)
        appointments = [a for a in world.appointments if a.status in LIVE and a.id not in moved]
        sessions = [s for s in world.sessions if any(a.session == s.id for a in appointments)]
        holds = [h for h in world.holds if h.expires > world.now and h.chat != question.chat]
        self._slots = _slots(appointments, sessions, holds)
        self._seats = _free_seats(appointments, sessions, holds)
        self._busy: dict[UUID, set[Minute]] = {}
        for slot in self._slots:
            self._busy.setdefault(slot.member, set()).update(member_minutes(slot))
            for unit in slot.units:
                minutes = range(slot.taken_from, slot.taken_to)
                self._busy.setdefault(unit, set()).update(minutes)

    def starts_with_seats(self, service: UUID, member: UUID) -> set[Minute]:
        """Starts of existing sessions in which a seat is free."""
        return {
            start
            for (of, by, start), seats in self._seats.items()
            if of == service and by == member and seats > 0
        }

    def has_room(self, slot: Slot, resources: tuple[UUID, ...]) -> bool:
        """Whether the member, and a unit of each resource, is free for it."""
        if not member_minutes(slot).isdisjoint(self._busy.get(slot.member, ())):
            return False
        return all(self.free_units(slot, resource) for resource in resources)

    def free_units(self, slot: Slot, resource: UUID) -> list[UUID]:
        """Active units of a resource that are free for it, buffers and gap included."""
        whole = set(range(slot.taken_from, slot.taken_to))
        return [
            unit.id
            for unit in self._units.values()
            if unit.resource == resource
            and unit.active
            and whole.isdisjoint(self._busy.get(unit.id, ()))
        ]

    def load(self, member: UUID, day: date) -> int:
        """Taken minutes of a member, of takings that begin on the local day."""
        return sum(
            end - begin
            for slot in self._slots
            if slot.member == member
            for begin, end in _parts(slot)
            if local(self._zone, begin).date() == day
        )


def _moved(world: World, question: Question) -> set[UUID]:
    """The appointment that is to be moved, with the others of its visit."""
    return {
        other.id
        for one in world.appointments
        for other in world.appointments
        if one.id == question.moved
        and (question.chat is None or one.contact == world.contact)  # else it is not theirs to move
        and (other.id == one.id or (one.visit is not None and other.visit == one.visit))
    }


def _slots(
    appointments: list[Appointment], sessions: list[Session], holds: list[Hold]
) -> list[Slot]:
    return [
        *(a.slot for a in appointments if a.session is None),
        *(s.slot for s in sessions),
        *chain.from_iterable(h.slots for h in holds),
    ]


def _free_seats(
    appointments: list[Appointment], sessions: list[Session], holds: list[Hold]
) -> dict[Start, int]:
    sitting = Counter(a.session for a in appointments)
    held = Counter(_start(seat) for hold in holds for seat in hold.seats)
    return {_start(s.slot): s.capacity - sitting[s.id] - held[_start(s.slot)] for s in sessions}


def _start(slot: Slot) -> Start:
    return slot.service, slot.member, slot.start


def _parts(slot: Slot) -> list[tuple[Minute, Minute]]:
    """The takings of the member, before and after the gap."""
    if slot.gap is None:
        return [(slot.taken_from, slot.taken_to)]
    return [(slot.taken_from, slot.gap[0]), (slot.gap[1], slot.taken_to)]
