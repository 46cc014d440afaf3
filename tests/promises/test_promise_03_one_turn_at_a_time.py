"""One turn at a time per conversation, in the order of arrival."""

import asyncio
import random
from collections import Counter, defaultdict

from tests.front import Customer, Front, beside
from tests.promises.conftest import Opening
from tests.scripted_model import Line, Messages, Pause, ScriptedModel, words


class Watch:
    """A play that answers with what it was asked, and notices turns of one chat that overlap."""

    def __init__(self) -> None:
        self.running: Counter[str] = Counter()
        self.overlaps = 0
        self.most_at_once = 0

    async def __call__(self, messages: Messages) -> Line:
        said = words(messages)
        who = said[0].split("/")[0]
        self.running[who] += 1
        self.overlaps += self.running[who] > 1
        self.most_at_once = max(self.most_at_once, sum(self.running.values()))
        for _ in range(5):
            await asyncio.sleep(0)  # gives every other worker a chance to get in between
        self.running[who] -= 1
        return " ".join(said)


async def test_promise_3_many_workers_never_run_two_turns_of_one_chat_and_keep_the_order(
    open_front_with: Opening,
) -> None:
    watch, dice = Watch(), random.Random(3)
    async with (
        open_front_with(ScriptedModel(play=watch)) as one,
        beside(one, ScriptedModel(play=watch)) as two,
    ):
        customers = [one.customer(f"5730055501{n:02d}") for n in range(12)]
        sent: dict[str, list[str]] = defaultdict(list)
        for number in range(6):
            for customer in dice.sample(customers, 8):
                sent[customer.phone].append(f"{customer.phone}/{number}")
                await customer.write(sent[customer.phone][-1])
            await one.pass_time(dice.choice((3, 11)))
            await asyncio.gather(one.work(), two.work(), one.work())
        await one.settle()
        await two.settle()
    assert watch.overlaps == 0
    assert watch.most_at_once > 1, "the workers did not work at the same time"
    for customer in customers:
        assert _answered(customer) == sent[customer.phone]


async def test_promise_3_a_message_during_a_turn_is_answered_with_it_and_only_once(
    open_front_with: Opening,
) -> None:
    pause = Pause("Respondo a todo.")
    model = ScriptedModel(play=pause)
    async with open_front_with(model) as front:
        ana = front.customer()
        await ana.write("quiero una cita")
        await front.pass_time(10.5)
        working = asyncio.create_task(front.work())
        await pause.reached.wait()
        await ana.write("mejor el jueves")
        pause.go.set()
        await working
        assert front.gupshup.sent == []
        assert await ana.listen() == "Respondo a todo."
    assert words(model.seen[-1]) == ["quiero una cita", "mejor el jueves"]
    assert [t["status"] for t in front.rows("select status from turns order by started_at")] == [
        "superseded",
        "committed",
    ]


async def test_promise_3_newer_messages_put_a_reply_off_twice_at_most(
    open_front_with: Opening,
) -> None:
    front: Front
    interruptions = ["y otra cosa", "y otra más", "y la última"]

    async def interrupted(messages: Messages) -> Line:
        if interruptions:
            await front.customer().write(interruptions.pop(0))
        return "Aquí va."

    async with open_front_with(ScriptedModel(play=interrupted)) as front:
        await front.customer().write("hola")
        for _ in range(4):
            await front.settle()
    turns = front.rows("select status, cardinality(message_ids) as n from turns order by token")
    assert [(t["status"], t["n"]) for t in turns] == [
        ("superseded", 1),
        ("superseded", 2),
        ("committed", 3),
        ("committed", 1),
    ]
    assert [s.text for s in front.gupshup.sent] == ["Aquí va.", "Aquí va."]


async def test_promise_3_a_burst_is_one_turn(plain: Front) -> None:
    await plain.customer().say("hola", "quiero", "una cita")
    turns = plain.rows("select cardinality(message_ids) as n from turns")
    assert turns == [{"n": 3}]


async def test_promise_3_nothing_is_answered_before_the_customer_is_silent_long_enough(
    plain: Front,
) -> None:
    ana = plain.customer()
    await ana.write("hola")
    await plain.pass_time(9)
    await plain.work()
    await ana.write("quiero una cita")
    await plain.pass_time(9)
    await plain.work()
    assert plain.gupshup.sent == []
    await plain.pass_time(1.5)
    await plain.work()
    assert len(plain.gupshup.sent) == 1


async def test_promise_3_a_steady_drip_is_answered_at_the_ceiling(plain: Front) -> None:
    ana = plain.customer()
    for _ in range(4):  # at 0, 8, 16 and 24 seconds: never ten seconds of silence
        await ana.write("y además")
        await plain.work()
        assert plain.gupshup.sent == []
        await plain.pass_time(8 if len(plain.rows("select * from chat_messages")) < 4 else 6)
    await plain.work()
    waited = plain.rows(
        "select extract(epoch from t.started_at - min(m.created_at)) as seconds from turns t "
        "join chat_messages m on m.id = any (t.message_ids) group by t.id"
    )
    assert len(plain.gupshup.sent) == 1
    assert 29 <= waited[0]["seconds"] <= 30


def _answered(customer: Customer) -> list[str]:
    sent = [s.text for s in customer.front.gupshup.sent if s.destination == customer.phone]
    return " ".join(sent).split()
