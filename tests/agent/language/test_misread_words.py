"""Words that were taken for something else: ages, good wishes, denied symptoms, addresses, totals."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from agent.dates import resolve
from agent.language import Intent, intents
from agent.language.consent_answers import wants_reminders
from agent.language.detect import language_of
from agent.language.health_questions import asks_about_health, only_fears
from agent.language.names import read_name
from agent.language.readings.asking import asks_for_total
from agent.language.readings.house import Topic, topic_of
from agent.language.readings.pain import denies_symptoms, speaks_of_pain
from agent.language.readings.people import people_in
from agent.language.readings.refusing import without_busy
from agent.language.readings.services import mentioned
from agent.language.said_places import corrects_place, place_within, said_place
from agent.language.waiting_list_words import waiting_and_rest

NOW = datetime(2026, 11, 29, 18, tzinfo=ZoneInfo("America/Bogota"))


@pytest.mark.parametrize(
    "text",
    [
        "si, para mi hija Ximena Barrios de 16",
        "sim, pra minha filha Manuela Duarte de 6",
        "gracias y buen finde!",
        "vlw, boa semana!",
        "have a nice weekend",
    ],
)
def test_no_time(text: str) -> None:
    assert resolve(text, NOW, expecting_time=True).status == "none"


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("para mi hija a las 16", 16),
        ("mi hija tiene 13, el lunes a las 3", 15),
        ("ahora una limpieza para mi, el mismo dia a las 3", 15),
    ],
)
def test_the_hour_that_is_left(text: str, hour: int) -> None:
    [reading] = resolve(text, NOW, expecting_time=True).readings
    assert reading.time is not None
    assert reading.time.hour == hour


def test_hours_from_and_to_are_no_age() -> None:
    [reading] = resolve("para mi hija de 16 a 17", NOW, expecting_time=True).readings
    assert (reading.not_before and reading.not_before.hour) == 16


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("poneme Florencia Iturralde con la I", "Florencia Iturralde"),
        ("ponme Luz Marina Vega", "Luz Marina Vega"),
        ("anotame a Ana Gil", "Ana Gil"),
        ("limpieza para mi, Paz Fuentes", "Paz Fuentes"),
        ("dejala el viernes", None),
    ],
)
def test_names_after_who_is_told_to_do_something(text: str, name: str | None) -> None:
    heard = read_name(text, expected=True, bare=True)
    assert (heard.value if heard else None) == name


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("nao ta doendo n", True),
        ("não sangra nem dói", True),
        ("no tengo fiebre ni nada", True),
        ("no me duele pero sangra mucho", False),
        ("me duele la muela", False),
        ("no pain tho", True),
        ("can't sleep, it hurts", False),
    ],
)
def test_denied_symptoms(text: str, denied: bool) -> None:
    assert denies_symptoms(text) is denied
    assert not (denied and speaks_of_pain(text))


def test_an_unrelated_illness_is_no_question() -> None:
    text = "la cita de mi hermana no tiene nada que ver con el embarazo, me la puede agendar?"
    assert not asks_about_health(text, treatment=True)
    assert asks_about_health("puedo hacerme el laser estando embarazada?", treatment=True)


def test_fear_is_no_illness() -> None:
    assert only_fears("ela ta com medo, posso entrar junto?")
    assert not only_fears("tengo miedo, me sangra la encía")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("posso entrar junto?", Topic.COMPANION),
        ("y tengo que ir yo con ella?", Topic.COMPANION),
        ("can my husband come in with me?", Topic.COMPANION),
        ("posso levar meu marido na limpeza?", Topic.COMPANION),
        ("posso levar minha mãe na quinta?", None),
        ("vou de moto, tem onde parar?", Topic.PARKING),
    ],
)
def test_ways_of_the_house(text: str, topic: Topic | None) -> None:
    assert topic_of(text) is topic


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("y cuanto es todo en total?", True),
        ("quanto da no total os dois?", True),
        ("how much is it all together?", True),
        ("cuanto cuesta la limpieza?", False),
    ],
)
def test_totals(text: str, asks: bool) -> None:
    assert asks_for_total(text) is asks


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("déjame activados los recordatorios", True),
        ("could you turn the reminders on pls", True),
        ("no quiero recordatorios", False),
        ("turn the reminders off", False),
        ("dejen de mandar recordatorios", False),
    ],
)
def test_reminders_wanted(text: str, wants: bool) -> None:
    assert wants_reminders(text) is wants


@pytest.mark.parametrize(
    ("text", "intent", "carried"),
    [
        ("bueno olvida el aviso. quiero el taller", Intent.OPT_OUT, False),
        ("no me manden más mensajes", Intent.OPT_OUT, True),
        ("no necesito una persona, nomas agendame", Intent.HUMAN, False),
        ("solo para mi hermana, una persona", Intent.HUMAN, False),
        ("quiero hablar con una persona", Intent.HUMAN, True),
        ("did you book my filling on Friday or not?", Intent.LIST, True),
    ],
)
def test_intents(text: str, intent: Intent, carried: bool) -> None:
    assert (intents(text).get(intent, 0.0) >= 0.5) is carried


def test_people_by_their_names_in_small_letters() -> None:
    assert people_in("com o dr marcelo", portuguese=True).wanted == "Marcelo"
    assert people_in("no puede ser con camila?").wanted == "camila"
    assert people_in("pago con tarjeta").wanted == ""
    assert people_in("con la doctora el jueves").wanted == "Dra."


def test_what_somebody_has_is_no_wish() -> None:
    services = ("Limpeza", "Ortodontia", "Manutenção de aparelho")
    assert mentioned("meu filho já usa aparelho, quero manutenção", services) == [services[2]]
    assert mentioned("preciso apertar o aparelho", services) == [services[2]]
    assert mentioned("quero colocar aparelho", services) == [services[1]]


def test_a_day_on_which_somebody_is_busy() -> None:
    assert "Tuesday" not in without_busy("she says Tuesday she has puja. Thursday is possible?")
    assert without_busy("she can come on Tuesday. or Thursday?").startswith("she can")


def test_addresses() -> None:
    assert place_within("o nome dela é Neide, rua Azul 15 apto 4") == "rua Azul 15 apto 4"
    assert place_within("terça 14h. Av. Azul 1500 apto 2, ela se chama Iracema") == "Av. Azul 1500 apto 2"  # fmt: skip
    assert place_within("quiero el martes a las 3") == ""
    heard = said_place("ja falei: rua Azul 15, apto 4")
    assert heard is not None
    assert heard.text == "rua Azul 15, apto 4"
    assert corrects_place("não, é rua das Flores 20, apto 3")
    assert not corrects_place("no, mejor el martes")


def test_the_list_and_another_day() -> None:
    waits, rest = waiting_and_rest("anótala el 19 entonces, y en lista de espera para el 5")
    assert ("5" in waits, "19" in rest) == (True, True)
    assert waiting_and_rest("avísame si se libera algo el 5") == ("", "")


def test_the_language_of_an_entry() -> None:
    assert language_of("Puedes pagar en efectivo o con tarjeta en recepción.") == "es"
    assert language_of("You can pay by card when you are here.") == "en"
    assert language_of("OK") == ""
