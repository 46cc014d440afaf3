"""Italian as a folder of data beside the shipped ones: words that are understood, and the texts of a
booking. What is not overlaid is Spanish: this shows what a folder does, and is no language to ship."""

import json
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from agent.texts import FOLDER

CODE = "it"
OVERLAY = Path(__file__).parent / "italian"


def folders(into: Path) -> Path:
    """A folder with the shipped languages and Italian; nothing but data."""
    for language in FOLDER.iterdir():
        if (language / "language.toml").is_file():
            shutil.copytree(language, into / language.name)
    shutil.copytree(into / "es", into / CODE)
    for file in OVERLAY.rglob("*.toml"):
        copy = into / CODE / file.relative_to(OVERLAY)
        over = tomllib.loads(file.read_text("utf-8"))
        under = tomllib.loads(copy.read_text("utf-8")) if copy.is_file() else {}
        copy.write_text("\n".join(_lines(_laid(under, over))), "utf-8")
    return into


def _laid(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    laid = dict(under)
    for key, value in over.items():
        below: Any = laid.get(key)
        both = isinstance(below, dict) and isinstance(value, dict)
        laid[key] = _laid(below, value) if both else value
    return laid


def _lines(table: Mapping[str, Any], name: str = "") -> Iterator[str]:
    """TOML of texts, lists of texts and tables."""
    if name:
        yield f"[{name}]"
    for key, value in table.items():
        if not isinstance(value, dict):
            yield f"{json.dumps(key)} = {json.dumps(value, ensure_ascii=False)}"
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _lines(value, f"{name}.{json.dumps(key)}" if name else json.dumps(key))
