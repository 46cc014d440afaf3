"""Whether the variables that a file names are its organization's to name."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from msgspec import Struct

from agent.data.database import Database
from agent.environment_names import is_name, owner_of, prefix_of
from agent.errors import OperatorError
from agent.settings import Settings
from gateway.organizations.document_types import OrganizationDocument


class Named(Struct, frozen=True, kw_only=True):
    """A variable that a connection names for its `kind` of secret."""

    slug: str
    connection: str
    kind: str
    name: str


class Grant(Struct, frozen=True, kw_only=True):
    """A variable that the operator lets an organization name. `confirmed`: not only taken over from
    before there was a rule."""

    slug: str
    name: str
    confirmed: bool


class Claims(Struct, frozen=True, kw_only=True):
    """Who could own a variable, who names it, and to whom it is granted."""

    slugs: tuple[str, ...]
    names: tuple[Named, ...]
    grants: tuple[Grant, ...]


async def environment_claims(database: Database, names: list[str] | None = None) -> Claims:
    """Of all variables, or of these."""
    return await database.fetch(Claims, "environment_claims", names=names)


class NotItsVariable(OperatorError):
    """A connection names a variable of the environment that is not its organization's."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """`reserved`: nobody can allow it. `explanation` says whose it is, or how it would have to begin."""

    name: str
    reserved: bool
    explanation: str


def refusal(name: str, slug: str, claims: Claims, allowed: Collection[str] = ()) -> Refusal | None:
    """Why `slug` may not name this variable; None when it may.

    `allowed`: what the operator grants now.
    """
    if not is_name(name) or Settings.reserves(name):
        explanation = "is a setting of frontdesk or of the machine, and never a business's"
        return Refusal(name, True, explanation)
    granted = {grant.name: grant.slug for grant in claims.grants}
    owner = granted.get(name) or owner_of(name, {*claims.slugs, slug})
    if owner not in (slug, None):
        return Refusal(name, True, f"belongs to {owner}")
    others = {one.slug for one in claims.names if one.name == name and one.slug != slug}
    if owner is None and others:
        return Refusal(name, True, f"is named by {', '.join(sorted(others))}, too; never by two")
    if owner == slug or name in allowed:
        return None
    return Refusal(name, False, f"does not begin with {prefix_of(slug)}")


def refuse_foreign(names: Collection[str], slug: str, claims: Claims) -> None:
    """Raises NotItsVariable with every one of these variables that `slug` may not name."""
    refused = [one for name in sorted(names) if (one := refusal(name, slug, claims))]
    if refused:
        raise NotItsVariable("\n".join(_described(one) for one in refused))


def needed_grants(
    document: OrganizationDocument, claims: Claims, allowed: Collection[str]
) -> list[str]:
    """Variables of the document that `allowed` grants and that no grant covers yet.

    Raises NotItsVariable with every variable that may not be named.
    """
    slug = document["slug"]
    problems = [
        f"{key}: {_described(refused_name)}"
        for key, name in _named(document)
        if (refused_name := refusal(name, slug, claims, allowed))
    ]
    if problems:
        raise NotItsVariable("\n".join(problems))
    confirmed = {grant.name for grant in claims.grants if grant.confirmed}
    named = {name for _, name in _named(document)}
    foreign = {name for name in named if owner_of(name, {*claims.slugs, slug}) != slug}
    return sorted(foreign & set(allowed) - confirmed)


def named_variables(document: OrganizationDocument) -> list[str]:
    """Every variable that the document names."""
    return sorted({name for _, name in _named(document)})


def _described(refused_name: Refusal) -> str:
    do = (
        "rename it"
        if refused_name.reserved
        else f"rename it, or add --allow-env {refused_name.name}"
    )
    return f"the variable {refused_name.name} {refused_name.explanation}; {do}"


def _named(document: OrganizationDocument) -> Iterator[tuple[str, str]]:
    """Connection, or server of its own, and variable."""
    for server in document.get("mcp_servers", ()):
        if server["token_env"]:
            yield f"mcp {server['key']}", server["token_env"]
    for calendar in document["calendars"]["busy"]:
        for name in (calendar["url_env"], calendar["password_env"]):
            if name:
                yield f"calendar {calendar['key']}", name
    for connection in document["connections"]:
        for name in (connection["token_env"], connection["secret_env"]):
            if name:
                yield connection["key"], name
