"""`frontdesk connect` from the first question to the test message; safe to run again."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

import httpx

from agent import phones
from agent.clock import Clock
from agent.data.database import Database
from agent.environment_names import prefix_of
from agent.errors import NotFound, OperatorError
from agent.settings import Settings
from agent.types import Connection
from gateway.access.credentials import stored_credentials
from gateway.access.vault import vault_of
from gateway.channels.connections import API_KEY
from gateway.channels.registry import channel_classes
from gateway.channels.setup import Address, Question, Setup, Step
from gateway.connecting.answers import Answers, Asker, BadAnswer, Source, ask_again, gather
from gateway.connecting.proof import Proof
from gateway.connecting.public_address import check_public_address, webhook_url
from gateway.connecting.qr_code import link_phone
from gateway.connecting.storing import (
    Place,
    connection_document,
    keep_secrets,
    token_variable,
    with_connection,
)
from gateway.connecting.waiting import Patience
from gateway.container import configured_channels
from gateway.organizations import commands
from gateway.organizations.document_types import (
    ConnectionDocument,
    OrganizationDocument,
    RecipientDocument,
)
from gateway.organizations.variables import environment_claims, refuse_foreign

_NOBODY = UUID(int=0)
_MOST_QUESTIONS = 6
"""How often somebody is asked again for what the provider does not take."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for on the command line. `given` are answers by question, and `typed` those that are secret.
    `pairs`: a code that a phone has to scan is shown, and waited for. `in_clear`: what is told is seen by whoever
    asked, and kept nowhere."""

    channel: str
    slug: str
    key: str | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict, repr=False)
    staff_phone: str | None = None
    test_to: str | None = None
    template: str | None = None
    create: bool = False
    take_over: bool = False
    pairs: bool = True
    in_clear: bool = False
    env_file: Path = Path(".env")
    patience: Patience = field(default_factory=Patience)


@dataclass(frozen=True, slots=True)
class Look:
    """What would be stored instead of `current`, and what the provider says of it. `held`: names of credentials that
    are stored."""

    connection: ConnectionDocument
    current: ConnectionDocument | None
    held: frozenset[str]
    steps: tuple[Step, ...]

    @property
    def wrong(self) -> Step | None:
        return next((one for one in self.steps if one.state == "wrong"), None)


@dataclass(frozen=True, slots=True)
class _Opening:
    """What is known before anybody is asked about it. `variable`: of the token, empty where there is none."""

    document: OrganizationDocument
    key: str
    current: ConnectionDocument | None
    held: dict[str, str] = field(repr=False)
    source: Source
    answers: Answers
    variable: str

    def described(self, channel: str) -> ConnectionDocument:
        return connection_document(self.key, channel, self.answers, self.variable)


class Connecting:
    """One run. What is looked at and done is shown as it happens."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        clock: Clock,
        wishes: Wishes,
        asker: Asker,
        http: httpx.AsyncClient,
        place: Place | None = None,
    ) -> None:
        """`place`: where things are kept, if not in the database and a file of the environment."""
        self._place = place or Place(database, settings, wishes.env_file)
        self._clock = clock
        self._wishes = wishes
        self._asker = asker
        self._http = http
        self._channels = configured_channels(settings, clock)
        self._failed = False
        self._made = False

    async def look(self) -> Look:
        """What would be stored, and what the provider says of it; nothing is stored or made. Raises OperatorError."""
        opening = await self._begin()
        connection = self._connection(opening.answers)
        makes = "admin" in opening.answers.secrets
        steps = [] if makes else await self._setup.examine(connection, self._http)
        if self._wishes.create:
            steps = [one for one in steps if one.about != "name"]
        described = opening.described(self._wishes.channel)
        return Look(described, opening.current, frozenset(opening.held), tuple(steps))

    async def run(self) -> bool:
        """Whether nothing is wrong. Raises OperatorError where it cannot go on."""
        wishes = self._wishes
        opening = await self._begin()
        answers, variable = opening.answers, opening.variable
        token = self._place.token(variable, opening.held) if variable else None
        for name in self._setup.made:
            given = self._place.settings.secret(self._own_variable(name))
            answers.secrets[name] = given or opening.held.get(name) or secrets.token_hex(24)
        connection = await self._agreed(opening.source, answers, token)
        described = opening.described(wishes.channel)
        recipients = self._recipients(opening.document)
        changed = with_connection(opening.document, described, recipients)
        organization = await self._place.store(changed, described, token)
        wanted = _to_keep(answers, self._setup)
        await keep_secrets(self._place, wishes.slug, opening.key, opening.held, wanted)
        self._tell_stored()
        connection = replace(
            connection,
            organization_id=organization,
            id=await self._id(organization, opening.key),
            credentials=_credentials(answers),
        )
        await self._at_the_provider(connection, token, variable)
        await self._prove(opening.document, connection)
        return not self._failed

    # Before anything is stored

    async def _begin(self) -> "_Opening":
        wishes = self._wishes
        document = await commands.show(self._place.database, wishes.slug)
        key, current = _chosen(document, wishes)
        held = await self._stored(key) if current else {}
        source = self._source(document, current, held)
        usual = token_variable(wishes.slug, key, wishes.channel, document)
        await self._refuse_foreign(source, usual)
        answers = gather(self._setup.questions, source)
        listened_to = answers.settings.get("receive") == "websocket"
        variable = (current["token_env"] if current else "") or ("" if listened_to else usual)
        return _Opening(document, key, current, held, source, answers, variable)

    @property
    def _setup(self) -> Setup:
        channel = self._channels[self._wishes.channel]
        return channel.setup(channel)

    def _own_variable(self, name: str) -> str:
        return f"{prefix_of(self._wishes.slug)}{self._wishes.channel.upper()}_{name.upper()}"

    async def _refuse_foreign(self, source: Source, token: str) -> None:
        """Before any of them is read: what is read is tried at a provider. A name that begins like one
        business may be another's whose name is longer."""
        names = {source.variable(one) for one in self._setup.questions if one.is_secret}
        names |= {self._own_variable(name) for name in self._setup.made}
        names.add((source.current["token_env"] if source.current else "") or token)
        held = {name for name in names if self._place.settings.secret(name)}
        claims = await environment_claims(self._place.database, sorted(held))
        refuse_foreign(held, self._wishes.slug, claims)

    def _source(
        self,
        document: OrganizationDocument,
        current: ConnectionDocument | None,
        held: Mapping[str, str],
    ) -> Source:
        return Source(
            slug=document["slug"],
            country=document["country"],
            channel=self._wishes.channel,
            settings=self._place.settings,
            given=self._wishes.given,
            current=current,
            stored=held,
            asker=self._asker,
            typed=self._wishes.typed,
        )

    async def _agreed(self, source: Source, answers: Answers, token: str | None) -> Connection:
        """The connection as the provider takes it; asks again for what it does not take. Raises
        OperatorError."""
        for _ in range(_MOST_QUESTIONS):
            connection = self._connection(answers)
            if "admin" in answers.secrets or self._wishes.create:
                await self._create(connection, answers, token)
                connection = self._connection(answers)
            steps = await self._setup.examine(connection, self._http)
            self._tell(*steps)
            wrong = next((one for one in steps if one.state == "wrong"), None)
            if wrong is None:
                self._failed = False
                return connection
            question = self._question(wrong.about)
            if question is None or not self._asker.interactive:
                break
            ask_again(question, source, answers)
        raise OperatorError("nothing was stored; see above what to do, then run this again")

    async def _create(self, connection: Connection, answers: Answers, token: str | None) -> None:
        address = self._address(token)
        once = answers.secrets.get("admin", "")
        wanted = await self._missing(connection) if not once else True
        if not wanted:
            return
        made = await self._setup.create(connection, address, once, self._http)
        self._tell(*made.steps)
        self._made = bool(once)
        for name, value in made.credentials.items():
            answers.secrets[name] = value
            answers.typed.add(name)
        if "key" in made.credentials:
            answers.secret_env = None
        if not made.complete:
            raise OperatorError("nothing was stored; see above what to do, then run this again")

    async def _missing(self, connection: Connection) -> bool:
        """Whether the provider does not have what the connection names."""
        return any(one.about == "name" for one in await self._setup.examine(connection, self._http))

    def _question(self, name: str) -> Question | None:
        return next((one for one in self._setup.questions if one.name == name), None)

    def _connection(self, answers: Answers) -> Connection:
        return Connection(
            id=_NOBODY,
            organization_id=_NOBODY,
            channel=self._wishes.channel,
            name=answers.name,
            phone=answers.phone,
            secret=answers.secrets.get("key"),
            settings=answers.settings,
            credentials=_credentials(answers),
        )

    def _recipients(self, document: OrganizationDocument) -> list[RecipientDocument]:
        """Who is told when a customer needs a person, where nobody is yet."""
        traits = channel_classes()[self._wishes.channel]
        phone = self._wishes.staff_phone
        if phone is None and not document["escalation"] and traits.reaches_phones:
            if not self._asker.interactive or self._wishes.channel == "web":
                return []
            phone = self._asker.text("Phone that is told when a customer needs a person", None)
        if not phone:
            return []
        address = phones.written(phone, document["country"])
        if address is None:
            raise BadAnswer(f"{phone} is no phone number; write it like +57 300 123 4567")
        if any(one["address"] == address for one in document["escalation"]):
            return []
        key = f"reception-{len(document['escalation']) + 1}"
        channel = self._wishes.channel
        return [
            {
                "key": key,
                "name": "Reception",
                "channel": channel,
                "address": address,
                "weekly": False,
                "role": "owner",
                "member": None,
            }
        ]

    # When it is stored

    async def _at_the_provider(
        self, connection: Connection, token: str | None, variable: str
    ) -> None:
        if token is not None:
            await self._tell_address(connection, token, variable)
        else:
            address = Address("", take_over=self._wishes.take_over)
            self._tell(*await self._setup.subscribe(connection, address, self._http))
        if self._setup.pairs and self._wishes.pairs:
            self._tell(
                await link_phone(
                    self._setup, connection, self._asker, self._wishes.patience, self._http
                )
            )

    async def _tell_address(self, connection: Connection, token: str, variable: str) -> None:
        """The provider's own API where it has one; else, or where that fails, by hand."""
        settings = self._place.settings
        reached = await check_public_address(
            settings, connection.channel, token, self._http, called=self._setup.called
        )
        self._tell(reached)
        url = webhook_url(settings, connection.channel, token)
        address = Address(url, self._wishes.take_over)
        steps = []
        if reached.state == "right":
            steps = await self._setup.subscribe(connection, address, self._http)
            self._tell(*steps)
        if self._made or (steps and all(one.state != "wrong" for one in steps)):
            return
        for line in self._setup.to_paste(connection, url):
            if (
                not self._asker.interactive and not self._wishes.in_clear
            ):  # printed, it may be a log
                line = line.replace(token, f"${variable}")
                for name in self._setup.made:
                    line = line.replace(connection.credentials[name], f"({name})")
            self._tell(Step("todo", line))

    async def _prove(self, document: OrganizationDocument, connection: Connection) -> None:
        to = self._wishes.test_to
        if to is None and self._asker.interactive and connection.channel != "web":
            to = self._asker.text("Phone for a test message (nothing: none)", "") or None
        if to is None or connection.channel == "web":
            return
        phone = phones.written(to, document["country"])
        if phone is None:
            raise BadAnswer(f"{to} is no phone number; write it like +57 300 123 4567")
        proof = Proof(
            self._place.database,
            self._place.settings,
            self._clock,
            self._channels,
            connection,
            document["language"],
            document["name"],
            self._http,
        )
        self._tell(
            await proof.send(phone, self._wishes.template, self._asker, self._wishes.patience)
        )

    def _address(self, token: str | None) -> Address | None:
        if token is None or not self._place.settings.public_url:
            return None
        url = webhook_url(self._place.settings, self._wishes.channel, token)
        return Address(url, self._wishes.take_over)

    async def _stored(self, key: str) -> dict[str, str]:
        """Credentials of the connection, opened. Raises OperatorError when they cannot be read."""
        vault = vault_of(self._place.settings)
        return {
            one.place.name: vault.open(one.sealed, one.place)
            async for one in stored_credentials(self._place.database, self._wishes.slug)
            if one.connection == key
        }

    async def _id(self, organization: UUID, key: str) -> UUID:
        rows = await self._place.database.call("connection_secrets_list", organization=organization)
        return next(UUID(row["connection"]) for row in rows if row["key"] == key)

    def _tell_stored(self) -> None:
        steps, self._place.steps = self._place.steps, []
        self._tell(*steps)

    def _tell(self, *steps: Step) -> None:
        self._failed = self._failed or any(one.state == "wrong" for one in steps)
        for step in steps:
            self._asker.tell(step)


