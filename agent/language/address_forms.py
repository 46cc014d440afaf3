"""Grammar that differs between the languages: "vos" and "usted", and what a "no" is."""

from agent.language.text import plain, word_set

_VOS = word_set("vos podes tenes queres decime sos haceme")
_USTED = word_set("usted ustd digame sumerce")


def address_form(text: str, language: str) -> str:
    """ "vos" or "usted" as the customer says it in a Spanish message, else ""."""
    if language != "es":
        return ""
    spoken = set(plain(text).split())
    if spoken & _VOS:
        return "vos"
    return "usted" if spoken & _USTED else ""


def is_portuguese(language: str) -> bool:
    """Whether "no" and "os" are a preposition and an article, and deny nothing."""
    return language == "pt"
