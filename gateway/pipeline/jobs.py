"""The queue's tasks. Arguments are ids only; what they mean is read when they run."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Protocol
from uuid import UUID

from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy
from procrastinate.jobs import Job

from agent.errors import DatabaseUnavailable, MediaError
from agent.fault_boundary import FaultBoundary
from agent.observability.log_context import log_context
from gateway.calendars.following import BusyCalendars
from gateway.events.sending import AgendaEvents
from gateway.media.received import ReceivedMedia
from gateway.organizations.slugs import Slugs
from gateway.pipeline.dead_letters import LEAST_SECONDS, DeadLetters
from gateway.pipeline.fair_jobs import FairJobs
from gateway.pipeline.outbox import Outbox
from gateway.pipeline.recalls import Recalls
from gateway.pipeline.reminders import Reminders
from gateway.pipeline.staff_route import StaffRoute
from gateway.pipeline.turns import TURN_TRIES, Turns
from gateway.pipeline.waiting_list import WaitingList
from gateway.push.sending import Pushes

log = logging.getLogger(__name__)

_TRIES = 5
_RETRY = RetryStrategy(max_attempts=_TRIES, wait=2)
_NOT_NOW = (DatabaseUnavailable,)


class Work(Protocol):
    """What the tasks need."""

    @property
    def turns(self) -> Turns: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def media(self) -> ReceivedMedia: ...

    @property
    def waiting(self) -> WaitingList: ...

    @property
    def reminders(self) -> Reminders: ...

    @property
    def recalls(self) -> Recalls: ...

    @property
    def pushes(self) -> Pushes: ...

    @property
    def events(self) -> AgendaEvents: ...

    @property
    def staff_route(self) -> StaffRoute: ...

    @property
    def calendars(self) -> BusyCalendars: ...

    @property
    def slugs(self) -> Slugs: ...

    @property
    def dead_letters(self) -> DeadLetters: ...


def build_queue(connector: PsycopgConnector, work: Work, most: int) -> App:
    """The queue with its tasks; SQL functions enqueue them by these names. `most`: jobs of one tenant
    that run in a worker at once."""
    app = App(connector=connector)
    app.job_manager = FairJobs(connector, most)

    @asynccontextmanager
    async def of(organization: str, chat: str | None = None) -> AsyncIterator[UUID]:
        """Lines that are logged inside tell whose job it is."""
        id = UUID(organization)
        with log_context(organization=await work.slugs.of(id), chat=chat):
            yield id

    @app.task(
        name="turn",
        queue="turns",
        pass_context=True,
        retry=RetryStrategy(max_attempts=TURN_TRIES, exponential_wait=2),
    )
    async def turn(context: JobContext, organization: str, conversation: str) -> None:
        last = context.job.attempts >= TURN_TRIES - 1
        async with of(organization, conversation) as tenant:
            await work.turns.answer(tenant, UUID(conversation), last_try=last)

    @asynccontextmanager
    async def last_resort(job: Job) -> AsyncIterator[None]:
        """What fails in the last try too, for a reason that is not the database's, is put aside."""
        last = job.attempts >= _TRIES
        # It is raised again below, so that the job counts as failed.
        boundary = FaultBoundary(
            log, "job %s", job.task_name, only=(Exception,) if last else (), passes=_NOT_NOW
        )
        with boundary as fault:
            yield
        if fault.error:
            error = f"it failed in every try: {type(fault.error).__name__}"
            await work.dead_letters.put_aside(
                job.task_name, job.task_kwargs, error, least_seconds=LEAST_SECONDS
            )
            raise fault.error

    @app.task(name="send", queue="sends", pass_context=True, retry=_RETRY)
    async def send(context: JobContext, organization: str, conversation: str) -> None:
        async with of(organization, conversation) as tenant, last_resort(context.job):
            await work.outbox.run(tenant, UUID(conversation))

    @app.task(name="notify", queue="sends", pass_context=True, retry=_RETRY)
    async def notify(context: JobContext, organization: str, notification: str) -> None:
        async with of(organization) as tenant, last_resort(context.job):
            await work.outbox.notify(tenant, UUID(notification))

    @app.task(name="push", queue="sends", retry=_RETRY)
    async def push(organization: str, push: str) -> None:
        async with of(organization) as tenant:
            await work.pushes.send(tenant, UUID(push))

    @app.task(name="agenda_events", queue="sends", retry=_RETRY)
    async def agenda_events(organization: str, endpoint: str) -> None:
        async with of(organization) as tenant:
            await work.events.send(tenant, UUID(endpoint))

    @app.task(name="staff", queue="sends", pass_context=True, retry=_RETRY)
    async def staff(context: JobContext, organization: str, message: str) -> None:
        async with of(organization) as tenant, last_resort(context.job):
            await work.staff_route.see_to(tenant, UUID(message), context.job.attempts)

    # Nobody is silent because of it: the desk then shows as open what the bot answers.
    @app.task(
        name="hand_back", queue="sends", retry=RetryStrategy(max_attempts=6, exponential_wait=3)
    )
    async def hand_back(organization: str, conversation: str) -> None:
        async with of(organization, conversation) as tenant:
            await work.outbox.hand_back(tenant, UUID(conversation))

    @app.task(name="remind", queue="sends", pass_context=True, retry=_RETRY)
    async def remind(context: JobContext, organization: str, reminder: str) -> None:
        async with of(organization) as tenant, last_resort(context.job):
            await work.reminders.run(tenant, UUID(reminder))

    @app.task(name="recall", queue="sends", pass_context=True, retry=_RETRY)
    async def recall(context: JobContext, organization: str, recall: str) -> None:
        async with of(organization) as tenant, last_resort(context.job):
            await work.recalls.run(tenant, UUID(recall))

    @app.task(
        name="media",
        queue="media",
        pass_context=True,
        # The last try is an hour after the first: a store that is down for less loses nothing.
        retry=RetryStrategy(max_attempts=8, exponential_wait=3, retry_exceptions={MediaError}),
    )
    async def media(context: JobContext, organization: str, message: str) -> None:
        async with of(organization) as tenant:
            await work.media.fetch(tenant, UUID(message), context.job.attempts)

    # What could not be read is noted in its row, and read again when it is due.
    @app.task(name="calendar", queue="media")
    async def calendar(organization: str, calendar: str) -> None:
        async with of(organization) as tenant:
            await work.calendars.follow(tenant, UUID(calendar))

    @app.task(name="wake", queue="turns", retry=_RETRY)
    async def wake(organization: str, conversation: str) -> None:
        async with of(organization, conversation) as tenant:
            await work.turns.wake(tenant, UUID(conversation))

    @app.task(name="waiting", queue="sends", retry=_RETRY)
    async def waiting(organization: str, day: str | None) -> None:
        async with of(organization) as tenant:
            await work.waiting.ask_next(tenant, date.fromisoformat(day) if day else None)

    return app
