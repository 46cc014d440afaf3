"""The endpoints of a business: added with a secret that is shown once, switched, tested, looked after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

from msgspec import Struct

from agent.data.database import Database
from agent.errors import CallerError, NotFound, OperatorError
from agent.settings import Settings
from gateway.access.factor_keys import RotatedKeys
from gateway.access.vault import Sealed, SecretUnreadable, Vault, vault_of
from gateway.events.kinds import KINDS
from gateway.events.reaching import Reach
from gateway.events.signing import new_secret
from gateway.organizations.rows import list_organizations

FORMER_HOURS = 24
"""How long the secret before signs beside a new one."""
MOST_SHOWN = 30
_LONGEST_NAME = 80


class BadEndpoint(OperatorError, CallerError):
    """An endpoint needs a name of up to 80 characters, a public https address on its own port, and events that exist."""


class TooManyEndpoints(OperatorError, CallerError):
    """A business has at most five endpoints."""


class EndpointNameTaken(OperatorError, CallerError):
    """Another endpoint of this business has that name."""


class EndpointRow(Struct, frozen=True, kw_only=True):
    """event_endpoints_list. `former_until`: a second secret signs until then."""

    id: UUID
    name: str
    url: str
    kinds: tuple[str, ...]
    tells_phone: bool
    off_at: datetime | None
    off_because: Literal["staff", "failing", "gone"] | None
    failing_since: datetime | None
    rests_until: datetime | None
    worked_at: datetime | None
    former_until: datetime | None
    waiting: int
    failed: int


class DeliveryRow(Struct, frozen=True, kw_only=True):
    """event_deliveries_list. `code` and `error`: of the last attempt that failed."""

    id: UUID
    event: UUID
    kind: str
    subject: UUID
    status: Literal["waiting", "sent", "failed"]
    attempts: int
    code: int | None
    error: str | None
    occurred_at: datetime
    due_at: datetime | None


class SealedSecret(Struct, frozen=True, kw_only=True):
    """A secret as the database keeps it; `ciphertext` is hexadecimal."""

    ciphertext: str
    key_id: str

    @property
    def sealed(self) -> Sealed:
        return Sealed(self.key_id, bytes.fromhex(self.ciphertext))


class _Secrets(SealedSecret, frozen=True, kw_only=True):
    """event_secrets."""

    id: UUID
    former: SealedSecret | None


class _Done(Struct, frozen=True, kw_only=True):
    status: str


@dataclass(frozen=True, slots=True)
class EndpointPlace:
    """The endpoint to which a secret belongs."""

    organization: UUID
    endpoint: UUID

    @property
    def bound(self) -> bytes:
        return b"frontdesk event endpoint\x00" + self.organization.bytes + self.endpoint.bytes


class Endpoints:
    """Of one organization, for an owner (`account`) or the operator (None). Every method may raise
    DatabaseUnavailable; NotFound for an endpoint that is not the organization's, or an account that is no owner."""

    def __init__(
        self, database: Database, settings: Settings, organization: UUID, account: UUID | None
    ) -> None:
        self._database = database
        self._vault = vault_of(settings)
        self._reach = Reach(allow_private=settings.events_allow_private)
        self._organization = organization
        self._who = {"organization": organization, "account": account}

    async def all(self) -> list[EndpointRow]:
        """The oldest first."""
        return await self._database.fetch(
            list[EndpointRow], "event_endpoints_list", organization=self._organization
        )

    async def add(
        self, name: str, url: str, kinds: tuple[str, ...] = (), *, tells_phone: bool = False
    ) -> str:
        """Its secret, which nobody can show again. Raises BadEndpoint, TooManyEndpoints, EndpointNameTaken, and
        NoSecretKey or WeakSecretKey where none can be kept."""
        name = " ".join(name.split())
        named = 1 <= len(name) <= _LONGEST_NAME and name.isprintable()
        if not named or not self._reach.takes(url):
            raise BadEndpoint
        wanted = _wanted(kinds)
        endpoint, secret = uuid4(), new_secret()
        sealed = self._vault.seal(secret, EndpointPlace(self._organization, endpoint))
        done = await self._database.fetch(
            _Done,
            "event_endpoint_add",
            **self._who,
            endpoint=endpoint,
            name=name,
            url=url,
            kinds=wanted,
            tells_phone=tells_phone,
            ciphertext=sealed.ciphertext,
            key_id=sealed.key_id,
        )
        if done.status == "full":
            raise TooManyEndpoints
        if done.status == "taken":
            raise EndpointNameTaken
        _must(done.status == "added")
        return secret

    async def remove(self, endpoint: UUID) -> None:
        _must(await self._call("event_endpoint_remove", endpoint))

    async def switch(self, endpoint: UUID, *, on: bool) -> None:
        _must(
            await self._database.fetch(
                bool, "event_endpoint_switch", **self._who, endpoint=endpoint, on=on
            )
        )

    async def choose(self, endpoint: UUID, kinds: Iterable[str]) -> None:
        """Which events it is told of from now on; none: all. Raises BadEndpoint."""
        _must(
            await self._database.fetch(
                bool,
                "event_endpoint_kinds",
                **self._who,
                endpoint=endpoint,
                kinds=_wanted(kinds),
            )
        )

    async def renew(self, endpoint: UUID) -> str:
        """A new secret; the one before signs, too, for a day. Raises as `add`."""
        secret = new_secret()
        sealed = self._vault.seal(secret, EndpointPlace(self._organization, endpoint))
        _must(
            await self._database.fetch(
                bool,
                "event_endpoint_renew",
                **self._who,
                endpoint=endpoint,
                ciphertext=sealed.ciphertext,
                key_id=sealed.key_id,
                hours=FORMER_HOURS,
            )
        )
        return secret

    async def test(self, endpoint: UUID) -> Literal["queued", "off", "slow"]:
        """Sends an event that says nothing."""
        done = await self._database.fetch(
            _Done, "event_endpoint_test", **self._who, endpoint=endpoint
        )
        if done.status == "off":
            return "off"
        _must(done.status != "not_found")
        return "slow" if done.status == "slow" else "queued"

    async def deliveries(self, endpoint: UUID) -> list[DeliveryRow]:
        """The last ones, those that were given up first."""
        rows = await self._database.find(
            list[DeliveryRow],
            "event_deliveries_list",
            organization=self._organization,
            endpoint=endpoint,
            limit=MOST_SHOWN,
        )
        if rows is None:
            raise NotFound
        return rows

    async def resend(self, endpoint: UUID, delivery: UUID | None = None) -> int:
        """Sends what was given up once more, all or one; how many. The endpoint must be on."""
        count = await self._database.find(
            int, "event_resend", **self._who, endpoint=endpoint, delivery=delivery
        )
        if count is None:
            raise NotFound
        return count

    async def _call(self, function: str, endpoint: UUID) -> bool:
        return await self._database.fetch(bool, function, **self._who, endpoint=endpoint)


