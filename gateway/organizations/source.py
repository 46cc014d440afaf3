"""YAML text to plain data, with the line of everything, and nothing of YAML that can hurt.

Anchors, aliases, tags, several documents, deep nesting and files over 1 MB are refused: an
organization needs none of them, and they are how a small file becomes a large one.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, DocumentStartEvent, NodeEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from agent.errors import OperatorError

MAX_BYTES = 1_000_000
MAX_DEPTH = 10

Location = tuple[str | int, ...]
"""Keys and list positions that lead to a value, from the top of the file."""

Finding = tuple[Location, str]
"""A place and what to mend there."""

_WHOLE = re.compile(r"^[-+]?(0|[1-9][0-9]{0,14})$")
_NUMBER = re.compile(r"^[-+]?[0-9]{1,15}(\.[0-9]{1,15})?([eE][-+]?[0-9]{1,2})?$")
# In Spanish and Portuguese 120.000 is a hundred and twenty thousand; it stays text and is refused
# where a number is expected.
_THOUSANDS = re.compile(r"\.[0-9]{2}0$")
_NUMBER_SIGN = re.compile(r"\s+#\s*[0-9]")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend: the line (from 1) and what to write instead."""

    line: int
    message: str


class InvalidFile(OperatorError):
    """The file does not describe an organization. One line a problem: `file:line: message`."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(f"{name}:{p.line}: {p.message}" for p in self.problems))


@dataclass(slots=True)
class Source:
    """A read file: its name for messages, its data, and the line of every location."""

    name: str
    text: list[str] = field(default_factory=list)
    data: Any = None
    lines: dict[Location, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, location: Location) -> int:
        """The line of `location`, or of the nearest thing around it."""
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location, 1)


def read_file(path: Path) -> Source:
    """Reads `path`. Raises InvalidFile."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InvalidFile(str(path), [Problem(1, f"cannot be read: {error.strerror}")]) from error
    return read_bytes(content, str(path))


def read_bytes(content: bytes, name: str) -> Source:
    """Reads YAML in UTF-8. Raises InvalidFile; `name` is how its messages call the file."""
    if len(content) > MAX_BYTES:
        raise InvalidFile(name, [Problem(1, "the file is over 1 MB; an organization needs less")])
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InvalidFile(name, [Problem(line, "save the file as UTF-8")]) from error
    source = Source(name, text=text.splitlines())
    try:
        _refuse_tricks(text, name)
        node = _yaml().compose(text)
    except MarkedYAMLError as error:
        raise InvalidFile(name, [_syntax(error)]) from error
    except YAMLError as error:
        raise InvalidFile(name, [Problem(1, f"not YAML: {error}")]) from error
    source.data = _plain(node, (), source) if node is not None else None
    if source.problems:
        raise InvalidFile(name, source.problems)
    return source


def _yaml() -> YAML:
    return YAML(typ="safe", pure=True)


def _syntax(error: MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    if error.problem and "\\t" in error.problem:
        return Problem(line, "a tab stands here; indent with spaces")
    return Problem(line, f"not YAML: {error.problem or error.context}")


def _refuse_tricks(text: str, name: str) -> None:
    depth = documents = 0
    for event in _yaml().parse(text):
        reason = None
        documents += isinstance(event, DocumentStartEvent)
        depth += {"Start": 1, "End": -1}.get(_edge(event), 0)
        if documents > 1:
            reason = "a second document begins here; write one organization a file"
        elif depth > MAX_DEPTH:
            reason = f"more than {MAX_DEPTH} levels of nesting"
        elif isinstance(event, AliasEvent):
            reason = "aliases (*name) are not allowed; repeat the value"
        elif isinstance(event, NodeEvent) and event.anchor is not None:
            reason = "anchors (&name) are not allowed; repeat the value"
        elif getattr(event, "ctag", None):
            reason = "tags (!name) are not allowed; remove it"
        if reason:
            raise InvalidFile(name, [Problem(event.start_mark.line + 1, reason)])


def _edge(event: object) -> str:
    kind = type(event).__name__
    if not kind.startswith(("Mapping", "Sequence")):
        return ""
    return "Start" if kind.endswith("StartEvent") else "End"


def _plain(node: Node, location: Location, source: Source) -> Any:
    source.lines.setdefault(location, node.start_mark.line + 1)
    if isinstance(node, ScalarNode):
        source.problems.extend(_lost(node, source))
        return _scalar(node)
    if not isinstance(node, MappingNode):
        return [_plain(item, (*location, i), source) for i, item in enumerate(node.value)]
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = str(key_node.value) if isinstance(key_node, ScalarNode) else ""
        if not key:
            source.problems.append(Problem(line, "a key must be a word"))
        elif key in values:
            first = source.lines[(*location, key)]
            source.problems.append(
                Problem(line, f"`{key}` stands here a second time (first in line {first})")
            )
        else:
            source.lines[(*location, key)] = line
            values[key] = _plain(value_node, (*location, key), source)
    return values


def _lost(node: ScalarNode, source: Source) -> list[Problem]:
    """An address such as `Calle 13 # 20-30` ends at its # for YAML; nobody means that."""
    mark = node.end_mark
    rest = source.text[mark.line][mark.column :] if mark.line < len(source.text) else ""
    if node.style is None and _NUMBER_SIGN.match(rest):
        message = f"`{rest.strip()}` is read as a comment; put the whole value in quotes"
        return [Problem(mark.line + 1, message)]
    return []


def _scalar(node: ScalarNode) -> str | int | float | bool | None:
    """Numbers in plain decimal, true, false and null; all else (dates too) stays text."""
    kind = str(node.tag).rsplit(":", 1)[-1]
    text: str = node.value
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind == "int" and _WHOLE.match(text):
        return int(text)
    if kind == "float" and _NUMBER.match(text) and not _THOUSANDS.search(text):
        return float(text)
    return text
