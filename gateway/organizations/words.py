"""Known values of a file (countries, currencies, zones), defaults, and suggestions for near misses."""

import unicodedata
from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale
from babel.numbers import get_territory_currencies, list_currencies

from agent.texts import languages, texts

FORMALITIES = ("tu", "usted", "vos", "voce", "neutral")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_SECRETS = ("token", "secret", "password", "api_key", "apikey", "authorization")


@lru_cache(maxsize=1)
def countries() -> dict[str, str]:
    """ISO 3166 codes and their English names."""
    territories = Locale("en").territories
    return {code: name for code, name in territories.items() if len(code) == 2}


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """ISO 4217 codes."""
    return frozenset(list_currencies())


@lru_cache(maxsize=1)
def time_zones() -> frozenset[str]:
    """Names of the IANA database."""
    return frozenset(zone for zone in available_timezones() if "/" in zone or zone == "UTC")


def default_currency(country: str) -> str | None:
    """The money of a country today."""
    codes = get_territory_currencies(country)
    return codes[0] if codes else None


def default_formality(language: str, country: str) -> str:
    """How a business of that place mostly speaks to its customers."""
    if language not in languages():
        return "neutral"
    spoken = texts(language)
    differs = country in spoken.lines("language.other_formality_countries")
    return spoken.line("language.other_formality" if differs else "language.formality")


def fold(text: str) -> str:
    """Lower case without accents, as the database compares texts."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f").lower()


def slug(text: str) -> str:
    """A key made from a name: `Métodos de pago` gives `metodos-de-pago`."""
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in fold(text)).split()
    return "-".join(words)[:60].strip("-")


def did_you_mean(word: str, choices: list[str]) -> str:
    """` (did you mean ...?)`, or nothing when nothing is near."""
    folded = {fold(k): k for k in choices}
    near = get_close_matches(fold(word), list(folded), n=1, cutoff=0.6)
    return f" (did you mean `{folded[near[0]]}`?)" if near else ""


def weekday_for(word: str) -> str | None:
    """The three letters for a weekday written in full, or in another language that is spoken."""
    start = fold(word)[:3]
    if start in WEEKDAYS:
        return start
    for language in languages():
        names = texts(language).locale.days["stand-alone"]["wide"]
        for number, day in enumerate(WEEKDAYS):
            if start == fold(names[number])[:3]:
                return day
    return None


def names_secret(key: str) -> bool:
    """Whether a key is the name of something that must not stand in a file."""
    return any(word in key.lower() for word in _SECRETS)
