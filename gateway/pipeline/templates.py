"""Which template may be sent to a customer whose 24-hour window is closed."""

from dataclasses import dataclass

from agent.settings import Settings
from agent.types import Json

KINDS = ("confirmation", "reminder", "waiting")
CHANNELS_WITH_TEMPLATES = frozenset({"gupshup"})


@dataclass(frozen=True, slots=True)
class Template:
    """A template's id at the provider, and the language that it is written in."""

    id: str
    language: str


def template_for(
    kind: str,
    channel: str,
    own_settings: Json,
    settings: Settings,
    *,
    language: str,
    fallback: str,
) -> Template | None:
    """The template of a kind (one of KINDS) for a chat over `channel`.

    The connection's own setting `<kind>_template` comes first: an id, whose language is the
    organization's (`fallback`), or ids by language; else the deployment's own
    GUPSHUP_<KIND>_TEMPLATE_ID.
    """
    if channel not in CHANNELS_WITH_TEMPLATES:
        return None
    own = own_settings.get(f"{kind}_template") or _deployment(kind, settings)
    if not isinstance(own, dict):
        return Template(str(own), fallback) if own else None
    written = next((one for one in (language, fallback) if own.get(one)), None)
    return Template(str(own[written]), written) if written else None


def _deployment(kind: str, settings: Settings) -> str | None:
    return {
        "confirmation": settings.gupshup_confirmation_template_id,
        "reminder": settings.gupshup_reminder_template_id,
        "waiting": settings.gupshup_waiting_template_id,
    }[kind]
