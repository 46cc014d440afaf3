"""Different services for different people in one wish: each appointment stands under its own person."""

import pytest

from tests.front import Front

ROWS = (
    "select a.attendee_name as name, p.relation, s.key as service, "
    "to_char(a.starts_at at time zone o.time_zone, 'DD HH24:MI') as at "
    "from appointments a join services s on s.id = a.service_id "
    "join organizations o on o.id = a.organization_id left join people p on p.id = a.person_id "
    "where a.status in ('scheduled', 'confirmed') order by s.key, a.attendee_name"
)
CONTACT = "select name from contacts where phone is not null"
Row = tuple[str, str | None, str, str]


def rows(front: Front) -> list[Row]:
    return [(r["name"], r["relation"], r["service"], r["at"]) for r in front.rows(ROWS)]


WISHES = [
    (
        "aurora",
        (
            "quiero una limpieza para mí y un masaje para mi hermana Ruth el jueves 26 a las 10",
            "si",
            "soy Milagros Quispe",
            "si",
        ),
        [
            ("Milagros Quispe", None, "limpieza-facial", "26 10:00"),
            ("Ruth", "sister", "masaje-relajante", "26 10:00"),
        ],
    ),
    (
        "aurora",
        (
            "ola, quiero regalarle un masaje a mi mama y de paso yo hacerme una limpieza facial, ojala las dos a la "
            "misma hora el miercoles en la tarde",
            "3pm",
            "mi mama se llama Rosa Fuentes y yo Paz Fuentes",
            "si",
        ),
        [
            ("Paz Fuentes", None, "limpieza-facial", "25 15:00"),
            ("Rosa Fuentes", "mother", "masaje-relajante", "25 15:00"),
        ],
    ),
    (
        "aurora",
        (
            "Quiero una cita, masaje de mi mamá y la limpieza mía, miércoles a las 3pm. soy Ana Gil",
            "no, mejor el jueves 26 a las 4",
            "si",
            "Rosa Gil",
            "si",
        ),
        [
            ("Ana Gil", None, "limpieza-facial", "26 16:00"),
            ("Rosa Gil", "mother", "masaje-relajante", "26 16:00"),
        ],
    ),
    (
        "aurora",
        (
            "quiero una limpieza y un masaje para mi mamá el jueves 26 a las 9",
            "no, la limpieza es para mi",
            "si",
            "Ana Gil",
            "si",
            "Rosa Gil",
        ),
        [
            ("Ana Gil", None, "limpieza-facial", "26 09:00"),
            ("Rosa Gil", "mother", "masaje-relajante", "26 09:00"),
        ],
    ),
    (
        "aurora",
        (
            "masaje para mi mamá Rosa, cejas para mi hija Lucía y limpieza para mí, el jueves 26 a las 3pm. soy Ana Gil",
            "si",
            "si",
            "la primera",
        ),
        [
            ("Lucía", "daughter", "diseno-de-cejas", "26 15:00"),
            ("Ana Gil", None, "limpieza-facial", "26 15:30"),
            ("Rosa", "mother", "masaje-relajante", "26 15:00"),
        ],
    ),
    (
        "sorriso",
        (
            "eu limpeza e ele avaliação, quarta cedo",
            "a primeira",
            "eu sou a Lia Prado e ele é o Caio Prado",
            "a primeira",
        ),
        [
            ("Caio Prado", "other", "avaliacao", "25 09:00"),
            ("Lia Prado", None, "limpeza", "25 08:00"),
        ],
    ),
    (
        "sorriso",
        (
            "oi! limpeza pra mim, avaliação pra ele, meu marido Caio. quarta de manhã",
            "a primeira",
            "Bia Lima",
            "a primeira",
        ),
        [
            ("Caio", "husband", "avaliacao", "25 09:00"),
            ("Bia Lima", None, "limpeza", "25 08:00"),
        ],
    ),
    (
        "sorriso",
        (
            "limpeza pra mim e avaliação pro meu filho Davi, sexta 27 de manhã",
            "não, o meu é a avaliação e a limpeza é do Davi",
            "a primeira",
            "Bia Lima",
            "a primeira",
        ),
        [("Bia Lima", None, "avaliacao", "27 08:00"), ("Davi", "son", "limpeza", "27 08:30")],
    ),
    (
        "sorriso",
        (
            "oi, o clareamento é pra mim na terça 24 e a limpeza é pra minha mãe na quinta 26, de manhã",
            "a primeira",
            "mãe: Rosa Prado, eu: Lia Prado",
            "a primeira",
        ),
        [
            ("Lia Prado", None, "clareamento", "24 08:00"),
            ("Rosa Prado", "mother", "limpeza", "26 08:00"),
        ],
    ),
    (
        "aurora",
        (
            "hi, the facial for Leo first and then my massage, thursday afternoon. I'm Denise Porter, he's Leo Porter",
            "the first one",
            "the first one",
        ),
        [
            ("Leo Porter", "other", "limpieza-facial", "26 14:00"),
            ("Denise Porter", None, "masaje-relajante", "26 14:00"),
        ],
    ),
    (
        "aurora",
        (
            "massage for me, facial for my son Tom (9), same morning if possible, Wednesday",
            "the first one",
            "Kate Lee",
            "the first one",
        ),
        [
            ("Tom", "son", "limpieza-facial", "25 09:30"),
            ("Kate Lee", None, "masaje-relajante", "25 08:00"),
        ],
    ),
    (
        "aurora",
        (
            "Hi massage for me at 2 and eyebrows for my son Tom at 3, Friday Nov 27 in the afternoon",
            "yes",
            "me: Ana Ruiz, son: Tom Ruiz",
            "yes",
        ),
        [
            ("Tom Ruiz", "son", "diseno-de-cejas", "27 15:00"),
            ("Ana Ruiz", None, "masaje-relajante", "27 14:00"),
        ],
    ),
]