def _wanted(kinds: Iterable[str]) -> list[str]:
    """As they are stored; all of them are none, so that kinds which come later are among them. Raises BadEndpoint."""
    wanted = set(kinds)
    if not wanted <= set(KINDS):
        raise BadEndpoint
    return [] if wanted == set(KINDS) else sorted(wanted)


def _must(is_there: bool) -> None:
    if not is_there:
        raise NotFound


async def rotate_event_secrets(database: Database, vault: Vault) -> RotatedKeys:
    """Seals with the first key whatever was sealed with another. One that cannot be read stays; its endpoint gets
    nothing until its secret is renewed."""
    changed, unchanged = 0, 0
    for organization in await list_organizations(database):
        for row in await database.fetch(
            list[_Secrets], "event_secrets", organization=organization.id
        ):
            if row.key_id in vault.key_ids[:1]:
                unchanged += 1
                continue
            try:
                changed += await _reseal(database, vault, organization.id, row)
            except SecretUnreadable:
                continue
    return RotatedKeys(changed, unchanged, [])


async def _reseal(database: Database, vault: Vault, organization: UUID, row: _Secrets) -> bool:
    place = EndpointPlace(organization, row.id)
    own = vault.seal(vault.open(row.sealed, place), place)
    former = row.former and vault.seal(vault.open(row.former.sealed, place), place)
    return await database.fetch(
        bool,
        "event_secrets_put",
        organization=organization,
        endpoint=row.id,
        was=row.key_id,
        ciphertext=own.ciphertext,
        key_id=own.key_id,
        former_ciphertext=former.ciphertext if former else None,
        former_key_id=former.key_id if former else None,
    )
