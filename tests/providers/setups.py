"""What providers answer to whoever sets them up: beside sending, on the same servers."""

import hashlib
import hmac
import re
from typing import Any
from urllib.parse import parse_qs

from tests.providers.chatwoot import ChatwootServer
from tests.providers.evolution import EvolutionServer
from tests.providers.gupshup import GupshupServer
from tests.providers.meta import MetaServer, refusal
from tests.providers.server import Answer, Request
from tests.providers.twilio import BUSINESS, TwilioServer


class EvolutionManager(EvolutionServer):
    """A server whose instances are made, told an address and linked. `linked` after `scans` looks."""

    def __init__(self, api_key: str = "evolution-key", instances: tuple[str, ...] = ()) -> None:
        super().__init__(api_key, "*")
        self.states = dict.fromkeys(instances, "open")
        self.has_any = instances == ("*",)
        self.hooks: dict[str, dict[str, Any]] = {}
        self.keys = {api_key}
        self.scans = 1
        self.set_calls = 0
        self.profiles: list[dict[str, Any]] = []

    async def respond(self, request: Request) -> Answer:
        action, _, instance = request.path.strip("/").rpartition("/")
        mine = action in ("instance", "instance/connectionState", "instance/connect")
        if not (mine or action.startswith(("webhook/", "websocket/"))):
            return await super().respond(request)
        if request.headers.get("apikey") not in self.keys:
            return Answer(401, {"status": 401, "error": "Unauthorized"})
        if action == "instance":
            if instance == "fetchInstances":
                return Answer(200, self.profiles)
            return self._create(request.json())
        if self.has_any:
            self.states.setdefault(instance, "open")
        if instance not in self.states:
            return Answer(404, {"response": {"message": ["The instance does not exist"]}})
        kind, _, verb = action.partition("/")
        if verb == "find":
            return Answer(200, self.hooks.get(f"{kind}/{instance}"))
        if verb == "set":
            self.set_calls += 1
            self.hooks[f"{kind}/{instance}"] = _row(request.json()[kind])
            return Answer(201, {})
        if action == "instance/connect" and self.states[instance] != "open":
            return self._code(instance)
        return Answer(200, {"instance": {"instanceName": instance, "state": self.states[instance]}})

    def _create(self, body: dict[str, Any]) -> Answer:
        self.states[body["instanceName"]] = "close"
        self.keys.add("token-of-the-instance")
        self.api_key = "token-of-the-instance"
        return Answer(201, {"instance": {}, "hash": "token-of-the-instance"})

    def _code(self, instance: str) -> Answer:
        self.scans -= 1
        if self.scans < 0:
            self.states[instance] = "open"
        return Answer(200, {"code": "2@invented-code", "count": 1, "pairingCode": None})


def _row(written: dict[str, Any]) -> dict[str, Any]:
    """As the server tells it again, under other names."""
    return {**written, "webhookBase64": written.get("base64"), "webhookByEvents": False}


class GupshupDashboard(GupshupServer):
    """The wallet and the templates, which a key opens."""

    async def respond(self, request: Request) -> Answer:
        if request.method != "GET" or not request.path.startswith("/sm/"):
            return await super().respond(request)
        if request.headers.get("apikey") != self.api_key:
            return Answer(401, {"status": "error", "message": "Authentication Failed"})
        if request.path == "/sm/api/v2/wallet/balance":
            return Answer(200, {"status": "success", "balance": 41.5})
        right = not request.path.endswith("/Wrong-App")
        return Answer(200, {"templates": []}) if right else Answer(400, {"message": "Invalid App"})


class TwilioConsole(TwilioServer):
    """The account and its one WhatsApp sender."""

    def __init__(self) -> None:
        super().__init__()
        self.webhook: dict[str, str] = {}
        self.set_calls = 0

    def handle(self, request: Request) -> Answer:
        account = request.path == f"/2010-04-01/Accounts/{self.account}.json"
        if not (account or request.path.startswith("/v2/Channels/Senders")):
            return super().handle(request)
        proof = TwilioServer.handle(self, Request("POST", "/v2/Indicators/Typing.json",
            request.headers, b"channel=whatsapp&messageId=SM1"))  # fmt: skip
        if proof.status == 401:
            return proof
        if account:
            return Answer(200, {"sid": self.account, "status": "active", "type": "Full"})
        if request.method == "POST":
            self.set_calls += 1
            self.webhook = request.json()["webhook"]
            return Answer(202, {})
        sender = {"sid": "XE1", "sender_id": f"whatsapp:+{BUSINESS}", "status": "ONLINE"}
        return Answer(200, {"senders": [{**sender, "webhook": self.webhook}]})


