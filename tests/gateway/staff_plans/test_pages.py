"""The pages on handing over: what they tell staff to write is read as what they say."""

import re
from pathlib import Path

import pytest

from agent.language.staff_commands import command, is_team_word, question
from agent.language.staff_plans import plan_words

DOCS = Path(__file__).parents[3] / "docs"
_ASKED = ("Preguntas:", "Perguntas:", "Questions:")
_PLANNED = ("Escriba lo que pasa:", "Escreva o que acontece:", "Write what happens,")
_LIFTED = ("*Vuelve Camila*", "*A Camila volta*", "*Vuelve Camila*")
_MENU = ("Business", "Notices")
_OWN = ("Para un profesional, ", "Para um profissional, ", "For a professional ")


def phrases(page: str, beginning: str) -> list[str]:
    (line,) = (
        line for line in (DOCS / page).read_text("utf-8").splitlines() if line.startswith(beginning)
    )
    return re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", line.partition("|")[0])


@pytest.mark.parametrize(
    ("page", "number"),
    [("es/handing-over.md", 0), ("pt/handing-over.md", 1), ("handing-over.md", 2)],
)
def test_what_staff_are_told_to_write_is_read(page: str, number: int) -> None:
    asked = phrases(page, _ASKED[number])
    assert len(asked) > 5
    whole = [words for words in asked if "…" not in words]
    assert [words for words in whole if not (question(words) or command(words))] == []
    own = [words for words in phrases(page, _OWN[number]) if words not in _MENU]
    assert len(own) >= 2
    planned = phrases(page, _PLANNED[number])
    assert len(planned) > 4
    read = {words: plan_words(words) for words in (*planned, *own) if "…" not in words}
    assert [words for words, plan in read.items() if plan is None or plan.kind != "block"] == []
    lifted = phrases(page, _LIFTED[number])[:2]
    assert [plan.kind if (plan := plan_words(words)) else None for words in lifted] == ["lift"] * 2


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("Atiendo yo", "take"),
        ("atiendo", "take"),
        ("Responder", "reply"),
        ("Devolver al bot", "back"),
        ("devolver", "back"),
        ("Eu atendo", "take"),
        ("Devolver ao bot", "back"),
        ("cancelar", "cancel"),
        ("cliente", "customer"),
    ],
)
def test_the_words_of_the_buttons_are_commands(words: str, meant: str) -> None:
    assert command(words) == meant
    assert all(map(is_team_word, ("equipo", "equipe", "team")))
