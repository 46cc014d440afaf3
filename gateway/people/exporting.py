"""Everything that is stored of a customer, as one JSON, or with their files as a ZIP."""

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from agent.errors import NotFound
from agent.files.store import MediaStore
from agent.types import Json
from gateway.people.finding import Person


class StoredFile(Struct, frozen=True, kw_only=True):
    """A received file of a customer, where it is kept."""

    message: UUID
    store: str
    path: str
    mime: str | None = None

    @property
    def name(self) -> str:
        """Its name in the ZIP: the message's id and the ending of its kind."""
        return f"media/{self.path.rpartition('/')[2]}"


class Export(Struct, frozen=True, kw_only=True):
    """person_export: rows by table, as they stand in the database."""

    rows: Mapping[str, list[Json]]
    files: tuple[StoredFile, ...]


async def read_export(database: Database, organization: UUID, person: Person) -> Export:
    """Raises NotFound when the customer was erased meanwhile."""
    export = await database.find(
        Export,
        "person_export",
        organization=organization,
        contacts=[str(one) for one in person.contacts],
        chats=[str(one) for one in person.chats],
    )
    if export is None:
        raise NotFound("there is no such customer")
    return export


def as_json(export: Export, organization: str, at: datetime) -> bytes:
    """The rows with whose they are and when that was."""
    whole = {
        "organization": organization,
        "exported_at": at.isoformat(timespec="seconds"),
        "files": [file.name for file in export.files],
        "rows": export.rows,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2, default=str).encode()


async def as_zip(
    export: Export, organization: str, at: datetime, stores: Mapping[str, MediaStore]
) -> tuple[bytes, list[str]]:
    """`data.json` and the files under `media/`; and the names of files that are kept where nothing is
    configured, or are not there any more. Raises MediaError."""
    missing = []
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", as_json(export, organization, at))
        for file in export.files:
            store = stores.get(file.store)
            content = await store.get(file.path) if store else None
            if content is None:
                missing.append(file.name)
            else:
                archive.writestr(file.name, content)
    return packed.getvalue(), missing
