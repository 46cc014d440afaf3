"""Addresses of the internet in what customers write: they say nothing about language or intention."""

import re

_ENDINGS = (
    "com|net|org|edu|gov|gob|info|biz|io|app|dev|shop|store|site|online|link|web|tv|co|mx|ar|cl|pe|ec|uy|py|bo|ve|cr|gt|hn|sv|ni|pa|do"
    "|br|pt|es|us|uk|ca|eu|de|fr|it|me|ly|gl|be|ai|cc|health|clinic|dental|email|page|blog|cloud|tech|art|studio|salon|spa|beauty"
)
# Endings that are words as well count only with more around them: "gracias.me das una cita".
_WORDS = "me|es|do|de|be|it|us|art|page|link|web|store|shop|blog|cloud|email|health|clinic|dental|studio|salon|spa|beauty|app|online|site"
# Each part is bounded, and begins where a word does: a text without a space would else be read from each of its letters
# to the end, which takes seconds for the longest that a program may send.
_LABELS = r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}"
_ADDRESS = re.compile(
    r"(?<![^\s,;])[^\s,;]+@[^\s,;]+"  # ana@gmail.com
    r"|(?<!\w)@[\w.]+"  # @ana.gil
    r"|(?<!\w)#\w+"
    r"|\b(?:https?|ftp)://\S+|\bwww\.\S+"
    rf"|\b{_LABELS}\.(?:{_ENDINGS})(?:/\S*)"  # wa.me/57300
    rf"|\b{_LABELS}\.(?!(?:{_WORDS})\b)(?:{_ENDINGS})\b(?:\.\w\w\b)?(?![^\W\d_])"
    r"|\b[\w.-]{1,64}\s{0,3}(?:@|\(at\)|\[at\]|\barroba\b|\bat\b(?=\s+\w+\s*(?:\.|dot|punto|ponto)))\s*\w+\s*(?:\.|\bdot\b|\bpunto\b|\bponto\b)\s*\w+"
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
