"""Which template may be sent to a customer whose 24-hour window is closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from agent.settings import Settings
from agent.types import Json
from gateway.channels.registry import channel_classes

KINDS = (
    "confirmation", "reminder", "waiting", "recall", "release", "released", "aftercare", "review",
)  # fmt: skip
"""What the business sends by itself. release: a request to confirm that says when the hour is given up."""
ANSWER = "answer"
"""What staff write in the console: its template has one place, for their words."""


class StoredTemplate(TypedDict):
    """A template and what fills it, as the payload of a message has it."""

    id: str
    params: Sequence[str]
    language: str


@dataclass(frozen=True, slots=True)
class Template:
    """A template's id at the provider, and the language that it is written in."""

    id: str
    language: str

    def stored(self, params: Sequence[str]) -> StoredTemplate:
        return {"id": self.id, "params": params, "language": self.language}


def template_for(
    kind: str,
    channel: str,
    own_settings: Json,
    settings: Settings,
    *,
    language: str,
    fallback: str,
) -> Template | None:
    """The template of a kind (one of KINDS, or ANSWER) for a chat over `channel`.

    The connection's own setting `<kind>_template` comes first: an id, whose language is the
    organization's (`fallback`), or ids by language; else, for Gupshup, the deployment's own
    GUPSHUP_<KIND>_TEMPLATE_ID.
    """
    if not takes_templates(channel):
        return None
    own = own_settings.get(f"{kind}_template") or _deployment(kind, channel, settings)
    if not isinstance(own, dict):
        return Template(str(own), fallback) if own else None
    written = next((one for one in (language, fallback) if own.get(one)), None)
    return Template(str(own[written]), written) if written else None


def notice_template(channel: str, own_settings: Json, settings: Settings) -> str | None:
    """The template for a notice to staff: the deployment's for Gupshup, whose app may be its own
    (GUPSHUP_ESCALATION_TEMPLATE_ID), else the connection's setting `escalation_template`."""
    if channel == "gupshup":
        return settings.gupshup_escalation_template_id
    own = own_settings.get("escalation_template")
    return str(own) if own and takes_templates(channel) else None


def takes_templates(channel: str) -> bool:
    """Whether messages over `channel` can be templates of the provider's."""
    traits = channel_classes().get(channel)
    return traits is not None and traits.has_templates


def _deployment(kind: str, channel: str, settings: Settings) -> str | None:
    if channel != "gupshup":  # a template's id is of one provider
        return None
    return {
        "confirmation": settings.gupshup_confirmation_template_id,
        "reminder": settings.gupshup_reminder_template_id,
        "waiting": settings.gupshup_waiting_template_id,
        "recall": settings.gupshup_recall_template_id,
        "release": settings.gupshup_release_template_id,
        "released": settings.gupshup_released_template_id,
        "aftercare": settings.gupshup_aftercare_template_id,
        "review": settings.gupshup_review_template_id,
    }.get(kind)
