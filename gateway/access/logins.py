"""How staff come in: the password, then the second factor where there is one (docs/decisions/login.md)."""

import logging
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from gateway.access.factors import FactorPlace, Factors, Person
from gateway.access.limits import RateLimits
from gateway.access.login_tries import LoginTries
from gateway.access.passwords import Crowded, Passwords
from gateway.access.staff import StaffAccounts, canonical, hash_of, is_token, new_token
from gateway.access.vault import Sealed
from gateway.access.visits import Visit

log = logging.getLogger(__name__)

BY_ADDRESS = "20/minute"
"""Tries of browsers that are not known."""
_CROWDED_SECONDS = 5.0


class Stage(StrEnum):
    """What a right password opens."""

    OPEN = "open"
    CODE = "code"
    ENROL = "enrol"


@dataclass(frozen=True, slots=True)
class Entered:
    """`open`: in, and the browser, which keeps `device`, is known from now on. Else `token` is good for the
    second step: `code`, or `enrol` for who has to set up a second factor first. `news`: something happened
    elsewhere since they were last here, which they should see."""

    stage: Stage
    token: str
    device: str
    news: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    """Too many tries; in so many seconds there is one again."""

    seconds: float


class Waiting(Struct, frozen=True, kw_only=True):
    """staff_step_find: who has given the password and awaits the second step."""

    organization: UUID
    account: UUID
    email: str
    stage: Stage
    factor: str | None
    key_id: str | None

    @property
    def person(self) -> Person:
        return Person(organization=self.organization, account=self.account, email=self.email)


class _Opened(Struct, frozen=True, kw_only=True):
    """staff_session_open."""

    stage: Stage
    news: bool


class _Credentials(Struct, frozen=True, kw_only=True):
    """staff_account_find."""

    id: UUID
    organization: UUID
    password_hash: str


class Logins:
    """Everything may raise DatabaseUnavailable."""

    def __init__(
        self,
        database: Database,
        accounts: StaffAccounts,
        factors: Factors,
        passwords: Passwords,
        limits: RateLimits,
        tries: LoginTries,
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._factors = factors
        self._passwords = passwords
        self._limits = limits
        self._tries = tries

    async def log_in(self, email: str, password: str, visit: Visit) -> Entered | Wait | None:
        """None for a wrong password as for an unknown address, after the same time."""
        name = canonical(email) or ""
        recognized = await self._tries.of_device(name, visit.device)
        try:
            with self._passwords.place(recognized=recognized):
                return await self._log_in(name, password, visit, recognized)
        except Crowded:
            return Wait(_CROWDED_SECONDS)

    async def _log_in(
        self, name: str, password: str, visit: Visit, recognized: bool
    ) -> Entered | Wait | None:
        wait = 0.0 if recognized else await self._stranger("password", name, visit)
        if wait:
            await self._accounts.note_failure(name, "sign_in_paused", visit)
            return Wait(wait)
        row = await self._database.find(_Credentials, "staff_account_find", email=name)
        stored = row.password_hash if row else None
        right = await self._passwords.verify(password, stored, recognized=recognized)
        if not right or row is None:
            log.info("a login was refused")
            await self._accounts.note_failure(name, "sign_in_failed", visit)
            return None
        if not recognized:
            await self._tries.give_back("password", name)
        return await self._open(row, visit)

    async def waiting(self, token: str | None) -> Waiting | None:
        """Who awaits the second step with this token."""
        if token is None or not is_token(token):
            return None
        return await self._database.find(Waiting, "staff_step_find", token_hash=hash_of(token))

    async def give_code(
        self, waiting: Waiting, token: str, code: str, visit: Visit
    ) -> Entered | Wait | None:
        """The second step; None for a code that is wrong or was used. Five codes end it."""
        account = str(waiting.account)
        recognized = await self._tries.of_device(waiting.email, visit.device)
        wait = 0.0 if recognized else await self._stranger("code", account, visit)
        if wait:
            await self._accounts.note_failure(waiting.email, "sign_in_paused", visit)
            return Wait(wait)
        entered = await self._pass(waiting, token, code, visit)
        if entered is None:
            await self._accounts.note_failure(waiting.email, "code_failed", visit)
        elif not recognized:
            await self._tries.give_back("code", account)
        return entered

    async def _stranger(self, what: str, name: str, visit: Visit) -> float:
        """One try of a browser that is not known, by its address and at this name; the seconds to wait."""
        wait = await self._limits.hit("login", visit.address, BY_ADDRESS)
        return wait or await self._tries.take(what, name)

    async def _open(self, row: _Credentials, visit: Visit) -> Entered | None:
        token, device = new_token(), visit.device or new_token()
        opened = await self._database.find(
            _Opened,
            "staff_session_open",
            organization=row.organization,
            account=row.id,
            password_hash=row.password_hash,
            token_hash=hash_of(token),
            device_hash=hash_of(device),
            address=visit.address,
            browser=visit.browser,
        )
        return Entered(opened.stage, token, device, opened.news) if opened else None

    async def _pass(self, waiting: Waiting, token: str, code: str, visit: Visit) -> Entered | None:
        organization = waiting.organization
        if waiting.factor is None or waiting.key_id is None:
            return None
        if not await self._database.fetch(
            bool, "staff_step_try", organization=organization, token_hash=hash_of(token)
        ):
            return None
        sealed = Sealed(waiting.key_id, bytes.fromhex(waiting.factor))
        step, hashed = self._factors.read(sealed, FactorPlace(organization, waiting.account), code)
        if step is None and hashed is None:
            return None
        session, device = new_token(), visit.device or new_token()
        news = await self._database.find(
            bool,
            "staff_step_pass",
            organization=organization,
            token_hash=hash_of(token),
            step=step,
            code_hash=hashed,
            new_token_hash=hash_of(session),
            device_hash=hash_of(device),
            address=visit.address,
            browser=visit.browser,
        )
        return None if news is None else Entered(Stage.OPEN, session, device, news)
