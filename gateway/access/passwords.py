"""Passwords of staff: Argon2id, or scrypt where this OpenSSL has no Argon2."""

import asyncio
import base64
import hmac
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from cryptography.exceptions import InvalidKey, UnsupportedAlgorithm
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from agent.errors import CallerError

LONGEST = 200
_AT_ONCE = 2
"""Each takes 19 MiB and a core for some tenths of a second; further logins wait."""
_MOST_WAIT = 40
_SCRYPT = {"n": 2**15, "r": 8, "p": 1}


class Crowded(CallerError):
    """Too many logins wait already."""


class _Line:
    """Who waits for a turn. It does not grow without end."""

    def __init__(self) -> None:
        self.turn = asyncio.Semaphore(_AT_ONCE)
        self._inside = 0

    @contextmanager
    def place(self) -> Iterator[None]:
        """Raises Crowded."""
        if self._inside >= _MOST_WAIT:
            raise Crowded
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1


class Passwords:
    """Hashes and checks away from the event loop. Who comes from a known browser, or is logged in, has a
    line of their own, so that strangers' tries do not hold them up."""

    def __init__(self) -> None:
        self._strangers, self._recognized = _Line(), _Line()
        self._nobodys: str | None = None

    def place(self, *, recognized: bool) -> AbstractContextManager[None]:
        """A place in the line, which is taken before anything else is done for a login, so that a crowd costs
        the database nothing. Entering raises Crowded."""
        return (self._recognized if recognized else self._strangers).place()

    async def hash(self, password: str) -> str:
        """The text to keep: method, parameters, salt and hash. Raises Crowded."""
        with self._recognized.place():
            async with self._recognized.turn:
                return await asyncio.to_thread(hash_password, password)

    async def verify(
        self, password: str, stored_hash: str | None, *, recognized: bool = False
    ) -> bool:
        """Whether this is the password, for who has a place in the line. For an unknown account (None), and for
        a password that is longer than any, it takes as long."""
        if len(password) > LONGEST:
            password, stored_hash = "", None
        async with (self._recognized if recognized else self._strangers).turn:
            if self._nobodys is None:
                self._nobodys = await asyncio.to_thread(hash_password, secrets.token_hex(16))
            matches = await asyncio.to_thread(
                check_password, password, stored_hash or self._nobodys
            )
        return matches and stored_hash is not None


def hash_password(password: str) -> str:
    """Parameters are those that OWASP advises for interactive logins."""
    salt = secrets.token_bytes(16)
    try:
        kdf = Argon2id(salt=salt, length=32, iterations=2, lanes=1, memory_cost=19456)
        return kdf.derive_phc_encoded(password.encode())
    except UnsupportedAlgorithm:
        return scrypt_hash(password, salt)


def check_password(password: str, stored_hash: str) -> bool:
    """Whether `stored_hash` is a hash of `password`."""
    if stored_hash.startswith("$scrypt$"):
        salt = base64.b64decode(stored_hash.split("$")[2])
        return hmac.compare_digest(scrypt_hash(password, salt), stored_hash)
    try:
        Argon2id.verify_phc_encoded(password.encode(), stored_hash)
    except InvalidKey:
        return False
    return True


def scrypt_hash(password: str, salt: bytes) -> str:
    """`$scrypt$salt$hash`, with this file's parameters."""
    key = Scrypt(salt=salt, length=32, **_SCRYPT).derive(password.encode())
    return "$".join(("", "scrypt", *(base64.b64encode(part).decode() for part in (salt, key))))
