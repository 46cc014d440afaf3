"""Messages that try to get at the assistant's instructions or at somebody else's data."""

import re

from agent.language.text import plain

# Prompt injection is answered with the ordinary friendly sentence.
_OFF_LIMITS = re.compile(
    r"\b(?:ignor\w+|olvid\w+|esquec\w+|forget|disregard|bypass) .{0,40}\b(?:instruc\w+|instruction\w*|reglas|regras|rules|prompt)\b"
    r"|\b(?:otro|otra|otros|outro|outra|another|other) (?:client\w*|pacient\w*|customer\w*|patient\w*|person\w*s data)\b"
    r"|\b(?:system prompt|prompt del sistema|base de datos|database|api key|drop table|select \* from|modo desarrollador|developer mode|jailbreak)\b"
)


def is_off_limits(text: str) -> bool:
    """Whether it asks to ignore instructions, or for what is behind the desk."""
    return bool(_OFF_LIMITS.search(plain(text)))
