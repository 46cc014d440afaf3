"""What a wish excepts stays excepted through later messages, until the customer lifts it."""

import pytest

from tests.conversations.test_turned_down import hours, offered, weekdays
from tests.front import Front

MONDAY = 0


@pytest.mark.parametrize(
    ("wish", "later"),
    [
        (
            "quiero un masaje, cualquier día menos el lunes",
            ["en la tarde", "no, mejor después de las 5", "lo más pronto posible"],
        ),
        (
            "quero um masaje, mas segunda não posso",
            ["depois das 14", "o mais rápido possível", "quarta não"],
        ),
        ("I want a masaje, any day but Monday", ["something later", "the soonest", "another day"]),
    ],
)
async def test_a_day(front: Front, wish: str, later: list[str]) -> None:
    ana = front.customer()
    for text in (wish, *later):
        await ana.say(text)
        assert offered(front)
        assert MONDAY not in weekdays(front), text


async def test_until_it_is_lifted(front: Front) -> None:
    ana = front.customer()
    await ana.say("quiero un masaje, cualquier día menos el lunes")
    await ana.say("en la tarde")
    await ana.say("bueno, el lunes entonces")
    assert weekdays(front) == {MONDAY}


@pytest.mark.parametrize(
    ("wish", "other_day"),
    [
        ("quiero un masaje el jueves, que no sea tan temprano", "mejor el martes"),
        ("quero um masaje na quinta, não muito cedo", "melhor na terça"),
        ("I want a masaje on Thursday, not too early", "Tuesday is better"),
    ],
)
async def test_early_hours_on_another_day_too(front: Front, wish: str, other_day: str) -> None:
    ana = front.customer()
    await ana.say(wish)
    assert min(hours(front)) >= "10:00"
    await ana.say(other_day)
    assert weekdays(front) == {1}
    assert min(hours(front)) >= "10:00"


@pytest.mark.parametrize(
    ("wish", "later"),
    [
        ("quiero un masaje pero no con Laura", ["el jueves", "lo más temprano posible"]),
        ("quero um masaje, mas não com a Laura", ["na quinta", "o mais cedo possível"]),
        ("I want a masaje but not with Laura", ["on Thursday", "as early as possible"]),
    ],
)
async def test_a_person(front: Front, wish: str, later: list[str]) -> None:
    ana = front.customer()
    for text in (wish, *later):
        await ana.say(text)
        assert "laura" not in {member for member, _ in offered(front)}, text
    assert len(offered(front)) == 1
