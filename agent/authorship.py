"""Which model wrote a message of a thread."""

from langchain_core.messages import AIMessage

OFFLINE = "offline"
ANSWERED_BY = "answered_by"
"""Key of a message's response_metadata: the `provider:model` that wrote it, or "offline"."""


def answered_by(message: AIMessage) -> str | None:
    """The model that wrote a message, None when it does not say."""
    model = message.response_metadata.get(ANSWERED_BY)
    return model if isinstance(model, str) else None


def is_of_policy(message: AIMessage) -> bool:
    """Whether the offline model wrote it, which alone keeps a memo on its messages."""
    return "memo" in message.additional_kwargs
