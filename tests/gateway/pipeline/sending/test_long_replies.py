"""A reply that no single message can hold goes out in parts: nothing is lost, nothing cut needlessly."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import databases
from tests.databases import Server
from tests.front import Front
from tests.gateway.pipeline.sending.setting import CHANNELS, chat_of, put, texts

LINE = "Depilación láser de piernas completas: 250.000 pesos, una hora, con valoración previa."
LIMIT = 4096


def _squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("lines", [1, 40, 60, 120, 400])
async def test_a_long_reply_arrives_whole_and_in_order(
    plain: Front, channel: str, lines: int
) -> None:
    ana = plain.customer(channel=channel)
    chat = await chat_of(plain, ana)
    text = "\n".join(f"{number}. {LINE}" for number in range(lines))
    await put(plain, chat, text, "¿Algo más?")
    await plain.work()
    *parts, last = texts(plain, channel, ana.phone)
    assert last == "¿Algo más?"
    assert "\n".join(parts) == text, "cut between lines only"
    assert all(len(part) <= LIMIT for part in parts)
    rows = plain.rows("select status from chat_messages where direction = 'outbound'")
    assert len(rows) == len(parts) + 1
    assert {row["status"] for row in rows} == {"sent"}


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("size", [900, 1500, 4000, 4090, 4096, 6000, 20_000])
async def test_options_go_with_the_last_part(plain: Front, channel: str, size: int) -> None:
    ana = plain.customer(channel=channel)
    chat = await chat_of(plain, ana)
    text = (LINE + " ") * (size // len(LINE)) + "¿Cuál prefieres?"
    options = [{"id": f"s{n}", "title": f"viernes {n}:00", "description": LINE} for n in range(5)]
    await put(plain, chat, text, options=options)
    await plain.work()
    parts = texts(plain, channel, ana.phone)
    assert all(len(part) <= LIMIT for part in parts)
    assert all(option["title"] not in part for part in parts[:-1] for option in options)
    assert _squeezed("".join(parts)).startswith(_squeezed(text))
    if channel == "gupshup" and size > LIMIT:
        assert [i for i, _ in plain.gupshup.sent[-1].options] == ["s0", "s1", "s2", "s3", "s4"]
        assert all(not sent.options for sent in plain.gupshup.sent[:-1])
    else:
        assert "viernes 4:00" in parts[-1] or plain.gupshup.sent[-1].options


async def test_each_part_is_sent_once_when_the_provider_fails_in_between(plain: Front) -> None:
    ana = plain.customer(channel="evolution")
    chat = await chat_of(plain, ana)
    text = "\n".join(f"{number}. {LINE}" for number in range(150))
    plain.evolution.answer_next_after(1, status=403, times=2)
    await put(plain, chat, text)
    for _ in range(6):
        await plain.work()
        await plain.pass_time(30)
    parts = texts(plain, "evolution", ana.phone)
    assert len(parts) > 2
    assert "\n".join(parts) == text


async def test_the_page_takes_a_reply_whole(plain: Front) -> None:
    chat = await chat_of(plain, plain.customer(channel="evolution"))
    text = LINE * 200
    plain.execute(
        "update chat_identities set connection_id = (select c.id from platform_connections c join "
        "organizations o on o.id = c.organization_id where o.slug = 'aurora' and c.channel = 'web')"
    )
    await put(plain, chat, text)
    await plain.work()
    rows = plain.rows("select body, status from chat_messages where direction = 'outbound'")
    assert rows == [{"body": text, "status": "sent"}]


_WORDS = st.lists(
    st.sampled_from(
        ["a", "hola.", "¿sí?", "\n", "\n\n", "palabra", "x" * 130, "Fin! ", "ñandú,", "👍"]
    ),
    min_size=1,
    max_size=120,
).map(" ".join)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=_WORDS, limit=st.integers(20, 200))
def test_nothing_is_lost_and_no_part_is_too_long(server: Server, text: str, limit: int) -> None:
    url = server.address(databases.BARE)
    parts: list[Any] = databases.rows(
        url, "select frontdesk.split_text(%s, %s) as parts", text, limit
    )[0]["parts"]
    assert all(0 < len(part) <= limit for part in parts) or not text.strip()
    assert _squeezed("".join(parts)) == _squeezed(text)
