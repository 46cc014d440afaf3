"""The demo's staff: an account in each business, its password made for this machine, and a day to look at."""

import secrets
from datetime import timedelta
from itertools import product
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from agent.clock import SystemClock
from agent.data.postgres import PostgresDatabase
from agent.settings import Settings
from agent.texts import Texts, texts
from gateway.access import staff_commands
from gateway.access.staff import Role, Staff
from gateway.access.vault import vault_of
from gateway.channels.connections import Connections
from gateway.channels.web import Web
from gateway.console.agenda.store import AgendaStore
from gateway.organizations.rows import OrganizationRow
from gateway.pipeline.inbox import Inbox
from gateway.pipeline.staff_agenda import day_list
from gateway.web.page import demo_variable

_DAYS = 4
"""Ahead, in which appointments are looked for, two of each member a day."""
_STAFF = "STAFF_PASSWORD"


def email_of(slug: str, language: str) -> str:
    return f"{texts(language).line('pages.demo.staff')}@{slug}.example"


def staff_email(one: OrganizationRow) -> str:
    return email_of(one.slug, one.language)


def password_variable(slug: str) -> str:
    """Under which the password is kept beside the demo's other secrets."""
    return demo_variable(slug, _STAFF)


def new_password() -> str:
    """64 random bits that can be typed on a phone."""
    return "-".join(secrets.token_hex(2) for _ in range(4))


async def open_account(
    database: PostgresDatabase, one: OrganizationRow, password: str | None
) -> str:
    """The password with which the owner of this business logs in: the one that is kept, as long as its account is
    there; else a new one."""
    email = staff_email(one)
    there = email in {row.email for row in await staff_commands.list_accounts(database, one.slug)}
    if there and password:
        return password
    password = new_password()
    if there:
        await staff_commands.reset(database, one.slug, email, password)
    else:
        await staff_commands.add(database, one.slug, email, [Role.OWNER], password)
    return password


async def has_appointments(database: PostgresDatabase, one: OrganizationRow) -> bool:
    """Whether somebody has used it before there was a console: in the last month, or in the next."""
    today = SystemClock().now().astimezone(ZoneInfo(one.time_zone)).date()
    month = timedelta(days=30)
    return bool(await day_list(database, one.slug, today - month, today + month, None))


async def first_day(database: PostgresDatabase, one: OrganizationRow, settings: Settings) -> None:
    """Appointments at free times, booked by the rules, and chats that the demo answers itself: a configured model is
    not asked for what nobody wrote."""
    rows = await staff_commands.list_accounts(database, one.slug)
    account = next(row for row in rows if row.email == staff_email(one))
    await _appointments(AgendaStore(database, _staff(one.id, account.id, account.email)), one)
    if settings.openai_api_key is None:
        await _chats(database, one, settings)


async def _appointments(store: AgendaStore, one: OrganizationRow) -> None:
    """A customer for each member a day, until each customer has a time."""
    choices = await store.choices()
    now = SystemClock().now().astimezone(ZoneInfo(one.time_zone))
    left = list(_texts(one).lines("pages.demo.customers"))
    for place, member in product(range(_DAYS * 2), choices.members):
        services = [service for service in choices.services if member.id in service.members]
        if not left or not services:
            continue
        day = now.date() + timedelta(place // 2)
        service = services[len(left) % len(services)]
        starts = await store.free([service.id], day, member.id)
        if starts:
            at = starts[len(left) * 3 % len(starts)].at
            act = await store.book(uuid4().hex, service.id, member.id, at, name=left[0])
            if act.appointment is not None:
                del left[0]


async def _chats(database: PostgresDatabase, one: OrganizationRow, settings: Settings) -> None:
    """What two customers wrote on the business's page, the second to a person. The worker answers them."""
    token = settings.secret(demo_variable(one.slug, "WEB_TOKEN"))
    connections = Connections(database, settings, vault_of(settings))
    connection = await connections.find(Web.name, token or "")
    if connection is None:
        return
    lines = _texts(one).lines("pages.demo.messages")
    for name, text in zip(_texts(one).lines("pages.demo.writers"), lines, strict=True):
        message = {"customer": secrets.token_hex(16), "id": secrets.token_hex(8), "text": text}
        events = Web("").parse({**message, "name": name})
        await Inbox(database, settings).receive(connection, events)


def _staff(organization: UUID, account: UUID, email: str) -> Staff:
    return Staff(
        organization=organization,
        account=account,
        email=email,
        roles=frozenset({Role.OWNER}),
        session=uuid4(),
        confirmed=False,
        has_factor=False,
        needs_factor=False,
    )


def _texts(one: OrganizationRow) -> Texts:
    return texts(one.language)
