"""What is written correctly is never taken for a slip in a key word."""

import pytest
from wordfreq import top_n_list

from agent.language import Intent, fold, intents
from agent.language.mending import mend
from agent.language.readings.services import mentioned
from agent.language.spelling import BY_SOUND

COMMONEST = 20_000


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_no_common_word_is_mended(language: str) -> None:
    """Abbreviations are no words of their own: "q" and "vc" are still read out."""
    said = dict.fromkeys(fold(word) for word in top_n_list(language, COMMONEST))
    changed = [word for word in said if word not in BY_SOUND and mend(word) != word]
    assert changed == [], f"to agent/language/correct_words.py: {' '.join(sorted(changed))}"


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_nor_after_another_word(language: str) -> None:
    """Words with a reading that depends on the one before ("a que ora") are themselves elsewhere."""
    said = [fold(word) for word in top_n_list(language, 3_000)]
    assert [
        word for word in said if word not in BY_SOUND and mend(f"y {word}") != f"y {word}"
    ] == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("canselar", "cancelar"),
        ("cansela mi sita", "cancela mi cita"),
        ("reagnedar", "reagendar"),
        ("agenadr", "agendar"),
        ("confrimar", "confirmar"),
        ("presios", "precios"),
        ("horaio", "horario"),
        ("direcion", "direccion"),
        ("disponiblidad", "disponibilidad"),
        ("obrigadoo", "obrigado"),
        ("enderco", "endereco"),
        ("apointment", "appointment"),
        ("tomorow", "tomorrow"),
        ("adress", "address"),
        ("resevar", "reservar"),
        ("miercole", "miercoles"),
        ("a que ora abren", "a que hora abren"),
        ("a las oras que puedan", "a las horas que puedan"),
        ("can u book me", "can you book me"),
        ("kkkkkk", "kkkkkk"),
    ],
)
def test_real_slips_are_still_mended(typed: str, meant: str) -> None:
    assert mend(fold(typed)) == meant


@pytest.mark.parametrize(
    ("said", "never"),
    [
        ("¿dónde queda?", Intent.COMPLAINT),
        ("donde queda la clinica", Intent.COMPLAINT),
        ("se me quema la piel con el sol", Intent.COMPLAINT),
        ("perdona, no vi el mensaje", Intent.HUMAN),
        ("tuve cáncer hace dos años", Intent.CANCEL),
        ("tive câncer de pele", Intent.CANCEL),
        ("I had cancer last year", Intent.CANCEL),
        ("tengo el pelo corto", Intent.PRICE),
        ("tenho um gosto ruim na boca", Intent.PRICE),
        ("my gums are looking red", Intent.BOOK),
        ("I was cooking", Intent.BOOK),
        ("me llamo Amanda", Intent.BOOK),
        ("soy Horacio Nunes", Intent.HOURS),
        ("ora essa", Intent.HOURS),
    ],
)
def test_a_correct_word_carries_no_intention_of_its_neighbour(said: str, never: Intent) -> None:
    assert never not in intents(said)


@pytest.mark.parametrize(
    "said",
    ["I'll tell you later", "I have a feeling it is late", "tengo el pelo corto", "um corto"],
)
def test_nor_does_it_name_a_service_one_letter_away(said: str) -> None:
    names = ("Depilación láser", "Peeling", "Corte de pelo")
    assert set(mentioned(said, names)) <= {"Corte de pelo"}
    assert mentioned("depilasion lacer", names) == ["Depilación láser"]
