"""Words that got an entry of another topic, an alarm, or a day that nobody meant."""

from decimal import Decimal

import pytest

from agent.language import Intent, intents
from agent.language.readings.asking import asks_price_alone
from agent.language.readings.attending import asks_who_attends
from agent.language.readings.coming import takes_leave_until
from agent.language.readings.house import Topic, is_only_dentist, topic_of
from agent.language.readings.house_money import named_beyond
from agent.language.readings.own_facts import (
    asks_for_man_or_woman,
    asks_what_is_recommended,
    asks_when_it_ends,
    takes_price,
)
from agent.language.readings.pain import only_lost_work, speaks_of_pain, wishes_to_be_seen
from agent.language.readings.price_limits import amount, price_limit
from agent.language.readings.staying import says_as_it_was
from agent.language.readings.weekdays import names_bare_weekday, weekday_after
from agent.language.readings.wishes import asks_to_be_looked_at


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("¿atienden por Isapre o seguro?", Topic.INSURANCE),
        ("¿aceptan medicina prepagada?", Topic.INSURANCE),
        ("vocês aceitam Unimed?", Topic.INSURANCE),
        ("Do you take MetLife?", Topic.INSURANCE),
        ("¿hacen descuento si pago en efectivo?", Topic.DISCOUNT),
        ("tem desconto na primeira vez?", Topic.DISCOUNT),
        ("any discount for paying cash?", Topic.DISCOUNT),
        ("aceitam Multibanco?", Topic.PAYMENT),
        ("¿puedo pagar con Bizum?", Topic.PAYMENT),
        ("is it possible to parcel the payment?", Topic.INSTALLMENTS),
        ("can I pay it in two installments?", Topic.INSTALLMENTS),
        ("¿se puede pagar en 3 cuotas?", Topic.INSTALLMENTS),
        ("dá pra parcelar?", Topic.INSTALLMENTS),
        ("Y aparcar por ahí, ¿qué tal?", Topic.PARKING),
    ],
)
def test_a_topic_has_many_words(text: str, topic: Topic) -> None:
    assert topic_of(text) is topic


@pytest.mark.parametrize(
    "text",
    [
        "¿es seguro para embarazadas?",
        "no estoy seguro, ¿me das otra hora?",
        "can my guardian come with me?",
    ],
)
def test_what_only_sounds_like_insurance_is_none(text: str) -> None:
    assert topic_of(text) is not Topic.INSURANCE


def test_what_a_list_does_not_name_is_told() -> None:
    assert named_beyond("Do you take Aetna?", "In network with Delta Dental and Cigna.") == "Aetna"
    assert named_beyond("Do you take Cigna?", "In network with Delta Dental and Cigna.") == ""
    assert named_beyond("aceita Amil?", "Não trabalhamos com convênios.") == ""


@pytest.mark.parametrize(
    "text",
    [
        "¿quedaron las dos?",
        "y la de las 3 ¿sí quedó cierto?",
        "did that one go through?",
        "já marquei, terça 15h. tá valendo né?",
        "a de quinta vc tirou né?",
        "¿sigo con mi hora de mañana a las 2?",
    ],
)
def test_what_stands_is_asked_and_nothing_is_changed(text: str) -> None:
    scores = intents(text)
    assert scores.get(Intent.LIST) == 0.9
    assert not scores.keys() & {Intent.BOOK, Intent.CANCEL}


@pytest.mark.parametrize(
    "text",
    [
        "who's that with?",
        "is that with the dentist or the hygienist?",
        "that's w dr lee right?",
        "¿es con la doctora o con la asistente?",
        "quem vai me atender?",
    ],
)
def test_who_attends_is_asked(text: str) -> None:
    assert asks_who_attends(text)


def test_when_it_ends_is_asked() -> None:
    assert asks_when_it_ends("¿a qué hora termina?")
    assert asks_when_it_ends("las dos terminan a la misma hora?")
    assert asks_when_it_ends("que horas acaba?")
    assert asks_when_it_ends("what time will I be done?")
    assert not asks_when_it_ends("what time do you finish?")
    assert not asks_when_it_ends("¿a qué hora cierran?")


def test_a_man_or_woman_is_asked_for() -> None:
    assert asks_for_man_or_woman("¿hay algún hombre que atienda?")
    assert asks_for_man_or_woman("tem alguma mulher que faça?")
    assert asks_for_man_or_woman("do you have a male therapist?")
    assert not asks_for_man_or_woman("¿atienden hombres?")


