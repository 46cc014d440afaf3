"""The contract of connecting: what a provider asks for, whether it takes it, how it learns our address.

A channel has one subclass of `Setup`, in `setup.py` of its package, which its class names
(`Channel.setup`). `frontdesk connect` goes through it, and `frontdesk check` asks `examine`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal
from urllib.parse import urlsplit

import httpx

from agent.errors import SendError
from agent.types import Connection

if TYPE_CHECKING:
    from gateway.channels.base import Channel

Kind = Literal["name", "phone", "number", "address", "text", "list", "key", "credential", "once"]
State = Literal["right", "done", "todo", "wrong"]


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a connection needs, and where it is found at the provider.

    `kind`: name and phone are those of the connection; number, address, text and list (with commas) are
    settings; key is its API key and credential another stored credential (`name` is how it is called);
    once is a secret that is used now and not kept. `variable` ends the name of the environment variable
    that may hold a secret: CLINIC_TWILIO_AUTH_TOKEN.
    """

    name: str
    kind: Kind
    ask: str
    where: str = ""
    required: bool = True
    variable: str = ""

    @property
    def is_secret(self) -> bool:
        return self.kind in ("key", "credential", "once")


@dataclass(frozen=True, slots=True)
class Step:
    """One line of what was looked at or changed: right (so already), done (now), todo (by a person), wrong.

    `do` is the next step. `about` is the name of the question whose answer the provider does not take.
    """

    state: State
    text: str
    do: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the provider is to call. With `take_over`, what it calls now may be replaced even when that is not
    ours. `verify_token` is what it has to show when it asks whether the address is ours."""

    url: str
    take_over: bool = False

    def is_foreign(self, current: object) -> bool:
        """Whether what the provider calls now is somebody else's: neither our host nor our path."""
        if not isinstance(current, str) or not current:
            return False
        theirs, ours = urlsplit(current), urlsplit(self.url)
        return theirs.netloc != ours.netloc and theirs.path != ours.path

    def not_taken_over(self, what: str, current: object) -> Step:
        """What to say of an address of somebody else's. Its path may hold a secret."""
        host = urlsplit(str(current)).netloc
        return Step("wrong", f"{what} calls {host} now", "add --take-over to replace that")


@dataclass(frozen=True, slots=True)
class Created:
    """What was made at the provider, and the credentials that came of it, by name."""

    steps: tuple[Step, ...]
    credentials: dict[str, str]
    complete: bool = True


class Setup:
    """Of one channel; the base is that of one without a provider.

    Nothing here raises what a person could expect: it is a step that says what to do next.
    """

    questions: ClassVar[tuple[Question, ...]] = ()
    creates: ClassVar[str] = ""
    """What can be made at the provider with what was answered ("an instance"); empty: nothing."""
    made: ClassVar[tuple[str, ...]] = ()
    """Stored credentials that nobody is asked for, because they are random."""
    called: ClassVar[bool] = True
    """Whether a provider calls us, and not only people."""
    pairs: ClassVar[bool] = False
    """Whether a phone has to scan a code (`pairing`)."""

    def __init__(self, channel: "Channel") -> None:
        self.channel = channel

    async def examine(self, connection: Connection, http: httpx.AsyncClient) -> list[Step]:
        """Asks the provider whether it takes the key and knows what the connection names."""
        return []

    async def create(
        self, connection: Connection, address: Address | None, once: str, http: httpx.AsyncClient
    ) -> Created:
        """Makes at the provider what is missing (`creates`); safe to repeat. `once`: the answer that is not kept."""
        return Created((), {})

    async def subscribe(
        self, connection: Connection, address: Address, http: httpx.AsyncClient
    ) -> list[Step]:
        """Tells the provider where to call, where its API allows; safe to repeat."""
        return []

    def to_paste(self, connection: Connection, url: str) -> list[str]:
        """What only a person can enter at the provider, a line each."""
        return []

    async def pairing(self, connection: Connection, http: httpx.AsyncClient) -> "str | Step":
        """The text of the code that a phone has to scan now, or how it stands without one."""
        return Step("right", "nothing has to be scanned")


UNREACHED = ("base_url", "GUPSHUP_BASE_URL", "TWILIO_BASE_URL", "META_BASE_URL")
"""What a step of `silent` is about."""


def silent(server: str, setting: str) -> Step:
    """Nobody answers at a provider's address."""
    return Step(
        "wrong", f"{server} does not answer", f"is it running? Its address: {setting}", setting
    )


def not_reached(error: SendError) -> Step:
    """An address or a key that cannot be used at all."""
    about = "key" if "key" in str(error) else ""
    do = "give it" if about else "correct base_url, or PROVIDER_PRIVATE_HOSTS"
    return Step("wrong", str(error), do, about)


def refused_key(provider: str, words: str, do: str) -> Step:
    """The provider answered, and does not take the key."""
    return Step("wrong", f"{provider} refuses the key ({words})", do, "key")
