"""Checks whether the encrypted credentials of connections can be read."""

from agent.settings import Settings
from gateway.access import credentials
from gateway.access.vault import Vault, vault_of
from gateway.checks.finding import Finding
from gateway.checks.stored import Stored

_WHAT = "credentials"
_FEWEST_CHARACTERS = 10
"""Different ones; 32 random hexadecimal digits have fewer once in ten thousand times."""


async def check_credentials(settings: Settings, stored: Stored) -> list[Finding]:
    """Whether everything that is kept can be read."""
    vault = vault_of(settings)
    if vault.weak:
        text = "FRONTDESK_SECRET_KEY has a key of fewer than 32 characters"
        return [Finding("bad", _WHAT, text, "make one: openssl rand -hex 32")]
    stored_keys = [item async for item in credentials.stored_credentials(stored.database)]
    unreadable = await credentials.unreadable(stored.database, vault)
    if unreadable:
        names = ", ".join(f"{i.organization} {i.connection} {i.place.name}" for i, _ in unreadable)
        reasons = "; ".join(sorted({reason for _, reason in unreadable}))
        text = f"not readable, so messages wait: {names} ({reasons})"
        do = "set the FRONTDESK_SECRET_KEY that they were kept with; if it is lost: frontdesk secrets set"
        return [Finding("bad", _WHAT, text, do)]
    if any(len(set(key)) < _FEWEST_CHARACTERS for key in settings.secret_keys):
        text = "FRONTDESK_SECRET_KEY can be guessed"
        do = "put a new one in front (new,old): openssl rand -hex 32; then frontdesk secrets rotate"
        return [Finding("bad", _WHAT, text, do)]
    return [_readable(vault, stored_keys)]


def _readable(vault: Vault, stored_keys: list[credentials.StoredCredential]) -> Finding:
    if not stored_keys:
        text = "none stored" if vault.key_ids else "none stored, FRONTDESK_SECRET_KEY is not set"
        return Finding("ok", _WHAT, f"{text}: the environment's are used")
    old = [item for item in stored_keys if item.sealed.key_id != vault.key_ids[0]]
    if old:
        text = f"{len(stored_keys)} stored, {len(old)} with an older key"
        return Finding("warn", _WHAT, text, "frontdesk secrets rotate")
    return Finding("ok", _WHAT, f"{len(stored_keys)} stored")
