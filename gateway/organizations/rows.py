"""The organizations of a deployment, as the database lists them."""

from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from agent.errors import NotFound


class OrganizationRow(Struct, frozen=True, kw_only=True):
    """One of the deployment's organizations."""

    id: UUID
    slug: str
    name: str
    language: str
    time_zone: str
    country: str


async def list_organizations(database: Database) -> list[OrganizationRow]:
    """All of them, by slug."""
    return await database.fetch(list[OrganizationRow], "organization_list")


async def show_organization(database: Database, organization: UUID) -> OrganizationRow:
    """One of them. Raises NotFound."""
    row = await database.find(OrganizationRow, "organization_show", organization=organization)
    if row is None:
        raise NotFound("there is no such organization")
    return row


async def find_organization(database: Database, slug: str) -> UUID | None:
    """The id of the organization with this slug."""
    return await database.find(UUID, "organization_find", slug=slug)


async def organization_id(database: Database, slug: str) -> UUID:
    """The same. Raises NotFound."""
    organization = await find_organization(database, slug)
    if organization is None:
        raise NotFound(f"there is no organization `{slug}`")
    return organization
