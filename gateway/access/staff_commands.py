"""What the operator does with accounts of staff (`frontdesk staff`)."""

from collections.abc import Iterable
from typing import Literal
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from agent.errors import NotFound, OperatorError
from gateway.access.password_rules import SHORTEST, refusal
from gateway.access.passwords import LONGEST, Passwords
from gateway.access.staff import EventRow, Role, canonical, hash_of, new_token
from gateway.organizations.rows import organization_id

LINK_HOURS = 48


FactorRule = Literal["off", "owners", "all"]
"""STAFF_SECOND_FACTOR: whose accounts need a second factor from when they are opened or get their role."""


class BadAccount(OperatorError):
    """An account needs an e-mail address."""


class AccountRow(Struct, frozen=True, kw_only=True):
    """An account as the operator sees it; times as PostgreSQL writes them: they are only shown.
    `invited`: a one-time link is open. `member`: the key of the one whose agenda they see as a professional."""

    id: UUID
    email: str
    roles: tuple[Role, ...]
    created_at: str
    disabled_at: str | None
    has_password: bool
    has_factor: bool
    needs_factor: bool
    invited: bool
    seen_at: str | None
    member: str | None


_REFUSED = {
    "short": f"the password needs {SHORTEST} to {LONGEST} characters",
    "common": "the password would be guessed soon: three or four words that do not belong together are better",
    "context": "the password is made of words of the business or of the person, which are guessed first",
}


async def add(
    database: Database,
    slug: str,
    email: str,
    roles: list[Role],
    password: str | None,
    rule: FactorRule = "off",
) -> str | None:
    """Opens an account: with a password, or with a one-time link's token, which is returned.

    Raises NotFound and BadAccount.
    """
    organization = await organization_id(database, slug)
    if await _account(database, organization, email):
        raise BadAccount(f"{email} has an account already; see `frontdesk staff reset`")
    link = await _put(database, organization, email, password, roles or [Role.RECEPTION])
    await _require_by_rule(database, slug, email, roles, rule)
    return link


async def reset(database: Database, slug: str, email: str, password: str | None) -> str | None:
    """The same for an account that exists: its sessions and its old password end, no browser is known any
    more, and it is open again if it was disabled. Its second factor stays."""
    organization = await organization_id(database, slug)
    await _need(database, organization, slug, email)
    return await _put(database, organization, email, password, None)


async def disable(database: Database, slug: str, email: str) -> None:
    """Closes an account; its sessions end at once. Raises NotFound."""
    organization = await organization_id(database, slug)
    account = await _need(database, organization, slug, email)
    await database.call("staff_disable", organization=organization, email=account.email)


async def set_roles(
    database: Database, slug: str, email: str, roles: list[Role], rule: FactorRule = "off"
) -> None:
    """What the account may do; its sessions end. Raises NotFound."""
    organization = await organization_id(database, slug)
    account = await _need(database, organization, slug, email)
    await database.call(
        "staff_roles_put", organization=organization, email=account.email, roles=sorted(set(roles))
    )
    await _require_by_rule(database, slug, email, roles, rule)


class _MemberPut(Struct, frozen=True, kw_only=True):
    """staff_member_put; `members`: the keys of those there are."""

    status: Literal["ok", "not_found", "no_member"]
    members: tuple[str, ...] = ()


async def set_member(database: Database, slug: str, email: str, member: str | None) -> None:
    """Whose agenda the account sees as a professional: a member's (by key), None for nobody's. Raises NotFound."""
    organization = await organization_id(database, slug)
    account = await _need(database, organization, slug, email)
    answer = await database.fetch(
        _MemberPut,
        "staff_member_put",
        organization=organization,
        email=account.email,
        member=member,
    )
    if answer.status == "no_member":
        keys = ", ".join(f"`{key}`" for key in answer.members)
        raise NotFound(f"`{slug}` has no member `{member}`; there are {keys}")


async def end_sessions(database: Database, slug: str, email: str | None) -> int:
    """Ends the sessions of one account, or of all of the organization; how many. Raises NotFound."""
    organization = await organization_id(database, slug)
    if email is None:
        accounts = await _accounts(database, organization)
    else:
        accounts = [await _need(database, organization, slug, email)]
    return sum(
        [
            await database.fetch(
                int, "staff_session_end", organization=organization, account=account.id
            )
            for account in accounts
        ]
    )


async def reset_factor(database: Database, slug: str, email: str) -> None:
    """Takes the second factor away from who lost it; their sessions end. Raises NotFound."""
    organization = await organization_id(database, slug)
    account = await _need(database, organization, slug, email)
    await database.call("staff_factor_reset", organization=organization, email=account.email)


async def require_factor(database: Database, slug: str, email: str, required: bool) -> None:
    """Whether this account needs a second factor whatever the organization says. Raises NotFound."""
    organization = await organization_id(database, slug)
    account = await _need(database, organization, slug, email)
    await database.call(
        "staff_factor_require", organization=organization, email=account.email, required=required
    )


def falls_under(roles: Iterable[Role], rule: FactorRule) -> bool:
    """Whether an account with these roles needs a second factor in this deployment."""
    return rule == "all" or (rule == "owners" and Role.OWNER in roles)


async def _require_by_rule(
    database: Database, slug: str, email: str, roles: list[Role], rule: FactorRule
) -> None:
    if falls_under(roles, rule):
        await require_factor(database, slug, email, True)


async def list_accounts(database: Database, slug: str) -> list[AccountRow]:
    """The organization's accounts, by address. Raises NotFound."""
    return await _accounts(database, await organization_id(database, slug))


async def list_events(
    database: Database, slug: str, email: str | None, most: int
) -> list[EventRow]:
    """What happened to the accounts, the latest first. Raises NotFound."""
    organization = await organization_id(database, slug)
    name = (await _need(database, organization, slug, email)).email if email else None
    return await database.fetch(
        list[EventRow], "staff_event_list", organization=organization, email=name, limit=most
    )


async def _accounts(database: Database, organization: UUID) -> list[AccountRow]:
    return await database.fetch(list[AccountRow], "staff_list", organization=organization)


async def _account(database: Database, organization: UUID, email: str) -> AccountRow | None:
    rows = await _accounts(database, organization)
    return next((row for row in rows if row.email == canonical(email)), None)


async def _need(database: Database, organization: UUID, slug: str, email: str) -> AccountRow:
    account = await _account(database, organization, email)
    if account is None:
        raise NotFound(f"{slug} has no account {email}")
    return account


async def _put(
    database: Database,
    organization: UUID,
    email: str,
    password: str | None,
    roles: list[Role] | None,
) -> str | None:
    name = canonical(email)
    if name is None:
        raise BadAccount
    if password is not None:
        words = await database.fetch(list[str], "staff_guessable", organization=organization)
        if why := refusal(password, [*words, name]):
            raise BadAccount(_REFUSED[why])
    link = None if password is not None else new_token()
    account = await database.call(
        "staff_put",
        organization=organization,
        email=name,
        roles=roles,
        password_hash=await Passwords().hash(password) if password is not None else None,
        link_hash=hash_of(link) if link else None,
        link_seconds=LINK_HOURS * 3600.0 if link else None,
    )
    if account is None:
        raise BadAccount(f"{name} is already used elsewhere; take another address")
    return link
