"""The honest sentences that code says when something did not work."""

from agent.texts import texts


def failed(language: str, *, told: bool) -> str:
    """A turn failed for good; `told`: a person was called."""
    return texts(language).line("apologies.failed" if told else "apologies.failed_alone")


def done(language: str, *, told: bool) -> str:
    """After receipts, where the words that went with them are not sent; `told`: a person was called."""
    return texts(language).line("apologies.done_told" if told else "apologies.done")


def pause(language: str, *, told: bool) -> str:
    """So many messages came at once that they look like a loop; `told`: a person was called."""
    return texts(language).line("apologies.pause" if told else "apologies.pause_alone")


def unreachable(language: str) -> str:
    """A person was promised and no notice reached anybody."""
    return texts(language).line("apologies.unreachable")


def late(language: str) -> str:
    """A person was promised and no notice has reached anybody yet."""
    return texts(language).line("apologies.late")
