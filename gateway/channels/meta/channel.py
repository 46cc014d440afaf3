"""WhatsApp through Meta's Cloud API: signed webhooks in, JSON calls to the Graph API out."""

from collections.abc import Mapping
from urllib.parse import quote

import httpx

from agent.errors import MediaError, SendError, SendUnknown
from agent.types import Connection, Json, Outbound, OutboundFile
from gateway.channels.base import (
    Accepted,
    Channel,
    Event,
    FileLocation,
    Ignored,
    Part,
    WebhookRequest,
)
from gateway.channels.kit.cloud_api.envelope import changes, read_events
from gateway.channels.kit.http_send import api_key, json_object, post
from gateway.channels.kit.payload import label
from gateway.channels.meta.answers import accepted, file_id, refusal
from gateway.channels.meta.files import HOSTS, locate
from gateway.channels.meta.form import body_of
from gateway.channels.meta.setup import APP_SECRET, VERIFY_TOKEN, MetaSetup, graph
from gateway.channels.meta.signature import HEADER, same, sign
from gateway.channels.sent_files import WHATSAPP, SentFiles

_ACCOUNT = "whatsapp_business_account"


class Meta(Channel):
    """One number of a WhatsApp Business account: `connection.name` is its `phone_number_id`.

    Credentials: `api_key` (the access token), `app_secret` (what webhooks are signed with) and
    `verify_token` (what Meta shows when the webhook's address is entered). Without the second nothing
    that comes is believed. Settings: `list_button` as for Gupshup, `graph_version`.
    """

    name = "meta"
    media_hosts = HOSTS
    files_need_key = True
    sent_files = SentFiles(WHATSAPP)
    has_window = True
    has_templates = True
    asks_for_places = True
    verifies = True
    shows_reading = True
    max_body_bytes = 4_000_000  # Meta's own limit is 3 MB, for up to a thousand updates
    credentials = (APP_SECRET, VERIFY_TOKEN)
    setup = MetaSetup

    def authentic(self, request: WebhookRequest, connection: Connection) -> bool:
        secret = connection.credentials.get(APP_SECRET, "").strip()
        shown = {name.lower(): value for name, value in request.headers.items()}.get(HEADER, "")
        return bool(secret) and same(shown.strip(), sign(secret, request.body))

    def handshake(self, query: Mapping[str, str], connection: Connection) -> str | None:
        expected = connection.credentials.get(VERIFY_TOKEN, "").strip()
        right = same(query.get("hub.verify_token", "").strip(), expected)
        if not (expected and right) or query.get("hub.mode") != "subscribe":
            return None
        return query.get("hub.challenge") or None

    def parts(self, payload: Json, connection: Connection) -> list[Part]:
        """News of the account, which name no number, are for the address that they come to."""
        divided: dict[str, list[Json]] = {}
        for change in changes(payload):
            entry = {"changes": [change.content]}
            divided.setdefault(change.number or connection.name, []).append(entry)
        if not divided:
            return [Part(connection.name, payload)]
        return [Part(number, {**payload, "entry": entries}) for number, entries in divided.items()]

    def belongs_to(self, payload: Json, connection: Connection) -> bool:
        return all(change.number in (None, connection.name) for change in changes(payload))

    def parse(self, payload: Json) -> list[Event]:
        if payload.get("object") != _ACCOUNT:
            return [Ignored(f"object {label(payload.get('object'))}")]
        return read_events(payload)

    async def send(
        self, message: Outbound, connection: Connection, http: httpx.AsyncClient
    ) -> Accepted:
        uploaded = await self._uploaded(message.file, connection, http) if message.file else None
        answer = await self._call(body_of(message, connection, uploaded), connection, http)
        return accepted(json_object(answer))

    async def show_reading(
        self, provider_id: str, address: str, connection: Connection, http: httpx.AsyncClient
    ) -> None:
        """Blue ticks up to this message, and "typing…" for 25 seconds or until the answer comes."""
        shown = {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": provider_id,
            "typing_indicator": {"type": "text"},
        }
        await self._call(shown, connection, http)

    async def locate_file(
        self, media: Json, connection: Connection, http: httpx.AsyncClient
    ) -> FileLocation | None:
        try:
            key = api_key(connection)
        except SendError as error:
            raise MediaError(str(error), permanent=False) from error
        return await locate(media, self._graph(connection), connection.name, key, http)

    async def _uploaded(
        self, file: OutboundFile, connection: Connection, http: httpx.AsyncClient
    ) -> str:
        """The file's id at Meta. Whatever becomes of this, no message was sent by it."""
        try:
            answer = await post(
                http,
                f"{self._graph(connection)}/{quote(connection.name, safe='')}/media",
                data={"messaging_product": "whatsapp", "type": file.mime},
                files={"file": (file.name, file.content, file.mime)},
                headers={"Authorization": f"Bearer {api_key(connection)}"},
                refusal=refusal,
            )
            return file_id(json_object(answer))
        except SendUnknown as error:
            raise SendError(
                f"the file was not taken: {error}",
                permanent=False,
                code="upload",
                about_message=True,
                retry_after=error.retry_after,
            ) from error

    async def _call(
        self, body: Mapping[str, object], connection: Connection, http: httpx.AsyncClient
    ) -> httpx.Response:
        return await post(
            http,
            f"{self._graph(connection)}/{quote(connection.name, safe='')}/messages",
            json=body,
            headers={"Authorization": f"Bearer {api_key(connection)}"},
            refusal=refusal,
        )

    def _graph(self, connection: Connection) -> str:
        return graph(self.base_url, connection.settings)
