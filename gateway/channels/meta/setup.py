"""Connecting a number of Meta's Cloud API: token, secret and account are tried, the app is subscribed."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx

from agent.errors import SendError
from agent.types import Connection, Json
from gateway.channels.kit.http_send import api_key
from gateway.channels.kit.inquiry import Answer, inquire
from gateway.channels.kit.payload import branch, identifier, objects, text
from gateway.channels.setup import Address, Question, Setup, Step, not_reached, refused_key, silent

GRAPH_VERSION = "v24.0"
"""Meta serves a version for about two years; `graph_version` in a connection's settings is another."""
APP_SECRET, VERIFY_TOKEN = "app_secret", "verify_token"
FIELDS = ("messages", "user_preferences", "smb_message_echoes")
"""Of an app: what comes to its callback."""
ACCOUNT = "account_id"
_OBJECT = "whatsapp_business_account"
_MANAGEMENT = "whatsapp_business_management"
_SCOPES = ("whatsapp_business_messaging", _MANAGEMENT)
_APP_PAGE = "the app's page at developers.facebook.com"


class MetaSetup(Setup):
    """The access token tells its app and accounts, so that they are not asked for."""

    questions = (
        Question(
            "name", "name", "phone number ID", f"{_APP_PAGE}, WhatsApp, API Setup; not the phone itself"
        ),
        Question(
            "key",
            "key",
            "access token of a system user",
            "Business settings, Users, System users, Generate token, with the permissions "
            f"{' and '.join(_SCOPES)}, never expiring",
            variable="ACCESS_TOKEN",
        ),
        Question(
            APP_SECRET, "credential", "app secret", f"{_APP_PAGE}, App settings, Basic",
            variable="APP_SECRET",
        ),
        Question(
            ACCOUNT,
            "text",
            "WhatsApp Business account ID",
            f"{_APP_PAGE}, WhatsApp, API Setup; needed where the token sees several",
            required=False,
        ),
        Question("phone", "phone", "Number of the business", required=False),
    )  # fmt: skip
    made = (VERIFY_TOKEN,)

    async def examine(self, connection: Connection, http: httpx.AsyncClient) -> list[Step]:
        query = {"fields": "display_phone_number,verified_name,code_verification_status"}
        place = quote(connection.name, safe="")
        number = await self._ask("GET", place, connection, http, params=query)
        if isinstance(number, Step):
            return [number]
        if not number.ok:
            what = f"the token sees no phone number ID {connection.name} ({number.words})"
            return [Step("wrong", what, "correct it, or give the system user its account", "name")]
        phone = text(number.fields, "display_phone_number") or "its number"
        told = text(number.fields, "verified_name") or "without a name"
        steps = [Step("right", f"Meta takes the token; the number is {phone} ({told})")]
        return [*steps, *await self._token(connection, http), *await self._secret(connection, http)]

    async def subscribe(
        self, connection: Connection, address: Address, http: httpx.AsyncClient
    ) -> list[Step]:
        """The app to the account's events, then the app's callback. Meta calls the address at once."""
        token = await self._debug(connection, http)
        if isinstance(token, Step):
            return [token]
        return [
            await self._account(connection, token, http),
            await self._callback(connection, token, address, http),
        ]

    def to_paste(self, connection: Connection, url: str) -> list[str]:
        token = connection.credentials.get(VERIFY_TOKEN, "")
        return [
            f"{_APP_PAGE}, WhatsApp, Configuration: callback URL {url}, verify token {token}",
            f"there subscribe to {', '.join(FIELDS)} (the last where staff use the app on the number)",
        ]

    # The token and its app

    async def _debug(self, connection: Connection, http: httpx.AsyncClient) -> Json | Step:
        query = {"input_token": (connection.secret or "").strip()}
        answer = await self._ask("GET", "debug_token", connection, http, params=query)
        if isinstance(answer, Step):
            return answer
        about = branch(answer.body, "data")
        if not answer.ok or not identifier(about, "app_id"):
            return _failed("what the token may", answer)
        return about

    async def _token(self, connection: Connection, http: httpx.AsyncClient) -> list[Step]:
        about = await self._debug(connection, http)
        if isinstance(about, Step):
            return [about]
        missing = [scope for scope in _SCOPES if scope not in (about.get("scopes") or ())]
        if missing:
            do = "generate the token again with both permissions"
            return [Step("wrong", f"the token lacks {' and '.join(missing)}", do, "key")]
        if about.get("expires_at"):
            do = "generate one of a system user that never expires"
            return [Step("todo", "the token expires, and then nothing is sent", do)]
        return []

    async def _secret(self, connection: Connection, http: httpx.AsyncClient) -> list[Step]:
        """Whether the app secret is that of the token's app: a call may be proven with it."""
        secret = connection.credentials.get(APP_SECRET, "").strip()
        if not secret:
            return []
        key = api_key(connection)
        proof = hmac.new(secret.encode(), key.encode(), hashlib.sha256).hexdigest()
        query = {"fields": "id", "appsecret_proof": proof}
        place = quote(connection.name, safe="")
        answer = await self._ask("GET", place, connection, http, params=query)
        if isinstance(answer, Step):
            return [answer]
        if answer.ok:
            return [Step("right", "the app secret is that of the token's app")]
        do = (
            f"copy it from {_APP_PAGE}, App settings, Basic; without it nothing that comes is taken"
        )
        return [Step("wrong", f"the app secret is another app's ({answer.words})", do, APP_SECRET)]

    # Subscribing

    async def _account(self, connection: Connection, token: Json, http: httpx.AsyncClient) -> Step:
        account = identifier(connection.settings, ACCOUNT) or _only_account(token)
        if account is None:
            do = f"give {ACCOUNT}: {_APP_PAGE}, WhatsApp, API Setup"
            return Step("wrong", "the token sees several accounts, or tells none", do, ACCOUNT)
        place = f"{quote(account, safe='')}/subscribed_apps"
        listed = await self._ask("GET", place, connection, http)
        if isinstance(listed, Step):
            return listed
        if not listed.ok:
            return _failed(f"the account {account}", listed, ACCOUNT)
        apps = [
            branch(one, "whatsapp_business_api_data") for one in objects(listed.fields.get("data"))
        ]
        if identifier(token, "app_id") in [identifier(app, "id") for app in apps]:
            return Step("right", f"the account {account} tells its events to the app")
        answer = await self._ask("POST", place, connection, http)
        return _outcome(answer, f"the account {account} tells its events to the app")

    async def _callback(
        self, connection: Connection, token: Json, address: Address, http: httpx.AsyncClient
    ) -> Step:
        """With the app's own token, which is made of its id and its secret."""
        secret = connection.credentials.get(APP_SECRET, "").strip()
        if not secret:
            return Step("wrong", "the callback is not set", "give the app secret", APP_SECRET)
        app = identifier(token, "app_id") or ""
        place, proof = f"{app}/subscriptions", f"{app}|{secret}"
        listed = await self._ask("GET", place, connection, http, key=proof)
        if isinstance(listed, Step):
            return listed
        current = next(
            (s for s in objects(listed.fields.get("data")) if s.get("object") == _OBJECT), {}
        )
        if _is_so(current, address):
            return Step("right", "the app calls this address")
        if not address.take_over and address.is_foreign(current.get("callback_url")):
            return address.not_taken_over("the app, for all its numbers,", current["callback_url"])
        form = {
            "object": _OBJECT,
            "callback_url": address.url,
            "verify_token": connection.credentials.get(VERIFY_TOKEN, ""),
            "fields": ",".join(sorted({*FIELDS, *_fields(current)})),
        }
        answer = await self._ask("POST", place, connection, http, key=proof, data=form)
        return _outcome(answer, "the app calls this address")

    async def _ask(
        self,
        method: str,
        place: str,
        connection: Connection,
        http: httpx.AsyncClient,
        *,
        key: str | None = None,
        **request: Any,
    ) -> Answer | Step:
        try:
            headers = {"Authorization": f"Bearer {key or api_key(connection)}"}
        except SendError as error:
            return not_reached(error)
        url = f"{graph(self.channel.base_url, connection.settings)}/{place}"
        answer = await inquire(http, url, method=method, headers=headers, **request)
        if answer is None:
            return silent(self.channel.base_url, "META_BASE_URL")
        code = identifier(branch(answer.body, "error"), "code")
        if key is None and (answer.status == 401 or code == "190"):
            return refused_key("Meta", answer.words, "generate another token of the system user")
        return answer


def graph(base: str, settings: Mapping[str, object]) -> str:
    """The Graph API's address, with its version."""
    version = str(settings.get("graph_version") or GRAPH_VERSION)
    return f"{base}/{quote(version, safe='')}"


def _only_account(token: Json) -> str | None:
    """The one account that the token may manage."""
    ids = {
        account
        for scope in objects(token.get("granular_scopes"))
        if scope.get("scope") == _MANAGEMENT
        for account in scope.get("target_ids") or ()
    }
    return str(ids.pop()) if len(ids) == 1 else None


def _fields(current: Json) -> set[str]:
    return {name for one in objects(current.get("fields")) if (name := text(one, "name"))}


def _is_so(current: Json, address: Address) -> bool:
    same = current.get("callback_url") == address.url and bool(current.get("active", True))
    return same and set(FIELDS) <= _fields(current)


def _outcome(answer: Answer | Step, what: str) -> Step:
    if isinstance(answer, Step):
        return answer
    return Step("done", what) if answer.ok else _failed(what, answer)


def _failed(what: str, answer: Answer, about: str = "") -> Step:
    do = f"look at {_APP_PAGE}, WhatsApp, Configuration, or enter it there"
    return Step("wrong", f"{what}: {answer.words}", do, about)
