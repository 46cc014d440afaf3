"""Tells the person of an account by e-mail what changed there: their address is how they log in."""

import asyncio
import smtplib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from agent.data.database import Database
from agent.settings import Settings
from agent.texts import texts
from gateway import mail
from gateway.access.visits import browser_words
from gateway.pipeline.sweeping import each, readable_rows, tell_failures

_MOST = 100


class _Change(Struct, frozen=True, kw_only=True):
    """account_mails_due: what happened (`kind`) at an account, seen from an address and a browser; without an
    address it was a command of the operator."""

    event: UUID
    account: UUID
    email: str
    organization: str
    language: str
    zone: str
    kind: str
    at: datetime
    address: str | None
    browser: str


class AccountMails:
    """A maintenance task. Without SMTP_URL nobody can be written to, and nothing waits for it (`frontdesk check`)."""

    name = "account_mails"
    every_seconds = 30.0

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings

    async def round(self) -> bool:
        """One batch; whether more is left. Raises PartlyFailed."""
        if not can_mail(self._settings):
            return False
        changes, unread = await readable_rows(
            self._database, _Change, "account_mails_due", limit=_MOST
        )
        ordered = sorted(changes, key=lambda one: (str(one.account), one.at))
        letters = [list(group) for _, group in groupby(ordered, key=lambda one: one.account)]
        failed = await each(letters, "a letter about an account", self._tell)
        tell_failures(unread + failed, "letters about accounts")
        return len(changes) == _MOST

    async def _tell(self, changes: Sequence[_Change]) -> None:
        subject, text = letter(changes, self._settings.address)
        to = changes[0].email
        # Where it is no address, another try changes nothing.
        with suppress(smtplib.SMTPRecipientsRefused):
            await asyncio.to_thread(mail.send, self._settings, to, subject, text)
        events = [str(one.event) for one in changes]
        await self._database.call("account_mails_done", events=events)


def can_mail(settings: Settings) -> bool:
    return bool(settings.smtp_url and mail.sender(settings))


def letter(changes: Sequence[_Change], address: str) -> tuple[str, str]:
    """Subject and text, in the business's language. `address`: ours, where the account is."""
    spoken = texts(changes[0].language)
    about = {"organization": changes[0].organization, "email": changes[0].email}
    table = "pages.account.mail"
    lines = [
        spoken.line(f"{table}.opening", **about),
        "",
        *(_line(one) for one in changes),
        "",
        spoken.line(f"{table}.closing", address=f"{address}/account"),
    ]
    return spoken.line(f"{table}.subject", **about), "\n".join(lines)


def _line(change: _Change) -> str:
    spoken = texts(change.language)
    local = change.at.astimezone(ZoneInfo(change.zone))
    words = [f"{local:%Y-%m-%d %H:%M}", spoken.line(f"pages.account.events.{change.kind}")]
    return " · ".join([*words, *_whence(change)])


def _whence(change: _Change) -> Iterable[str]:
    if change.address is None:
        yield texts(change.language).line("pages.account.byOperator")
        return
    if change.browser:
        yield browser_words(change.browser, change.language)
    yield change.address
