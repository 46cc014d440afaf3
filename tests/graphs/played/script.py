"""A scripted conversation: turns, the model's answers in each, and references to tool results."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FOLDER = Path(__file__).parent
_REFERENCE = re.compile(r"\{([a-z_]+(?:[.\[][^{}]*)?)\}")
_STEP = re.compile(r"\.?(?P<key>\w+)|\[(?P<index>-?\d+)\]|\[~(?P<words>[^\]]+)\]")

ToolCalls = tuple[tuple[str, dict[str, Any]], ...]


class ScriptFault(AssertionError):
    """A script does not fit what the desk asked of it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the model: words, or calls of tools with their arguments."""

    text: str = ""
    calls: ToolCalls = ()


@dataclass(frozen=True, slots=True)
class ScriptedTurn:
    """What the customer writes in one burst, or the option that they tap, and how a good model answers
    it from `node`; `hears` are words of what they receive."""

    customer: tuple[str, ...]
    node: str
    answers: tuple[Answer, ...]
    hears: tuple[str, ...]
    tap: str = ""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """`rows`: the live appointments at the end, of the keys that stand there; `consent`: the answer on record."""

    name: str
    profile: str
    turns: tuple[ScriptedTurn, ...]
    rows: tuple[dict[str, str], ...]
    consent: bool | None


def dialogues() -> list[Dialogue]:
    """Every script of this folder, by name."""
    return [read_dialogue(path) for path in sorted(FOLDER.glob("*.yaml"))]


def read_dialogue(path: Path) -> Dialogue:
    """One file. A missing key is a KeyError."""
    told = YAML(typ="safe").load(path)
    return Dialogue(
        name=path.stem,
        profile=told["profile"],
        turns=tuple(_turn(turn) for turn in told["turns"]),
        rows=tuple(told["ends"]["appointments"]),
        consent=told["ends"].get("consent"),
    )


def _turn(told: Mapping[str, Any]) -> ScriptedTurn:
    return ScriptedTurn(
        customer=_texts(told.get("customer", ())),
        node=told["node"],
        answers=tuple(_answer(one) for one in told["answers"]),
        hears=_texts(told.get("hears", ())),
        tap=told.get("tap", ""),
    )


def _texts(told: str | Sequence[str]) -> tuple[str, ...]:
    return (told,) if isinstance(told, str) else tuple(told)


def _answer(told: str | Mapping[str, Any]) -> Answer:
    """A text, or a mapping of tools to their arguments; `again` calls the same tool once more."""
    if isinstance(told, str):
        return Answer(text=told)
    calls = [(name, arguments) for name, arguments in told.items() if name != "again"]
    again = [(calls[-1][0], arguments) for arguments in told.get("again", ())]
    return Answer(calls=(*calls, *again))


# References


class Results:
    """The results that the model was shown in this conversation, by tool; `last` is the newest."""

    def __init__(self) -> None:
        self._by_tool: dict[str, Any] = {}

    def learn(self, tool: str, content: str) -> None:
        """A result that cannot be read, such as the stub of an old one, leaves the earlier one."""
        try:
            result = json.loads(content)
        except ValueError:
            return
        if isinstance(result, dict) and len(result) > 1:
            self._by_tool[tool] = self._by_tool["last"] = result

    def value(self, path: str) -> Any:
        """What stands at "tool.key[0].key"; "[~words]" is the first item in which these words are."""
        tool, rest = re.match(r"(\w+)(.*)", path).groups()  # type: ignore[union-attr]
        try:
            value = self._by_tool[tool]
            for step in _STEP.finditer(rest):
                value = _step(value, step)
        except (LookupError, StopIteration, TypeError) as error:
            raise ScriptFault(f"no {path} in {self._by_tool.get(tool)}") from error
        return value


def _step(value: Any, step: re.Match[str]) -> Any:
    if key := step["key"]:
        return value[key]
    if step["index"]:
        return value[int(step["index"])]
    return next(one for one in value if step["words"] in json.dumps(one, ensure_ascii=False))


def filled(template: Any, results: Results) -> Any:
    """The arguments, or the words, with their references replaced; a lone one keeps its type."""
    if isinstance(template, dict):
        return {key: filled(value, results) for key, value in template.items()}
    if isinstance(template, list):
        return [filled(value, results) for value in template]
    if not isinstance(template, str):
        return template
    if alone := _REFERENCE.fullmatch(template):
        return results.value(alone[1])
    return _REFERENCE.sub(lambda match: str(results.value(match[1])), template)


def references(template: Any) -> Iterator[str]:
    """The paths that a template names."""
    if isinstance(template, dict):
        template = list(template.values())
    if isinstance(template, list):
        for one in template:
            yield from references(one)
    elif isinstance(template, str):
        yield from _REFERENCE.findall(template)
