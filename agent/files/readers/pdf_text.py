"""A program of its own: a PDF on standard input, {"text"} or {"error"} as JSON on standard output.

It runs alone (see local.py) and may take little: time of the processor, memory and pages are
limited, because a file of some kilobytes can unpack to gigabytes.
"""

import io
import json
import logging
import sys
import warnings
from typing import Any

MOST_PAGES = 50
_MOST_LETTERS = 20_000
_MOST_MEMORY = 1_000_000_000
_MOST_SECONDS = 8


def main() -> None:
    """Reads, answers, ends with 0 whatever the file is."""
    _limit()
    logging.disable()
    warnings.simplefilter("ignore")
    try:
        answer = _text(sys.stdin.buffer.read())
    except Exception:  # noqa: BLE001  hostile files raise anything, and this process ends anyway
        answer = {"error": "broken"}
    sys.stdout.write(json.dumps(answer))


def _limit() -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _text(content: bytes) -> dict[str, Any]:
    from pypdf import PdfReader

    pdf = PdfReader(io.BytesIO(content), strict=False)
    # Many are encrypted with an empty password, only against changes.
    if pdf.is_encrypted and not pdf.decrypt(""):
        return {"error": "encrypted"}
    # The count that the file tells is quick to read and may be a lie; its pages are not.
    root: Any = pdf.root_object
    told = root["/Pages"].get("/Count", 0)
    if told > MOST_PAGES or len(pdf.pages) > MOST_PAGES:
        return {"error": "pages"}
    texts: list[str] = []
    for page in pdf.pages:
        texts.append(page.extract_text())
        if sum(map(len, texts)) > _MOST_LETTERS:
            break
    return {"text": "\n".join(texts)[:_MOST_LETTERS]}


if __name__ == "__main__":
    main()
