"""What improvising customers wrote and the desk took for something else, judged by the rows."""

from typing import Any

import pytest

from tests.conversations.test_turned_down import offered
from tests.front import Customer, Front


def customer(front: Front, tenant: str) -> Customer:
    if tenant == "sorriso":
        return front.customer("5511987654321", tenant="sorriso", name="João")
    return front.customer()


async def talk(front: Front, tenant: str, *lines: str) -> str:
    """The reply to the last of these messages."""
    who, reply = customer(front, tenant), ""
    for line in lines:
        reply = await who.say(line)
    return reply


def names(front: Front) -> list[str]:
    return [row["name"] for row in front.appointments()]


def consents(front: Front) -> list[Any]:
    return [row["granted"] for row in front.rows("select granted from contact_authorizations")]


async def test_a_dropped_notice_ends_no_reminders(front: Front) -> None:
    reply = await talk(
        front,
        "aurora",
        "quiero una limpieza facial el jueves a las 10",
        "bueno olvida el aviso. quiero la limpieza el jueves",
    )
    assert "recordatorios" not in reply
    assert consents(front) == []


@pytest.mark.parametrize(
    ("tenant", "booking", "wish"),
    [
        ("aurora", ("limpieza facial el jueves a las 10", "sí, Ana Gil"), "déjame activados los recordatorios xfa"),
        ("sorriso", ("limpeza quinta às 10h", "sim, Ana Gil"), "me manda lembrete por favor"),
        ("aurora", ("limpieza facial on Thursday at 10", "yes, Ana Gil"), "could you turn the reminders on pls"),
    ],
)  # fmt: skip
async def test_reminders_that_are_asked_for(
    front: Front, tenant: str, booking: tuple[str, ...], wish: str
) -> None:
    await talk(front, tenant, *booking, wish)
    assert consents(front) == [True]


async def test_an_age_is_no_hour(front: Front) -> None:
    await talk(
        front,
        "aurora",
        "quiero una limpieza facial el jueves a las 10",
        "si, para mi hija Ximena Barrios de 16",
    )
    assert [(row["name"], row["local"].hour) for row in front.appointments()] == [("Ximena Barrios", 10)]  # fmt: skip


@pytest.mark.parametrize(
    ("tenant", "booking", "correction", "right"),
    [
        ("aurora", ("limpieza facial el jueves a las 10", "sí, Florencia"), "perdon, poneme Florencia Ruiz. y cuanto tarda?", "Florencia Ruiz"),
        ("sorriso", ("limpeza quinta às 10h", "sim, Tiago Ramos"), "perai, confundi, meu sobrenome é Ramos Peixoto. e se eu me atrasar uns 10 min?", "Tiago Ramos Peixoto"),
        ("aurora", ("limpieza facial on Thursday at 10", "yes, Joan Reed"), "its Reede, with two Es", "Joan Reede"),
    ],
)  # fmt: skip
async def test_a_name_that_is_put_right(
    front: Front, tenant: str, booking: tuple[str, ...], correction: str, right: str
) -> None:
    await talk(front, tenant, *booking, correction)
    assert names(front) == [right]


async def test_a_second_one_for_oneself_is_in_ones_own_name(front: Front) -> None:
    await talk(
        front,
        "aurora",
        "masaje el jueves a las 10 para Rosa Fuentes",
        "si",
        "limpieza facial el jueves a las 5 de la tarde para mi, Paz Fuentes",
        "si",
    )
    assert names(front) == ["Rosa Fuentes", "Paz Fuentes"]


async def test_the_health_of_one_holds_up_no_other(front: Front) -> None:
    await talk(
        front,
        "aurora",
        "estoy con 4 meses de embarazo, me puedo hacer la depilacion laser?",
        "la cita de mi hermana no tiene nada q ver con el embarazo, me la puede agendar? limpieza facial jueves 10:30, se llama Milagros Quispe",
        "si",
    )
    assert names(front) == ["Milagros Quispe"]


@pytest.mark.parametrize(
    ("tenant", "message"),
    [
        ("sorriso", "nao ta doendo n, só quero marcar restauracao na quinta a tarde"),
        ("sorriso", "minha gengiva nao sangra nem doi, quero uma limpeza na quinta a tarde"),
        ("aurora", "no tengo fiebre ni nada, puedo ir a la limpieza facial el jueves?"),
    ],
)
async def test_a_denied_symptom_alarms_nobody(front: Front, tenant: str, message: str) -> None:
    await talk(front, tenant, message)
    assert {at[:10] for _, at in offered(front)} == {"2026-11-26"}
    assert front.rows("select 1 from escalations") == []


async def test_who_needs_nobody_books(front: Front) -> None:
    await talk(
        front,
        "aurora",
        "no necesito una persona, nomas agendame limpieza facial el jueves a las 10",
    )
    assert offered(front)
    assert front.rows("select 1 from escalations") == []


@pytest.mark.parametrize(
    ("tenant", "question", "answer"),
    [
        ("sorriso", "ela ta com medo, posso entrar junto com a minha filha?", "acompanhante"),
        ("sorriso", "posso levar acompanhante?", "acompanhante"),
        ("aurora", "mi novio puede esperarme adentro?", "acompañe"),
        ("aurora", "can my husband come in with me?", "acompañe"),
    ],
)
async def test_who_comes_along_is_a_matter_of_the_house(
    front: Front, tenant: str, question: str, answer: str
) -> None:
    reply = await talk(front, tenant, question)
    assert answer in reply
    assert front.rows("select 1 from escalations") == []
    assert offered(front) == []


