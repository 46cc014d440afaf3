"""Keys for what this deployment signs, one for each purpose, from one secret."""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from agent.data_folder import make_private
from agent.settings import Settings

_BYTES = 32


def derive_key(settings: Settings, purpose: str) -> bytes:
    """32 bytes that only this deployment knows, others for every `purpose`.

    The secret is the first key of FRONTDESK_SECRET_KEY (dropping an old one changes nothing), else one
    that is made once and kept in the data folder; several machines need the former.
    """
    keys = settings.secret_keys
    secret = keys[0].encode() if keys else _read_or_create(settings.data_dir / "secret.key")
    return hmac.new(secret, purpose.encode(), hashlib.sha256).digest()


def _read_or_create(file: Path) -> bytes:
    """The secret in the file; whoever comes first makes it, whole or not at all."""
    if not file.exists():
        make_private(file.parent)
        mine = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
        mine.touch(mode=0o600)
        mine.write_bytes(secrets.token_bytes(_BYTES))
        with suppress(FileExistsError):
            os.link(mine, file)
        mine.unlink()
    return file.read_bytes()
