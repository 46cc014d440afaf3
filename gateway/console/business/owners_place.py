"""Where a connection that an owner makes in the console is kept: in the business, secrets in the vault."""

import asyncio
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from agent.errors import OperatorError
from gateway.access import vault
from gateway.access.vault import NoSecretKey, WeakSecretKey
from gateway.channels.connections import KEPT_ADDRESS
from gateway.channels.setup import Step
from gateway.connecting.storing import Place
from gateway.console.business.editing import checked, refuse_nobody, store_of
from gateway.console.visit import Visit
from gateway.organizations.document_types import ConnectionDocument, OrganizationDocument


class ChangedMeanwhile(OperatorError):
    """The business is another than the owner saw."""


@dataclass(slots=True)
class OwnersPlace(Place):
    """Nothing is written to a file: the process may be one of many. `version`: the business that the owner saw."""

    visit: Visit | None = None
    version: str = ""
    made: str | None = None

    @classmethod
    def of(cls, visit: Visit, version: str) -> "OwnersPlace":
        return cls(visit.deps.database, visit.deps.settings, visit=visit, version=version)

    @property
    def _visit(self) -> Visit:
        assert self.visit is not None
        return self.visit

    def token(self, variable: str, held: Mapping[str, str]) -> str:
        """That of the environment or the vault; else a new one, and so a new address."""
        if value := self.settings.secret(variable) or held.get(KEPT_ADDRESS):
            return value
        self.made = secrets.token_hex(24)
        return self.made

    def ready_for_secrets(self) -> None:
        """Raises NoSecretKey, WeakSecretKey."""
        if self.vault.weak:
            raise WeakSecretKey
        if not self.vault.key_ids:
            raise NoSecretKey

    async def store(
        self, document: OrganizationDocument, connection: ConnectionDocument, token: str | None
    ) -> UUID:
        """Raises InvalidFile, NobodyCanBeTold, ChangedMeanwhile, and OperatorError with what the database says."""
        described = await asyncio.to_thread(checked, document)
        refuse_nobody(self._visit, described)
        key = connection["key"]
        row = next(one for one in described["connections"] if one["key"] == key)
        if token is not None:
            row["token_hash"] = hashlib.sha256(token.encode()).hexdigest()
        outcome = await store_of(self._visit).connect(self.version, described, row)
        if outcome.status == "changed":
            raise ChangedMeanwhile
        if outcome.status != "connected":
            raise OperatorError(outcome.reason or outcome.status)
        self.steps.append(Step("done", f"the connection {key} is stored"))
        if self.made is not None:
            await self.keep(document["slug"], key, KEPT_ADDRESS, self.made)
        return self._visit.staff.organization

    async def keep(self, slug: str, key: str, credential: str, value: str) -> None:
        rows = await store_of(self._visit).connections()
        row = next(one for one in rows if one.key == key)
        place = vault.Place(self._visit.staff.organization, row.connection, credential)
        sealed = self.vault.seal(value, place)
        if not await store_of(self._visit).keep_credential(row.connection, credential, sealed):
            raise OperatorError(f"{credential} was not kept")
