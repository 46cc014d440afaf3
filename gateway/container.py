"""Puts the parts together: the one place that knows which implementation is used."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import httpx
from langchain_core.language_models import BaseChatModel
from langgraph.checkpoint.base import BaseCheckpointSaver
from procrastinate import App, PsycopgConnector

from agent.business_systems import BusinessSystems
from agent.checkpoints.choice import Memory, open_memory, open_redis
from agent.checkpoints.forgetting import forget_chats
from agent.clock import Clock, SystemClock
from agent.data.database import Database
from agent.data.deadlines import ImpatientConnection, connection_kwargs, queue_pool
from agent.data.migrate import pending
from agent.data.postgres import PostgresDatabase, become_queue
from agent.data.store import Store
from agent.dialogue import OfflineChatModel
from agent.errors import MigrationError
from agent.files.readers import build_reader
from agent.files.store import MediaStore
from agent.llm.embeddings import Embedder, open_embedder
from agent.llm.factory import build_model
from agent.observability.langfuse_deletion import forget_traces
from agent.observability.tracing import open_tracing
from agent.settings import Settings
from agent.tls import tls_context
from gateway.access.environment import TenantEnvironment
from gateway.access.limits import RateLimits, rate_limits
from gateway.access.staff_retention import StaffRetention
from gateway.access.vault import vault_of
from gateway.business_systems.servers import McpServers
from gateway.calendars import following as calendars
from gateway.calendars.following import BusyCalendars
from gateway.channels.base import Channel
from gateway.channels.connections import Connections
from gateway.channels.kit.http_send import LIMITS
from gateway.channels.registry import channel_classes, load_channels
from gateway.events.sending import AgendaEvents
from gateway.knowledge.indexing import Embeddings
from gateway.listening.feeds import Feeds
from gateway.media.download import MediaDownloader
from gateway.media.fetching import Fetching
from gateway.media.places import media_store, media_stores
from gateway.media.received import ReceivedMedia
from gateway.media.retention import MediaRetention
from gateway.organizations.slugs import Slugs
from gateway.organizations.time_zone_data import refuse_zones_in_use
from gateway.people.outside import Erasures, Outside
from gateway.people.text_retention import TextRetention
from gateway.pipeline.account_mails import AccountMails
from gateway.pipeline.calendar_watch import CalendarWatch
from gateway.pipeline.dead_letters import DeadLetters
from gateway.pipeline.deliveries import Deliveries
from gateway.pipeline.event_upkeep import EventUpkeep
from gateway.pipeline.history_retention import HistoryRetention
from gateway.pipeline.inbox import Inbox
from gateway.pipeline.jobs import build_queue
from gateway.pipeline.late_messages import LateMessages
from gateway.pipeline.maintenance import Maintenance, MaintenanceTask
from gateway.pipeline.missed_messages import MissedMessages
from gateway.pipeline.outbox import Outbox
from gateway.pipeline.outgoing_files import outgoing_files
from gateway.pipeline.reading_signs import ReadingSigns
from gateway.pipeline.recalls import Recalls
from gateway.pipeline.receipts import Receipts
from gateway.pipeline.reminders import Reminders
from gateway.pipeline.sending_watch import SendingWatch
from gateway.pipeline.staff_files import StaffFiles
from gateway.pipeline.staff_route import StaffRoute
from gateway.pipeline.summaries import Summaries
from gateway.pipeline.turns import Turns
from gateway.pipeline.waiting_list import WaitingList
from gateway.pipeline.weekly_figures import WeeklyFigures
from gateway.pipeline.worker import Worker
from gateway.push.sending import Pushes
from gateway.staff_plans.endings import PlanEndings
from gateway.staff_plans.plans import StaffPlans
from gateway.tools_database import open_tools_database, refuse_half_of_it
from graphs.front_desk import FrontDesk, build_front_desk, graph_words
from graphs.turn import TurnRunner

if TYPE_CHECKING:
    from agent.checkpoints.redis_link import RedisLink


@dataclass(frozen=True)
class Container:
    """Everything that a process needs, open."""

    settings: Settings
    clock: Clock
    database: PostgresDatabase
    store: Store
    memory: Memory
    channels: dict[str, Channel]
    connections: Connections
    inbox: Inbox
    outbox: Outbox
    media: ReceivedMedia
    waiting: WaitingList
    reminders: Reminders
    recalls: Recalls
    calendars: BusyCalendars
    turns: Turns
    rehearse: Callable[[Database, Clock], Turns]
    """Turns over another database, one that undoes (agent/data/rehearsal.py), at the time of another clock."""
    limits: RateLimits
    queue: App
    maintenance: Maintenance
    outside: Outside
    erasures: Erasures
    feeds: Feeds
    worker: Worker
    model_name: str
    slugs: Slugs


def database_url(settings: Settings) -> str:
    """The configured PostgreSQL, else the embedded one (started here if it does not run).

    Raises OperatorError when Supabase is configured by half.
    """
    refuse_half_of_it(settings)
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    # Needs what only Unix has; with a configured database nothing here does.
    from agent.data.embedded import start_embedded

    return start_embedded(settings.data_dir / "postgres")


@asynccontextmanager
async def open_database(
    settings: Settings, clock: Clock | None = None
) -> AsyncIterator[PostgresDatabase]:
    """The database alone, for commands that need no more."""
    database = PostgresDatabase(
        database_url(settings),
        clock=clock,
        max_size=max(10, settings.worker_concurrency * 2),
        wait_seconds=settings.database_wait_seconds,
        prepare=settings.prepare_statements,
    )
    await database.open()
    try:
        yield database
    finally:
        await database.close()


@dataclass(frozen=True)
class Pools:
    """Connections that containers of one process may use one after the other: they take longer to become
    quick than everything else to be put together."""

    database: PostgresDatabase
    redis: "RedisLink | None"
    memory: Memory
    queue: PsycopgConnector


@asynccontextmanager
async def open_pools(settings: Settings, clock: Clock) -> AsyncIterator[Pools]:
    """Raises DatabaseUnavailable, and OperatorError for a database that is not migrated or whose
    time zones are not ours."""
    await asyncio.to_thread(_refuse_other_schema, database_url(settings), settings)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings, clock))
        await refuse_zones_in_use(database, clock.now())
        redis = await stack.enter_async_context(open_redis(settings))
        memory = await stack.enter_async_context(open_memory(database.conninfo, settings, redis))
        queue = _connector(database.conninfo, settings)
        stack.push_async_callback(queue.close_async)
        await queue.open_async()
        yield Pools(database, redis, memory, queue)


@asynccontextmanager
async def open_container(
    settings: Settings,
    *,
    clock: Clock | None = None,
    model: BaseChatModel | None = None,
    pools: Pools | None = None,
    build_graph: Callable[[BaseChatModel, BaseCheckpointSaver[str]], FrontDesk] = build_front_desk,
) -> AsyncIterator[Container]:
    """Opens everything, closes it in the opposite order; `pools` stay open.

    Raises DatabaseUnavailable, and OperatorError when what is configured cannot work.
    """
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        if pools is None:
            pools = await stack.enter_async_context(open_pools(settings, clock))
        database, redis, memory = pools.database, pools.redis, pools.memory
        # Retries of the client would repeat sends behind the outbox's back.
        http = await stack.enter_async_context(
            httpx.AsyncClient(
                verify=tls_context(),
                timeout=httpx.Timeout(20, connect=5),
                limits=LIMITS,
                follow_redirects=False,
            )
        )
        channels = configured_channels(settings, clock)
        store = Store(await stack.enter_async_context(open_tools_database(settings, database)))
        brain = model or build_model(settings, clock=clock)
        graph = build_graph(brain, memory.saver)
        tracing = open_tracing(settings, words=graph_words())
        stack.push_async_callback(asyncio.to_thread, tracing.close)
        embedder = await stack.enter_async_context(open_embedder(settings))
        business = McpServers(
            TenantEnvironment(database, settings), clock, allow_private=settings.mcp_allow_private
        )

        def turns_over(
            database: Database,
            clock: Clock,
            signs: ReadingSigns | None = None,
            business: BusinessSystems | None = None,
        ) -> Turns:
            store = Store(database)
            runner = TurnRunner(
                graph,
                store,
                clock,
                timeout_seconds=settings.turn_timeout_seconds,
                public_url=settings.public_url,
                tracing=tracing,
                embedder=embedder,
                limits=None if isinstance(brain, OfflineChatModel) else settings.model_limits,
                business=business,
            )
            receipts = Receipts(store, clock, settings.public_url)
            return Turns(store, runner, receipts, tracing, signs)

        connections = Connections(database, settings, vault_of(settings))
        fetching = Fetching(channels, connections, http, _downloader(settings))
        store_of_files = media_store(settings, http, clock)
        media = await _received_media(
            stack, database, connections, fetching, store_of_files, settings
        )
        signs = ReadingSigns(database, channels, connections, http)
        stack.push_async_callback(signs.close)
        work = _Work(
            turns=turns_over(store.database, clock, signs, business),
            outbox=Outbox(
                database,
                channels,
                connections,
                http,
                settings,
                clock,
                outgoing_files(settings, http, clock),
            ),
            media=media,
            waiting=WaitingList(database, settings, clock),
            reminders=Reminders(database, settings, clock),
            recalls=Recalls(database, settings, clock),
            pushes=Pushes(database, http, settings),
            events=AgendaEvents(database, settings, clock),
            staff_route=StaffRoute(
                database,
                settings,
                StaffPlans(database),
                StaffFiles(database, fetching, store_of_files, settings),
            ),
            calendars=busy_calendars(database, settings),
            slugs=Slugs(database),
            dead_letters=DeadLetters(database),
        )
        inbox = Inbox(database, settings, clock, work.slugs)
        missed = MissedMessages(database, channels, connections, inbox, http, clock)
        outside = outside_of(settings, database, redis, http, clock)
        erasures = Erasures(outside, clock)
        tasks = _maintenance_tasks(database, http, embedder, settings, clock)
        if settings.conversation_summaries and not isinstance(brain, OfflineChatModel):
            seconds = settings.turn_timeout_seconds
            tasks.append(Summaries(Store(database), brain, settings.model_limits, seconds))
        maintenance = Maintenance(database, [*tasks, erasures, missed, work.recalls])
        deliveries = Deliveries(connections, inbox)
        feeds = Feeds(database, channels, connections, deliveries, missed)
        queue = build_queue(pools.queue, work, settings.most_of_tenant)
        yield Container(
            settings=settings,
            clock=clock,
            database=database,
            store=store,
            memory=memory,
            channels=channels,
            connections=connections,
            inbox=inbox,
            outbox=work.outbox,
            media=work.media,
            waiting=work.waiting,
            reminders=work.reminders,
            recalls=work.recalls,
            calendars=work.calendars,
            turns=work.turns,
            # Without the business's own systems: what is called there cannot be undone.
            rehearse=turns_over,
            limits=rate_limits(settings, clock, redis),
            queue=queue,
            maintenance=maintenance,
            outside=outside,
            erasures=erasures,
            feeds=feeds,
            worker=Worker(
                queue, database, work.reminders, maintenance, settings, clock, [feeds.task()]
            ),
            model_name=str(getattr(brain, "model_name", brain._llm_type)),
            slugs=work.slugs,
        )


def configured_channels(settings: Settings, clock: Clock) -> dict[str, Channel]:
    """All channels, each with its provider's address as it is configured."""
    return load_channels(
        {name: base for name in channel_classes() if (base := settings.base_url(name))},
        clock,
        settings.private_provider_hosts,
    )


