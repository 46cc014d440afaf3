"""Questions about the ways of the house: who is taken, with whom, how late, where to park, who does what."""

import pytest

from tests.front import Front

PHONES = {"aurora": "573005550177", "sorriso": "5511955550177"}
HOURS = ("a. m.–", "8h–12h", "Atendemos así", "Nuestro horario", "Nosso horário")
UNKNOWN = ("para el equipo", "no lo tengo", "para a equipe", "I don't have", "rather not guess")


def gaps(front: Front) -> list[str]:
    return [row["question"] for row in front.rows("select question from knowledge_gaps")]


def appointments(front: Front) -> int:
    return len(front.rows("select 1 from appointments"))


@pytest.mark.parametrize(
    ("tenant", "said", "told"),
    [
        ("aurora", "menores de 13 atienden o no?", "desde los 15 años"),
        ("aurora", "y para un ni;o de 11 años atienden?", "desde los 15 años"),
        ("aurora", "quiero cita para mi hija de 12 años, la atienden?", "desde los 15 años"),
        ("aurora", "do you see kids?", "desde los 15 años"),
        ("aurora", "se puede aparcar cerca?", "parqueadero para carros"),
        ("aurora", "tienen garaje?", "parqueadero para carros"),
        ("aurora", "where can I leave my car?", "parqueadero para carros"),
        ("aurora", "puedo llegar acompañada?", "una persona que te acompañe"),
        ("aurora", "can I bring my cat?", "perros guía"),
        ("aurora", "hay que pagar algo antes?", "No pedimos anticipo"),
        ("aurora", "cual es el domicilio del local?", "Carrera 13"),
        ("aurora", "che si llego 8 min tarde pasa algo?", "hasta 15 minutos"),
        ("aurora", "voy a llegar como a las 4 y veinte, me reciben igual?", "hasta 15 minutos"),
        ("aurora", "I'll get there at 4:20, can you still see me?", "hasta 15 minutos"),
        ("sorriso", "criança de 5 anos vcs atendem normal?", "Consulta infantil: R$ 180"),
        ("sorriso", "que serviços vocês fazem pra criança?", "Consulta infantil: R$ 180"),
        ("sorriso", "meu avô tá acamado, vcs atendem em casa?", "Visita domiciliar: R$ 350"),
        ("sorriso", "o dentista vai em casa ou nao?", "Visita domiciliar: R$ 350"),
        ("sorriso", "pra ir na casa dele, cobram qto?", "Visita domiciliar: R$ 350"),
        ("sorriso", "do you do home visits?", "Visita domiciliar: R$350"),
        ("sorriso", "posso levar minha esposa?", "trazer um acompanhante"),
        ("sorriso", "vou chegar pelas 10 e quinze, ainda me atendem?", "até 15 minutos"),
        ("sorriso", "tem onde deixar o carro?", "estacionamento pago"),
    ],
)  # fmt: skip
async def test_the_house_is_asked_in_any_words(
    front: Front, tenant: str, said: str, told: str
) -> None:
    reply = await front.customer(PHONES[tenant], tenant=tenant).say(said)
    assert told in reply
    assert not [words for words in (*HOURS, *UNKNOWN) if words in reply], reply
    assert gaps(front) == []
    assert appointments(front) == 0


@pytest.mark.parametrize(
    ("tenant", "said"),
    [
        ("aurora", "atienden sin turno?"),
        ("aurora", "can I come without an appointment?"),
        ("sorriso", "vocês atendem sem hora marcada?"),
        ("sorriso", "pode entrar com cachorro?"),
    ],
)
async def test_what_the_house_does_not_say_is_kept_and_no_other_entry_told(
    front: Front, tenant: str, said: str
) -> None:
    reply = await front.customer(PHONES[tenant], tenant=tenant).say(said)
    assert not [words for words in HOURS if words in reply], reply
    assert gaps(front) == [said]
    assert len(reply.split()) < 40, reply


