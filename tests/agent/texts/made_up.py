"""A language that nobody speaks: a copy of the Spanish folder with a mark before every text."""

import re
import shutil
from pathlib import Path

from agent.texts import FOLDER

MARK = "§"
CODE = "xx"
ENGLISH_NAME = "Exish"
NAMES = ["exés", "Exish"]
_KEPT = re.compile(r"(?:cut|at_24_sharp|and_else_before|countries_24|singular_when) = ")
"""What is compared with other things or left out of them, and what is empty."""
_PATTERNS = re.compile(r"(?:plain|with_year) = ")
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')


def folders(into: Path) -> Path:
    """A folder with the shipped languages and the made-up one; nothing but data."""
    for language in FOLDER.iterdir():
        if (language / "language.toml").is_file():
            shutil.copytree(language, into / language.name)
    shutil.copytree(into / "es", into / CODE)
    about = into / CODE / "language.toml"
    told = about.read_text("utf-8").replace('"Spanish"', f'"{ENGLISH_NAME}"')
    about.write_text(re.sub(r"(?m)^names = .*$", f"names = {NAMES}", told), "utf-8")
    for file in (into / CODE).rglob("*.toml"):
        if file.name != "language.toml":
            file.write_text(
                "".join(map(_marked, file.read_text("utf-8").splitlines(True))), "utf-8"
            )
    return into


def _marked(line: str) -> str:
    if line.startswith("#") or _KEPT.match(line):
        return line
    mark = f"'{MARK}'" if _PATTERNS.match(line) else MARK
    return _TEXT.sub(lambda text: f'"{mark}{text[0][1:]}', line)