def _refuse_other_schema(url: str, settings: Settings) -> None:
    """Said at once, rather than after the queue's long wait for a connection."""
    missing = pending(url, seconds=max(1, round(settings.database_wait_seconds)))
    if missing:
        raise MigrationError(f"{len(missing)} migrations are missing; run `frontdesk migrate`")


@dataclass(frozen=True, slots=True)
class _Work:
    turns: Turns
    outbox: Outbox
    media: ReceivedMedia
    waiting: WaitingList
    reminders: Reminders
    recalls: Recalls
    pushes: Pushes
    events: AgendaEvents
    staff_route: StaffRoute
    calendars: BusyCalendars
    slugs: Slugs
    dead_letters: DeadLetters


async def _received_media(
    stack: AsyncExitStack,
    database: PostgresDatabase,
    connections: Connections,
    fetching: Fetching,
    store: MediaStore,
    settings: Settings,
) -> ReceivedMedia:
    reader = build_reader(settings)
    stack.push_async_callback(reader.close)
    return ReceivedMedia(database, connections, fetching, reader, store, settings)


def _maintenance_tasks(
    database: PostgresDatabase,
    http: httpx.AsyncClient,
    embedder: Embedder | None,
    settings: Settings,
    clock: Clock,
) -> list[MaintenanceTask]:
    stores = media_stores(settings, http, clock)
    retention = MediaRetention(database, stores, settings.media_retention_days, clock)
    tasks: list[MaintenanceTask] = [
        retention,
        TextRetention(database, stores, settings.message_retention_days),
        HistoryRetention(database, settings, clock),
        SendingWatch(database),
        LateMessages(database),
        StaffRetention(database),
        AccountMails(database, settings),
        WeeklyFigures(database, settings.address),
        PlanEndings(database),
        CalendarWatch(database, settings.address),
        EventUpkeep(database, settings.address),
    ]
    if embedder is not None:
        tasks.append(Embeddings(database, embedder))
    return tasks


