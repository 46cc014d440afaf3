"""The whole front desk in a test: real routes, queue, PostgreSQL and graph; providers played."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import psycopg
from fastapi import FastAPI
from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource
from starlette.types import Receive, Scope, Send

from agent.clock import Clock, FixedClock
from agent.settings import Settings
from gateway.app import create_app, webhooks_app
from gateway.container import Container, open_container
from graphs.front_desk import build_front_desk
from tests import databases
from tests.kept_pools import KeptPools
from tests.kept_worker import KeptWorker, is_started_each_time, run_due
from tests.providers import evolution, gupshup
from tests.providers.evolution import EvolutionServer
from tests.providers.gupshup import GupshupServer
from tests.sessions import sessions

API_KEY = "api-key-for-tests"


class GivenSettings(Settings):
    """What a test gives, and no variables of the environment: those of ours are gone by now, and to
    look for each of them takes twice as long as to open everything else."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


class Application:
    """The application of a container, made when somebody calls it: many tests never do, and most call
    its webhooks alone. The other routes take fifty milliseconds to be made."""

    def __init__(self, container: Container) -> None:
        self._container = container

    @cached_property
    def made(self) -> FastAPI:
        return create_app(self._container, with_worker=False)

    @cached_property
    def _webhooks(self) -> FastAPI:
        return webhooks_app(self._container)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        alone = "made" not in vars(self) and scope.get("path", "").startswith("/webhooks/")
        await (self._webhooks if alone else self.made)(scope, receive, send)


# At once, on a connection that keeps its settings: the triggers find their tables by the path.
_SCHEDULED_EARLIER = """
set search_path to public, procrastinate;
update procrastinate_jobs set scheduled_at = scheduled_at - make_interval(secs => %(seconds)s)
where status = 'todo';
reset search_path
"""
_IS_DUE = """
select from procrastinate.procrastinate_jobs
where queue_name = any(%s) and status = 'todo' and (scheduled_at is null or scheduled_at <= now()) limit 1
"""


@dataclass
class Front:
    """`say` writes as a customer through a provider's webhook and returns what they then receive."""

    container: Container
    application: Application
    http: httpx.AsyncClient
    clock: FixedClock
    url: str
    gupshup: GupshupServer
    evolution: EvolutionServer
    usual: bool = False
    """Without a model or settings of the test's own."""
    read: dict[str, int] = field(default_factory=dict)
    workers: list[KeptWorker] = field(default_factory=list)
    names: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def app(self) -> FastAPI:
        return self.application.made

    # Customers

    def customer(
        self,
        phone: str = "573005550101",
        *,
        tenant: str = "aurora",
        channel: str = "gupshup",
        name: str | None = "Ana",
    ) -> "Customer":
        return Customer(self, phone, tenant, channel, name)

    async def post(self, channel: str, tenant: str, payload: Any, **kwargs: Any) -> httpx.Response:
        token = databases.SECRETS[f"{tenant.upper()}_{channel.upper()}_TOKEN"]
        return await self.http.post(f"/webhooks/{channel}/{token}", json=payload, **kwargs)

    # Time and work

    async def pass_time(self, seconds: float) -> None:
        """The clock moves on, and with it what is scheduled."""
        self.clock.advance(seconds)
        with sessions.use(self.url) as session:
            psycopg.ClientCursor(session).execute(_SCHEDULED_EARLIER, {"seconds": seconds})

    async def work(self) -> None:
        """Runs every job that is due, and what these enqueue."""
        await self.container.reminders.wake()
        await self.container.database.call("outbox_due")
        for _ in range(4):
            for queues in (["media", "turns"], ["sends"]):
                # A kept worker sees it as fast; to start one that finds nothing takes five times as long.
                if not is_started_each_time() or self.rows(_IS_DUE, queues):
                    await self._work(queues)
            if not self.rows(_IS_DUE, ["media", "turns", "sends"]):
                return

    async def _work(self, queues: list[str]) -> None:
        places = self.container.settings.worker_concurrency
        await run_due(self.container.queue, self.workers, queues, places)

    async def settle(self) -> None:
        """The debounce passes and everything is answered and sent."""
        await self.pass_time(10.5)
        await self.work()

    # What stands in the database

    def rows(self, query: str, *args: Any) -> list[dict[str, Any]]:
        return databases.rows(self.url, query, *args)

    def execute(self, statement: str, *args: Any) -> None:
        databases.execute(self.url, statement, *args, now=self.clock.now())

    def appointments(self, tenant: str | None = None) -> list[dict[str, Any]]:
        """Live ones, soonest first: service (key), member (key), local (naive), status, name."""
        return self.rows(
            "select s.key as service, m.key as member, a.status, a.id, a.attendee_name as name, "
            "(a.starts_at at time zone o.time_zone) as local, c.phone, o.slug as tenant "
            "from appointments a join services s on s.id = a.service_id "
            "join members m on m.id = a.member_id join contacts c on c.id = a.contact_id "
            "join organizations o on o.id = a.organization_id "
            "where a.status in ('scheduled', 'confirmed') and (%s::text is null or o.slug = %s) "
            "order by a.starts_at, a.created_at",
            tenant,
            tenant,
        )

    def organization(self, slug: str) -> UUID:
        found: UUID = self.rows("select id from organizations where slug = %s", slug)[0]["id"]
        return found

    def connection_name(self, tenant: str, channel: str) -> str:
        if (tenant, channel) not in self.names:
            variable = (
                f"{tenant}_{channel}_token".upper()
            )  # a test may have added another connection
            [row] = self.rows(_CONNECTION, tenant, channel, variable)
            self.names[tenant, channel] = row["name"]
        return self.names[tenant, channel]


