"""A front desk with Twilio connections beside its others."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.databases import NOW
from tests.front import Front, open_front
from tests.providers import twilio
from tests.providers.twilio import Form, TwilioServer
from tests.scripted_model import ScriptedModel

PUBLIC_URL = "https://desk.example/front"
KEY_VARIABLES = {"aurora": "AURORA_TWILIO_API_KEY", "sorriso": "SORRISO_TWILIO_API_KEY"}


@asynccontextmanager
async def open_with_twilio(
    database_url: str, folder: Path, server: TwilioServer, **settings: Any
) -> AsyncIterator[Front]:
    """Aurora has the server's number, under the token "twilio-token"."""
    about = {"twilio_base_url": server.url, "public_url": PUBLIC_URL, **settings}
    async with open_front(database_url, folder, NOW, ScriptedModel(), **about) as front:
        connect(front)
        yield front


def connect(
    front: Front,
    tenant: str = "aurora",
    *,
    phone: str = twilio.BUSINESS,
    account: str = twilio.ACCOUNT,
    token: str = "twilio-token",
) -> None:
    front.execute(
        "insert into platform_connections (organization_id, key, channel, name, phone, token_hash, "
        "token_env, secret_env) select o.id, %s, 'twilio', %s, %s, sha256(%s::bytea), 'X_TOKEN', %s "
        "from organizations o where o.slug = %s",
        token,
        account,
        phone,
        token.encode(),
        KEY_VARIABLES[tenant],
        tenant,
    )


async def call(
    front: Front,
    form: Form,
    *,
    token: str = "twilio-token",
    auth_token: str = twilio.AUTH_TOKEN,
    path: str = "/webhooks/twilio/{token}",
    to: str | None = None,
) -> httpx.Response:
    """The webhook as it comes through the proxy at PUBLIC_URL; signed for the address `to` instead."""
    called = path.format(token=token)
    body, headers = twilio.request_of(form, to or PUBLIC_URL + called, auth_token)
    return await front.http.post(called, content=body, headers=headers)


async def catch_up(front: Front) -> None:
    """The maintenance tasks that are due by now."""
    await front.container.maintenance.run_due()


def bodies(front: Front) -> list[tuple[str, str]]:
    """Status and text of what customers wrote over Twilio, in the order of arrival."""
    return [
        (row["status"], row["body"])
        for row in front.rows(
            "select m.status, m.body from chat_messages m join platform_connections c "
            "on c.id = m.connection_id where c.channel = 'twilio' and m.direction = 'inbound' "
            "order by m.seq"
        )
    ]
