"""The slug of an organization's id, for the lines of the log: asked once, for slugs do not change."""

from uuid import UUID

from agent.data.database import Database
from agent.errors import DatabaseUnavailable
from gateway.organizations.rows import OrganizationRow


class Slugs:
    """What this process asked for already."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._slugs: dict[UUID, str] = {}

    async def of(self, organization: UUID) -> str:
        """The id itself where there is no slug to be had now: nothing must fail because of a log."""
        if organization in self._slugs:
            return self._slugs[organization]
        try:
            row = await self._database.find(
                OrganizationRow, "organization_show", organization=organization
            )
        except DatabaseUnavailable:
            row = None
        if row is None:
            return str(organization)
        self._slugs[organization] = row.slug
        return row.slug
