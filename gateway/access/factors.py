"""The second factor of staff: codes by time from an authenticator (RFC 6238), and recovery codes.

The key of an authenticator is kept encrypted (gateway/access/vault.py); of recovery codes only hashes are kept, and
as each has 118 random bits, a plain SHA-256 is enough.
"""

import base64
import hashlib
import hmac
import logging
import secrets
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from msgspec import Struct

from agent.clock import Clock
from agent.data.database import Database
from agent.errors import OperatorError
from gateway.access.staff import Staff, hash_of, new_token
from gateway.access.vault import Sealed, Vault
from gateway.access.visits import Visit

log = logging.getLogger(__name__)

ISSUER = "frontdesk"
RECOVERY_CODES = 10
_DIGITS, _SECONDS, _KEY_BYTES = 6, 30, 20
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what looks alike."""
_GROUPS, _GROUP = 6, 4
_HEAD = {"kept": b"frontdesk staff factor\x00", "offered": b"frontdesk staff factor offer\x00"}


@dataclass(frozen=True, slots=True)
class FactorPlace:
    """The account to which a key belongs: as it is kept, or as it was only offered in a form."""

    organization: UUID
    account: UUID
    state: str = "kept"

    @property
    def bound(self) -> bytes:
        """Ids have a fixed length, so that no two places read alike."""
        return _HEAD[self.state] + self.organization.bytes + self.account.bytes


class KeptFactor(Struct, frozen=True, kw_only=True):
    """staff_factor_find. `factor` is hexadecimal."""

    factor: str
    key_id: str
    codes_left: int


class Person(Struct, frozen=True, kw_only=True):
    """Whose factor it is."""

    organization: UUID
    account: UUID
    email: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A new key that is not kept yet: `sealed` goes through the form, `shown` is for people who cannot scan,
    `uri` for the QR code."""

    sealed: str
    shown: str
    uri: str


@dataclass(frozen=True, slots=True)
class SetUp:
    """The session goes on with `token`; `codes` are shown once."""

    token: str
    device: str
    codes: list[str]


class Factors:
    """Everything that reads the database may raise DatabaseUnavailable."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    @property
    def available(self) -> bool:
        """Whether keys can be kept: without FRONTDESK_SECRET_KEY they cannot."""
        return bool(self._vault.key_ids) and not self._vault.weak

    # Setting up

    def offer(self, person: Person, sealed: str | None = None) -> Offer | None:
        """A new key, or the one that the form has offered already; None for a form that is not of us."""
        place = FactorPlace(person.organization, person.account, "offered")
        key = (
            self._open_offer(sealed, place) if sealed else _base32(secrets.token_bytes(_KEY_BYTES))
        )
        if key is None:
            return None
        box = self._vault.seal(key, place)
        text = base64.urlsafe_b64encode(box.key_id.encode() + box.ciphertext).decode()
        return Offer(text, key, _totp(key).get_provisioning_uri(person.email, ISSUER))

    async def set_up(
        self, person: Person, offer: Offer, code: str, token: str, visit: Visit
    ) -> SetUp | None:
        """Keeps the key after its first code; None: the code is not right, or the session is over."""
        step = self._step(offer.shown, code)
        if step is None:
            return None
        sealed = self._vault.seal(offer.shown, FactorPlace(person.organization, person.account))
        set_up = SetUp(new_token(), visit.device or new_token(), new_codes())
        done = await self._database.fetch(
            bool,
            "staff_factor_set",
            organization=person.organization,
            account=person.account,
            ciphertext=sealed.ciphertext,
            key_id=sealed.key_id,
            step=step,
            code_hashes=[code_hash(code).hex() for code in set_up.codes],
            token_hash=hash_of(token),
            new_token_hash=hash_of(set_up.token),
            device_hash=hash_of(set_up.device),
            address=visit.address,
            browser=visit.browser,
        )
        return set_up if done else None

    # Codes

    def read(
        self, sealed: Sealed, place: FactorPlace, code: str
    ) -> tuple[int | None, bytes | None]:
        """What the database is asked to use: the time step of an authenticator's code that is right, or the
        hash of what may be a recovery code; neither for a wrong code."""
        digits = "".join(code.split())
        if not (len(digits) == _DIGITS and digits.isascii() and digits.isdigit()):
            return None, code_hash(code)
        try:
            return self._step(self._vault.open(sealed, place), digits), None
        except OperatorError as error:
            log.error("a second factor cannot be read: %s", error)
            return None, None

    async def use(self, staff: Staff, code: str, visit: Visit) -> bool:
        """Uses a code of somebody who is logged in, once."""
        factor = await self.of(staff)
        if factor is None:
            return False
        sealed = Sealed(factor.key_id, bytes.fromhex(factor.factor))
        step, hashed = self.read(sealed, FactorPlace(staff.organization, staff.account), code)
        if step is None and hashed is None:
            return False
        return await self._database.fetch(
            bool,
            "staff_code_use",
            organization=staff.organization,
            account=staff.account,
            step=step,
            code_hash=hashed,
            address=visit.address,
            browser=visit.browser,
        )

    async def of(self, staff: Staff) -> KeptFactor | None:
        """Their second factor."""
        return await self._database.find(
            KeptFactor, "staff_factor_find", organization=staff.organization, account=staff.account
        )

    async def drop(self, staff: Staff, visit: Visit) -> bool:
        """Takes it away, unless it is required; other sessions end."""
        return await self._database.fetch(
            bool,
            "staff_factor_drop",
            organization=staff.organization,
            account=staff.account,
            session=staff.session,
            address=visit.address,
            browser=visit.browser,
        )

    async def renew_codes(self, staff: Staff, visit: Visit) -> list[str] | None:
        """New recovery codes instead of the old; None: there is no second factor."""
        codes = new_codes()
        done = await self._database.fetch(
            bool,
            "staff_codes_renew",
            organization=staff.organization,
            account=staff.account,
            code_hashes=[code_hash(code).hex() for code in codes],
            address=visit.address,
            browser=visit.browser,
        )
        return codes if done else None

    def _step(self, key: str, code: str) -> int | None:
        """The half minute whose code this is: this one, or the one before or after, as clocks differ."""
        now = int(self._clock.now().timestamp()) // _SECONDS
        totp, typed = _totp(key), "".join(code.split()).encode()
        for step in (now, now - 1, now + 1):
            if hmac.compare_digest(totp.generate(step * _SECONDS), typed):
                return step
        return None

    def _open_offer(self, sealed: str, place: FactorPlace) -> str | None:
        try:
            data = base64.urlsafe_b64decode(sealed.encode())
            return self._vault.open(Sealed(data[:8].decode("ascii"), data[8:]), place)
        except (ValueError, OperatorError):
            return None


def new_codes() -> list[str]:
    """Recovery codes as people see them: six groups of four."""
    return [
        "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
        for _ in range(RECOVERY_CODES)
    ]


def code_hash(code: str) -> bytes:
    """What is kept of a recovery code, however it is written."""
    letters = "".join(filter(str.isalnum, code.lower()))
    return hashlib.sha256(letters.encode()).digest()


def current_code(key: str, at: float) -> str:
    """What an authenticator shows at this time: the other side of `read`, for tests and trials."""
    return _totp(key).generate(int(at)).decode()


def _totp(key: str) -> TOTP:
    return TOTP(base64.b32decode(key), _DIGITS, SHA1(), _SECONDS)  # noqa: S303 - what every authenticator knows


def _base32(key: bytes) -> str:
    return base64.b32encode(key).decode()
