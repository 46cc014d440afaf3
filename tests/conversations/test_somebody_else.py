"""Appointments for the customer's people: kept under the customer, who is never renamed by them."""

from dataclasses import dataclass

import pytest

from tests.beginnings import beginning
from tests.front import Customer, Front

PEOPLE = "select name, relation from people order by created_at, name"
WHOSE = (
    "select a.attendee_name as name, p.relation, a.status, s.key as service from appointments a "
    "join services s on s.id = a.service_id left join people p on p.id = a.person_id order by a.starts_at"
)
CONTACT = "select name from contacts where phone is not null"


@dataclass(frozen=True)
class Words:
    """How one customer says all of it. `wish` names a daughter, `again` only calls her so."""

    tenant: str
    wish: str
    yes: str
    no: str
    own_wish: str
    own_name: str
    again: str
    when: str
    cancel: str
    cancel_mother: str
    none: str
    called: str
    receipt: str
    unnamed: str
    ask: str


SPANISH = Words(
    tenant="aurora",
    wish="Hola, cejas para mi hija Abril Gómez el lunes a las 10",
    yes="sí",
    no="no",
    own_wish="ahora un masaje para mí el martes a las 3 de la tarde",
    own_name="Ana Pérez",
    again="quiero otra cita para mi hija: cejas el miércoles a las 10 am",
    when="¿a qué hora es la de mi hija?",
    cancel="cancela la de mi hija",
    cancel_mother="cancela la de mi mamá Marta Gil",
    none="Marta Gil",
    called="para Abril Gómez",
    receipt="A nombre de Abril Gómez",
    unnamed="Hola, cejas para mi hija el lunes a las 10",
    ask="tu hija",
)
PORTUGUESE = Words(
    tenant="sorriso",
    wish="Oi, queria uma limpeza para a minha filha Abril Gomes na segunda às 10h",
    yes="sim",
    no="não",
    own_wish="agora uma limpeza para mim na terça às 15h",
    own_name="Ana Pires",
    again="quero outra limpeza pra minha filha na quarta às 10h",
    when="que horas é a da minha filha?",
    cancel="cancela a da minha filha",
    cancel_mother="cancela a da minha mãe Marta Gil",
    none="Marta Gil",
    called="para Abril Gomes",
    receipt="Em nome de Abril Gomes",
    unnamed="Oi, uma limpeza pra minha filha na segunda às 10h",
    ask="sua filha",
)
ENGLISH = Words(
    tenant="aurora",
    wish="Hi, eyebrows for my daughter April Gomez on Monday at 10 am",
    yes="yes",
    no="no",
    own_wish="now a massage for me on Tuesday at 3 pm",
    own_name="Anna Perry",
    again="another appointment for my daughter: eyebrows on Wednesday at 10 am",
    when="what time is my daughter's appointment?",
    cancel="cancel my daughter's appointment",
    cancel_mother="cancel my mom Martha Gill's appointment",
    none="Martha Gill",
    called="for April Gomez",
    receipt="For April Gomez",
    unnamed="Hi, eyebrows for my daughter on Monday at 10 am",
    ask="your daughter",
)
in_three_languages = pytest.mark.parametrize(
    "words", [SPANISH, PORTUGUESE, ENGLISH], ids=["es", "pt", "en"]
)


@beginning
async def for_her(front: Front, words: Words) -> Customer:
    """A customer whose daughter has an appointment."""
    ana = front.customer(tenant=words.tenant)
    await ana.say(words.wish)
    assert words.receipt in await ana.say(words.yes)
    await ana.say(words.no)
    return ana


@beginning
async def for_both(front: Front, words: Words) -> Customer:
    """The same with an appointment of her own."""
    ana = await for_her(front, words)
    await ana.say(words.own_wish)
    await ana.say(words.yes)
    await ana.say(words.own_name)
    return ana


def name_in(receipt: str) -> str:
    return " ".join(receipt.split()[-2:])


@in_three_languages
async def test_a_daughter_is_kept_under_the_customer(front: Front, words: Words) -> None:
    ana = await for_her(front, words)
    assert front.rows(PEOPLE) == [{"name": name_in(words.receipt), "relation": "daughter"}]
    assert front.rows(CONTACT) == [{"name": None}]
    await ana.say(words.own_wish)
    await ana.say(words.yes)
    assert words.own_name in await ana.say(words.own_name)
    assert front.rows(CONTACT) == [{"name": words.own_name}]
    assert [(row["name"], row["relation"]) for row in front.rows(WHOSE)] == [
        (name_in(words.receipt), "daughter"),
        (words.own_name, None),
    ]


