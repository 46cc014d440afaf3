"""The addresses that a business's connections have: what is pasted at a provider, or shown to customers."""

from collections.abc import Iterable, Iterator

from agent.settings import Settings
from gateway.organizations.document_types import ConnectionDocument

_NO_ADDRESS = "PUBLIC_URL is not set: providers reach this address from this machine only"


def address_lines(
    settings: Settings, connections: Iterable[ConnectionDocument], *, secret: bool
) -> Iterator[str]:
    """A line each; `secret`: with the token, else with the variable that holds it, as for a log."""
    for connection in connections:
        variable = connection["token_env"]
        if not variable:
            yield f"{connection['key']}: none; {connection['channel']} is listened to"
            continue
        token = settings.secret(variable) if secret else None
        path = "/chat#" if connection["channel"] == "web" else f"/webhooks/{connection['channel']}/"
        yield f"{connection['key']}: {settings.address}{path}{token or f'${variable}'}"
    if not settings.public_url:
        yield _NO_ADDRESS
