"""Operations on organizations, which the command line calls."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

from msgspec import Struct

from agent.data.database import Database
from agent.errors import OperatorError
from gateway.channels.connections import KEPT_ADDRESS
from gateway.organizations.difference import Change, compare
from gateway.organizations.document import build_document, describe
from gateway.organizations.document_types import OrganizationDocument
from gateway.organizations.file_schema import OrganizationFile
from gateway.organizations.public_holidays import write_holidays
from gateway.organizations.rows import find_organization, organization_id
from gateway.organizations.time_zone_data import refuse_differing_zones
from gateway.organizations.variables import environment_claims, named_variables, needed_grants
from gateway.organizations.writing import to_yaml


class _Applied(Struct, frozen=True, kw_only=True):
    """organization_apply: why it was `refused`, in words."""

    refused: str | None = None


class _KeptName(Struct, frozen=True, kw_only=True):
    name: str


class _ConnectionSecrets(Struct, frozen=True, kw_only=True):
    """connection_secrets_list: what is stored of a connection."""

    key: str
    secrets: tuple[_KeptName, ...]


class Refused(OperatorError):
    """The database refused the organization; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What applying a file would do; without `changes` and `grants` (variables of the environment that
    the operator allows it), nothing."""

    organization: UUID
    document: OrganizationDocument
    changes: list[Change]
    grants: list[str] = field(default_factory=list)


async def plan(
    database: Database,
    file: OrganizationFile,
    secret: Callable[[str], str | None],
    *,
    allow_env: Collection[str] = (),
) -> Plan:
    """Compares the file with the database. Raises NotItsVariable, MissingToken, and ZonesDiffer when
    PostgreSQL reads the file's time zone otherwise than we do; changes nothing.

    `secret` tells the value of an environment variable (Settings.secret); `allow_env` are names that
    the operator lets this organization use.
    """
    await refuse_differing_zones(database, [file.time_zone], datetime.now(UTC))
    described = describe(file)
    claims = await environment_claims(database, named_variables(described))
    grants = needed_grants(described, claims, allow_env)
    existing = await find_organization(database, file.slug)
    organization = existing or uuid4()
    current = await _document(database, existing) if existing else None
    document = build_document(file, secret, await _kept_tokens(database, current, existing))
    changes = compare(current, document)
    changes += [Change("+", f"variable of the environment: {name}") for name in grants]
    return Plan(organization, document, changes, grants)


async def _kept_tokens(
    database: Database, current: OrganizationDocument | None, organization: UUID | None
) -> dict[tuple[str, str], str]:
    """Fingerprints of the tokens that were made in the console, by connection and variable."""
    if current is None:
        return {}
    rows = await database.fetch(
        list[_ConnectionSecrets], "connection_secrets_list", organization=organization
    )
    made_here = {row.key for row in rows if any(one.name == KEPT_ADDRESS for one in row.secrets)}
    return {
        (one["key"], one["token_env"]): one.get("token_fingerprint", "")
        for one in current["connections"]
        if one["key"] in made_here
    }


async def apply(database: Database, plan: Plan) -> None:
    """Makes the database what the plan says, all or nothing. Raises Refused.

    The public holidays follow in a second step; the worker repeats it every day.
    """
    result = await database.fetch(
        _Applied,
        "organization_apply",
        organization=plan.organization,
        document=plan.document,
    )
    if result.refused is not None:
        raise Refused(result.refused)
    if not await database.fetch(
        bool, "environment_grant", organization=plan.organization, names=plan.grants
    ):
        raise Refused(f"{', '.join(plan.grants)}: granted to another organization meanwhile")
    await write_holidays(database, plan.organization)


async def show(database: Database, slug: str) -> OrganizationDocument:
    """The organization's document (migrations/functions/organization_apply.sql). Raises NotFound."""
    return await _document(database, await organization_id(database, slug))


async def export(database: Database, slug: str) -> str:
    """The organization as a file that applies again without a change. Raises NotFound."""
    return to_yaml(await show(database, slug))


async def _document(database: Database, organization: UUID) -> OrganizationDocument:
    # As it came: what a newer database adds to it is not lost.
    document: OrganizationDocument = await database.call(
        "organization_export", organization=organization
    )
    return document
