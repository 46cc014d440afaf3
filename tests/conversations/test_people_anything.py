"""Talk of several people in any order: every message is answered, and nothing fails on the way."""

import random

import pytest

from tests.conversations.people_sentences import (
    ANSWERS,
    CHANGES,
    EVERYTHING,
    NAMES,
    PEOPLE,
    SERVICES_OF_TWO,
)
from tests.front import Front

_LENGTH = 12
_KINDS = (SERVICES_OF_TWO, PEOPLE, NAMES, ANSWERS, ANSWERS, CHANGES)
_CRASHED = (
    ("quero marcar uma limpeza pra minha mãe Zuleide quinta de manhã. e pra mim um clareamento na outra semana",
     "11h pra ela. Zuleide Prado", "não mexa na da mãe! O clareamento é pra mim, dia 8 à tarde",
     "15h pra mim. Edna Prado", "sim", "sim"),
    ("limpeza pra mim e clareamento pra minha mãe, quinta", "pra mim", "a primeira", "sim", "Edna Prado", "sim"),
)  # fmt: skip


def walk(seed: int) -> list[str]:
    """Sentences in an order that the seed gives, at first of different services for different people; now and
    then two in one message."""
    dice = random.Random(seed)
    talk = [dice.choice(SERVICES_OF_TWO)]
    for _ in range(_LENGTH):
        one = dice.choice(dice.choice(_KINDS))
        talk.append(f"{one}. {dice.choice(EVERYTHING)}" if dice.random() < 0.2 else one)
    return talk


@pytest.mark.parametrize("seed", range(8))
async def test_people_in_any_order_are_answered(front: Front, seed: int) -> None:
    customer = front.customer(tenant=("aurora", "sorriso")[seed % 2], name=None)
    for text in walk(seed):
        await customer.say(text)
    assert failed(front) == 0


@pytest.mark.parametrize("talk", _CRASHED)
async def test_nobody_left_of_several_people(front: Front, talk: tuple[str, ...]) -> None:
    customer = front.customer(tenant="sorriso", name=None)
    for text in talk:
        assert await customer.say(text)
    assert failed(front) == 0


def failed(front: Front) -> int:
    """Jobs that did not end well, or wait for another try."""
    query = "select count(*) as count from procrastinate.procrastinate_jobs where status = 'failed' or attempts > 1"
    return int(front.rows(query)[0]["count"])


def test_there_are_many_sentences() -> None:
    assert len(set(EVERYTHING)) == len(EVERYTHING) >= 60
