"""Tells the operator of alarms: a webhook (Slack's form, which many take), an e-mail, or both."""

import asyncio
import smtplib
from collections.abc import Sequence
from typing import Literal

import httpx
from msgspec import Struct

from agent.data.database import Database
from agent.errors import OperatorError
from agent.settings import Settings, is_address
from agent.tls import tls_context
from gateway import mail
from gateway.watching.alarms import Alarm

_SECONDS = 15.0


class Change(Struct, frozen=True, kw_only=True):
    """An alarm of which the operator is still to be told; `since` is UTC as text, `over`: it is no more."""

    name: str
    words: str
    since: str
    over: bool


class NotTold(OperatorError):
    """The operator could not be told."""


async def settle(database: Database, alarms: Sequence[Alarm]) -> list[Change]:
    """Writes down which alarms are on; what began or ended since the operator was last told."""
    rows = [{"name": alarm.name, "words": alarm.words} for alarm in alarms]
    return await database.fetch(list[Change], "alarms_settle", alarms=rows)


async def confirm(database: Database, changes: Sequence[Change]) -> None:
    """The operator was told of these, and is not told again."""
    await database.call("alarms_told", names=[change.name for change in changes])


def ways_of(settings: Settings) -> list[Literal["webhook", "email"]]:
    """How the operator is told; nothing where nothing is configured. Raises OperatorError for half of it."""
    ways: list[Literal["webhook", "email"]] = []
    if settings.operator_webhook_url:
        if not is_address(settings.operator_webhook_url.get_secret_value()):
            raise OperatorError(
                "OPERATOR_WEBHOOK_URL is no address such as https://hooks.example.com/…"
            )
        ways.append("webhook")
    if settings.operator_email and not settings.smtp_url:
        raise OperatorError("OPERATOR_EMAIL needs SMTP_URL")
    if settings.smtp_url and not mail.sender(settings):
        raise OperatorError("SMTP_URL needs OPERATOR_EMAIL_FROM, or OPERATOR_EMAIL")
    if settings.operator_email:
        ways.append("email")
    return ways


async def tell(settings: Settings, changes: Sequence[Change]) -> None:
    """Every way is tried. Raises NotTold when one of them failed, OperatorError for a wrong setting."""
    text, failures = text_of(settings, changes), []
    for way in ways_of(settings):
        try:
            if way == "webhook":
                await _post(settings, text, changes)
            else:
                to, subject = settings.operator_email or "", _subject(settings, changes)
                await asyncio.to_thread(mail.send, settings, to, subject, text)
        except (httpx.HTTPError, OSError, smtplib.SMTPException) as error:
            failures.append(f"{way}: {_reason(error)}")
    if failures:
        raise NotTold(f"the operator could not be told by {', '.join(failures)}")


def text_of(settings: Settings, changes: Sequence[Change]) -> str:
    """What is on and what is over, a line each."""
    lines = [
        f"over: {one.name} (since {one.since[:16].replace('T', ' ')} UTC)"
        if one.over
        else f"{one.name}: {one.words}"
        for one in sorted(changes, key=lambda one: one.over)
    ]
    return "\n".join([f"frontdesk ({settings.frontdesk_deployment})", *lines])


def _subject(settings: Settings, changes: Sequence[Change]) -> str:
    on = [change.name for change in changes if not change.over]
    over = [f"{change.name} is over" for change in changes if change.over]
    return f"[{settings.frontdesk_deployment}] {', '.join([*on, *over])}"


async def _post(settings: Settings, text: str, changes: Sequence[Change]) -> None:
    assert settings.operator_webhook_url
    body = {
        "text": text,
        "deployment": settings.frontdesk_deployment,
        "alarms": [
            {"name": one.name, "words": one.words, "since": one.since, "over": one.over}
            for one in changes
        ],
    }
    async with httpx.AsyncClient(verify=tls_context(), timeout=_SECONDS) as http:
        answer = await http.post(settings.operator_webhook_url.get_secret_value(), json=body)
        answer.raise_for_status()


def _reason(error: Exception) -> str:
    """Without the address, which is a secret."""
    if isinstance(error, httpx.HTTPStatusError):
        return f"HTTP {error.response.status_code}"
    return type(error).__name__
