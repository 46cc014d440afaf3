"""Numbers by which people are known elsewhere, told along with a name: "Julián Mora, cc 1020304050".

Nobody asked for them, and they are neither a name nor a day ("dob 12/03/1985").
"""

import re

_LED = frozenset(
    [
        "y",
        "e",
        "and",
        "con",
        "com",
        "with",
        "mi",
        "mis",
        "meu",
        "minha",
        "my",
        "su",
        "seu",
        "sua",
        "el",
        "la",
        "o",
        "a",
        "de",
        "del",
        "numero",
        "número",
        "no",
        "nro",
        "number",
        "is",
        "es",
        "é",
    ]
)
_AFTER = r"(?:[\s:#.,]{1,3}(?:de|del|do|da|ciudadania|ciudadanía|numero|n[uú]mero|no|nro|number|es|[eé]|is|the|el|em|en|on|identidad|extranjeria)\b){0,4}[\s:#.,]{0,3}"
_PAPER = (
    r"(?:c[eé]dula(?: de ciudadan[ií]a)?|c\.?\s?c\.?|dni|documento(?: de identidad)?|doc|identificaci[oó]n|id|ci|rut|run|curp|rfc|cuit|cuil|nit|cpf|rg|cnh|passport|pasaporte|passaporte|ssn"
    r"|member (?:id|number)|policy number|carteirinha|tarjeta de identidad|t\.?i\.?)"
)
_BIRTH = r"(?:dob|d\.o\.b\.?|date of birth|birth ?date|birthday|born(?: on)?|fecha de nacimiento|f\.? ?de nacimiento|nacid[oa](?: el)?|nac[ií](?: el)?|data de nascimento|nascid[oa](?: em)?|nasci(?: em)?|nasc\.?)"
_NUMBER = r"[A-Za-z]{0,2}\d[\d.\-/ ]{4,17}\d\b"
_DATE = r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}(?:st|nd|rd|th)?(?: de | of | )[A-Za-zç]{3,10}(?: de | del |,? )\d{4}|[A-Z][a-z]{2,9} \d{1,2},? \d{4}|(?:19|20)\d\d\b)"
_TOLD = re.compile(rf"\b(?:{_PAPER}{_AFTER}{_NUMBER}|{_BIRTH}{_AFTER}{_DATE})", re.IGNORECASE)


def without_details(text: str) -> str:
    """The text without the number of a paper or the day of a birth, and the words that lead to it."""
    kept: list[str] = []
    end = 0
    for match in _TOLD.finditer(text):
        kept.append(_without_lead(text[end : match.start()]))
        end = match.end()
    return " ".join(filter(None, (*kept, text[end:].strip(" ,;.")))) or text if end else text


def _without_lead(before: str) -> str:
    """What stands before a number without "y mi", "with my": the words that only lead to it."""
    words = before.split()
    while words and words[-1].strip(" ,;.:()").lower() in {"", *_LED}:
        words.pop()
    return " ".join(words).rstrip(" ,;:(")