class ChatwootAdministration(ChatwootServer):
    """What an administrator sets: bots, webhooks and the inbox's bot."""

    def __init__(self) -> None:
        super().__init__()
        self.admin_token = "admin-token"
        self.bots: list[dict[str, Any]] = []
        self.webhooks: list[dict[str, Any]] = []
        self.inbox_bot: int | None = None
        self.set_calls = 0

    async def respond(self, request: Request) -> Answer:
        place = re.fullmatch(
            r"/api/v1/accounts/7/(agent_bots|webhooks|inboxes)(/.*)?", request.path
        )
        if place is None:
            token = request.headers.get("api_access_token")
            if request.path.endswith("/conversations") and token not in (
                self.bot_token,
                self.agent_token,
            ):
                return Answer(401, {"error": "Invalid Access Token"})
            return await super().respond(request)
        if request.headers.get("api_access_token") != self.admin_token:
            return Answer(401, {"error": "You are not authorized to do this action"})
        if request.method != "GET":
            self.set_calls += 1
        return getattr(self, f"_{place[1]}")(request)  # type: ignore[no-any-return]

    def _agent_bots(self, request: Request) -> Answer:
        if request.method == "GET":
            return Answer(200, self.bots)
        bot = {"id": 3, **request.json(), "access_token": self.bot_token}
        self.bots = [bot]
        return Answer(200, bot)

    def _webhooks(self, request: Request) -> Answer:
        if request.method == "GET":
            return Answer(200, {"payload": {"webhooks": self.webhooks}})
        hook = {"id": 1, **request.json()["webhook"]}
        self.webhooks = [hook]
        return Answer(200, {"payload": {"webhook": hook}})

    def _inboxes(self, request: Request) -> Answer:
        if request.method == "POST":
            self.inbox_bot = request.json()["agent_bot"]
        return Answer(200, {"agent_bot": {"id": self.inbox_bot} if self.inbox_bot else None})


class MetaApp(MetaServer):
    """The app of the token: what it may, and whom it calls. It asks an address before it takes it."""

    def __init__(self) -> None:
        super().__init__()
        self.accounts: set[str] = set()
        self.callback: dict[str, Any] | None = None
        self.expires_at = 0
        self.set_calls = 0

    async def respond(self, request: Request) -> Answer:
        _, _, place = request.path.strip("/").partition("/")
        if place == "77/subscriptions":
            return self._subscriptions(request)
        if place not in (*self.numbers, "debug_token", "9001/subscribed_apps"):
            return await super().respond(request)
        if not self._knows(request):
            return refusal(401, 190, "Invalid OAuth access token")
        if place == "debug_token":
            scopes = ["whatsapp_business_messaging", "whatsapp_business_management"]
            granular = [{"scope": scopes[1], "target_ids": ["9001"]}]
            about = {"app_id": "77", "scopes": scopes, "granular_scopes": granular}
            return Answer(200, {"data": {**about, "expires_at": self.expires_at}})
        if place == "9001/subscribed_apps":
            return self._subscribed(request)
        shown = parse_qs(request.query).get("appsecret_proof")
        proof = hmac.new(self.app_secret.encode(), self.access_token.encode(), hashlib.sha256)
        if shown and shown != [proof.hexdigest()]:
            return refusal(400, 100, "Invalid appsecret_proof provided in the API argument")
        return Answer(200, {"id": place, "display_phone_number": "+57 300 555 0100"})

    def _subscribed(self, request: Request) -> Answer:
        if request.method == "POST":
            self.set_calls += 1
            self.accounts.add("77")
            return Answer(200, {"success": True})
        data = [{"whatsapp_business_api_data": {"id": app}} for app in self.accounts]
        return Answer(200, {"data": data})

    def _subscriptions(self, request: Request) -> Answer:
        if request.headers.get("authorization") != f"Bearer 77|{self.app_secret}":
            return refusal(401, 190, "Invalid app token")
        if request.method == "GET":
            return Answer(200, {"data": [self.callback] if self.callback else []})
        self.set_calls += 1
        form = request.form()
        fields = [{"name": name} for name in form["fields"].split(",")]
        self.callback = {**form, "fields": fields, "active": True}
        return Answer(200, {"success": True})