def test_what_to_take_is_no_question_for_what_to_do() -> None:
    assert asks_what_is_recommended("¿qué me recomiendan?")
    assert asks_what_is_recommended("what do you recommend?")
    assert not asks_what_is_recommended("¿qué me recomiendan antes del láser?")
    assert asks_price_alone("¿y en cuánto sale?")


@pytest.mark.parametrize(
    ("text", "most", "rest"),
    [
        ("Si cuesta menos de 200 mil apártenme el viernes", 200_000, "apártenme el viernes"),
        ("quiero bótox. Si pasa de 700.000 no me interesa", 700_000, "quiero bótox."),
        ("I want it friday if it's under 300", 300, "I want it friday"),
        ("se custar menos de R$ 1.200,50 eu quero", Decimal("1200.50"), "eu quero"),
    ],
)
def test_a_wish_up_to_a_price(text: str, most: Decimal, rest: str) -> None:
    limit = price_limit(text)
    assert limit is not None
    assert (limit.most, limit.rest) == (most, rest)


def test_a_limit_holds_against_a_price() -> None:
    under, over = price_limit("if it's under 200"), price_limit("si pasa de 200 no quiero")
    assert under is not None
    assert over is not None
    assert (under.allows(Decimal(200)), over.allows(Decimal(200))) == (False, True)
    assert price_limit("si llego 10 minutos tarde me atienden?") is None
    assert [amount(one) for one in ("$190.000", "R$ 1.200,50", "$95 (per tooth)", "")] == [
        190_000,
        Decimal("1200.50"),
        95,
        None,
    ]


def test_a_price_that_is_fine_is_not_asked_for() -> None:
    assert takes_price("no hace falta, está bien el precio")
    assert takes_price("o preço tá bom")
    assert Intent.PRICE not in intents("the price is fine. friday at 11 then")
    assert Intent.PRICE in intents("¿está bien el precio que vi?")


@pytest.mark.parametrize(
    "text",
    [
        "I've lost a filling and it's a bit sore",
        "lascou um pedaço do meu dente da frente",
        "se me cayó una tapadura anoche",
        "my crown came out",
    ],
)
def test_what_broke_wants_to_be_seen(text: str) -> None:
    assert speaks_of_pain(text)
    assert wishes_to_be_seen(text)


def test_the_first_visit_has_many_names() -> None:
    assert asks_to_be_looked_at("I need to get my teeth looked at")
    assert asks_to_be_looked_at("que me revisen los dientes por favor")
    assert asks_to_be_looked_at("queria dar uma olhada nos meus dentes")
    assert not asks_to_be_looked_at("I need my teeth whitened")
    assert is_only_dentist("dentista")
    assert not is_only_dentist("limpeza dentista")


@pytest.mark.parametrize(
    "text", ["precisa não, brigado. até terça visse", "agora sim, maninha. valeu!"]
)
def test_a_farewell_names_no_day(text: str) -> None:
    assert takes_leave_until(text)


def test_weekdays_are_counted_from_the_day_spoken_of() -> None:
    after = weekday_after("not this Tuesday. The Tuesday after? Latest you have")
    assert after is not None
    assert (after.weekday, after.rest) == (2, "not this Tuesday. ? Latest you have")
    assert weekday_after("ese viernes no, el viernes siguiente mejor") is not None
    assert weekday_after("na sexta seguinte") is not None
    assert weekday_after("tuesday after 3") is None
    assert names_bare_weekday("can we make it wednesday instead?")
    assert not names_bare_weekday("pásala al miércoles de esta semana")
    assert not names_bare_weekday("next wednesday please")


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("caiu minha obturação, queria arrumar na quinta", True),
        ("se me cayó una corona", True),
        ("my filling fell out", True),
        ("caiu minha obturação e está sangrando", False),
        ("my filling fell out and it hurts", False),
        ("se me cayó un diente", False),
    ],
)
def test_a_lost_filling_alone_is_no_emergency(text: str, only: bool) -> None:
    assert only_lost_work(text) is only


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("então fica como está, no dia 10", True),
        ("leave it as it is on the 10th", True),
        ("muévela al jueves 10", False),
        ("no la deje como está", False),
    ],
)
def test_as_it_is_means_the_present_time(text: str, stays: bool) -> None:
    assert says_as_it_was(text) is stays
