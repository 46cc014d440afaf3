"""Examples from docs/decisions/scheduling.md: hours, clock changes and what is taken."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tests.scheduling.agendas import CHATS
from tests.scheduling.asking import (
    ANA,
    CUT,
    DAY,
    DYE,
    EVA,
    HAVANA,
    NEW_YORK,
    SANTIAGO,
    Asking,
    at,
    booked,
    business,
    world,
)
from tests.scheduling.business import WHOLE_DAY, Hold, Session, Special, Unit, Vacation
from tests.scheduling.model import slot_of

# Hours


def test_starts_lie_on_the_grid_of_each_piece_of_working_time(ask: Asking) -> None:
    assert ask.starts(world(business())) == "09:00 09:30 10:00 10:30"
    broken = business(hours=((540, 600), (615, 660)), step=25)
    assert ask.starts(world(broken)) == "09:00 09:25 10:15"
    touching = business(hours=((540, 570), (570, 630)), step=40)
    assert ask.starts(world(touching)) == "09:00 09:40"
    overlapping = business(hours=((540, 600), (560, 630)), step=40)
    assert ask.starts(world(overlapping)) == "09:00 09:40"


def test_everybody_has_hours_of_their_own(ask: Asking) -> None:
    late = replace(ANA, week={2: ((565, 700),)})
    assert ask.starts(world(business(members=(late,)))) == "09:25 09:55 10:25"
    assert ask.starts(world(business(members=(late, EVA)))) == (
        "09:00 09:25 09:30 09:55 10:00 10:25 10:30"
    )
    seldom = replace(CUT, week={2: ((570, 630),), 3: WHOLE_DAY})
    assert ask.starts(world(business(services=(seldom, DYE)))) == "09:30 10:00"
    assert ask.state(world(business(services=(replace(CUT, week={3: WHOLE_DAY}), DYE)))) == (
        "member_off",
        None,
    )


def test_special_days_come_before_vacations_before_holidays(ask: Asking) -> None:
    off = (Vacation(DAY, DAY, "Beach"),)
    holidays: Any = {"holidays": {DAY: "Thanksgiving"}, "observes_holidays": True}
    assert ask.state(world(business(**holidays))) == ("closed", "Thanksgiving")
    assert ask.state(world(business(**{**holidays, "observes_holidays": False})))[0] == "open"
    assert ask.state(world(business(vacations=off, **holidays))) == ("closed", "Beach")
    short = {DAY: Special(((600, 660),), "Short")}
    assert ask.starts(world(business(vacations=off, special=short, **holidays))) == "10:00 10:30"
    closed = {DAY: Special((), "Moving")}
    assert ask.state(world(business(vacations=off, special=closed))) == ("closed", "Moving")
    away = replace(ANA, vacations=(Vacation(DAY, DAY),))
    assert ask.state(world(business(members=(away,))))[0] == "member_off"
    back = replace(away, special=short)
    assert ask.starts(world(business(members=(back,)))) == "10:00 10:30"


# Clock changes


def test_the_skipped_hour_is_moved_on(ask: Asking) -> None:
    spring = date(2026, 3, 8)
    night = world(business(NEW_YORK, ((60, 240),)), "2026-03-01T12:00")
    assert ask.starts(night, day=spring) == "01:00 01:30 03:00 03:30"
    inside = world(business(NEW_YORK, ((120, 180),)), "2026-03-01T12:00")
    assert ask.state(inside, day=spring) == ("closed", None)
    into = world(business(NEW_YORK, ((90, 150),)), "2026-03-01T12:00")  # until 02:30, so 03:30
    assert ask.starts(into, day=spring) == "01:30 03:00"
    all_day = world(business(SANTIAGO, WHOLE_DAY, step=240), "2026-09-01T12:00")
    assert ask.starts(all_day, day=date(2026, 9, 6)) == "01:00 05:00 09:00 13:00 17:00 21:00"


def test_of_the_doubled_hour_the_second_counts(ask: Asking) -> None:
    autumn = date(2026, 11, 1)
    night = world(business(NEW_YORK, ((0, 150),)), "2026-10-25T12:00")
    assert ask.starts(night, day=autumn) == "00:00 00:30 01:00 01:30 01:00 01:30 02:00"
    from_one = world(business(NEW_YORK, ((60, 150),)), "2026-10-25T12:00")
    assert ask.starts(from_one, day=autumn) == "01:00 01:30 02:00"
    # Saturday's last hour happens twice in Santiago, Sunday's first in Havana.
    late = world(business(SANTIAGO, ((1350, 1440),)), "2026-03-25T12:00")
    assert ask.starts(late, day=date(2026, 4, 4)) == "22:30 23:00 23:30 23:00 23:30"


def test_a_shop_that_never_closes_begins_its_grid_anew_at_midnight(ask: Asking) -> None:
    always = world(business(hours=WHOLE_DAY, step=100))
    assert ask.starts(always, DYE) == (
        "00:00 01:40 03:20 05:00 06:40 08:20 10:00 11:40 13:20 15:00 16:40 18:20 20:00 21:40 23:20"
    )
    evenings = world(business(hours=((1380, 1440),)))
    assert ask.starts(evenings, DYE) == "23:00"
    havana = world(business(HAVANA, WHOLE_DAY, step=60), "2024-11-01T12:00")
    saturday = ask.starts(havana, day=date(2024, 11, 2))
    assert saturday.endswith("22:00 23:00 00:00")
    assert ask.starts(havana, day=date(2024, 11, 3)).startswith("00:00 01:00")


# What is taken


def test_buffers_keep_others_away_and_may_lie_outside_of_the_hours(ask: Asking) -> None:
    careful = replace(CUT, before=10, after=15)
    of = business(services=(careful, DYE), step=5)
    assert ask.starts(world(of)).split()[0] == "09:00"
    assert ask.starts(world(of)).split()[-1] == "10:30"
    taken = (booked(1, slot_of(careful, ANA.id, at(9, 30))),)  # from 9:20 to 10:15
    assert ask.starts(world(of, appointments=taken)) == "10:25 10:30"


def test_the_member_is_free_in_the_gap_and_the_machine_is_not(ask: Asking) -> None:
    quick = replace(CUT, duration=25)
    of = business(services=(quick, DYE), step=20)
    taken = (booked(1, slot_of(DYE, ANA.id, at(9))),)  # free from 9:20 to 9:45
    assert ask.starts(world(of, appointments=taken)) == "09:20 10:00 10:20"
    bowl = Unit(UUID(int=401), UUID(int=400))
    both = tuple(replace(service, resources=(bowl.resource,)) for service in (quick, DYE))
    taken = (booked(1, replace(taken[0].slot, units=(bowl.id,))),)
    washing = business(services=both, units=(bowl,), step=20)
    assert ask.starts(world(washing, appointments=taken)) == "10:00 10:20"
    two = replace(washing, units=(bowl, Unit(UUID(int=402), bowl.resource)))
    assert ask.starts(world(two, appointments=taken)) == "09:20 10:00 10:20"
    broken = replace(two, units=(bowl, Unit(UUID(int=402), bowl.resource, active=False)))
    assert ask.starts(world(broken, appointments=taken)) == "10:00 10:20"


def test_a_group_has_seats_and_holds_of_others_take_some(ask: Asking) -> None:
    group = replace(CUT, capacity=2)
    of = business(services=(group, DYE))
    slot = slot_of(group, ANA.id, at(9, 10))
    session = Session(UUID(int=501), slot, 2)
    one: Any = {"sessions": (session,), "appointments": (booked(1, slot, session=session.id),)}
    assert ask.starts(world(of, **one)) == "09:10 10:00 10:30"
    full = (*one["appointments"], booked(2, slot, 2, session=session.id))
    assert ask.starts(world(of, sessions=(session,), appointments=full)) == "10:00 10:30"
    assert ask.starts(world(of, **one), DYE) == "10:00"
    later = world(of).now + timedelta(minutes=5)
    held = Hold(UUID(int=601), CHATS[1], later, seats=(slot,))
    assert ask.starts(world(of, holds=(held,), **one)) == "10:00 10:30"
    nobody_yet = Hold(UUID(int=602), CHATS[1], later, (slot_of(group, ANA.id, at(9, 30)),))
    assert ask.starts(world(of, holds=(nobody_yet,))) == "09:00 10:00 10:30"
    own = replace(held, chat=CHATS[0])
    assert ask.starts(world(of, holds=(own,), **one)) == "09:10 10:00 10:30"


def test_a_hold_takes_time_from_others_until_it_expires(ask: Asking) -> None:
    of = business()
    now = world(of).now
    held = Hold(UUID(int=601), CHATS[1], now + timedelta(seconds=1), (slot_of(CUT, ANA.id, at(9)),))
    assert ask.starts(world(of, holds=(held,))) == "09:30 10:00 10:30"
    for gone in (replace(held, expires=now), replace(held, chat=CHATS[0])):
        assert ask.starts(world(of, holds=(gone,))) == "09:00 09:30 10:00 10:30"


def test_what_moves_sees_its_own_time_and_its_visit_as_free(ask: Asking) -> None:
    visit = UUID(int=701)
    parts = (
        booked(1, slot_of(CUT, ANA.id, at(9, 30)), 0, visit=visit),
        booked(2, slot_of(CUT, ANA.id, at(10)), 0, visit=visit),
        booked(3, slot_of(CUT, ANA.id, at(10, 30))),
    )
    about = world(business(), appointments=parts)
    assert ask.starts(about) == "09:00"
    assert ask.starts(about, moved=parts[1].id) == "09:00 09:30 10:00"
    assert ask.starts(about, moved=parts[2].id) == "09:00"  # somebody else's stays where it is
    own = (*parts[:2], replace(parts[2], contact=parts[0].contact))
    assert ask.starts(world(business(), appointments=own), moved=parts[2].id) == "09:00 10:30"
    group = replace(CUT, capacity=2)
    slot = slot_of(group, ANA.id, at(9, 10))
    session = Session(UUID(int=501), slot, 2)
    alone = booked(4, slot, 0, session=session.id)
    sitting = world(business(services=(group, DYE)), sessions=(session,), appointments=(alone,))
    assert ask.starts(sitting, moved=alone.id) == "09:00 09:30 10:00 10:30"
