"""Reads files of messages with their acts: those to train with, and those that are only measured."""

import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.language.acts.act import Act

FOLDER = Path(__file__).parent / "examples"
UNSEEN = Path(__file__).parent / "unseen"


@dataclass(frozen=True)
class Example:
    """A message and the acts of its clauses, in their order."""

    text: str
    acts: tuple[Act, ...]
    language: str


class WrongExamples(ValueError):
    """A file of examples names an act that there is not, or lacks a text."""


def trained_with() -> list[Example]:
    """All examples, by language and place. Raises WrongExamples."""
    return [example for file in sorted(FOLDER.glob("*.toml")) for example in read(file)]


def fingerprint(examples: Sequence[Example]) -> str:
    """A hash of what is trained with; comments and empty lines do not count."""
    lines = (f"{one.language}\t{','.join(one.acts)}\t{one.text}" for one in examples)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def read(file: Path) -> list[Example]:
    """Tables of acts with what is `said`, and lists of tables with a `text` and its `acts`.

    Raises WrongExamples.
    """
    try:
        content = tomllib.loads(file.read_text("utf-8"))
        return [Example(text, acts, file.stem) for text, acts in _messages(content)]
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise WrongExamples(f"{file}: {error}") from error


def _messages(content: dict[str, object]) -> Iterator[tuple[str, tuple[Act, ...]]]:
    for name, table in content.items():
        if isinstance(table, dict):
            for text in table["said"]:
                yield text, (Act(name),)
        elif isinstance(table, list):
            for message in table:
                yield message["text"], tuple(map(Act, message["acts"]))
