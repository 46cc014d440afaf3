"""Takes a business of a CRM: reads it, makes the plan, and carries it out or (dry) takes it back."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from agent.clock import Clock
from agent.data.database import Database
from agent.data.foreign import open_foreign
from agent.errors import OperatorError
from agent.settings import Settings
from gateway.importing.account import Account, Result
from gateway.importing.busy import KIND, put_busy
from gateway.importing.crm.customers import Blocked, Choices, customers
from gateway.importing.crm.items import CustomerItem
from gateway.importing.crm.rows import Crm, read_crm
from gateway.importing.crm.setup import Setup, take_setup
from gateway.organizations import commands
from gateway.organizations.loading import loads
from gateway.organizations.rows import OrganizationRow, show_organization
from gateway.organizations.writing import to_yaml

_BATCH = 500
"""Rows of one call, which has 15 seconds; an appointment takes 2 to 5 ms."""
_CHANNELS = ("gupshup", "meta", "evolution")
_KINDS = {"contact": "customers", "note": "notes", "appointment": "appointments", "chat": "chats"}
_WHY = {
    "erased": "was erased here",
    "nobody": "it names nobody: no name, phone or e-mail",
    "no_service": "there is no such service here",
    "no_member": "there is no such member here",
    "no_length": "it ends before it begins",
    "not_begun": "it is over there, but lies ahead",
    "overlap": "its time is taken here",
    "deleted_here": "it was deleted here",
    "ended_here": "it is over here, and changed there since",
    "other_service": "it has another service there now",
    "several": "it is one of several here, and moved there",
    "changed_here": "it was changed here and there",
    "confirmed_here": "the customer confirmed it here",
    "goes_on_here": "the chat goes on here already",
}


@dataclass(frozen=True)
class Order:
    """What an operator asks for. `which`: the business there. The rest as in Choices."""

    address: str
    organization: UUID
    which: str | None = None
    schema: str = "public"
    connection: str | None = None
    service: str | None = None
    member: str | None = None
    take_hours: bool = False
    details: bool = False
    dry_run: bool = False


class _Taken(Struct, frozen=True, kw_only=True):
    """One result of customers_import."""

    kind: Literal["contact", "note", "appointment", "chat"]
    key: str
    result: Result
    reason: str | None = None
    clash: str | None = None


async def take_crm(database: Database, settings: Settings, clock: Clock, order: Order) -> Account:
    """Raises OperatorError for what cannot be begun; single rows are named in the account."""
    async with open_foreign(order.address, order.schema) as foreign:
        crm = await read_crm(foreign, order.which, with_chats=order.connection is not None)
    own = await show_organization(database, order.organization)
    account = Account()
    setup, plan = await _plan(database, settings, clock, own, crm, order, account)
    choices = _choices(own, order, setup)
    rows, blocked = customers(crm, setup, choices, account)
    _tell_of_the_rest(crm, account, order)
    if not order.dry_run and plan.changes:
        await commands.apply(database, plan)
    source = f"crm:{crm.organization.id}"
    for batch in _batches(rows):
        await _put(database, order, source, batch, setup, plan, account)
    await _block(database, own, clock, source, blocked, setup, account, dry_run=order.dry_run)
    return account


def _batches(rows: list[CustomerItem]) -> Iterator[list[CustomerItem]]:
    """Customers with all that is theirs, some hundred rows at a time; an empty one where there is nobody."""
    batch: list[CustomerItem] = []
    size = 0
    for row in rows:
        weight = 1 + len(row["notes"]) + len(row["appointments"])
        weight += sum(1 + len(chat["messages"]) // 10 for chat in row["chats"])
        if batch and size + weight > _BATCH:
            yield batch
            batch, size = [], 0
        batch.append(row)
        size += weight
    yield batch


async def _plan(
    database: Database,
    settings: Settings,
    clock: Clock,
    own: OrganizationRow,
    crm: Crm,
    order: Order,
    account: Account,
) -> tuple[Setup, commands.Plan]:
    document = await commands.show(database, own.slug)
    file = loads(to_yaml(document).encode(), own.slug)
    today = clock.now().astimezone(ZoneInfo(own.time_zone)).date()
    setup = take_setup(crm, file, account, today, take_hours=order.take_hours)
    return setup, await commands.plan(database, setup.file, settings.secret)


def _choices(own: OrganizationRow, order: Order, setup: Setup) -> Choices:
    _refuse_unknown("--service", order.service, [one.key for one in setup.file.services])
    _refuse_unknown("--member", order.member, [one.key for one in setup.file.members])
    choices = Choices(
        own.country, own.time_zone, order.service, order.member, details=order.details
    )
    if order.connection is None:
        return choices
    connections = {one.key: one.channel for one in setup.file.connections}
    channel = connections.get(order.connection)
    if channel not in _CHANNELS:
        fit = [key for key, one in connections.items() if one in _CHANNELS]
        raise OperatorError(
            f"--connection: a WhatsApp connection, one of: {', '.join(fit) or 'none is there'}"
        )
    return replace(choices, connection=order.connection, channel=channel)


def _refuse_unknown(option: str, key: str | None, there: list[str]) -> None:
    if key is not None and key not in there:
        raise OperatorError(f"{option}: there is no `{key}`; there are {', '.join(there)}")


async def _put(
    database: Database,
    order: Order,
    source: str,
    batch: list[CustomerItem],
    setup: Setup,
    plan: commands.Plan,
    account: Account,
) -> None:
    retired = {"services": setup.retired_services, "members": setup.retired_members}
    results = await database.fetch(
        list[_Taken],
        "customers_import",
        organization=order.organization,
        source=source,
        customers=batch,
        retired=retired,
        dry_run=order.dry_run,
        document=plan.document if order.dry_run and plan.changes else None,
    )
    names = {
        a["key"]: a["starts"].replace("T", " ")[:16] for row in batch for a in row["appointments"]
    }
    for one in results:
        kind = _KINDS[one.kind]
        if one.result == "left_out":
            why = _WHY[one.reason or ""] + (
                f" from {one.clash.replace('T', ' ')} on" if one.clash else ""
            )
            account.leave_out(kind, " ".join(filter(None, (names.get(one.key), one.key[:8]))), why)
        else:
            account.count(kind, one.result)


async def _block(
    database: Database,
    own: OrganizationRow,
    clock: Clock,
    source: str,
    blocked: list[Blocked],
    setup: Setup,
    account: Account,
    *,
    dry_run: bool,
) -> None:
    """The time of appointments that are for no service. A member who cannot be booked needs none."""
    zone = ZoneInfo(own.time_zone)
    since = clock.now() - timedelta(days=1)
    window = (since, since + timedelta(days=800))
    there = {one["key"] for one in (await commands.show(database, own.slug))["members"]}
    bookable = {one.key for one in setup.file.members} & set(setup.members.values())
    for member in sorted(bookable):
        times = [
            (_local(one.starts, zone), _local(one.ends, zone))
            for one in blocked
            if one.member == member
        ]
        if member in there:
            await put_busy(
                database, own.id, source, member, times, window, dry_run=dry_run, account=account
            )
        else:  # a dry run has not made them
            account.add(KIND, added=sum(ends > since for _, ends in times))


def _local(text: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def _tell_of_the_rest(crm: Crm, account: Account, order: Order) -> None:
    for table, row, why in crm.damaged:
        account.leave_out(table, row[:8], why)
    for table in crm.absent:
        account.remarks.append(f"there is no table {table}")
    for table, count in crm.untaken.items():
        if count:
            account.remarks.append(
                f"{table}: {count} rows are not taken; nothing here corresponds to them"
            )
    if order.connection is None:
        account.remarks.append("chats are not taken; --connection says into which connection")
    account.remarks.append(
        "no consent is taken: customers are asked for it in their first chat here"
    )
