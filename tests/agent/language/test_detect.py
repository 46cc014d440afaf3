"""Which language a conversation is in: what is written alike in all of them decides nothing."""

import pytest

from agent.language import LANGUAGES, detect
from agent.language.addresses import without_addresses

NEUTRAL = """
    ana@gmail.com | ana.gil+citas@hotmail.com.br | www.x.com | https://maps.app.goo.gl/x?com=para&os=as | @com.br
    Instagram.com/ana | x.com.br | clinica-aurora.com.br/precos | ana arroba gmail punto com | ana arroba gmail ponto com
    ana at gmail dot com | wa.me/573001234567 | #bomdia | ok | 1 | 👍 | 😊🙏 | 300 123 4567 | +55 11 98765-4321
    15:30 | 24/11 | Ana Gil | João Conceição | João da Conceição | Conceição | Muñoz | Íñigo Nuñez | François Guimarães
    Nome Sobrenome@x.com | Peeling | Botox | Sim | No | Si | hi | bye | sorry
"""


def parts(table: str) -> list[str]:
    return [part.strip() for part in table.replace("\n", "|").split("|") if part.strip()]


@pytest.mark.parametrize("current", LANGUAGES)
@pytest.mark.parametrize("said", parts(NEUTRAL))
def test_it_stays(said: str, current: str) -> None:
    assert detect(said, current) == current


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("mi correo es ana@gmail.com", "es"),
        ("escríbeme a mi correo ana.com@hotmail.com por favor", "es"),
        ("me sigo viendo el instagram @com.amor, ¿tienen cita?", "es"),
        ("meu e-mail é ana@correo.es, obrigada", "pt"),
        ("you can write to hola@buenas.com please", "en"),
    ],
)
def test_the_words_around_an_address_decide(said: str, language: str) -> None:
    assert all(detect(said, current) == language for current in LANGUAGES)


@pytest.mark.parametrize(
    "said", ["gracias.me das una cita", "listo.es para mañana", "hola.quiero ir"]
)
def test_a_missing_space_makes_no_address(said: str) -> None:
    assert without_addresses(said) == said


def test_the_names_of_services_and_of_the_business_are_no_language() -> None:
    names = ("Clínica São João", "Avaliação", "Limpeza de pele")
    assert detect("Limpeza de pele", "es", names) == "es"
    assert detect("avaliação en la clínica são joão", "es", names) == "es"
    assert detect("quero a limpeza de pele amanhã", "es", names) == "pt"


@pytest.mark.parametrize("first", LANGUAGES)
@pytest.mark.parametrize("second", LANGUAGES)
def test_one_can_always_go_back(first: str, second: str) -> None:
    said = {
        "es": "hola, quiero una cita para mañana",
        "pt": "oi, quero um horário para amanhã",
        "en": "hi, I would like an appointment tomorrow",
    }
    language = first
    for spoken in (second, first, second):
        language = detect(said[spoken], language)
        assert language == spoken
        assert detect("ok", detect("ana@gmail.com", language)) == spoken


@pytest.mark.parametrize(
    ("current", "said"),
    [
        *(("es", said) for said in parts("no, mejor otro dia | otro dia por favor | el dia 8 | e domingo? | sim | la segunda"
                                         " | Friday | Uma | Ok, Sexta")),
        *(("pt", said) for said in parts("meia hora depois | a que hora? | melhor outro dia | dia 8 à tarde | mas tarde"
                                         " | a mesma hora | na hora do almoço | Dale")),
        *(("en", said) for said in parts("Uma Dale | Las Vegas | otro | De La Cruz | Julio | El Dorado | la primera | sexta")),
    ],
)  # fmt: skip
def test_little_evidence_changes_no_language(current: str, said: str) -> None:
    assert detect(said, current) == current


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("no, mejor el otro jueves", "es"),
        ("pero ese no puedo, ¿hay otro?", "es"),
        ("não posso nesse dia, tem outro?", "pt"),
        ("amanhã de manhã, pode ser?", "pt"),
        ("I want to cancel", "en"),
        ("what about another day?", "en"),
    ],
)
def test_clear_evidence_does(said: str, language: str) -> None:
    assert all(detect(said, current) == language for current in LANGUAGES)


@pytest.mark.parametrize(
    ("text", "current", "expected"),
    [
        ("queria saber se minha hora tá de pé", "en", "pt"),
        ("queria saber se minha hora tá de pé", "es", "pt"),
        ("Maria Clara Souza Lima Minha", "en", "en"),
        ("is my appointment still on", "pt", "en"),
    ],
)
def test_several_words_none_of_which_is_of_the_conversations_language(
    text: str, current: str, expected: str
) -> None:
    assert detect(text, current) == expected
