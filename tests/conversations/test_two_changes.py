"""Two appointments: one of them changes, or each in its own way; never the other one."""

import pytest

from tests.conversations.test_answers_and_more import MASSAGE
from tests.conversations.test_changes import book
from tests.conversations.test_moved_by import stands
from tests.conversations.test_moved_from import two_appointments
from tests.front import Front

BOTH = ["diseno-de-cejas 23 10:00", "masaje-relajante 24 15:00"]


@pytest.mark.parametrize(
    ("wish", "yes"),
    [
        ("cancela la del martes. y la de cejas pásala al miércoles a las 10", "sí"),
        ("pasa la de cejas al miércoles a las 10. la del masaje cancélala", "sí"),
        ("cancela o masaje. e a de cejas passa pra quarta às 10h", "sim"),
        ("cancel the masaje and move the cejas to wednesday at 10", "yes"),
    ],
)
async def test_one_is_cancelled_and_the_other_moves(front: Front, wish: str, yes: str) -> None:
    ana = await two_appointments(front)
    await ana.say(wish)
    assert stands(front) == BOTH
    await ana.say(yes)
    await ana.say(yes)
    assert stands(front) == ["diseno-de-cejas 25 10:00"]


async def test_a_no_to_the_first_goes_on_to_the_second(front: Front) -> None:
    ana = await two_appointments(front)
    await ana.say("cancela la de cejas y la del martes pásala al miércoles a las 5")
    await ana.say("no, déjala")
    await ana.say("sí")
    assert stands(front) == ["diseno-de-cejas 23 10:00", "masaje-relajante 25 17:00"]


@pytest.mark.parametrize(
    ("wish", "answer", "yes"),
    [
        ("cancela la de cejas", "no no, la del masaje", "sí"),
        ("cancela la de cejas", "no!! te dije que canceles la del masaje", "sí"),
        ("cancela a de cejas", "não, era a do masaje", "sim"),
        ("cancel the cejas one", "no not that one, the masaje", "yes"),
    ],
)
async def test_the_other_one_is_to_be_cancelled(
    front: Front, wish: str, answer: str, yes: str
) -> None:
    ana = await two_appointments(front)
    await ana.say(wish)
    await ana.say(answer)
    assert stands(front) == BOTH
    await ana.say(yes)
    assert stands(front) == ["diseno-de-cejas 23 10:00"]


@pytest.mark.parametrize(
    ("wish", "answer"),
    [
        ("la de cejas muévela al miércoles a las 9", "sí. la otra no la toques"),
        ("passa a de cejas pra quarta às 9h", "sim, a outra deixa como tá"),
        ("move the cejas to wednesday at 9", "yes, leave the masaje alone"),
    ],
)
async def test_a_yes_while_the_other_stays(front: Front, wish: str, answer: str) -> None:
    ana = await two_appointments(front)
    await ana.say(wish)
    await ana.say(answer)
    assert stands(front) == ["masaje-relajante 24 15:00", "diseno-de-cejas 25 09:00"]


@pytest.mark.parametrize(
    ("wish", "yes"),
    [
        ("actually shoot, can we make it 5:00 instead? same day", "yes"),
        ("can we do 5 instead?", "yes"),
        ("move my masaje from 3 to 5 on tuesday", "yes"),
        ("pásala de las 3 a las 5 el martes", "sí"),
        ("oye al final prefiero a las 5 si se puede, si no así está bien", "sí"),
        ("passa das 15h para as 17h na terça", "sim"),
        ("na verdade prefiro às 17h", "sim"),
    ],
)
async def test_another_hour_right_after_a_booking(front: Front, wish: str, yes: str) -> None:
    ana = front.customer()
    await book(ana, MASSAGE)
    await ana.say(wish)
    await ana.say(yes)
    assert stands(front) == ["masaje-relajante 24 17:00"]
