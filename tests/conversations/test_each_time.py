"""When each of several people comes, and how they are called, told in any message of the booking."""

import pytest

from tests.conversations.test_each_person import Row, rows
from tests.front import Front

TALKS = [
    (
        "sorriso",
        (
            "quero marcar uma avaliação pra minha mãe Zuleide quinta de manhã. e pra mim um clareamento na outra semana",
            "11h pra ela. Zuleide Prado",
            "não mexa na da mãe! O clareamento é pra mim, dia 8 à tarde",
            "15h pra mim. Edna Prado",
            "sim",
        ),
        [
            ("Zuleide", "mother", "avaliacao", "26 11:00"),
            ("Edna Prado", None, "clareamento", "08 15:00"),
        ],
    ),
    (
        "sorriso",
        (
            "uma avaliação pra minha mãe Zuleide quinta 10h30. e pra mim um clareamento na outra semana",
            "10h30 pra ela. Zuleide Prado",
            "segunda, a primeira hora. Edna Prado",
        ),
        [
            ("Zuleide Prado", "mother", "avaliacao", "26 10:30"),
            ("Edna Prado", None, "clareamento", "30 08:00"),
        ],
    ),
    (
        "sorriso",
        (
            "uma avaliação pra minha mãe Zuleide quinta 11h. e pra mim um clareamento na outra semana",
            "só quero clareamento dia 8 às 14h",
            "sim",
            "Edna Prado",
            "sim",
        ),
        [
            ("Zuleide", "mother", "avaliacao", "26 11:00"),
            ("Edna Prado", None, "clareamento", "08 14:00"),
        ],
    ),
    (
        "aurora",
        (
            "mi marido y yo queremos cita: yo para limpieza facial el miércoles por la mañana y él, Iñigo, para un "
            "masaje el jueves por la tarde",
            "El miércoles 25 por la tarde. Y para Iñigo el viernes 27 por la mañana",
            "a las 4, Nerea Ruiz",
            "la de las 9, pero él se llama Iñigo Etxea",
        ),
        [
            ("Nerea Ruiz", None, "limpieza-facial", "25 16:00"),
            ("Iñigo Etxea", "husband", "masaje-relajante", "27 09:00"),
        ],
    ),
    (
        "aurora",
        (
            "me first: limpieza facial Thursday at 4. Jessica Mora. Then Leo right after for the masaje relajante",
            "4 for me (Jessica), 5 for Leo, his is the masaje",
            "yes",
            "yes, Leo Mora",
        ),
        [
            ("Jessica Mora", None, "limpieza-facial", "26 16:00"),
            ("Leo Mora", "other", "masaje-relajante", "26 17:00"),
        ],
    ),
    (
        "aurora",
        (
            "masaje for my wife Chloe and limpieza facial for me, fri 27 at 5pm",
            "yes works, darren pike, book it",
            "yes",
        ),
        [
            ("Darren Pike", None, "limpieza-facial", "27 17:00"),
            ("Chloe", "wife", "masaje-relajante", "27 17:00"),
        ],
    ),
    (
        "aurora",
        (
            "limpieza facial, this friday 27 11am, name's Darren Pike",
            "yep book it",
            "sweet. now chloe marsh, masaje relajante, fri 27 2pm, with paula",
            "yes",
        ),
        [
            ("Darren Pike", None, "limpieza-facial", "27 11:00"),
            ("Chloe Marsh", "other", "masaje-relajante", "27 14:00"),
        ],
    ),
]


@pytest.mark.parametrize(("tenant", "talk", "expected"), TALKS)
async def test_each_comes_when_it_was_told_for_them(
    front: Front, tenant: str, talk: tuple[str, ...], expected: list[Row]
) -> None:
    customer = front.customer(tenant=tenant, name=None)
    for text in talk:
        await customer.say(text)
    assert rows(front) == expected


