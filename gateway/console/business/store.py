"""The SQL functions of the business's page, for one member of staff: who they are goes with every change."""

from uuid import UUID

from agent.types import Reply
from gateway.access.vault import Sealed
from gateway.console.business.records import (
    Act,
    Applied,
    BusinessConnection,
    Connected,
    QueuedTrial,
    Shown,
    Trial,
    TrialChat,
    TrialState,
)
from gateway.console.staff_store import StaffStore
from gateway.knowledge.commands import KnowledgeGap
from gateway.organizations.document_types import ConnectionDocument, OrganizationDocument


class BusinessStore(StaffStore):
    """Every method may raise DatabaseUnavailable."""

    async def show(self) -> Shown:
        return await self._database.fetch(Shown, "business_show", organization=self._organization)

    async def attempt(self, document: OrganizationDocument) -> Trial | None:
        """What applying it would come to; nothing is changed. None: the account is no owner."""
        return await self._database.find(
            Trial,
            "business_try",
            **self._who,
            document=document,
        )

    async def apply(
        self, version: str, document: OrganizationDocument, part: str, gap: UUID | None = None
    ) -> Applied:
        """If the business is still what `version` was; `gap` is a question that it answers."""
        return await self._database.fetch(
            Applied,
            "business_apply",
            **self._who,
            version=version,
            document=document,
            part=part,
            gap=gap,
        )

    async def changes(self) -> list[Act]:
        """The last twelve, the latest first."""
        return await self._database.fetch(
            list[Act], "business_changes", organization=self._organization
        )

    async def gaps(self) -> list[KnowledgeGap]:
        """Questions that nothing answered, most asked first."""
        return await self._database.fetch(
            list[KnowledgeGap], "knowledge_gaps_open", organization=self._organization
        )

    async def drop_gap(self, gap: UUID) -> bool:
        """Sets a question aside; False: there is none, or the account is no owner."""
        return await self._database.fetch(
            bool,
            "business_gap_drop",
            **self._who,
            gap=gap,
        )

    # Connections

    async def connections(self) -> list[BusinessConnection]:
        """By key."""
        return await self._database.fetch(
            list[BusinessConnection],
            "business_connections",
            organization=self._organization,
        )

    async def connect(
        self, version: str, document: OrganizationDocument, connection: ConnectionDocument
    ) -> Connected:
        """Makes or changes one, if the business is still what `version` was; of the document its recipients."""
        return await self._database.fetch(
            Connected,
            "business_connect",
            **self._who,
            version=version,
            document=document,
            connection=connection,
        )

    async def test_chat(self, connection: UUID, addresses: list[str]) -> TrialChat | None:
        """The chat that a test message would go to; None: it would be a new one."""
        return await self._database.find(
            TrialChat,
            "test_chat_find",
            organization=self._organization,
            connection=connection,
            addresses=addresses,
        )

    async def put_test(
        self, connection: UUID, addresses: list[str], phone: str, reply: Reply
    ) -> QueuedTrial:
        """Queues a test message; at most ten an hour."""
        return await self._database.fetch(
            QueuedTrial,
            "business_test_put",
            **self._who,
            connection=connection,
            addresses=addresses,
            phone=phone,
            reply=reply,
        )

    async def test_state(self, message: UUID) -> TrialState | None:
        return await self._database.find(
            TrialState,
            "test_message_state",
            organization=self._organization,
            message=message,
        )

    async def keep_credential(self, connection: UUID, name: str, sealed: Sealed) -> bool:
        """Instead of what is kept; False: there is no such connection, or the account is no owner."""
        return await self._database.fetch(
            bool,
            "business_credential_put",
            **self._who,
            connection=connection,
            name=name,
            ciphertext=sealed.ciphertext,
            key_id=sealed.key_id,
        )
