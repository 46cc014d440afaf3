"""Nothing more is wanted, somebody waits for a call, a case that may come, words for those in charge."""

import pytest

from agent.language import Intent, asks_about_health, intents, yes_no
from agent.language.name_spelling import noted_words, spelling_notes
from agent.language.readings.cancelling import cancels_on_condition_alone
from agent.language.readings.coming import cannot_come
from agent.language.readings.contented import awaits_a_call, takes_note, wants_nothing_more
from agent.language.readings.notes import asks_to_note, passes_word_on
from agent.language.readings.off_topic import is_of_the_world
from agent.language.readings.people import is_title, people_in


@pytest.mark.parametrize(
    ("text", "nothing_more"),
    [
        ("Listo, gracias. No me cambien nada", True),
        ("no necesito nada más, muchas gracias", True),
        ("nenhuma, só deixa a de quinta. tchau!", True),
        ("não quero outra, obrigada", True),
        ("none, just keep Monday, thanks", True),
        ("that's all, thank you", True),
        ("no quiero otra hora", False),
        ("ninguna", False),
        ("gracias, ¿no me cambian nada?", False),
        ("no me cambien nada, pero quiero una limpieza", False),
        ("gracias", False),
        ("just keep me posted about Friday, and book a massage", False),
    ],
)
def test_wanting_nothing_more(text: str, nothing_more: bool) -> None:
    assert wants_nothing_more(text) is nothing_more


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("eso, gracias", True),
        ("isso, é essa mesma, obrigada", True),
        ("that's right, thanks", True),
        ("la segunda, gracias", False),
        ("sí, el jueves", False),
        ("¿esa?", False),
    ],
)
def test_taking_note(text: str, noted: bool) -> None:
    assert takes_note(text) is noted


@pytest.mark.parametrize(
    ("text", "awaits"),
    [
        ("ok, espero la llamada entonces", True),
        ("tá bom, aguardo a ligação", True),
        ("fine, I'll wait for your call", True),
        ("sigo esperando la llamada", False),
        ("espero la llamada desde ayer", False),
        ("¿espero la llamada?", False),
    ],
)
def test_awaiting_a_call(text: str, awaits: bool) -> None:
    assert awaits_a_call(text) is awaits


@pytest.mark.parametrize(
    ("text", "conditional"),
    [
        ("si el médico me dice que no la cancelo", True),
        ("se eu não puder ir eu cancelo, tem multa se cancelar?", True),
        ("if my boss says no i'll cancel", True),
        ("la cancelo solo si me dicen que no", True),
        ("sí, la cancelo", False),
        ("si, cancela", False),
        ("if you can, cancel it please", False),
    ],
)
def test_a_case_that_may_come(text: str, conditional: bool) -> None:
    assert cancels_on_condition_alone(text) is conditional
    assert (Intent.CANCEL not in intents(text)) or not conditional


@pytest.mark.parametrize(
    ("text", "note", "word"),
    [
        ("please write down that i'm allergic to latex", True, False),
        ("anoten por favor que soy alérgica", True, False),
        ("anota aí que sou alérgica", True, False),
        ("anótame para el jueves", False, False),
        ("díganle a la dueña", False, True),
        ("avisa a gerente", False, True),
        ("please tell the manager", False, True),
        ("¿ya le dijeron a la jefa?", False, False),
        ("dime la hora", False, False),
    ],
)
def test_words_for_the_team(text: str, note: bool, word: bool) -> None:
    assert (asks_to_note(text), passes_word_on(text)) == (note, word)


@pytest.mark.parametrize("text", ["No me entendiste", "no, no me entendiste", "Não me entendeu"])
def test_not_being_understood_is_no_no(text: str) -> None:
    assert yes_no(text) is None


@pytest.mark.parametrize("text", ["Confirmo que voy a mi cita", "confirmo que vou sim"])
def test_confirming_that_one_comes(text: str) -> None:
    assert Intent.CONFIRM in intents(text)


def test_a_question_about_confirming_confirms_nothing() -> None:
    assert Intent.CONFIRM not in intents("quiero confirmar que horario tienen")


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("mi bebé no corre riesgo con eso", True),
        ("is it safe for the baby", True),
        ("tem risco para o bebê", True),
        ("llevo a mi bebé a la cita", False),
    ],
)
def test_the_risk_for_a_baby_is_for_a_professional(text: str, asks: bool) -> None:
    assert asks_about_health(text, treatment=False) is asks


@pytest.mark.parametrize(
    ("text", "comes_not"),
    [
        ("sorry i can't", True),
        ("sí, pero no voy a poder ir", True),
        ("não vou conseguir ir", True),
        ("no sé si voy a poder ir", False),
        ("sí, ahí estaré", False),
    ],
)
def test_not_coming(text: str, comes_not: bool) -> None:
    assert cannot_come(text) is comes_not


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("es Jessica con doble s", ["Jessica"]),
        ("Taíssa, sem H e Sousa com S", ["Taíssa", "Sousa"]),
        ("Smythe with an e, and h in john", ["Smythe"]),
        ("con la doctora el jueves", []),
        ("cita con Ana", []),
    ],
)
def test_how_a_name_is_written(text: str, words: list[str]) -> None:
    assert noted_words(text) == words
    assert bool(spelling_notes(text)) is bool(words)


@pytest.mark.parametrize("text", ["quién ganó el partido anoche", "who won the game last night"])
def test_the_world(text: str) -> None:
    assert is_of_the_world(text)


def test_a_doctor_by_the_title() -> None:
    assert is_title(people_in("con la doctora para ponerme bótox").wanted)
    assert people_in("con la doctora Vega").wanted == "Vega"
