"""Reads packed files (Word, Excel, PDF) in a process of its own, which may take so much and no more.

Twenty megabytes can unpack to anything, and what is small as XML is large as a tree: what a hostile file
wants of memory and time, and what it may find in the libraries that read it, it gets there, without our
environment, until one of the limits is reached.
"""

import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import msgspec

from gateway.knowledge.document import Contents, DocumentError, Section

MOST_MEMORY = 2_000_000_000
MOST_SECONDS = 60
"""Of the processor; a file of forty megabytes of XML takes a third of it."""
_WAITED_SECONDS = 180
_LONGEST_ANSWER = 30_000_000
_TOO_MUCH = "it takes too much memory or time to read; split the file"
_PROGRAM = Path(__file__).with_name("apart_program.py")


class Answer(msgspec.Struct, frozen=True):
    """What the process says: the sections and what was left out, or why there are none."""

    sections: list[Section] = []
    unread: tuple[str, ...] = ()
    refused: str | None = None


def read_apart(
    kind: str, content: bytes, *, memory: int = MOST_MEMORY, seconds: int = MOST_SECONDS
) -> Contents:
    """`kind`: the end of the file's name, ".docx". `memory` in bytes, `seconds` of the processor.

    Raises DocumentError as the readers do, and for what takes too much.
    """
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", _PROGRAM, kind, str(memory), str(seconds)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=_WAITED_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentError(_TOO_MUCH) from error
    if done.returncode != 0 or len(done.stdout) > _LONGEST_ANSWER:
        raise DocumentError(_TOO_MUCH)
    answer = msgspec.json.decode(done.stdout, type=Answer)
    if answer.refused is not None:
        raise DocumentError(answer.refused)
    return Contents(answer.sections, answer.unread)


def told(answer: Answer) -> bytes:
    """An answer as the process writes it."""
    return msgspec.json.encode(
        {
            "sections": [asdict(section) for section in answer.sections],
            "unread": answer.unread,
            "refused": answer.refused,
        }
    )
