"""Places in a canned answer that are filled with the customer's first name."""

PLACES = {"es": "{nombre}", "pt": "{nome}", "en": "{name}"}
"""By the console's languages; all of them count, whichever the answer is written in."""


def filled(text: str, name: str | None) -> str:
    """The text with the customer's first name; without a name its places go, with the space before them."""
    first = (name or "").split()
    for place in PLACES.values():
        if not first:
            text = text.replace(f" {place}", "")
        text = text.replace(place, first[0] if first else "")
    return text.strip()
