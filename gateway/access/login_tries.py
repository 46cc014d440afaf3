"""How many tries at a login there are: of a browser that is known, and of all others together.

A stranger's wrong passwords use up the strangers' tries at an account, never those of a browser in which its
owner has logged in before (OWASP calls that device cookies). Names are counted in 65,536 cells in the database,
by a keyed hash, whether there is such an account or not: nobody can push a count out by many names, and the
answers tell nobody who has an account.
"""

from hashlib import blake2b

from agent.data.database import Database
from gateway.access.staff import hash_of

BURST = 20.0
SECONDS = 900.0
"""Twenty tries, and one more every quarter of an hour: 116 a day at most."""


class LoginTries:
    """Everything may raise DatabaseUnavailable."""

    def __init__(self, database: Database, key: bytes) -> None:
        self._database = database
        self._key = key

    async def take(self, what: str, name: str) -> float:
        """One try of `what` (a fixed word) at `name`; 0, or the seconds until there is one again."""
        return await self._database.fetch(
            float, "staff_try_take", cell=self._cell(what, name), burst=BURST, seconds=SECONDS
        )

    async def give_back(self, what: str, name: str) -> None:
        """Who was right has used up nothing."""
        await self._database.call("staff_try_return", cell=self._cell(what, name), burst=BURST)

    async def of_device(self, email: str, device: str | None) -> bool:
        """One try of a browser in which this account has logged in before; False: it has not, or has tried
        as often as a stranger may, and counts as one."""
        if device is None:
            return False
        return await self._database.fetch(
            bool,
            "staff_device_try",
            email=email,
            device_hash=hash_of(device),
            burst=BURST,
            seconds=SECONDS,
        )

    def _cell(self, what: str, name: str) -> int:
        digest = blake2b(f"{what}\x00{name}".encode(), key=self._key, digest_size=2).digest()
        return int.from_bytes(digest)
