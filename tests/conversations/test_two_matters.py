"""Two matters in one message: neither is lost, and neither does what was not asked for."""

import pytest

from tests.conversations.test_changes import book
from tests.front import Customer, Front

WISH = {
    "aurora": "Hola, limpieza facial el jueves 26 a las 3 de la tarde",
    "sorriso": "Oi, limpeza na quinta 26 às 15h",
}
PHONES = {"aurora": "573005550171", "sorriso": "5511955550171"}


def somebody(front: Front, tenant: str) -> Customer:
    return front.customer(PHONES[tenant], tenant=tenant)


def cases(front: Front) -> list[tuple[str, str]]:
    rows = front.rows("select reason, summary from escalations order by created_at")
    return [(row["reason"], row["summary"]) for row in rows]


# A yes with a name, and a question


@pytest.mark.parametrize(
    ("tenant", "wish", "said", "told"),
    [
        (
            "aurora",
            WISH["aurora"],
            "sí, a nombre de Leire Goñi. y el domingo 29 abris?",
            "El domingo 29",
        ),
        (
            "aurora",
            "Hi, I'd like a limpieza facial on Thursday 26 at 3 pm",
            "yes, it's for Leire Boyd. and are you open on sunday 29?",
            "Sun Nov 29",
        ),
        (
            "sorriso",
            WISH["sorriso"],
            "sim, em nome de Leire Prado. e no domingo 29 vcs abrem?",
            "No domingo, 29",
        ),
    ],
)
async def test_a_yes_with_a_name_books_and_the_question_is_answered(
    front: Front, tenant: str, wish: str, said: str, told: str
) -> None:
    ana = somebody(front, tenant)
    await ana.say(wish)
    reply = await ana.say(said)
    [row] = front.appointments(tenant)
    assert row["name"].startswith("Leire")
    assert f"{row['local']:%d %H}" == "26 15"
    assert told in reply


# "Just to confirm"


@pytest.mark.parametrize(
    ("tenant", "said"),
    [
        ("aurora", "solo para confirmar, ¿qué citas tengo?"),
        ("aurora", "una cosa, solo quería confirmar a qué hora es mi cita?"),
        ("aurora", "just to confirm, is my appointment on Thursday?"),
        ("sorriso", "só pra confirmar, quais consultas eu tenho? e tem estacionamento?"),
        ("sorriso", "oi, confirmando: minha consulta é às 15h?"),
    ],
)
async def test_making_sure_confirms_nothing(front: Front, tenant: str, said: str) -> None:
    ana = somebody(front, tenant)
    await book(ana, WISH[tenant])
    reply = await ana.say(said)
    assert "26" in reply
    assert [row["status"] for row in front.appointments(tenant)] == ["scheduled"]


async def test_a_confirmation_beside_a_question_still_confirms(front: Front) -> None:
    ana = somebody(front, "aurora")
    await book(ana, WISH["aurora"])
    await ana.say("quiero confirmar mi cita. ¿hay parqueadero?")
    assert [row["status"] for row in front.appointments("aurora")] == ["confirmed"]


# Pain, and a wish to be seen


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ("me duele muchísimo una muela desde el lunes, ¿cuándo es lo más pronto que me ven?", "sí"),
        ("my tooth has been killing me since Monday, what's the soonest you can see me?", "yes"),
        ("gente, dor de dente horrível aqui, preciso ser atendida o mais rápido possível", "sim"),
    ],
)
async def test_pain_is_offered_the_soonest_time_and_a_person_is_called(
    front: Front, said: str, taken: str
) -> None:
    ana = somebody(front, "sorriso")
    reply = await ana.say(said)
    assert "192" in reply, "the organization has an emergency line"
    [(reason, summary)] = cases(front)
    assert reason == "health"
    assert said[:20] in summary
    assert "21" in reply.splitlines()[-1], "the first day that is open"
    await ana.say(f"{taken}, Bia Prado")
    [row] = front.appointments("sorriso")
    assert (row["service"], f"{row['local']:%d %H}") == ("avaliacao", "21 08")


async def test_pain_names_the_days_that_would_do(front: Front) -> None:
    ana = somebody(front, "sorriso")
    reply = await ana.say("to com muita dor de dente, tem encaixe na segunda?")
    assert "23/11" in reply
    assert "21/11" not in reply.splitlines()[-1]
    assert [reason for reason, _ in cases(front)] == ["health"]


async def test_no_pain_calls_nobody(front: Front) -> None:
    ana = somebody(front, "sorriso")
    await ana.say("não tenho dor, só quero uma avaliação o mais rápido possível")
    assert cases(front) == []


# An address is no name


@pytest.mark.parametrize(
    "address", ["Rua das Acácias 45, ap 12, Vila Prudente", "Av. Lavandas, 300, Jardim Paulista"]
)
async def test_an_address_is_no_name(front: Front, address: str) -> None:
    ana = somebody(front, "sorriso")
    await ana.say("quero uma visita domiciliar pra minha avó na terça às 10h")
    await ana.say("sim")
    question = await ana.say(address)
    assert "avó" in question
    assert front.appointments("sorriso") == []
    receipt = await ana.say("o nome dela é Josefa Prado")
    assert f"Em domicílio: {address}" in receipt
    assert [row["name"] for row in front.appointments("sorriso")] == ["Josefa Prado"]