@in_three_languages
async def test_she_is_known_the_next_time(front: Front, words: Words) -> None:
    ana = await for_both(front, words)
    await ana.say(words.again)
    assert words.receipt in await ana.say(words.yes)
    assert len(front.rows(PEOPLE)) == 1
    assert [row["relation"] for row in front.rows(WHOSE)] == ["daughter", None, "daughter"]


@in_three_languages
async def test_who_is_not_named_is_asked_once(front: Front, words: Words) -> None:
    ana = front.customer(tenant=words.tenant)
    await ana.say(words.unnamed)
    assert words.ask in await ana.say(words.yes)
    assert words.receipt in await ana.say(name_in(words.receipt))
    assert front.rows(PEOPLE) == [{"name": name_in(words.receipt), "relation": "daughter"}]
    assert front.rows(CONTACT) == [{"name": None}]


@in_three_languages
async def test_hers_is_found(front: Front, words: Words) -> None:
    ana = await for_both(front, words)
    told = await ana.say(words.when)
    assert words.called in told
    assert "10" in told
    asked = await ana.say(words.cancel)
    assert words.called in asked
    await ana.say(words.yes)
    assert [(row["relation"], row["status"]) for row in front.rows(WHOSE)] == [
        ("daughter", "cancelled"),
        (None, "scheduled"),
    ]


@in_three_languages
async def test_the_writers_own_is_not_proposed_for_another(front: Front, words: Words) -> None:
    ana = await for_both(front, words)
    answer = await ana.say(words.cancel_mother)
    assert words.none in answer
    await ana.say(words.yes)
    assert {row["status"] for row in front.rows(WHOSE)} == {"scheduled"}


async def test_two_daughters_are_told_apart(front: Front) -> None:
    ana = await for_her(front, SPANISH)
    await ana.say("otra cita para mi hija Lucía: cejas el martes a las 10 am")
    await ana.say("sí")
    await ana.say("y una más para mi hija: cejas el jueves a las 10 am")
    asked = await ana.say("sí")
    assert "Abril" in asked
    assert "Lucía" in asked
    await ana.say("Lucía")
    assert [row["name"] for row in front.rows(WHOSE)] == ["Abril Gómez", "Lucía", "Lucía"]


async def test_her_first_name_is_enough(front: Front) -> None:
    ana = await for_both(front, SPANISH)
    await ana.say("otra cita para Abril: cejas el jueves a las 10 am")
    assert "A nombre de Abril Gómez" in await ana.say("sí")
    assert len(front.rows(PEOPLE)) == 1


async def test_both_names_at_once(front: Front) -> None:
    ana = front.customer()
    await ana.say("Hola, soy Ana Pérez, quiero cejas para mi hija Lucía el lunes a las 10")
    assert "A nombre de Lucía" in await ana.say("sí")
    assert front.rows(CONTACT) == [{"name": "Ana Pérez"}]
    assert front.rows(PEOPLE) == [{"name": "Lucía", "relation": "daughter"}]


async def test_a_daughter_with_her_mothers_name(front: Front) -> None:
    ana = front.customer()
    for said in ("Hola, cejas el lunes a las 10", "sí", "Ana Pérez", "no"):
        await ana.say(said)
    await ana.say("y un masaje para mi hija Ana Pérez el martes a las 3 de la tarde")
    await ana.say("sí")
    assert [row["relation"] for row in front.rows(WHOSE)] == [None, "daughter"]


async def test_moving_hers(front: Front) -> None:
    ana = await for_both(front, SPANISH)
    await ana.say("mueve la de Abril para el miércoles a las 11 am")
    await ana.say("sí")
    moved = front.rows(
        "select a.attendee_name as name from appointments a join appointment_events e on e.appointment_id = a.id "
        "where e.kind = 'moved'"
    )
    assert moved == [{"name": "Abril Gómez"}]


async def test_a_list_says_for_whom(front: Front) -> None:
    ana = await for_both(front, SPANISH)
    listed = await ana.say("¿qué citas tengo?")
    assert "para Abril Gómez" in listed
    assert "para Ana Pérez" not in listed


async def test_hers_is_not_confirmed_by_mistake(front: Front) -> None:
    ana = await for_both(front, SPANISH)
    await ana.say("confirmo la de mi hija")
    statuses = {row["relation"]: row["status"] for row in front.rows(WHOSE)}
    assert statuses == {"daughter": "confirmed", None: "scheduled"}
