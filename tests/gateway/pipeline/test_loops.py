"""Two automata that answer each other are told from a person, however slow their cycle is."""

import random
from datetime import timedelta
from itertools import cycle

import pytest

from agent.records import Utterance
from gateway.pipeline.loops import is_loop
from tests.front_fixtures import Opening
from tests.providers import gupshup
from tests.scripted_model import ScriptedModel

AWAY = "Gracias por escribirnos. Son las 10:4{n}; le contestamos en cuanto podamos."


def said(words: str, gap: float | None) -> Utterance:
    return Utterance(words=words, letters=len(words), gap=gap)


def steps(utterances: list[Utterance]) -> int | None:
    """After how many a loop is known."""
    for count in range(1, len(utterances) + 1):
        if is_loop(utterances[:count]):
            return count
    return None


@pytest.mark.parametrize("pause", [5.0, 50.0, 290.0])
def test_the_same_words_again_and_again_are_a_loop(pause: float) -> None:
    assert steps([said("gracias por escribirnos", pause)] * 20) == 5


@pytest.mark.parametrize("pause", [5.0, 50.0])
def test_a_menu_that_goes_round_is_one(pause: float) -> None:
    menu = cycle(
        ["bienvenido elija una opción", "esa opción no existe", "adiós hasta pronto amigo"]
    )
    assert steps([said(next(menu), pause * random.Random(1).random()) for _ in range(20)]) == 12


@pytest.mark.parametrize("pause", [5.0, 50.0])
def test_a_rhythm_is_one_whatever_is_said(pause: float) -> None:
    chance = random.Random(2)
    gaps = [pause * chance.uniform(0.85, 1.15) for _ in range(20)]
    gaps[3] *= 3  # something else ran on that machine
    assert steps([said(f"otra cosa {number}", gap) for number, gap in enumerate(gaps)]) == 12


def test_people_are_none() -> None:
    """A thousand long conversations with pauses of people, who choose from lists and say yes."""
    chance = random.Random(3)
    short = ["sí", "1", "2", "no", "ok", "gracias"]
    loops = 0
    for _ in range(1_000):
        median, spread = chance.uniform(3, 60), chance.uniform(0.4, 1.0)
        talk = [
            said(
                chance.choice(short) if chance.random() < 0.6 else f"otra pregunta {number}",
                median * chance.lognormvariate(0, spread),
            )
            for number in range(20)
        ]
        loops += steps(talk) is not None
    assert loops == 0


def test_what_comes_at_once_has_no_rhythm() -> None:
    """A history that is replayed, or a test."""
    assert steps([said(f"otra cosa {number}", 0.0) for number in range(30)]) is None


@pytest.mark.parametrize("pause", [4.5, 49.5])
async def test_a_slow_loop_ends_and_staff_hear_of_it_once(
    open_front_with: Opening, pause: float
) -> None:
    """Cycles of 15 s and a minute with the debounce."""
    async with open_front_with(ScriptedModel()) as front:
        robot = front.customer()
        await robot.say("hola")
        await front.container.store.open_escalation(
            front.organization("aurora"), robot.chat["id"], None,
            reason="failed", summary="", body="Otra cosa", params=["Otra cosa"],
        )  # fmt: skip
        answers = []
        for number in range(9):
            await front.pass_time(pause)
            answers.append(await robot.say(AWAY.format(n=number)))
        assert [bool(answer) for answer in answers] == [True] * 5 + [False] * 4
        assert "dando vueltas" in answers[4]
        reasons = front.rows("select reason from escalations order by created_at, reason")
        assert [e["reason"] for e in reasons] == ["failed", "loop"], "told of it on its own"
        # Somebody takes over the other end, and writes something else.
        assert await robot.say("Hola, soy Marta, ¿me ayudan?") == "De acuerdo."


async def test_a_burst_is_read_in_the_order_in_which_it_was_written(
    open_front_with: Opening,
) -> None:
    model = ScriptedModel()
    async with open_front_with(model) as front:
        ana = front.customer()
        for words, age in (("a las 10", 1), ("quiero una cita", 9), ("mañana", 5)):
            payload = gupshup.text(
                words, phone=ana.phone, app=front.connection_name("aurora", "gupshup")
            )
            sent = front.clock.now() - timedelta(seconds=age)
            await front.post(
                "gupshup", "aurora", {**payload, "timestamp": int(sent.timestamp() * 1000)}
            )
        await front.settle()
    written = [message.text for message in model.seen[0] if message.type == "human"]
    assert "\n".join(written).endswith("quiero una cita\nmañana\na las 10")
