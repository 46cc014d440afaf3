"""Two people in one wish: both are booked with one yes, or nobody is."""

import pytest

from tests.conversations.agenda_rules import change
from tests.front import Front

ROWS = (
    "select a.attendee_name as name, p.relation, s.key as service, m.key as member, "
    "to_char(a.starts_at at time zone o.time_zone, 'DD HH24:MI') as at, a.visit_id "
    "from appointments a join services s on s.id = a.service_id join members m on m.id = a.member_id "
    "join organizations o on o.id = a.organization_id left join people p on p.id = a.person_id "
    "where a.status = 'scheduled' order by a.starts_at, a.attendee_name"
)
HELD = "select 1 from holds where expires_at > %s"


def booked(front: Front) -> list[tuple[str, str | None, str]]:
    return [(row["name"], row["relation"], row["at"]) for row in front.rows(ROWS)]


@pytest.mark.parametrize(
    ("tenant", "wish", "yes", "names", "both"),
    [
        (
            "aurora",
            "Hola, mi esposo Andrés Peláez y yo Sara Duque queremos un masaje el martes a las 3 de la tarde, a la misma hora",
            "sí",
            [("Andrés Peláez", "husband", "24 15:00"), ("Sara Duque", None, "24 15:00")],
            ("Sara Duque", "Andrés Peláez"),
        ),
        (
            "sorriso",
            "Oi, sou a Bia Lima, limpeza pra mim e pro meu filho Davi Lima na terça às 15h",
            "sim",
            [("Bia Lima", None, "24 15:00"), ("Davi Lima", "son", "24 15:00")],
            ("Bia Lima", "Davi Lima"),
        ),
        (
            "aurora",
            "Hi, this is Kate Lee, my wife Ann Lee and I would like a massage on Tuesday at 3 pm",
            "yes",
            [("Ann Lee", "wife", "24 15:00"), ("Kate Lee", None, "24 15:00")],
            ("Kate Lee", "Ann Lee"),
        ),
    ],
    ids=["es", "pt", "en"],
)
async def test_both_at_one_hour_with_one_yes(
    front: Front,
    tenant: str,
    wish: str,
    yes: str,
    names: list[tuple[str, str | None, str]],
    both: tuple[str, str],
) -> None:
    ana = front.customer(tenant=tenant)
    offer = await ana.say(wish)
    assert all(name in offer for name in both)
    receipt = await ana.say(yes)
    assert all(name in receipt for name in both)
    assert receipt.count("✅") == 1
    assert booked(front) == names
    members = {row["member"] for row in front.rows(ROWS)}
    assert len(members) == 2
    assert [row["visit_id"] for row in front.rows(ROWS)] == [None, None]


@pytest.mark.parametrize(
    ("tenant", "wish", "yes", "asked", "answer", "expected"),
    [
        (
            "aurora",
            "Hola, un masaje para mí y para mi mamá el martes a las 3 de la tarde",
            "sí",
            "llaman",
            "Ana Gil y Rosa Gil",
            {"Ana Gil", "Rosa Gil"},
        ),
        (
            "sorriso",
            "Oi, somos dois, queremos limpeza na terça às 15h",
            "sim",
            "chamam",
            "Bia Lima e Caio Lima",
            {"Bia Lima", "Caio Lima"},
        ),
        (
            "aurora",
            "Hi, a massage for two people on Tuesday at 3 pm",
            "yes",
            "names",
            "Kate Lee and Tom Lee",
            {"Kate Lee", "Tom Lee"},
        ),
    ],
    ids=["es", "pt", "en"],
)
async def test_their_names_are_asked(
    front: Front, tenant: str, wish: str, yes: str, asked: str, answer: str, expected: set[str]
) -> None:
    ana = front.customer(tenant=tenant)
    await ana.say(wish)
    assert asked in (await ana.say(yes)).lower()
    assert front.rows(ROWS) == []
    await ana.say(answer)
    assert {row["name"] for row in front.rows(ROWS)} == expected


@pytest.mark.parametrize(
    ("tenant", "wish", "yes"),
    [
        ("aurora", "Hola, cejas para mi mamá Rosa Gil y para mi hermana Eva Gil, seguidas, el lunes a las 10", "sí"),
        ("sorriso", "Oi, limpeza pra minha mãe Rosa Gil e pra minha irmã Eva Gil, uma depois da outra, na terça às 15h", "sim"),
        ("aurora", "Hi, eyebrows for my mom Rosa Gil and my sister Eva Gil, back to back, on Monday at 10 am", "yes"),
    ],
    ids=["es", "pt", "en"],
)  # fmt: skip
async def test_one_after_the_other(front: Front, tenant: str, wish: str, yes: str) -> None:
    ana = front.customer(tenant=tenant)
    offer = await ana.say(wish)
    assert "Rosa Gil" in offer
    await ana.say(yes)
    rows = front.rows(ROWS)
    assert [(row["name"], row["relation"]) for row in rows] == [
        ("Rosa Gil", "mother"),
        ("Eva Gil", "sister"),
    ]
    assert rows[0]["at"] < rows[1]["at"]
    assert front.rows("select name from contacts where phone is not null") == [{"name": None}]


async def test_what_is_impossible_at_once_is_offered_in_turn(front: Front) -> None:
    """Only Laura does it: not two at one hour."""
    ana = front.customer()
    offer = await ana.say(
        "Hola, un peeling para mi mamá Rosa Gil y para mi hermana Eva Gil el martes a las 9 de la mañana"
    )
    assert "después del otro" in offer or "seguidos" in offer
    for _ in range(2):
        if not front.rows(ROWS):
            await ana.say("sí" if "¿" in ana.heard[-1] else "la primera")
    assert len(front.rows(ROWS)) == 2


async def test_seats_of_one_start(front: Front) -> None:
    change(front, "services", "diseno-de-cejas", capacity=4)
    ana = front.customer()
    await ana.say("Hola, cejas para mi mamá Rosa Gil y para mi hermana Eva Gil el lunes a las 10")
    await ana.say("sí")
    rows = front.rows(ROWS)
    assert [row["at"] for row in rows] == ["23 10:00"] * 2
    assert {row["member"] for row in rows} == {rows[0]["member"]}


async def test_a_group_is_for_the_team(front: Front) -> None:
    ana = front.customer()
    answer = await ana.say("Hola, somos cuatro y queremos masaje el martes a las 3 de la tarde")
    assert "equipo" in answer
    assert front.rows(ROWS) == []


async def test_either_of_them_is_cancelled_alone(front: Front) -> None:
    ana = front.customer()
    await ana.say(
        "Hola, soy Ana Gil, un masaje para mí y para mi mamá Rosa Gil el martes a las 3 de la tarde"
    )
    await ana.say("sí")
    await ana.say("no")
    await ana.say("cancela la de mi mamá")
    await ana.say("sí")
    assert booked(front) == [("Ana Gil", None, "24 15:00")]
