"""The SQL functions of the business's page, for one member of staff: who they are goes with every change."""

from uuid import UUID

from agent.data.database import Database
from gateway.access.staff import Staff
from gateway.console.business.records import Act, Applied, Shown, Trial
from gateway.knowledge.commands import KnowledgeGap
from gateway.organizations.document_types import OrganizationDocument


class BusinessStore:
    """Every method may raise DatabaseUnavailable."""

    def __init__(self, database: Database, staff: Staff) -> None:
        self._database = database
        self._staff = staff

    async def show(self) -> Shown:
        return await self._database.fetch(
            Shown, "business_show", organization=self._staff.organization
        )

    async def attempt(self, document: OrganizationDocument) -> Trial | None:
        """What applying it would come to; nothing is changed. None: the account is no owner."""
        return await self._database.find(
            Trial,
            "business_try",
            organization=self._staff.organization,
            account=self._staff.account,
            document=document,
        )

    async def apply(
        self, version: str, document: OrganizationDocument, part: str, gap: UUID | None = None
    ) -> Applied:
        """If the business is still what `version` was; `gap` is a question that it answers."""
        return await self._database.fetch(
            Applied,
            "business_apply",
            organization=self._staff.organization,
            account=self._staff.account,
            version=version,
            document=document,
            part=part,
            gap=gap,
        )

    async def changes(self) -> list[Act]:
        """The last twelve, the latest first."""
        return await self._database.fetch(
            list[Act], "business_changes", organization=self._staff.organization
        )

    async def gaps(self) -> list[KnowledgeGap]:
        """Questions that nothing answered, most asked first."""
        return await self._database.fetch(
            list[KnowledgeGap], "knowledge_gaps_open", organization=self._staff.organization
        )

    async def drop_gap(self, gap: UUID) -> bool:
        """Sets a question aside; False: there is none, or the account is no owner."""
        return await self._database.fetch(
            bool,
            "business_gap_drop",
            organization=self._staff.organization,
            account=self._staff.account,
            gap=gap,
        )
