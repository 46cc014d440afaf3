"""Which model wrote a message of a thread."""

from langchain_core.messages import AIMessage

OFFLINE = "offline"
ANSWERED_BY = "answered_by"
"""Key of a message's response_metadata: the `provider:model` that wrote it, or "offline"."""


def answered_by(message: AIMessage) -> str | None:
    """The model that wrote a message, None when it does not say."""
    model = message.response_metadata.get(ANSWERED_BY)
    return model if isinstance(model, str) else None
