"""What the conformance tests ask of a provider's player, whatever its format."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal

from tests.providers.server import ProviderServer

Trouble = Literal["never", "later", "limit", "down", "key"]
"""How a provider refuses a send: this recipient can never get it; it may work later (its own error);
too many at once; no useful answer at all (5xx, nobody knows whether it was taken); the key is wrong."""


@dataclass(frozen=True)
class ReceivedFile:
    """The file of a message: its bytes, or the address at which the provider gets them; `name` and `mime` where
    the provider is told."""

    content: bytes | None = None
    link: str | None = None
    name: str | None = None
    mime: str | None = None


@dataclass(frozen=True)
class Received:
    """A message as the customer reads it. `options` are pairs of id and title that can be tapped."""

    id: str
    to: str
    text: str
    options: Sequence[tuple[str, str]] = ()
    template: str | None = None
    file: ReceivedFile | None = None


@dataclass(frozen=True)
class Location:
    """A place on the map, in degrees; it may have a name and an address."""

    latitude: float
    longitude: float
    name: str | None = None
    address: str | None = None


@dataclass(frozen=True)
class Call:
    """One webhook request."""

    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


class Player(ABC):
    """One provider: it takes what is sent, and calls webhooks in its own format.

    Payload methods return None where the provider has no such thing; then its tests are skipped,
    with that as the reason. `id` is the provider's id of the message, `at` when it was sent
    (aware), `phone` the customer's digits.
    """

    channel: ClassVar[str]
    phone: ClassVar[str] = "573005550161"
    business: ClassVar[str] = "573005550160"
    tells_times: ClassVar[bool] = True
    """Whether a message says when it was written."""
    acknowledged: ClassVar[tuple[bytes, str | None]] = (b"", None)
    """Body and content type that the provider expects in answer to a webhook."""
    final_code: ClassVar[str | None] = None
    """A code of `status` with which this message can never arrive; None where there are no codes."""
    is_listened_to: ClassVar[bool] = False
    """Whether payloads come over a connection of ours (`tell`) instead of by webhook."""
    opt_out_lasts: ClassVar[bool] = False
    """Whether the provider takes nothing for who opted out until they end that there."""
    server: ProviderServer

    @abstractmethod
    def connection(self) -> dict[str, Any]:
        """The entry under `connections` of a business's file, without tokens."""

    @abstractmethod
    def credentials(self) -> dict[str, str]:
        """The stored credentials by name (`api_key` and what else the channel needs)."""

    def settings(self) -> dict[str, Any]:
        """Settings of the deployment besides `<channel>_base_url`."""
        return {}

    # What the provider sends

    @abstractmethod
    def text(
        self, words: str, *, id: str, at: datetime, phone: str = "", reply_to: str | None = None
    ) -> Any:
        """A message; without `phone` from the player's own customer."""

    @abstractmethod
    def tap(self, option: tuple[str, str], *, id: str, at: datetime) -> Any:
        """A tap on an option that was received (its id and title)."""

    @abstractmethod
    def picture(
        self, *, id: str, at: datetime, caption: str | None = None, content: bytes | None = None
    ) -> Any:
        """A picture whose file the provider serves when it is asked properly; `content` is what it serves then,
        whatever the message calls it."""

    @abstractmethod
    def picture_at(self, address: str, *, id: str, at: datetime) -> Any:
        """A picture whose message names this address for its file."""

    @abstractmethod
    def invented(self, *, id: str, at: datetime) -> Any:
        """A message of the player's customer, of a type that does not exist."""

    @abstractmethod
    def location(
        self, place: Location, *, id: str, at: datetime, reply_to: str | None = None
    ) -> Any:
        """A shared location; `reply_to`: the message that it answers, where the provider tells that."""

    def card(self, name: str, phone: str, *, id: str, at: datetime) -> Any:
        """A shared contact."""
        return None

    def place_requests(self) -> list[Received] | None:
        """What of `received` asked for a location by the provider's own message for that; None where there is
        none."""
        return None

    def refuse_place_requests(self, code: int) -> None:
        """The provider refuses that message, and no other, with this code."""
        raise NotImplementedError

    def widened(self, payload: Any) -> Any:
        """The same of a later version: with fields everywhere that nobody knows."""
        if isinstance(payload, list):
            return [self.widened(one) for one in payload]
        if not isinstance(payload, dict):
            return payload
        known = {name: self.widened(value) for name, value in payload.items()}
        return known | {"field_of_tomorrow": {"deep": [1, None, {"x": "y"}]}}

    def damage_files(self) -> bool:
        """Files are served broken from now on; False where the provider tells no digest of them."""
        return False

    def status(self, message: str, status: str, *, at: datetime, code: str | None = None) -> Any:
        """What became of a sent message: sent, delivered, read or failed (with a code)."""
        return None

    def second_id(self, message: str) -> str | None:
        """Another id of a message, by which quotes and reactions may name it. Of a sent one `status` tells it,
        of a received one `text`."""
        return None

    def changed(self, words: str | None, to: str, *, at: datetime, phone: str = "") -> Any:
        """The customer, or whoever has `phone`, changes the message with the id `to`, or deletes it (None)."""
        return None

    def staff(self, words: str, *, id: str, at: datetime) -> Any:
        """A message that somebody of the business typed to the customer in the provider's app."""
        return None

    def echo(self, message: Received, *, at: datetime) -> Any:
        """The provider's echo of a message that was sent through its API."""
        return None

    def group(self, words: str, *, id: str, at: datetime) -> Any:
        """A message in a group."""
        return None

    def reaction(self, emoji: str, to: str, *, id: str, at: datetime) -> Any:
        """A reaction to the message with the id `to`; "" takes it back."""
        return None

    def opted_out(self, *, ended: bool, id: str, at: datetime) -> Any:
        """The customer tells the provider that the business may not write of its own accord, or (`ended`) that it
        may again."""
        return None

    def from_ad(self, title: str, words: str, *, id: str, at: datetime) -> Any:
        """The first message of somebody who came from an advertisement."""
        return None

    @abstractmethod
    def others(self) -> dict[str, Any]:
        """Payloads by a name each that need no answer: unknown types and versions, account events."""

    def together(self, payloads: Sequence[Any]) -> Any:
        """Several messages in one request."""
        return None

    @abstractmethod
    def call(self, payload: Any, url: str) -> Call:
        """The request as the provider makes it to the public address `url`, signed where it signs."""

    async def until_heard(self) -> None:
        """Somebody listens."""
        raise NotImplementedError

    async def tell(self, payload: Any) -> None:
        """Says it to who listens, and waits until it was taken."""
        raise NotImplementedError

    def forged(self, payload: Any, url: str) -> dict[str, Call]:
        """Requests by what is wrong with their proof. Empty where the address's token is the only one."""
        return {}

    def of_others(self, url: str) -> dict[str, Call]:
        """Requests by a name each that are for another account, number or instance than ours."""
        return {}

    # What the provider takes

    @abstractmethod
    def received(self) -> list[Received]:
        """What the customer has received until now."""

    def keep(self, words: str, *, id: str, at: datetime) -> bool:
        """A message comes in whose webhook is never called; False where the provider cannot be asked for it."""
        return False

    def typing(self) -> list[str] | None:
        """Signs of writing that were shown ("on") and taken away ("off"); None where they end by themselves."""
        return None

    def marked(self) -> list[str] | None:
        """Ids of the messages that were marked as read; None where there is no such mark."""
        return None

    def break_signs(self) -> None:
        """Marks of reading fail from now on; sends do not."""
        return

    def server_sends(self) -> int:
        """How many requests to send something came, to whomever."""
        return sum(request.method == "POST" for request in self.server.requests)

    @abstractmethod
    def refuse(self, trouble: Trouble | None) -> None:
        """From now on sends end like this; None: they are taken."""
