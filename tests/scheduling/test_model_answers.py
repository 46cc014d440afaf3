"""Examples from docs/decisions/scheduling.md: limits, visits, who takes a start, and why none is."""

from dataclasses import replace
from datetime import date

from tests.scheduling.asking import ANA, CUT, DYE, EVA, Asking, at, booked, business, world
from tests.scheduling.model import slot_of

# Limits and visits


def test_notice_and_horizon_count_to_the_minute(ask: Asking) -> None:
    hour = business(notice=60)
    assert ask.starts(world(hour, "2026-11-24T08:30")) == "09:30 10:00 10:30"
    assert ask.starts(world(hour, "2026-11-24T08:30:01")) == "10:00 10:30"
    day = business(horizon=1)
    assert ask.starts(world(day, "2026-11-23T09:30")) == "09:00 09:30"
    eager = replace(ANA, notice=0)
    patient = replace(CUT, notice=90)
    own = business(members=(eager, EVA), services=(patient, DYE), notice=60)
    assert ask.starts(world(own, "2026-11-24T09:30")) == "09:30 10:00 10:30"
    assert ask.starts(world(own, "2026-11-24T09:30"), member=EVA.id) == ""


def test_a_visit_is_one_start_with_buffers_between(ask: Asking) -> None:
    washed = replace(CUT, after=10)
    dye = replace(DYE, before=5)
    of = business(services=(washed, dye), hours=((540, 720),))
    assert ask.starts(world(of), washed, dye) == "09:00 09:30 10:00"  # 30 + 10 + 5 + 60 minutes
    assert ask.starts(world(of), dye, washed) == "09:00 09:30 10:00 10:30"
    only_dye = replace(EVA, services=frozenset({dye.id}))
    team = business(services=(washed, dye), members=(ANA, only_dye), hours=((540, 720),))
    busy = world(team, appointments=(booked(1, slot_of(dye, ANA.id, at(11))),))
    assert ask.starts(busy, washed, dye) == "09:00 09:30 10:00"
    assert ask.starts(busy, washed, dye, member=only_dye.id) == "09:00 09:30 10:00"
    assert ask.starts(busy, washed, member=only_dye.id) == ""
    stranger = replace(team, members=(ANA, replace(EVA, services=frozenset())))
    assert ask.starts(world(stranger), washed, dye, member=EVA.id) == ""


# Who


def test_who_takes_a_start(ask: Asking) -> None:
    team = business(members=(EVA, ANA))
    assert ask(world(team)).chosen(at(9)) == [ANA.id]  # the smaller id
    first = replace(ANA, position=1)
    assert ask(world(replace(team, members=(first, EVA)))).chosen(at(9)) == [EVA.id]
    busy = (booked(1, slot_of(DYE, ANA.id, at(10))),)  # 35 minutes, the gap left out
    assert ask(world(team, appointments=busy)).chosen(at(9)) == [EVA.id]
    both = (*busy, booked(2, slot_of(CUT, EVA.id, at(10))))
    assert ask(world(team, appointments=both)).chosen(at(9)) == [EVA.id]
    known = booked(3, slot_of(CUT, ANA.id, at(9, day=date(2026, 10, 1))), 0, status="completed")
    assert ask(world(team, appointments=(*busy, known))).chosen(at(9)) == [ANA.id]
    missed = replace(known, status="no_show")
    assert ask(world(team, appointments=(*busy, missed))).chosen(at(9)) == [EVA.id]
    assert ask(world(team, appointments=busy), member=ANA.id).chosen(at(9)) == [ANA.id]


def test_one_member_for_a_whole_visit_comes_before_several(ask: Asking) -> None:
    only_cut = replace(ANA, services=frozenset({CUT.id}))
    team = business(members=(only_cut, EVA))
    assert ask(world(team), CUT, DYE).chosen(at(9)) == [EVA.id, EVA.id]
    taken = (booked(1, slot_of(CUT, EVA.id, at(9))),)
    assert ask(world(team, appointments=taken), CUT, DYE).chosen(at(9)) == [only_cut.id, EVA.id]


# Why a day has none


def test_why_a_day_has_no_start(ask: Asking) -> None:
    of = business()
    assert ask.state(world(of, "2026-11-25T00:00"))[0] == "past"
    assert ask.state(world(of, "2026-11-24T10:31"))[0] == "past"
    assert ask.state(world(of, "2026-11-24T10:30"))[0] == "open"
    assert ask.state(world(replace(of, horizon=1)))[0] == "horizon"
    assert ask.state(world(replace(of, horizon=1), "2026-11-23T08:30"))[0] == "horizon"
    assert ask.state(world(replace(of, week={})))[0] == "closed"
    assert ask.state(world(replace(of, members=(replace(ANA, active=False),))))[0] == "member_off"
    assert ask.state(world(replace(of, week={2: ((540, 595),)})), DYE)[0] == "too_short"
    assert ask.state(world(replace(of, notice=1440), "2026-11-24T08:00"))[0] == "too_soon"
    taken = tuple(booked(n, slot_of(CUT, ANA.id, at(9, 30 * n))) for n in range(4))
    assert ask.state(world(of, appointments=taken))[0] == "full"