_CONNECTION = """
select c.name from platform_connections c join organizations o on o.id = c.organization_id
where o.slug = %s and c.channel = %s and c.token_env = %s
"""


@dataclass
class Customer:
    """One person at one connection."""

    front: Front
    phone: str
    tenant: str
    channel: str
    name: str | None
    options: list[tuple[str, str]] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    async def say(self, *texts: str) -> str:
        """Writes these messages in a burst; returns the replies, joined by lines."""
        for text in texts:
            response = await self.write(text)
            assert response.status_code == 200, response.text
        return await self.listen()

    async def write(self, text: str, **about: Any) -> httpx.Response:
        """One message, not answered yet."""
        return await self.front.post(
            self.channel, self.tenant, self._payload("text", text, **about)
        )

    async def tap(self, title: str) -> str:
        """Taps the option whose title contains `title` among those last received."""
        found = next(((i, t) for i, t in self.options if title.lower() in t.lower()), None)
        assert found, f"no option {title!r} in {self.options}"
        response = await self.front.post(
            self.channel, self.tenant, self._payload("button", found[1], found[0])
        )
        assert response.status_code == 200
        return await self.listen()

    async def listen(self) -> str:
        """The debounce passes; what was received since the last time."""
        before = len(self._received())
        await self.front.settle()
        new = self._received()[before:]
        if new and self.channel == "gupshup":
            self.options = new[-1].options
        self.heard += [sent.text for sent in new]
        return "\n".join(sent.text for sent in new)

    def _received(self) -> list[Any]:
        if self.channel == "gupshup":
            return [s for s in self.front.gupshup.sent if s.destination == self.phone]
        return [s for s in self.front.evolution.sent if s.jid.startswith(self.phone)]

    def _payload(self, kind: str, *args: Any, **about: Any) -> Any:
        name = self.front.connection_name(self.tenant, self.channel)
        if self.channel == "gupshup":
            payload = getattr(gupshup, kind)(
                *args, phone=self.phone, name=self.name, app=name, **about
            )
            payload["timestamp"] = int(self.front.clock.now().timestamp() * 1000)
            return payload
        payload = getattr(evolution, kind)(
            *args,
            jid=f"{self.phone}@s.whatsapp.net",
            alternative=None,
            name=self.name or "",
            instance=name,
            **about,
        )
        payload["data"]["messageTimestamp"] = int(self.front.clock.now().timestamp())
        return payload

    @property
    def chat(self) -> dict[str, Any]:
        return self.front.rows(
            "select i.* from chat_identities i join organizations o on o.id = i.organization_id "
            "where o.slug = %s and i.phone = %s",
            self.tenant,
            re.sub(r"\D", "", self.phone),
        )[0]


kept_pools: KeptPools | None = None
"""While the suite runs."""


@asynccontextmanager
async def keep_pools() -> AsyncIterator[None]:
    """Front desks over the lent database share their connections, one after the other."""
    global kept_pools
    kept_pools = KeptPools()
    try:
        yield
    finally:
        await kept_pools.close()
        kept_pools = None


ModelMaker = Callable[[Settings, Clock], BaseChatModel]


@asynccontextmanager
async def open_front(
    url: str,
    folder: Path,
    now: datetime,
    model: BaseChatModel | ModelMaker | None = None,
    **settings: Any,
) -> AsyncIterator[Front]:
    """A front desk at `now`, with a `model` or one made from its settings and its clock. Its
    providers listen on loopback."""
    async with (
        AsyncExitStack() as stack,
        GupshupServer(databases.PROVIDER_KEY) as gupshup_server,
        EvolutionServer(databases.PROVIDER_KEY) as evolution_server,
    ):
        evolution_server.instance = "*"
        configured = GivenSettings(
            **{
                "database_url": SecretStr(url),
                "frontdesk_data_dir": folder,
                "gupshup_base_url": gupshup_server.url,
                "evolution_base_url": evolution_server.url,
                "api_key": SecretStr(API_KEY),
                "worker_concurrency": 4,
                "listen_notify": False,
                "media_allow_http": True,
                "media_allow_private": True,
                **settings,
            },
        )
        pools, clock, build_graph = None, FixedClock(now), build_front_desk
        if kept_pools and databases.is_lent(url) and kept_pools.fit(configured):
            pools, clock = await stack.enter_async_context(kept_pools.lend(configured, now))
            build_graph = kept_pools.build_graph
        if model is not None and not isinstance(model, BaseChatModel):
            model = model(configured, clock)
        container = await stack.enter_async_context(
            open_container(
                configured, clock=clock, model=model, pools=pools, build_graph=build_graph
            )
        )
        async with _called(container) as (application, http):
            yield Front(
                container,
                application,
                http,
                clock,
                url,
                gupshup_server,
                evolution_server,
                usual=model is None and not settings,
            )


@asynccontextmanager
async def _called(container: Container) -> AsyncIterator[tuple[Application, httpx.AsyncClient]]:
    application = Application(container)
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://frontdesk") as http:
        yield application, http


@asynccontextmanager
async def beside(front: Front, model: BaseChatModel | None = None) -> AsyncIterator[Front]:
    """A second gateway and worker over the same database, clock and providers."""
    async with (
        open_container(front.container.settings, clock=front.clock, model=model) as container,
        _called(container) as (application, http),
    ):
        yield replace(front, container=container, application=application, http=http, workers=[])
