"""An agenda that fills up: whatever is put into it finds its time free, or is left out."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from tests.scheduling.business import (
    LIVE,
    Appointment,
    Business,
    Hold,
    Minute,
    Service,
    Session,
    Slot,
)
from tests.scheduling.model import slot_of
from tests.scheduling.taken import member_minutes

CONTACTS = tuple(UUID(int=(1 << 64) + n) for n in range(6))
CHATS = tuple(UUID(int=(2 << 64) + n) for n in range(8))
"""Chats of the contacts in turn, so some have two. In worlds the first asks."""


class Agenda:
    """Appointments, sessions and holds of a business, none overlapping another."""

    def __init__(self, business: Business) -> None:
        self.appointments: list[Appointment] = []
        self.sessions: list[Session] = []
        self.holds: list[Hold] = []
        self._business = business
        self._services = {service.id: service for service in business.services}
        self._busy: dict[UUID, set[Minute]] = {}
        self._count = 0

    def book(
        self, services: Iterable[UUID], member: UUID, start: Minute, contact: UUID, status: str
    ) -> None:
        """One appointment, or a visit of several with one member."""
        parts = list(services)
        visit = self._id(6) if len(parts) > 1 else None
        for service in parts:
            wanted = self._services[service]
            if visit and service != parts[0]:
                start += wanted.before
            if wanted.capacity > 1:
                self.sit(service, member, start, [contact], wanted.capacity, visit)
            elif slot := self._take(slot_of(wanted, member, start), wanted, status in LIVE):
                self._put(Appointment(self._id(4), slot, contact, status, visit))
            start += wanted.duration + wanted.after

    def block(self, service: UUID, member: UUID, start: Minute, length: int, contact: UUID) -> None:
        """An appointment of a length of its own, as if the service was another one once."""
        wanted = self._services[service]
        slot = replace(
            slot_of(replace(wanted, gap_from=None, gap=None), member, start),
            end=start + length,
            taken_to=start + length + wanted.after,
        )
        if taken := self._take(slot, wanted):
            self._put(Appointment(self._id(4), taken, contact))

    def sit(
        self,
        service: UUID,
        member: UUID,
        start: Minute,
        contacts: list[UUID],
        capacity: int,
        visit: UUID | None = None,
    ) -> None:
        """A group session with these people in it."""
        wanted = self._services[service]
        slot = self._take(slot_of(wanted, member, start), wanted)
        if slot is None:
            return
        session = Session(self._id(5), slot, capacity)
        self.sessions.append(session)
        for contact in contacts[:capacity]:
            own = replace(slot, units=())
            self._put(Appointment(self._id(4), own, contact, "scheduled", visit, session.id))

    def hold(
        self, services: Iterable[UUID], member: UUID, start: Minute, chat: UUID, expires: datetime
    ) -> None:
        """Time that is kept for a chat, unless it keeps some already."""
        if any(hold.chat == chat for hold in self.holds):
            return
        slots = []
        for service in services:
            wanted = self._services[service]
            if slot := self._take(slot_of(wanted, member, start), wanted):
                slots.append(slot)
            start = start + wanted.duration + wanted.after
        if slots:
            self.holds.append(Hold(self._id(7), chat, expires, tuple(slots)))

    def hold_seat(self, chat: UUID, expires: datetime) -> None:
        """A seat in the last session that has one left."""
        if any(hold.chat == chat for hold in self.holds):
            return
        for session in reversed(self.sessions):
            if self._seats(session) > 0:
                seat = session.slot
                self.holds.append(Hold(self._id(7), chat, expires, seats=(seat,)))
                return

    def _seats(self, session: Session) -> int:
        sitting = sum(a.session == session.id for a in self.appointments)
        return session.capacity - sitting - sum(session.slot in h.seats for h in self.holds)

    def _put(self, appointment: Appointment) -> None:
        self.appointments.append(appointment)

    def _take(self, slot: Slot, service: Service, live: bool = True) -> Slot | None:
        """The slot with its units, once its time is taken; None where it is not free."""
        if not live:
            return slot
        whole = set(range(slot.taken_from, slot.taken_to))
        if not member_minutes(slot).isdisjoint(self._busy.get(slot.member, ())):
            return None
        units = []
        for resource in service.resources:
            free = [
                unit.id
                for unit in self._business.units
                if unit.resource == resource and whole.isdisjoint(self._busy.get(unit.id, ()))
            ]
            if not free:
                return None
            units.append(free[0])
        self._busy.setdefault(slot.member, set()).update(member_minutes(slot))
        for unit in units:
            self._busy.setdefault(unit, set()).update(whole)
        return replace(slot, units=tuple(units))

    def _id(self, kind: int) -> UUID:
        self._count += 1
        return UUID(int=(kind << 64) + self._count)