@pytest.mark.parametrize(("tenant", "said", "expected"), WISHES)
async def test_each_appointment_is_its_own_persons(
    front: Front, tenant: str, said: tuple[str, ...], expected: list[Row]
) -> None:
    ana = front.customer(tenant=tenant, name=None)
    for text in said:
        last = await ana.say(text)
    assert rows(front) == expected
    own = next(name for name, relation, _, _ in expected if relation is None)
    assert front.rows(CONTACT) == [{"name": own}], "an attendee never names the contact"
    assert all(f"• {name}: " in last for name, *_ in expected), "who has what is said at the end"


async def test_one_service_of_two_is_side_by_side(front: Front) -> None:
    ana = front.customer(name=None)
    await ana.say("limpieza para mí y limpieza para mi hermana Ruth el jueves 26 a las 10")
    await ana.say("si")
    await ana.say("Milagros Quispe")
    assert rows(front) == [
        ("Milagros Quispe", None, "limpieza-facial", "26 10:00"),
        ("Ruth", "sister", "limpieza-facial", "26 10:00"),
    ]


async def test_both_are_for_who_is_named_and_that_is_said(front: Front) -> None:
    """ "Una limpieza y un masaje para mi mamá" is read as hers, and the offer tells so before the yes."""
    ana = front.customer(name=None)
    offer = await ana.say("quiero una limpieza y un masaje para mi mamá el jueves 26 a las 9")
    assert "para tu mamá" in offer
    assert rows(front) == []


async def test_no_to_the_second_leaves_the_first(front: Front) -> None:
    ana = front.customer(tenant="sorriso", name=None)
    await ana.say("limpeza pra minha mãe Rosa Lima e clareamento pra mim, quinta 26 às 10h30")
    await ana.say("sim")
    await ana.say("não")
    assert rows(front) == [("Rosa Lima", "mother", "limpeza", "26 10:30")]


async def test_theirs_is_found_to_move_and_cancel(front: Front) -> None:
    ana = front.customer(tenant="sorriso", name=None)
    for text in (
        "sou Bia Lima, limpeza pro meu filho Davi e avaliação pra mim, sexta 27 às 8h30",
        "sim",
        "sim",
        "não",
        "passa a do Davi pra sexta 27 às 10h30",
        "sim",
        "cancela o meu",
        "sim",
    ):
        await ana.say(text)
    assert rows(front) == [("Davi", "son", "limpeza", "27 10:30")]
