"""Talk of several people in any order: every message is answered, and nothing fails on the way."""

import random

import pytest

from tests.conversations.people_sentences import SENTENCES
from tests.front import Front

_LENGTH = 12
_TENANTS = {"es": "aurora", "pt": "sorriso", "en": "aurora"}
_KINDS = ("services", "people", "names", "answers", "answers", "answers", "changes")
_CRASHED = (
    (
        "quero marcar uma limpeza pra minha mãe Zuleide quinta de manhã. e pra mim um clareamento na outra semana",
        "11h pra ela. Zuleide Prado",
        "não mexa na da mãe! O clareamento é pra mim, dia 8 à tarde",
        "15h pra mim. Edna Prado",
        "sim",
        "sim",
    ),
    ("limpeza pra mim e clareamento pra minha mãe, quinta", "pra mim", "a primeira", "sim", "Edna Prado"),
    (
        "limpeza pro meu filho e avaliação pra mim, quinta",
        "somos dois, eu e meu marido",
        "o nome dele é Davi Reis e eu sou Edna Reis",
    ),
)  # fmt: skip


def walk(seed: int, language: str) -> list[str]:
    """Sentences in an order that the seed gives, at first of different services for different people; now and
    then two in one message."""
    dice, by_kind = random.Random(seed), SENTENCES[language]
    talk = [dice.choice(by_kind["services"])]
    for _ in range(_LENGTH):
        one, other = (dice.choice(by_kind[dice.choice(_KINDS)]) for _ in range(2))
        talk.append(f"{one}. {other}" if dice.random() < 0.2 else one)
    return talk


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("seed", range(3))
async def test_people_in_any_order_are_answered(front: Front, seed: int, language: str) -> None:
    """That each turn ends well is checked after all conversations (checks.py)."""
    customer = front.customer(tenant=_TENANTS[language], name=None)
    for text in walk(seed, language):
        await customer.say(text)


@pytest.mark.parametrize("talk", _CRASHED)
async def test_nobody_left_of_several_people(front: Front, talk: tuple[str, ...]) -> None:
    customer = front.customer(tenant="sorriso", name=None)
    for text in talk:
        assert await customer.say(text)


def test_there_are_many_sentences() -> None:
    every = [one for kinds in SENTENCES.values() for kind in kinds.values() for one in kind]
    assert len(set(every)) == len(every) >= 60
