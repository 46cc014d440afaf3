"""The wordings: whole in every language, and nothing left unfilled."""

import pytest

from agent.dialogue.flows.wording import listed, of, on, sentence
from agent.texts import languages, places, render, texts

BY_LANGUAGE = {language: texts(language).nested("replies") for language in languages()}


def test_every_language_has_every_phrase_with_the_same_places() -> None:
    spanish = BY_LANGUAGE["es"]
    for phrases in BY_LANGUAGE.values():
        assert phrases.keys() == spanish.keys()
        for key, wordings in phrases.items():
            assert len(wordings) >= 2, key
            assert len(set(wordings)) == len(wordings), key
            filled = frozenset().union(*(places(wording) for wording in wordings))
            assert filled == frozenset().union(*(places(w) for w in spanish[key])), key


@pytest.mark.parametrize("language", sorted(BY_LANGUAGE))
@pytest.mark.parametrize("address", ["tu", "usted", "vos", "voce", "neutral"])
def test_phrases_leave_nothing_unfilled(language: str, address: str) -> None:
    for wordings in BY_LANGUAGE[language].values():
        for wording in wordings:
            line = render(wording, address, dict.fromkeys(places(wording), "Xy"))
            assert not set("{}[]|") & set(line)
            assert line[:1].isupper() or line[:1] in "¡¿"
            assert line.count("?") <= 1
            assert "  " not in line


def test_labels_in_sentences() -> None:
    assert on("es", "martes 24 de noviembre, 3:00 p. m.") == "el martes 24 de noviembre, 3:00 p. m."
    assert on("pt", "terça, 24/11, às 15h") == "na terça, 24/11, às 15h"
    assert on("pt", "sábado, 21/11") == "no sábado, 21/11"
    assert of("es", "martes 24") == "del martes 24"
    assert listed("es", ["a", "b", "c"]) == "a, b o c"
    assert sentence("los domingos no abrimos") == "Los domingos no abrimos."
    assert render("Tengo {label}. ¿Va?", "tu", {"label": "3:00 p. m."}) == "Tengo 3:00 p. m. ¿Va?"