async def test_a_wish_of_ones_own_moves_nobody_elses(front: Front) -> None:
    """ "Só quero clareamento" while the team is asked moves no appointment of the mother's."""
    customer = front.customer(tenant="sorriso", name=None)
    for text in (
        "uma avaliação pra minha mãe Zuleide Prado quinta 10h30",
        "sim",
        "quero falar com uma pessoa",
        "não precisa de pessoa não, só quero clareamento dia 1 às 16h",
        "sim",
        "Edna Prado",
    ):
        await customer.say(text)
    assert ("Zuleide Prado", "mother", "avaliacao", "26 10:30") in rows(front)


async def test_saying_again_what_is_wanted_is_no_complaint(front: Front) -> None:
    customer = front.customer(tenant="sorriso", name=None)
    await customer.say(
        "uma avaliação pra minha mãe Zuleide quinta 10h30. e pra mim um clareamento na outra semana"
    )
    await customer.say("sim")
    reply = await customer.say("nenhum desses. eu disse semana que vem! dia 1 ou dia 2 de tarde")
    assert "terça, 01/12" in reply
    assert front.rows("select 1 from escalations") == []


async def test_an_appointment_of_a_customer_without_a_name_is_their_mothers(front: Front) -> None:
    customer = front.customer(name=None)
    for text in (
        "masaje para Rosa el lunes 30 a las 11, y limpieza facial para mí el martes 1 a las 11",
        "sí",
        "sí",
        "el masaje es de mi mamá",
        "se llama Rosa Gil",
    ):
        await customer.say(text)
    assert rows(front) == [("Rosa Gil", "mother", "masaje-relajante", "30 11:00")]


RENAMES = [
    ("o nome do meu filho é Davi Conceição Reis, corrija aí por favor", "Davi Conceição Reis"),
    ("não quero outra consulta. o nome dele é Davi Conceição Reis", "Davi Conceição Reis"),
    ("e o nome completo dele é Davi Conceição Reis, e qual o endereço?", "Davi Conceição Reis"),
    ("só confirma que o nome ficou Davi, quarta às 9h", "Davi"),
    ("quero só saber se o nome dele tá completo na consulta de quarta", "Davi"),
]


@pytest.mark.parametrize(("text", "name"), RENAMES)
async def test_the_name_of_a_son_is_put_right(front: Front, text: str, name: str) -> None:
    customer = front.customer(tenant="sorriso", name=None)
    await customer.say("consulta infantil pro meu filho, quarta às 9h. o nome dele é Davi")
    await customer.say("sim")
    reply = await customer.say(text)
    assert name in reply
    assert rows(front) == [(name, "son", "odontopediatria", "25 09:00")]


NAMES = [
    (("masaje el lunes 30 a las 11", "sip, a nombre de Lupe... bueno Guadalupe Sanz"), "Guadalupe Sanz"),
    (("masaje el lunes 30 a las 11", "va, a nombre d Jose Maria Trejo"), "Jose Maria Trejo"),
    (("Hi! Karen Doyle here. A masaje relajante Monday 30 at 11am please", "yes, perfect"), "Karen Doyle"),
    (("oi, aqui é a Bia. massagem segunda 30 às 11h", "sim", "Lu… aliás Bia Lima"), "Bia Lima"),
]  # fmt: skip


@pytest.mark.parametrize(("talk", "name"), NAMES)
async def test_a_name_is_taken_as_it_is_told(
    front: Front, talk: tuple[str, ...], name: str
) -> None:
    customer = front.customer(name=None)
    for text in talk:
        await customer.say(text)
    assert [row[0] for row in rows(front)] == [name]


@pytest.mark.parametrize(
    ("wish", "text"),
    [
        ("diseño de cejas el lunes 30 a las 9", "me salió trabajo ese día a la mañana... mejor anúlala nomás"),
        ("diseño de cejas el lunes 30 a las 9", "mejor anúlala nomás"),
    ],
)  # fmt: skip
async def test_an_order_to_call_off_is_no_name(front: Front, wish: str, text: str) -> None:
    customer = front.customer(name=None)
    await customer.say(wish)
    await customer.say("sí")
    reply = await customer.say(text)
    assert "Anúlala" not in reply
    assert rows(front) == []
