"""A webhook answered 2xx is never lost; one answered 5xx left nothing behind."""

import asyncio

import psycopg
import pytest

from tests.databases import Server, execute, refuse_connections, rows
from tests.front import Front, beside
from tests.kept_database import spoil
from tests.promises.conftest import Opening
from tests.providers import gupshup
from tests.scripted_model import ScriptedModel


async def test_promise_1_what_was_answered_2xx_is_answered_by_a_later_process(
    plain: Front,
) -> None:
    ana = plain.customer()
    assert (await ana.write("hola")).status_code == 200
    async with beside(plain, ScriptedModel(otherwise="Aquí estoy.")) as later:
        await later.settle()
    assert [sent.text for sent in plain.gupshup.sent] == ["Aquí estoy."]


async def test_promise_1_without_a_database_the_answer_is_503_and_nothing_is_stored(
    server: Server, open_front_with: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_front_with(ScriptedModel()) as front:
        ana = front.customer()
        payload = _text(front, "hola", "ABEG-1")
        assert (await ana.write("before")).status_code == 200
        with refuse_connections(server, front.url), monkeypatch.context() as impatient:
            impatient.setattr(front.container.database._pool, "timeout", 0.3)
            refused = [await front.post("gupshup", "aurora", payload) for _ in range(3)]
        assert [answer.status_code for answer in refused] == [503, 503, 503]
        assert all(answer.headers["retry-after"] for answer in refused)
        assert _bodies(front) == ["before"]
        async with beside(front, ScriptedModel()) as again:
            assert (await again.post("gupshup", "aurora", payload)).status_code == 200
        assert _bodies(front) == ["before", "hola"]


async def test_promise_1_a_connection_killed_in_mid_transaction_leaves_nothing(
    plain: Front,
) -> None:
    payload = _text(plain, "hola", "ABEG-2")
    spoil(plain.url)
    with psycopg.connect(plain.url) as blocker:
        blocker.execute("lock table chat_messages in exclusive mode")
        posting = asyncio.create_task(plain.post("gupshup", "aurora", payload))
        await _until_blocked(plain)
        execute(plain.url, f"select pg_terminate_backend(pid) {_BLOCKED}")
        answer = await posting
        blocker.rollback()
    assert answer.status_code == 503
    assert plain.rows("select * from chat_messages") == []
    assert plain.rows("select * from chat_identities") == []
    assert plain.rows("select * from procrastinate.procrastinate_jobs") == []
    assert (await plain.post("gupshup", "aurora", payload)).status_code == 200
    assert _bodies(plain) == ["hola"]


async def test_promise_1_an_error_inside_the_store_is_5xx_and_leaves_nothing(plain: Front) -> None:
    plain.execute("alter table chat_messages add constraint broken check (body <> 'boom')")
    answer = await plain.customer().write("boom")
    assert answer.status_code == 500
    assert "boom" not in answer.text
    assert plain.rows("select * from chat_identities") == []
    assert plain.rows("select * from procrastinate.procrastinate_jobs") == []


_BLOCKED = (
    "from pg_stat_activity where strpos(query, 'inbox_put') > 0 and wait_event_type = 'Lock' "
    "and datname = current_database()"
)


async def _until_blocked(front: Front) -> None:
    for _ in range(500):
        if await asyncio.to_thread(rows, front.url, f"select pid {_BLOCKED}"):
            return
    raise AssertionError("the webhook never reached its transaction")


def _text(front: Front, words: str, id_: str) -> dict[str, object]:
    return gupshup.text(words, id=id_, app=front.connection_name("aurora", "gupshup"))


def _bodies(front: Front) -> list[str]:
    return [row["body"] for row in front.rows("select body from chat_messages order by seq")]
