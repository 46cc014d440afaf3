"""The model that answers when no provider is configured, or none can be reached."""

from agent.dialogue.model import OfflineChatModel

__all__ = ["OfflineChatModel"]
