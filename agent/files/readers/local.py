"""Reads files that contain text, PDFs and plain text, without a model."""

import asyncio
import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from agent.errors import Unreadable
from agent.files.reader import Form, MediaFile, Reading, Reason, reading

_PROGRAM = Path(__file__).with_name("pdf_text.py")
_REASONS: Mapping[str, Reason] = {
    "encrypted": Reason.LOCKED,
    "pages": Reason.TOO_LONG,
    "broken": Reason.FAILED,
}
_LOOKED_AT = 100_000
"""Bytes of a text file; far more than is kept of it."""
_FEWEST_LETTERS = 20
"""With fewer, a PDF is a scan: its pages are pictures."""


class LocalReader:
    """A PDF is opened by a process of its own, without our environment: what a hostile one wants
    of time and memory it gets there, until the time is up."""

    kinds = frozenset({"document"})

    def __init__(self, *, seconds: float = 10.0) -> None:
        self._seconds = seconds

    async def read(self, file: MediaFile) -> Reading:
        if file.mime == "text/plain":
            start = file.content[:_LOOKED_AT].decode("utf-8-sig", "ignore")
            return reading(Form.DOCUMENT, start, cut=len(file.content) > _LOOKED_AT)
        if file.mime != "application/pdf":
            raise Unreadable(Reason.NO_READER)
        extracted = await self._pdf(file.content)
        if "error" in extracted:
            raise Unreadable(_REASONS.get(extracted["error"], Reason.FAILED))
        if sum(letter.isalnum() for letter in extracted["text"]) < _FEWEST_LETTERS:
            raise Unreadable(Reason.NO_READER)
        return reading(Form.DOCUMENT, extracted["text"])

    async def close(self) -> None:
        """Nothing is open."""

    async def _pdf(self, content: bytes) -> dict[str, Any]:
        """{text} or {error: encrypted | pages | broken}. A process that dies read nothing."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            str(_PROGRAM),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={},
        )
        try:
            async with asyncio.timeout(self._seconds):
                out, _ = await process.communicate(content)
        except TimeoutError:
            raise Unreadable(Reason.FAILED) from None
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        try:
            answer: dict[str, Any] = json.loads(out)
        except ValueError:
            return {"error": "broken"}
        return answer