@pytest.mark.parametrize(
    "said",
    [
        "queria marcar o dentista pro meu filho Caio de 7 anos, na quinta",
        "quero marcar dentista pra minha filha de 4 anos",
        "I want to book a dentist for my 6 year old",
    ],
)
async def test_a_child_gets_the_childs_visit(front: Front, said: str) -> None:
    reply = await front.customer(PHONES["sorriso"], tenant="sorriso").say(said)
    assert "Consulta infantil" in reply
    assert "Limpeza" not in reply


async def test_a_service_that_is_not_on_the_list_is_not_taken_for_the_childs(front: Front) -> None:
    customer = front.customer(PHONES["sorriso"], tenant="sorriso")
    assert "não encontrei" in await customer.say("quero marcar canal pro meu filho de 7 anos")


@pytest.mark.parametrize(
    ("tenant", "said", "told"),
    [
        ("sorriso", "quem faz limpeza e restauração?", ("Limpeza: Dra. Renata Figueira e Dra. Juliana Prado", "Restauração: Dra. Renata Figueira.")),
        ("sorriso", "who does fillings and cleanings then?", ("Juliana Prado", "Restauração: Dra. Renata Figueira.")),
        ("aurora", "who does lasers?", ("Camila Rojas and Paula Nieto",)),
        ("aurora", "solo quiero saber si Paula trabaja los viernes", ("Paula Nieto", "viernes 27")),
        ("aurora", "Laura trabaja los sábados?", ("Laura Méndez no",)),
    ],
)  # fmt: skip
async def test_the_team_is_told_by_who_does_what(
    front: Front, tenant: str, said: str, told: tuple[str, ...]
) -> None:
    reply = await front.customer(PHONES[tenant], tenant=tenant).say(said)
    assert [words for words in told if words not in reply] == [], reply
    assert not [words for words in UNKNOWN if words in reply], reply
    assert gaps(front) == []


async def test_who_else_leaves_out_whom_the_question_names(front: Front) -> None:
    reply = await front.customer(PHONES["sorriso"], tenant="sorriso").say(
        "quem mais faz limpeza além da Renata?"
    )
    assert "Juliana Prado" in reply
    assert "Renata" not in reply


@pytest.mark.parametrize(
    ("tenant", "said"),
    [
        ("sorriso", "Is it safe for someone with sensitive teeth?"),
        ("aurora", "is the peeling ok for sensitive skin?"),
        ("aurora", "es seguro para piel muy sensible?"),
    ],
)
async def test_sensitive_skin_and_teeth_are_for_a_professional(
    front: Front, tenant: str, said: str
) -> None:
    await front.customer(PHONES[tenant], tenant=tenant).say(said)
    rows = front.rows("select reason from escalations")
    assert [row["reason"] for row in rows] == ["health"]


async def test_nothing_is_told_beside_a_wish(front: Front) -> None:
    reply = await front.customer().say(
        "hola, quiero turno todos los martes a las 4 de la tarde por 3 semanas para depi laser, se puede?"
    )
    assert "evita el ejercicio" not in reply
    assert "martes 24 de noviembre" in reply


async def test_a_doubled_question_mark_asks_nothing_more(front: Front) -> None:
    reply = await front.customer().say(
        "la limpieza trae hidratacion?? y si trae la quiero el martes en la tarde"
    )
    assert "e hidratación" in reply
    assert "cuatro a seis semanas" not in reply


async def test_a_no_that_asks_first_is_answered(front: Front) -> None:
    customer = front.customer()
    await customer.say("quiero la limpieza facial")
    reply = await customer.say("no, primero quiero saber si la limpieza incluye hidratación")
    assert "mascarilla e hidratación" in reply


async def test_what_to_do_before_is_no_price_of_a_class(front: Front) -> None:
    reply = await front.customer().say("hay que ir sin maquillaje?")
    assert "Taller" not in reply
    assert "láser" in reply


async def test_a_good_answer_drops_the_offer_of_a_person(front: Front) -> None:
    customer = front.customer()
    assert "equipo" in await customer.say("tienen cancha de tenis?")
    assert "equipo" not in await customer.say("no hace falta. puedo llevar a mi perrita?")
    assert front.rows("select 1 from escalations") == []
