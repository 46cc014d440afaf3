"""Arguments of a tool as staff see them: without what books, opens or proves something."""

from collections.abc import Iterator, Mapping

from agent.observability.masking import Mask
from agent.settings import Settings

_SECRET = ("token", "secret", "password", "key", "slot", "proposal", "signature", "auth", "pin")
"""Names of arguments with one of these words in them; a slot's token books it."""
HIDDEN = "•••"
_LONGEST = 200


def shown_arguments(args: Mapping[str, object], settings: Settings) -> list[tuple[str, str]]:
    """Name and value of each argument that was given, flat; secrets of this process are masked wherever they stand."""
    mask = Mask(texts=True, words=(), secrets=settings.secrets())
    return [(name, mask.shape(value)[:_LONGEST]) for name, value in _flat("", args)]


def _flat(name: str, value: object) -> Iterator[tuple[str, str]]:
    parts = name.lower().replace(".", "_").split("_")
    if any(part.startswith(_SECRET) for part in parts) and value not in (None, "", [], {}):
        yield name, HIDDEN
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _flat(f"{name}.{key}" if name else str(key), item)
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for place, item in enumerate(value, 1):
            yield from _flat(f"{name}.{place}", item)
    elif value not in (None, "", []):
        yield name, ", ".join(map(str, value)) if isinstance(value, list) else str(value)