def _chosen(
    document: OrganizationDocument, wishes: Wishes
) -> tuple[str, ConnectionDocument | None]:
    """Key of the connection, and what is stored of it. Raises OperatorError when it is not clear which."""
    if wishes.channel not in channel_classes():
        names = ", ".join(sorted(channel_classes()))
        raise NotFound(f"there is no channel `{wishes.channel}`; write one of {names}")
    own = [one for one in document["connections"] if one["channel"] == wishes.channel]
    if wishes.key is None and len(own) > 1:
        keys = ", ".join(one["key"] for one in own)
        raise OperatorError(f"there are several: {keys}; say which with --connection")
    if wishes.key is None and own:
        return own[0]["key"], own[0]
    key = wishes.key or wishes.channel
    taken = next((one for one in document["connections"] if one["key"] == key), None)
    if taken is not None and taken["channel"] != wishes.channel:
        raise OperatorError(f"the connection {key} is of the channel {taken['channel']}")
    return key, taken


def _credentials(answers: Answers) -> dict[str, str]:
    """By the name under which each is stored."""
    return {
        API_KEY if name == "key" else name: value
        for name, value in answers.secrets.items()
        if name != "admin"
    }


def _to_keep(answers: Answers, setup: Setup) -> dict[str, str]:
    names = {*answers.typed, *setup.made} - {"admin"}
    return {name: value for name, value in answers.secrets.items() if name in names}
