"""Where a connection's Twilio account is, and the proof that it is ours."""

import re
from base64 import b64encode

from agent.types import Connection
from gateway.channels.kit.http_send import api_key, not_configured

_ACCOUNT = re.compile(r"AC[0-9a-f]{32}", re.IGNORECASE)
_API_HOST = re.compile(r"^(https?://)api\.(?=([a-z0-9-]+\.)*twilio\.com$)")


def account_path(connection: Connection) -> str:
    """Where the account's resources are. Raises SendError when the name is no Account SID."""
    if not _ACCOUNT.fullmatch(connection.name):
        raise not_configured("the connection's name is not an Account SID (AC…)")
    return f"/2010-04-01/Accounts/{connection.name}"


def basic(connection: Connection) -> dict[str, str]:
    """Raises SendError when the Auth Token is missing."""
    key = f"{connection.name}:{api_key(connection)}"
    return {"Authorization": f"Basic {b64encode(key.encode()).decode()}"}


def messaging(base_url: str) -> str:
    """The address of its messaging API beside that of the main one."""
    return _API_HOST.sub(r"\1messaging.", base_url)
