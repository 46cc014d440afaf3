"""A conversation that the customer begins anew with a command, whichever model answers."""

from msgspec import structs

from agent.language.commands import begins_anew
from agent.records import Turn
from agent.texts import texts
from agent.types import Reply


def since_reset(row: Turn) -> Turn:
    """What is to be answered after the last "/reset" among the messages, as the beginning of a conversation; the
    command itself where nothing was written after it."""
    places = [place for place, message in enumerate(row.messages) if begins_anew(message.text)]
    if not places:
        return row
    command = row.messages[places[-1]]
    left = row.messages[places[-1] + 1 :] or [command]
    return structs.replace(row, messages=left, renewed_after=command.at)


def only_reset(row: Turn) -> bool:
    """Whether nothing but the command is to be answered."""
    return begins_anew(row.messages[-1].text)


def answer(language: str) -> Reply:
    """Says that it was done."""
    return {"text": texts(language).line("apologies.begun_anew"), "payload": {}}