@pytest.mark.parametrize(
    ("tenant", "question", "lead"),
    [
        ("aurora", "can I bring my dog, please?", "in Spanish"),
        ("aurora", "oi, vocês têm estacionamento? posso deixar o carro aí?", "em espanhol"),
        ("sorriso", "hola, ¿hay parqueadero para el carro?", "en portugués"),
    ],
)
async def test_the_language_of_an_entry_is_told(
    front: Front, tenant: str, question: str, lead: str
) -> None:
    reply = await talk(front, tenant, question)
    assert lead in reply


async def test_an_address_needs_no_translation(front: Front) -> None:
    reply = await talk(front, "aurora", "hello, where are you located?")
    assert "Carrera 13" in reply
    assert "Spanish" not in reply


@pytest.mark.parametrize(
    ("tenant", "lines", "total"),
    [
        ("aurora", ("masaje el jueves a las 10", "sí, Ana Gil", "limpieza facial el viernes a las 10", "sí, Ana Gil", "y cuanto es todo en total?"), "270.000"),
        ("sorriso", ("limpeza quinta às 10h", "sim, Ana Gil", "limpeza sexta às 10h", "sim", "quanto fica os dois juntos?"), "440"),
    ],
)  # fmt: skip
async def test_the_total(front: Front, tenant: str, lines: tuple[str, ...], total: str) -> None:
    assert total in await talk(front, tenant, *lines)


@pytest.mark.parametrize(
    ("tenant", "lines", "member"),
    [
        ("aurora", ("laser el viernes a las 6 pm", "no puede ser con paula?"), "paula"),
        ("sorriso", ("queria uma avaliacao na terça", "pode ser com o marcelo?"), "marcelo"),
        ("sorriso", ("quero colocar implante com o marcelo", "sim, terça às 8h"), "marcelo"),
    ],
)
async def test_a_person_who_is_asked_for(
    front: Front, tenant: str, lines: tuple[str, ...], member: str
) -> None:
    await talk(front, tenant, *lines)
    assert {one for one, _ in offered(front)} == {member}


@pytest.mark.parametrize(
    "wish",
    [
        "preciso apertar o aparelho sábado",
        "meu filho caio ja usa aparelho ai, quero manutencao pra ele sabado",
    ],
)
async def test_what_is_done_to_braces(front: Front, wish: str) -> None:
    reply = await talk(front, "sorriso", wish)
    assert "Manutenção de aparelho" in reply
    assert "Ortodontia" not in reply


async def test_another_day_since_somebody_is_busy(front: Front) -> None:
    await talk(
        front,
        "aurora",
        "limpieza facial for my mother on Tuesday at 10",
        "One minute, she says Tuesday she has puja at home. Thursday is possible same time?",
    )
    assert {at[:10] for _, at in offered(front)} == {"2026-11-26"}


async def test_another_hour_of_the_same_day(front: Front) -> None:
    await talk(
        front,
        "aurora",
        "limpieza facial on Thursday at 10",
        "yes, Joan Reed",
        "actually, can we make it 3 instead? same day",
        "yes",
    )
    assert [row["local"].hour for row in front.appointments()] == [15]


async def test_a_price_then_can_i_come(front: Front) -> None:
    await talk(
        front, "aurora", "how much is the limpieza facial?", "Ok. Can I come Thursday around 11?"
    )
    assert {at[:10] for _, at in offered(front)} == {"2026-11-26"}


async def test_a_good_weekend_is_no_day(front: Front) -> None:
    reply = await talk(
        front,
        "aurora",
        "limpieza facial el jueves a las 10",
        "si, Ana Gil",
        "bien, no quiero ninguna otra. gracias y buen finde!",
    )
    assert len(front.appointments()) == 1
    assert "domingo" not in reply
    assert "noviembre" not in reply


async def test_the_answer_is_booked_though_another_one_is_missing(front: Front) -> None:
    await talk(
        front,
        "aurora",
        "valoración el jueves en la mañana",
        "a las 10, soy Guadalupe Reynoso. pero oye nunca me contestaste si el botox me lo ponen ese mismo dia",
    )
    assert names(front) == ["Guadalupe Reynoso"]
    assert front.rows("select 1 from escalations") != []


async def test_an_address_is_kept_without_what_stands_around_it(front: Front) -> None:
    await talk(
        front,
        "sorriso",
        "quero visita em casa pra minha mãe na quarta às 14h",
        "pode. o nome dela é dona neide gomes, rua vergueiro 3185 apto 42",
    )
    assert [row["place"] for row in front.rows("select place from appointments")] == [
        "rua vergueiro 3185 apto 42"
    ]


async def test_another_address_goes_to_the_team(front: Front) -> None:
    reply = await talk(
        front,
        "sorriso",
        "quero visita em casa pra minha mãe na quarta às 14h",
        "pode. o nome dela é dona neide gomes, rua vergueiro 3185 apto 42",
        "não, é rua das Flores 20, apto 3",
    )
    assert "Rua Jatobá" not in reply
    [call] = front.rows("select summary from escalations")
    assert "rua das Flores 20" in call["summary"]


async def test_what_is_booked_and_the_rule(front: Front) -> None:
    reply = await talk(
        front,
        "aurora",
        "limpieza facial on Thursday at 10",
        "yes, Joan Reed",
        "what have i got booked now, and how late can i cancel without paying",
    )
    assert "Limpieza facial, Thu Nov 26" in reply
