"""Checks whether every organization's language has a folder of texts."""

from agent.settings import Settings
from agent.texts import closest, languages
from gateway.checks.finding import Finding
from gateway.checks.stored import Stored

_WHAT = "languages"


async def check_languages(settings: Settings, stored: Stored) -> list[Finding]:
    """Whether the languages of the organizations are spoken here: a folder can be missing after an
    update. Their customers are answered all the same, in another one."""
    spoken = languages()
    lost = {one.slug: one.language for one in stored.organizations if one.language not in spoken}
    if lost:
        whose = ", ".join(f"{slug} ({language})" for slug, language in lost.items())
        instead = ", ".join(dict.fromkeys(map(closest, lost.values())))
        text = f"no texts for {whose}, answered in {instead}"
        return [Finding("bad", _WHAT, text, "put agent/language/<code> back")]
    return [Finding("ok", _WHAT, ", ".join(spoken))]
