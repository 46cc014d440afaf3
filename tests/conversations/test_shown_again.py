"""Times that are listed once more after a digression: options as they were in the first offer."""

import re

import pytest

from tests.front import Front

_WISH = "Hola, quiero una limpieza facial el martes"


@pytest.mark.parametrize("detour", [(), ("¿cuánto cuesta?",), ("mmm",)])
async def test_a_list_shown_again_has_its_buttons(front: Front, detour: tuple[str, ...]) -> None:
    ana = front.customer(channel="gupshup")
    await ana.say(_WISH)
    first = list(ana.options)
    assert len(first) == 4
    for words in detour:
        await ana.say(words)
    again = await ana.say("sí")
    assert len(re.findall(r"martes 24 de noviembre", again)) == 4
    assert ana.options == first
    await ana.tap("10:00")
    assert "✅" in await ana.say("Ana Pérez")
    assert [a["local"].hour for a in front.appointments("aurora")] == [10]


async def test_it_is_numbered_where_there_are_no_buttons(front: Front) -> None:
    ana = front.customer(channel="evolution")
    first = await ana.say(_WISH)
    again = await ana.say("sí")
    assert _numbered(again) == _numbered(first)
    assert len(_numbered(again)) == 4
    assert "•" not in again
    await ana.say("a las 2:30")
    assert "✅" in await ana.say("Ana Pérez")
    assert [a["local"].hour for a in front.appointments("aurora")] == [14]


async def test_a_part_of_it_is_numbered_anew_in_its_own_order(front: Front) -> None:
    ana = front.customer(channel="gupshup")
    await ana.say(_WISH)
    first = list(ana.options)
    again = await ana.say("¿la de las 4 de la tarde o la de las 10?")
    assert again.count("martes 24 de noviembre") == 2
    assert set(ana.options) < set(first)
    lines = [line for line in again.split("\n") if line.startswith("•")]
    hours = [re.search(r"\d+:\d+", line)[0] for line in lines]  # type: ignore[index]
    assert hours == [re.search(r"\d+:\d+", title)[0] for _, title in ana.options]  # type: ignore[index]


async def test_what_is_listed_of_an_offer_and_of_a_search_has_both(front: Front) -> None:
    ana = front.customer(channel="gupshup")
    await ana.say(_WISH)
    both = await ana.say("3")
    assert ("2:30 p. m." in both, "3:00 p. m." in both) == (True, True)
    assert [title for _, title in ana.options] == ["mar 24, 2:30 p. m.", "mar 24, 3:00 p. m."]


async def test_a_question_that_lists_nothing_has_none(front: Front) -> None:
    ana = front.customer(channel="gupshup")
    await ana.say(_WISH)
    await ana.say("¿cuánto cuesta?")
    assert ana.options == []


def _numbered(reply: str) -> list[str]:
    return re.findall(r"^\d\. .*$", reply, re.MULTILINE)
