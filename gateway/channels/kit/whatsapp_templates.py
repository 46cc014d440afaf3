"""Templates of WhatsApp as they are named in settings: "name", or "name:language"."""

from gateway.channels.kit.http_send import not_configured

_WITH_COUNTRY = {"pt": "pt_BR"}
"""Languages that Meta has with a country only, and the most spoken of them."""


def name_and_language(written: str, spoken: str | None) -> tuple[str, str]:
    """The name, and the language as Meta writes it; `spoken` is what the template's words are in where
    `written` names none. Raises SendError ("not_configured") when nobody does."""
    name, _, own = written.partition(":")
    language = (own or spoken or "").strip()
    if not language:
        raise not_configured("the template is named without its language: write name:language")
    return name.strip(), _code(language)


def _code(language: str) -> str:
    """ "fr-ca" is "fr_CA"."""
    spoken, _, country = language.replace("-", "_").partition("_")
    return f"{spoken}_{country.upper()}" if country else _WITH_COUNTRY.get(spoken, spoken)