def outside_of(
    settings: Settings,
    database: Database,
    redis: "RedisLink | None",
    http: httpx.AsyncClient,
    clock: Clock,
) -> Outside:
    """What deletes the rest of a customer who was erased."""
    return Outside(
        database,
        media_stores(settings, http, clock),
        partial(forget_chats, redis, settings.frontdesk_deployment),
        partial(forget_traces, http, settings),
    )


def busy_calendars(database: Database, settings: Settings) -> BusyCalendars:
    """What reads calendars elsewhere."""
    downloader = MediaDownloader(
        allow_http=settings.media_allow_http,
        allow_private=settings.media_allow_private,
        max_bytes=calendars.MOST_BYTES,
        timeout_seconds=calendars.SECONDS,
    )
    environment = TenantEnvironment(database, settings)
    return BusyCalendars(database, environment, vault_of(settings), downloader)


def _downloader(settings: Settings) -> MediaDownloader:
    return MediaDownloader(
        allow_http=settings.media_allow_http, allow_private=settings.media_allow_private
    )


def _connector(conninfo: str, settings: Settings) -> PsycopgConnector:
    return PsycopgConnector(
        pool_factory=queue_pool,
        conninfo=conninfo,
        connection_class=ImpatientConnection,
        min_size=1,
        max_size=settings.worker_concurrency + 4,
        timeout=10,
        kwargs=connection_kwargs(conninfo, prepare=settings.prepare_statements),
        configure=become_queue,
    )
