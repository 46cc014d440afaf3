"""Times, days and people that customers refuse, against the real agenda."""

from datetime import date, datetime

import pytest

from tests.beginnings import beginning
from tests.front import Customer, Front
from tests.refusing import Refusing, every_sentence

WISHES = {
    "es": "Hola, soy Ana Prueba, quiero un masaje relajante el jueves por la tarde",
    "pt": "Olá, sou Ana Prueba, quero um masaje relajante na quinta à tarde",
    "en": "Hi, my name is Ana Prueba, I want a masaje relajante on Thursday afternoon",
}


def booked(front: Front) -> list[tuple[str, str]]:
    """Member and local start of what customers booked."""
    return [
        (row["member"], f"{row['local']:%Y-%m-%d %H:%M}")
        for row in front.appointments()
        if row["phone"]
    ]


def offered(front: Front) -> list[tuple[str, str]]:
    """Member (key) and local start of what was offered last."""
    rows = front.rows(
        "select m.key as member, to_char(o.starts_at at time zone z.time_zone, "
        "'YYYY-MM-DD HH24:MI') as at from slot_offers o join members m on m.id = o.member_id "
        "join organizations z on z.id = o.organization_id where o.turn_id = "
        "(select n.turn_id from slot_offers n join turns t on t.id = n.turn_id "
        "order by t.started_at desc limit 1) order by o.starts_at"
    )
    return [(row["member"], row["at"]) for row in rows]


def hours(front: Front) -> set[str]:
    return {at[-5:] for _, at in offered(front)}


def weekdays(front: Front) -> set[int]:
    return {date.fromisoformat(at[:10]).weekday() for _, at in offered(front)}


@beginning
async def monday_list(front: Front) -> Customer:
    ana = front.customer()
    await ana.say("Hola, quiero depilación láser el lunes por la tarde, soy Ana Prueba")
    assert weekdays(front) == {0}
    return ana


@pytest.mark.parametrize(
    "text", ["a las 3 no me sirve", "no, a las 3 no", "a esa de las 3 no puedo"]
)
async def test_a_refused_hour_is_neither_booked_nor_offered(front: Front, text: str) -> None:
    ana = await monday_list(front)
    await ana.say(text)
    assert booked(front) == []
    assert len(offered(front)) >= 3, "the list is still full"
    assert "15:00" not in hours(front)
    await ana.say("cualquiera")
    await ana.say("sí")
    assert booked(front)[0][1][-5:] != "15:00"


async def test_the_hour_that_is_wanted_instead(front: Front) -> None:
    ana = await monday_list(front)
    await ana.say("a las 3 no, mejor a las 4")
    await ana.say("sí")
    assert [at for _, at in booked(front)] == ["2026-11-23 16:00"]


async def test_two_hours_are_asked_about(front: Front) -> None:
    ana = await monday_list(front)
    said = await ana.say("puede ser a las 3 o a las 4")
    assert booked(front) == []
    assert "3:00" in said
    assert "4:00" in said
    await ana.say("a las 4")
    await ana.say("sí")
    assert [at for _, at in booked(front)] == ["2026-11-23 16:00"]


async def test_two_hours_of_which_one_was_shown(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, quiero depilación láser el jueves a las 5 y media, soy Ana Prueba")
    said = await ana.say("nono, 5 y media o 6")
    assert booked(front) == []
    assert "5:30" in said
    assert "6:00" in said
    await ana.say("la de las 6")
    await ana.say("dale")
    assert [at for _, at in booked(front)] == ["2026-11-26 18:00"]


async def test_a_quarter_to_five_is_no_five_o_clock(front: Front) -> None:
    ana = await monday_list(front)
    await ana.say("a las cinco menos cuarto")
    assert [at for _, at in booked(front)] in ([], ["2026-11-23 16:45"])


async def test_an_excepted_day_stays_out_until_it_is_named(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, una limpieza facial cualquier día menos el lunes, soy Ana Prueba")
    assert offered(front)
    assert 0 not in weekdays(front)
    await ana.say("que no sea el martes tampoco")
    assert not weekdays(front) & {0, 1}
    await ana.say("en la tarde")
    assert not weekdays(front) & {0, 1}
    await ana.say("bueno, el lunes sí puedo")
    assert weekdays(front) == {0}


async def test_any_day_but_one_in_english(front: Front) -> None:
    dave = front.customer(name="Dave")
    await dave.say(
        "hey, need a facial cleansing (limpieza facial), any day but monday, after lunch"
    )
    assert 0 not in weekdays(front)
    await dave.say("I said any day except Monday")
    assert booked(front) == []
    assert 0 not in weekdays(front)
    await dave.say("no! not monday. tuesday 3pm?")
    assert "2026-11-24 15:00" in [at for _, at in offered(front)]


@pytest.mark.parametrize(
    "text",
    ["con Camila no", "que no sea Camila", "con cualquiera menos Camila", "no quiero con Camila"],
)
async def test_a_person_who_is_not_wanted(front: Front, text: str) -> None:
    ana = front.customer()
    await ana.say("Hola, quiero diseño de cejas con Camila el jueves por la tarde, soy Ana Prueba")
    assert {member for member, _ in offered(front)} == {"camila"}
    await ana.say(text)
    assert offered(front)
    assert "camila" not in {member for member, _ in offered(front)}
    await ana.say("cualquiera")
    await ana.say("sí")
    assert [member for member, _ in booked(front)] == ["laura"]


async def test_a_person_is_excepted_from_the_first_word_on(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, quiero cejas el jueves con cualquiera menos camila, soy Ana Prueba")
    assert {member for member, _ in offered(front)} == {"laura"}


async def test_a_wish_that_begins_with_no(front: Front) -> None:
    ana = await monday_list(front)
    await ana.say("no me dijo si tiene el jueves")
    assert weekdays(front) == {3}
    assert booked(front) == []


async def test_that_day_is_the_day_on_offer(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, quiero un masaje relajante el lunes a las 3 de la tarde, soy Ana Prueba")
    await ana.say("ese día no puedo")
    await ana.say("en la tarde")
    assert offered(front)
    assert 0 not in weekdays(front)


async def test_a_refused_day_of_a_move(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, quiero un masaje relajante el lunes a las 3 de la tarde, soy Ana Prueba")
    await ana.say("sí")
    await ana.say("no")
    await ana.say("quiero mover mi cita, el martes no puedo")
    await ana.say("cualquier día por la tarde")
    assert 1 not in weekdays(front)
    assert [at for _, at in booked(front)] == ["2026-11-23 15:00"]


@pytest.mark.parametrize("said", every_sentence()[::9], ids=lambda said: said.text)
async def test_no_refusing_sentence_leaves_a_row(front: Front, said: Refusing) -> None:
    ana = front.customer()
    await ana.say(WISHES[said.language])
    await ana.say(said.text)
    assert booked(front) == []
    for _, at in offered(front):
        start = datetime.fromisoformat(at)
        assert not said.refuses(start.date(), start.time()), at
