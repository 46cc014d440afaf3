"""What Word and Excel files have in common: a zip of XML parts, which is hostile until looked at."""

import io
import zipfile

from gateway.knowledge.document import DocumentError

_MOST_PARTS = 2_000
_LARGEST_PARTS = 100_000_000
"""Bytes of all parts unpacked: a small file can hold endless zeros."""
_LARGEST_XML = 40_000_000
"""Bytes of all parts but pictures: as a tree they take twenty times as much."""


def check_package(content: bytes, kind: str, end: str) -> list[str]:
    """The names of the parts. `kind` as in "Word document", `end` as in ".docx".

    Raises DocumentError for what is no such file, unpacks to too much or declares entities.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > _MOST_PARTS or sum(p.file_size for p in parts) > _LARGEST_PARTS:
                raise DocumentError(f"this {kind} is too large when unpacked")
            texts = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
            if sum(part.file_size for part in texts) > _LARGEST_XML:
                raise DocumentError(f"this {kind} has too much text; split the file")
            for part in texts:
                if b"<!DOCTYPE" in package.read(part):
                    raise DocumentError(f"this {kind} declares entities, which none needs")
            return [part.filename for part in parts]
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, OSError, EOFError) as error:
        raise DocumentError(f"this is no {kind} ({end})") from error
    except (NotImplementedError, ValueError) as error:
        raise DocumentError(f"this {kind} is broken") from error
