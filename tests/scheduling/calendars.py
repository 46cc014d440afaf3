"""Random agendas of random businesses, and questions about them, for hypothesis.

Most are interesting: the days lie around a clock change, somebody works on most of them, what is
taken lies among them, and each world has a theme.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from tests.scheduling.agendas import CHATS, CONTACTS, Agenda
from tests.scheduling.business import LIVE, Business, Member, Minute, Question, Service, World
from tests.scheduling.businesses import business
from tests.scheduling.dice import BYTES, Dice
from tests.scheduling.local_time import instant, moment
from tests.scheduling.working import Working
from tests.scheduling.zones import CHANGES

KINDS = {
    "plain": ("one", "block", "visit", "hold", "called off"),
    "gaps": ("one", "inside", "inside", "visit", "hold"),
    "groups": ("group", "seat", "group", "seat", "hold"),
    "resources": ("one", "one", "visit", "block", "hold"),
    "limits": ("one", "block", "group"),
}


@st.composite
def worlds(draw: st.DrawFn) -> tuple[World, Question]:
    """A world and a question about up to four days of it."""
    dice = Dice(draw(st.binary(min_size=BYTES, max_size=BYTES)))
    zone = dice.one(tuple(CHANGES))
    first = dice.one(CHANGES[zone]) + timedelta(days=dice.number(-2, 1))
    last = first + timedelta(days=dice.number(0, 3))
    about = business(dice, zone, first)
    now = _now(dice, zone, first)
    question = _question(dice, about, first, last)
    agenda = Agenda(about)
    for _ in range(0 if dice.rarely(8) else dice.number(3, 9)):
        _fill(dice, agenda, about, question, now)
    world = World(
        about,
        now,
        CONTACTS[0],
        tuple(agenda.appointments),
        tuple(agenda.sessions),
        tuple(agenda.holds),
    )
    return world, _moving(dice, world, question)


def _now(dice: Dice, zone: str, first: date) -> datetime:
    """Mostly on the first day or a little before."""
    today = first + timedelta(days=dice.one((0, -1, 0, -1, 1, -2, -24)))
    minute = instant(zone, today, dice.one((7, 12, 3, 9, 22)) * 60 + dice.number(0, 11) * 5)
    return moment(minute) + timedelta(seconds=dice.one((0, 0, 30)))


# Questions


def _question(dice: Dice, about: Business, first: date, last: date) -> Question:
    groups = tuple(service for service in about.services if service.capacity > 1)
    likely = groups if groups and dice.theme == "groups" else about.services
    wanted: tuple[UUID, ...] = (dice.one(likely).id,)
    if dice.rarely(3):
        wanted = dice.some_of(tuple(service.id for service in about.services), 3)
    member = dice.maybe(tuple(member.id for member in about.members), 4)
    return Question(wanted, first, last, member, CHATS[0] if not dice.rarely(4) else None)


def _moving(dice: Dice, world: World, question: Question) -> Question:
    """At times about moving an appointment, or a visit, that the customer has."""
    own = [a for a in world.appointments if a.contact == world.contact and a.status in LIVE]
    if not own or question.chat is None or not dice.rarely(3):
        return question
    moving = dice.one(tuple(own))
    visit = [a for a in own if moving.visit is not None and a.visit == moving.visit] or [moving]
    services = tuple(a.slot.service for a in sorted(visit, key=lambda a: a.slot.start))
    return replace(question, services=services, moved=dice.one(tuple(visit)).id)


# Agendas


def _fill(dice: Dice, agenda: Agenda, about: Business, question: Question, now: datetime) -> None:
    """Puts one thing into the agenda, mostly where it matters, if its time is free."""
    asked = tuple(s for s in about.services if s.id in question.services)
    service = dice.one(about.services if dice.rarely(3) else asked)
    able = tuple(m for m in about.members if service.id in m.services and m.active)
    member = dice.one(about.members if dice.rarely(6) or not able else able)
    start = _some_start(dice, about, question, member, service)
    contact = dice.one(CONTACTS[:3])
    kind = dice.one(KINDS[dice.theme])
    if kind == "visit":
        parts = dice.some_of(tuple(service.id for service in about.services), 3)
        agenda.book(parts, member.id, start, contact, dice.one(LIVE))
    elif kind == "block":
        agenda.block(service.id, member.id, start, dice.one((480, 720, 1440)), contact)
    elif kind == "inside" and service.gap_from and service.gap:
        length = max(5, service.gap - service.before - service.after)
        inside = start + service.gap_from + service.before
        agenda.block(service.id, member.id, inside, length, contact)
    elif kind == "group" and service.capacity > 1:
        sitting = [contact, CONTACTS[1], CONTACTS[1]][: dice.one((1, 1, 2, 3))]
        agenda.sit(service.id, member.id, start, sitting, service.capacity + dice.one((0, 0, 1)))
    elif kind in ("hold", "seat"):
        expires = now + timedelta(seconds=dice.one((300, 300, 0, -60)))
        chat = dice.one(CHATS[:3])
        if kind == "seat":
            agenda.hold_seat(chat, expires)
        else:
            agenda.hold([service.id], member.id, start, chat, expires)
    else:
        ended = dice.one(("cancelled", "no_show", "completed"))
        status = ended if kind == "called off" else dice.one(LIVE)
        agenda.book([service.id], member.id, start, contact, status)


def _some_start(
    dice: Dice, about: Business, question: Question, member: Member, service: Service
) -> Minute:
    """Mostly in the working time of a day that is asked about, on the quarters or beside them."""
    days = (question.last - question.first).days
    day = question.first + timedelta(days=dice.number(0, days))
    pieces = Working(about).pieces(member, service, day)
    off = dice.one((0, 0, 5))
    if not pieces or dice.rarely(8):
        return instant(about.zone, day, dice.number(0, 95) * 15) + off
    begins, ends = dice.one(tuple(pieces))
    return begins + 15 * dice.number(-2, (ends - begins) // 15) + off
