"""What the reading of a customer's words finds in them, in the words of the page's reader."""

import asyncio
from dataclasses import dataclass

from agent.language.acts import acts_of
from gateway.console.spoken import Spoken


@dataclass(frozen=True, slots=True)
class ReadAct:
    """`sure`: in percent. `words`: the customer's own."""

    name: str
    words: str
    sure: int


@dataclass(frozen=True, slots=True)
class ReadWords:
    """The acts of a message, and the words whose act is open, with the likeliest ones."""

    acts: tuple[ReadAct, ...]
    unread: tuple[tuple[str, tuple[str, ...]], ...]


async def read(text: str, spoken: Spoken) -> ReadWords:
    """Beside the event loop: the first reading of a process loads for a second or two. Read as a first message is,
    without what the desk asked before it."""
    result = await asyncio.to_thread(acts_of, text)
    acts = tuple(
        ReadAct(act_name(one.act, spoken), one.words, round(100 * one.sure)) for one in result.acts
    )
    unread = tuple(
        (one.words, tuple(act_name(each.act, spoken) for each in one.likeliest))
        for one in result.not_understood
    )
    return ReadWords(acts, unread)


def act_name(act: str, spoken: Spoken) -> str:
    return spoken.t(f"act.{act}")