# Erasure, and a complaint


@pytest.mark.parametrize(
    ("tenant", "said", "told"),
    [
        (
            "aurora",
            "que falta de respeto, pésimo servicio. borren todos mis datos",
            ("Siento", "datos"),
        ),
        (
            "aurora",
            "awful service, nobody ever answers. delete all the data you have about me",
            ("sorry", "data"),
        ),
        (
            "sorriso",
            "péssimo atendimento, um absurdo. apaguem todos os meus dados",
            ("Sinto", "dados"),
        ),
    ],
)
async def test_both_erasure_and_complaint_are_heard(
    front: Front, tenant: str, said: str, told: tuple[str, str]
) -> None:
    reply = await somebody(front, tenant).say(said)
    assert all(words in reply for words in told), reply
    assert cases(front) == [("privacy", said)]


@pytest.mark.parametrize(
    ("tenant", "said", "sorry"),
    [
        ("aurora", "You charged me twice last week. Nobody picks up the phone!!", "sorry"),
        (
            "aurora",
            "llevo dos días escribiendo y nadie contesta, además me dejaron la cara roja. Qué falta de respeto",
            "Siento",
        ),
        ("sorriso", "me cobraram duas vezes e ninguém responde, um absurdo", "Sinto"),
    ],
)
async def test_who_complains_is_told_that_we_are_sorry(
    front: Front, tenant: str, said: str, sorry: str
) -> None:
    reply = await somebody(front, tenant).say(said)
    assert sorry in reply
    assert "profesional" not in reply
    [(_, summary)] = cases(front)
    assert summary == said


# A name put right, and a question


@pytest.mark.parametrize(
    ("tenant", "name", "said", "right", "told"),
    [
        (
            "aurora",
            "Danna Zúñiga",
            "me equivoqué, es Danna Zúñiga Cedeño. y cuánto dura?",
            "Danna Zúñiga Cedeño",
            "1 hora",
        ),
        (
            "aurora",
            "Lupita Trejo",
            "perdón, mi apellido es Trejo Salas, y una duda, me puedo hacer un masaje estando embarazada?",
            "Lupita Trejo Salas",
            "profesional",
        ),
        (
            "aurora",
            "Ana Gill",
            "sorry, my last name is Gillard. and is there parking?",
            "Ana Gillard",
            "",
        ),
        (
            "sorriso",
            "Bia Prado",
            "desculpa, errei, é Bia Prado Lima. e tem estacionamento?",
            "Bia Prado Lima",
            "estacionamento",
        ),
    ],
)
async def test_a_name_is_put_right_and_the_question_answered(
    front: Front, tenant: str, name: str, said: str, right: str, told: str
) -> None:
    ana = somebody(front, tenant)
    await ana.say(WISH[tenant])
    await ana.say(f"{'sim' if tenant == 'sorriso' else 'sí'}, {name}")
    reply = await ana.say(said)
    assert [row["name"] for row in front.appointments(tenant)] == [right]
    assert told in reply


async def test_a_surname_behind_other_words_is_taken(front: Front) -> None:
    ana = somebody(front, "aurora")
    await ana.say(WISH["aurora"])
    await ana.say("sí, Lupita Trejo")
    await ana.say("entendido. y corrígeme el apellido en la cita porfa: Lupita Trejo Salas")
    assert [row["name"] for row in front.appointments("aurora")] == ["Lupita Trejo Salas"]


# Endings


@pytest.mark.parametrize(
    ("tenant", "said"),
    [
        ("aurora", "gracias majo, hasta el jueves"),
        ("aurora", "gracias guapa, hasta el miércoles"),
        ("aurora", "k thanks. bye"),
        ("aurora", "champion, ta ra"),
        ("aurora", "cheers love, see you thursday"),
        ("sorriso", "obrigada flor, até quinta"),
        ("sorriso", "não reserva nada. obrigada, até amanhã"),
    ],
)
async def test_a_farewell_changes_nothing(front: Front, tenant: str, said: str) -> None:
    ana = somebody(front, tenant)
    await book(ana, WISH[tenant])
    before = front.appointments(tenant)
    end = await ana.say(said)
    assert "?" not in end
    assert len(end.splitlines()) == 1
    assert (front.appointments(tenant), cases(front)) == (before, [])


@pytest.mark.parametrize(
    ("tenant", "said"),
    [
        ("aurora", "ok. now move it from thursday to friday 27 at 3 pm"),
        ("aurora", "vale. ahora pásala del jueves al viernes 27 a las 3"),
        ("sorriso", "ok. agora passa ela de quinta pra sexta 27 às 15h"),
    ],
)
async def test_a_wish_after_ok_is_a_wish(front: Front, tenant: str, said: str) -> None:
    ana = somebody(front, tenant)
    await book(ana, WISH[tenant])
    reply = await ana.say(said)
    assert "27" in reply
    assert reply.endswith("?")
