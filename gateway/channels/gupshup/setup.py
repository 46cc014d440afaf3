"""Connecting a Gupshup app: its key is tried; its callback is entered on Gupshup's own page."""

from urllib.parse import quote

import httpx

from agent.errors import SendError
from agent.types import Connection
from gateway.channels.kit.http_send import api_key
from gateway.channels.kit.inquiry import Answer, inquire
from gateway.channels.setup import Question, Setup, Step, not_reached, refused_key, silent

_REFUSED = (401, 403)


class GupshupSetup(Setup):
    """Self-serve apps have no call that sets the callback, so it is printed."""

    questions = (
        Question("name", "name", "Name of the Gupshup app", "the dashboard's list of apps"),
        Question(
            "key",
            "key",
            "API key",
            "the dashboard's profile picture, API key; one for all apps of the account",
            variable="API_KEY",
        ),
        Question("phone", "phone", "Number of the app", "the app's settings"),
    )

    async def examine(self, connection: Connection, http: httpx.AsyncClient) -> list[Step]:
        """The key by the wallet, which every key may read; the app by its list of templates."""
        base = self.channel.base_url
        try:
            headers = {"apikey": api_key(connection)}
        except SendError as error:
            return [not_reached(error)]
        wallet = await inquire(http, f"{base}/sm/api/v2/wallet/balance", headers=headers)
        if wallet is None:
            return [silent(base, "GUPSHUP_BASE_URL")]
        if wallet.status in _REFUSED:
            do = "copy the API key of the account that has the app"
            return [refused_key("Gupshup", wallet.words, do)]
        name = quote(connection.name, safe="")
        templates = await inquire(http, f"{base}/sm/api/v1/template/list/{name}", headers=headers)
        return [_key(wallet), _app(templates, connection.name)]

    def to_paste(self, connection: Connection, url: str) -> list[str]:
        return [
            f"in the app's settings on Gupshup, as callback URL (v2 or v3): {url}",
            "there tick message, enqueued, failed, sent, delivered and read",
        ]


def _key(wallet: Answer) -> Step:
    if not wallet.ok:
        return Step("todo", f"Gupshup did not say whether the key is right ({wallet.words})", _TRY)
    balance = wallet.fields.get("balance")
    left = f", its wallet has {balance}" if isinstance(balance, int | float) else ""
    return Step("right", f"Gupshup takes the key{left}")


def _app(templates: Answer | None, name: str) -> Step:
    if templates is not None and templates.ok:
        return Step("right", f"the account has the app {name}")
    if templates is not None and templates.status in (*_REFUSED, 400):
        do = "correct the name, or take the key of the account that has the app"
        return Step("wrong", f"the account has no app {name} ({templates.words})", do, "name")
    return Step("todo", f"Gupshup did not say whether there is an app {name}", _TRY)


_TRY = "a test message will tell"
