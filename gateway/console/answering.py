"""Whether a customer can be written to now: freely, inside a template, or not at all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from agent.settings import Settings
from gateway.channels.registry import channel_classes
from gateway.console.records import Chat
from gateway.pipeline.guards import WINDOW, may_send_text
from gateway.pipeline.templates import ANSWER, StoredTemplate, Template, template_for

LONGEST = 4000
"""Characters of an answer, and of a note half of it; what a channel takes less of is sent in parts."""


@dataclass(frozen=True, slots=True)
class Way:
    """`kind`: free (until a time, where the channel has a window), template, closed (outside of the
    window, without a template), or none (nothing is delivered from here)."""

    kind: Literal["free", "template", "closed", "none"]
    until: datetime | None = None
    template: Template | None = None

    def stored(self, text: str) -> StoredTemplate | None:
        """The template with these words, for the payload. A template's place takes no line breaks."""
        if self.template is None:
            return None
        return self.template.stored([" ".join(text.split())])


def way_to(chat: Chat, settings: Settings, language: str) -> Way:
    """`language`: the organization's, for a template that is written in one language only."""
    if not chat.writable:
        return Way("none")
    if not chat.window_closed and may_send_text(chat.channel, chat.last_inbound_at, chat.now):
        traits = channel_classes().get(chat.channel)
        last = chat.last_inbound_at if traits is not None and traits.has_window else None
        return Way("free", last + WINDOW if last else None)
    template = template_for(
        ANSWER,
        chat.channel,
        chat.settings,
        settings,
        language=chat.language or language,
        fallback=language,
    )
    return Way("template", template=template) if template else Way("closed")
