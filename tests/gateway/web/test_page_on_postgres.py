"""The page's seams on the real SQL functions: shapes, NOTIFY, and what a customer sees of a turn."""

import json
from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from fastapi import FastAPI

from agent.data.postgres import PostgresDatabase
from agent.errors import NotFound
from agent.types import Connection, Json
from gateway.channels.base import Event, InboundMessage
from gateway.organizations.rows import OrganizationRow, list_organizations, show_organization
from gateway.pipeline.chat_history import ChatHistory, chat_history
from gateway.web.deps import WebDeps
from gateway.web.feed import ChangeFeed
from gateway.web.routes import web_router
from tests import databases
from tests.gateway.web.chatting import ANA, chatting, of_kind, say, take_until
from tests.gateway.web.page_app import listening, serve


class PageSeams:
    """One organization with a web connection in a real database, without a worker."""

    def __init__(self, database: PostgresDatabase, connection: Connection) -> None:
        self.database = database
        self.connection = connection

    async def find_connection(self, token: str) -> Connection | None:
        return self.connection if token == "page" else None

    async def describe(self, organization_id: UUID) -> OrganizationRow:
        return await show_organization(self.database, organization_id)

    async def receive(self, connection: Connection, events: Sequence[Event], client: str) -> None:
        rows = [_row(event) for event in events if isinstance(event, InboundMessage)]
        await self.database.call(
            "inbox_put",
            organization=connection.organization_id,
            connection=connection.id,
            events=rows,
            wait=0,
            ceiling=0,
        )

    async def history(
        self, organization_id: UUID, connection_id: UUID, customer: str, after: int
    ) -> ChatHistory:
        return await chat_history(self.database, organization_id, connection_id, customer, after)

    async def inspect(self, organization_id: UUID, conversation_id: UUID) -> Json:
        inspected: Json = await self.database.call(
            "chat_inspect", organization=organization_id, conversation=conversation_id
        )
        return inspected

    async def call(self, function: str, **args: Any) -> Any:
        return await self.database.call(
            function, organization=self.connection.organization_id, **args
        )


def _row(event: InboundMessage) -> Json:
    return {
        "type": "message",
        "id": event.provider_id,
        "addresses": list(event.addresses),
        "kind": str(event.kind),
        "text": event.text,
    }


@pytest.fixture
async def seams(database_url: str) -> AsyncIterator[PageSeams]:
    [row] = databases.rows(
        database_url,
        "select c.id, c.organization_id from platform_connections c join organizations o "
        "on o.id = c.organization_id where o.slug = 'aurora' and c.channel = 'web'",
    )
    database = PostgresDatabase(database_url)
    await database.open()
    yield PageSeams(database, Connection(row["id"], row["organization_id"], "web", "page"))
    await database.close()


@pytest.fixture
async def base(seams: PageSeams) -> AsyncIterator[str]:
    """Looks come only from NOTIFY here: the poll is an hour away."""
    feed = ChangeFeed(seams.database, poll_seconds=3600)
    deps = WebDeps(
        seams.find_connection, seams.describe, seams.receive, seams.history, feed, seams.inspect
    )
    app = FastAPI()
    app.include_router(web_router(deps))
    async with listening(feed), serve(app) as url:
        yield url


async def test_an_organization_is_shown_as_it_is_listed(seams: PageSeams) -> None:
    for row in await list_organizations(seams.database):
        assert await show_organization(seams.database, row.id) == row
    with pytest.raises(NotFound):
        await show_organization(seams.database, uuid4())


async def test_a_whole_turn_as_the_page_sees_it(seams: PageSeams, base: str) -> None:
    async with chatting(base, token="page") as chat:
        await say(chat, "Hola", "m-1")
        frames = await take_until(chat, "inspect")
        own = of_kind(frames, "message")[-1]
        assert (own["client"], own["status"], own["options"]) == ("m-1", "pending", [])
        found = await seams.history(
            seams.connection.organization_id, seams.connection.id, ANA, own["seq"] - 1
        )
        conversation = found.conversation

        turn = await seams.call("turn_begin", conversation=conversation)
        assert turn["status"] == "begin"
        frames = await take_until(chat, "typing", on=True)

        options = [{"id": "slot:1", "title": "lunes 9:00", "description": None}]
        reply = {"text": "¿Te sirve?", "payload": {"options": options}}
        committed = await seams.call(
            "turn_commit",
            conversation=conversation,
            turn=turn["turn"],
            token=turn["token"],
            replies=[reply],
            checkpoint="c-1",
            language="es",
            trace={"nodes": ["supervisor"], "tools": [{"name": "t", "args": {}, "result": {}}]},
            stale_ok=True,
        )
        assert committed["status"] == "committed"
        frames = await take_until(chat, "typing", on=False)
        # A look that began just before the commit may have shown the turn already.
        if not any(frame["turns"][0]["nodes"] for frame in of_kind(frames, "inspect")):
            frames += await take_until(chat, "inspect")
        assert of_kind(frames, "message")[-1]["status"] == "handled"
        # A reply that is queued is not shown before it was sent.
        assert "¿Te sirve?" not in json.dumps(frames, ensure_ascii=False)
        assert of_kind(frames, "inspect")[-1]["turns"][0]["nodes"] == ["supervisor"]

        claimed = await seams.call("outbox_claim", conversation=conversation)
        await seams.call(
            "outbox_settle",
            message=claimed["message"],
            attempt=claimed["attempt"],
            status="sent",
            provider_id=claimed["message"],
        )
        frames = await take_until(chat, "message", direction="outbound")
        assert (frames[-1]["text"], frames[-1]["options"]) == ("¿Te sirve?", options)


async def test_the_same_message_is_one_row(seams: PageSeams, base: str) -> None:
    async with chatting(base, token="page") as chat:
        for _ in range(3):
            await say(chat, "Hola \x00😀", "m-1")
            await take_until(chat, "ack")
    history = await seams.history(seams.connection.organization_id, seams.connection.id, ANA, 0)
    assert [message.text for message in history.messages] == ["Hola 😀"]


async def test_the_feed_listens_again_after_the_server_cut_it(
    seams: PageSeams, base: str, database_url: str
) -> None:
    async with chatting(base, token="page") as chat:
        await say(chat, "uno", "m-1")
        await take_until(chat, "inspect")
        with psycopg.connect(database_url, autocommit=True) as owner:
            cut = owner.execute(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                " where query ilike 'listen%'"
            ).fetchone()
            assert cut == (1,)
        await say(chat, "dos", "m-2")
        await take_until(chat, "message", text="dos")
