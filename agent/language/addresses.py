"""Addresses of the internet in what customers write: they say nothing about language or intention."""

import re

_ENDINGS = (
    "com|net|org|edu|gov|gob|info|biz|io|app|dev|shop|store|site|online|link|web|tv|co|mx|ar|cl|pe|ec|uy|py|bo|ve|cr|gt|hn|sv|ni|pa|do"
    "|br|pt|es|us|uk|ca|eu|de|fr|it|me|ly|gl|be|ai|cc|health|clinic|dental|email|page|blog|cloud|tech|art|studio|salon|spa|beauty"
)
# Endings that are words as well count only with more around them: "gracias.me das una cita".
_WORDS = "me|es|do|de|be|it|us|art|page|link|web|store|shop|blog|cloud|email|health|clinic|dental|studio|salon|spa|beauty|app|online|site"
_ADDRESS = re.compile(
    r"[^\s,;]+@[^\s,;]+"  # ana@gmail.com
    r"|(?<!\w)@[\w.]+"  # @ana.gil
    r"|(?<!\w)#\w+"
    r"|\b(?:https?|ftp)://\S+|\bwww\.\S+"
    rf"|\b[\w-]+(?:\.[\w-]+)*\.(?:{_ENDINGS})(?:/\S*)"  # wa.me/57300
    rf"|\b[\w-]+(?:\.[\w-]+)*\.(?!(?:{_WORDS})\b)(?:{_ENDINGS})\b(?:\.\w\w\b)?(?![^\W\d_])"
    r"|\b[\w.-]+\s*(?:@|\(at\)|\[at\]|\barroba\b|\bat\b(?=\s+\w+\s*(?:\.|dot|punto|ponto)))\s*\w+\s*(?:\.|\bdot\b|\bpunto\b|\bponto\b)\s*\w+"
    r"(?:\s*(?:\.|\bdot\b|\bpunto\b|\bponto\b)\s*\w\w\b)?",
    re.IGNORECASE,
)

_SPOKEN = re.compile(r"@|\barroba\b|\bat\]|\bat\)|\b(?:dot|punto|ponto)\b", re.IGNORECASE)


def without_addresses(text: str) -> str:
    """`text` without e-mail addresses, links, domains, handles and hashtags."""
    return _ADDRESS.sub(" ", text)


def address_spans(text: str) -> list[tuple[int, int]]:
    """Where the addresses of a text begin and end. "I get off at five. Ana" has none."""
    matches = list(_ADDRESS.finditer(text))
    return [
        m.span() for m in matches if _SPOKEN.search(m.group()) or not re.search(r"\s", m.group())
    ]
