"""Checks whether staff can log in as their organizations want them to."""

from agent.errors import OperatorError
from agent.settings import Settings
from gateway.access.factor_keys import stored_keys
from gateway.access.staff import Role
from gateway.access.staff_commands import AccountRow, falls_under, list_accounts
from gateway.access.vault import vault_of
from gateway.checks.finding import Finding
from gateway.checks.stored import Stored
from gateway.pipeline.account_mails import can_mail

_WHAT = "logins"


async def check_logins(settings: Settings, stored: Stored) -> list[Finding]:
    """Second factors that cannot be read or set up, and organizations in which nobody is an owner."""
    vault = vault_of(settings)
    people = {row.slug: await _open(stored, row.slug) for row in stored.organizations}
    if lost := await _unreadable(settings, stored):
        text = f"second factors that cannot be read: {', '.join(lost)}"
        do = "set the FRONTDESK_SECRET_KEY that they were kept with; if it is lost: frontdesk staff reset-factor"
        return [Finding("bad", _WHAT, text, do)]
    lacking = [
        a.email for rows in people.values() for a in rows if a.needs_factor and not a.has_factor
    ]
    if lacking and (vault.weak or not vault.key_ids):
        text = f"a second factor is required and cannot be kept: {', '.join(lacking)}"
        return [Finding("bad", _WHAT, text, "set FRONTDESK_SECRET_KEY: openssl rand -hex 32")]
    outside = [
        f"{slug} {a.email}"
        for slug, rows in people.items()
        for a in rows
        if falls_under(a.roles, settings.staff_second_factor) and not a.needs_factor
    ]
    if outside:
        text = f"STAFF_SECOND_FACTOR does not hold for accounts from before: {', '.join(outside)}"
        return [Finding("warn", _WHAT, text, "frontdesk staff require-factor ORG EMAIL")]
    ownerless = [slug for slug, rows in people.items() if rows and not any(map(_owns, rows))]
    if ownerless:
        text = f"nobody is an owner, so nobody sees the log of logins: {', '.join(ownerless)}"
        return [Finding("warn", _WHAT, text, "frontdesk staff role ORG EMAIL owner")]
    count = sum(map(len, people.values()))
    with_factor = sum(a.has_factor for rows in people.values() for a in rows)
    findings = [Finding("ok", _WHAT, f"{count} accounts, {with_factor} with a second factor")]
    if count and not can_mail(settings):
        text = "their persons hear of changes at their accounts only when they log in next"
        findings.append(Finding("off", "letters about accounts", text, "set SMTP_URL"))
    return findings


async def _open(stored: Stored, slug: str) -> list[AccountRow]:
    return [row for row in await list_accounts(stored.database, slug) if not row.disabled_at]


async def _unreadable(settings: Settings, stored: Stored) -> list[str]:
    vault = vault_of(settings)
    lost = []
    async for item in stored_keys(stored.database):
        try:
            vault.open(item.sealed, item.place)
        except OperatorError:
            lost.append(f"{item.organization} {item.email}")
    return lost


def _owns(account: AccountRow) -> bool:
    return Role.OWNER in account.roles
