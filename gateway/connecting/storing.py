"""Stores a connection as if the business's file had named it, and its secrets encrypted."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from pydantic import SecretStr

from agent.data.database import Database
from agent.environment_names import prefix_of
from agent.settings import Settings, export_environment
from gateway.access import credentials
from gateway.access.vault import Vault, vault_of
from gateway.channels.connections import API_KEY
from gateway.channels.setup import Step
from gateway.connecting.answers import Answers
from gateway.connecting.env_file import remember
from gateway.organizations import commands
from gateway.organizations.document_types import (
    ConnectionDocument,
    OrganizationDocument,
    RecipientDocument,
)
from gateway.organizations.loading import loads
from gateway.organizations.reach import refuse_unreachable
from gateway.organizations.writing import to_yaml

_VAULT_VARIABLE = "FRONTDESK_SECRET_KEY"


@dataclass(slots=True)
class Place:
    """Where things are kept, for whoever sits at the deployment. `settings` change when a key for secrets had to be
    made; `steps` are what was done and not told yet."""

    database: Database
    settings: Settings
    env_file: Path = Path(".env")
    steps: list[Step] = field(default_factory=list)

    @property
    def vault(self) -> Vault:
        return vault_of(self.settings)

    def make(self, name: str, value: str) -> None:
        """A generated secret, for this process and for the service."""
        remember(self.env_file, {name: value})
        export_environment({name: value})

    def token(self, variable: str, held: Mapping[str, str]) -> str:
        """The connection's token; made where there is none. `held`: its credentials by name."""
        if value := self.settings.secret(variable):
            return value
        value = secrets.token_hex(24)
        self.make(variable, value)
        self.steps.append(
            Step("done", f"a token for the address is made: {variable} in {self.env_file}")
        )
        return value

    def ready_for_secrets(self) -> None:
        """Makes the key that encrypts, where there is none."""
        if self.settings.secret_keys:
            return
        value = secrets.token_hex(32)
        self.make(_VAULT_VARIABLE, value)
        self.settings = self.settings.model_copy(update={"frontdesk_secret_key": SecretStr(value)})
        do = "start frontdesk serve again, so that it can read what is encrypted"
        self.steps.append(Step("todo", f"{_VAULT_VARIABLE} is made, in {self.env_file}", do))

    async def store(
        self, document: OrganizationDocument, connection: ConnectionDocument, token: str | None
    ) -> UUID:
        """Applies the document, of which `connection` is new or other than before, through the same checks as a
        file; returns the organization. Raises what `org apply` raises."""
        file = loads(to_yaml(document).encode(), f"{document['slug']} as it is stored")
        plan = await commands.plan(self.database, file, self.settings.secret)
        own = self.settings.gupshup_notif_api_key is not None
        refuse_unreachable(plan.document, own_gupshup=own, demo=self.settings.demo)
        if plan.changes:
            await commands.apply(self.database, plan)
        text = f"the connection {connection['key']} is stored"
        self.steps.append(Step("done" if plan.changes else "right", text))
        return plan.organization

    async def keep(self, slug: str, key: str, credential: str, value: str) -> None:
        """Encrypts a credential of a connection that is stored."""
        await credentials.put(self.database, self.vault, slug, key, credential, value)


def token_variable(slug: str, key: str, channel: str, document: OrganizationDocument) -> str:
    """CLINIC_GUPSHUP_TOKEN; with the connection's key where another one has that."""
    usual = f"{prefix_of(slug)}{channel.upper()}_TOKEN"
    used = {one["token_env"] for one in document["connections"] if one["key"] != key}
    return f"{prefix_of(slug)}{key.upper().replace('-', '_')}_TOKEN" if usual in used else usual


def connection_document(
    key: str, channel: str, answers: Answers, token_env: str
) -> ConnectionDocument:
    """As the business's file would say it."""
    return {
        "key": key,
        "channel": channel,
        "name": answers.name,
        "phone": answers.phone,
        "token_env": token_env,
        "secret_env": answers.secret_env,
        "settings": answers.settings,
    }


def with_connection(
    document: OrganizationDocument,
    connection: ConnectionDocument,
    recipients: list[RecipientDocument],
) -> OrganizationDocument:
    """The document with this connection instead of the one that has its key."""
    others = [one for one in document["connections"] if one["key"] != connection["key"]]
    return {
        **document,
        "connections": [*others, connection],
        "escalation": [*document["escalation"], *recipients],
    }


async def keep_secrets(
    place: Place, slug: str, key: str, held: dict[str, str], wanted: dict[str, str]
) -> None:
    """Encrypts what is new, by question's name; `held` is what is stored by credential's name."""
    for name, value in wanted.items():
        credential = API_KEY if name == "key" else name
        if held.get(credential) == value:
            continue
        place.ready_for_secrets()
        await place.keep(slug, key, credential, value)
        place.steps.append(Step("done", f"{credential} is kept, encrypted"))
