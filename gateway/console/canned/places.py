"""Places in a canned answer that are filled with the customer's first name."""

from agent.texts import languages, texts


def place_in(language: str) -> str:
    """The place as this language has it: "{nombre}"."""
    return f"{{{texts(language).line('console.canned.place')}}}"


def filled(text: str, name: str | None) -> str:
    """The text with the customer's first name at its places, in whichever language these are; without a name they go,
    with the space before them."""
    first = (name or "").split()
    for place in map(place_in, languages()):
        if not first:
            text = text.replace(f" {place}", "")
        text = text.replace(place, first[0] if first else "")
    return text.strip()
