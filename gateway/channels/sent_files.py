"""Which files a channel's provider takes from us, of which size, and how it gets them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from agent.types import MessageKind

MEGABYTE = 1_000_000
MOST_BYTES = 10 * MEGABYTE
"""Of any file, as of received ones (agent/files/reader.py); some providers take less, many take more."""
_IMAGES = ("image/jpeg", "image/png")
_OTHERS = (
    "audio/ogg",
    "audio/mpeg",
    "audio/mp4",
    "audio/aac",
    "audio/amr",
    "video/mp4",
    "application/pdf",
)


@dataclass(frozen=True, slots=True)
class SentFiles:
    """`most_bytes` by type: what is not there is not sent. `by_link`: the provider fetches the file from an address
    of ours that anybody can reach; else it takes the bytes."""

    most_bytes: Mapping[str, int]
    by_link: bool = False

    def takes(self, mime: str, size: int) -> bool:
        return size <= self.most_bytes.get(mime, 0)


def _limits(image: int) -> Mapping[str, int]:
    sizes = dict.fromkeys(_IMAGES, image) | dict.fromkeys(_OTHERS, MOST_BYTES)
    return MappingProxyType(sizes)


WHATSAPP = _limits(5 * MEGABYTE)
"""Of the Cloud API and what stands in front of it: pictures of 5 MB, recordings of 16, documents of 100."""
ANYTHING = _limits(MOST_BYTES)


def kind_of(mime: str) -> MessageKind:
    """What a file is shown as."""
    family = mime.partition("/")[0]
    by_family = {
        "image": MessageKind.IMAGE,
        "audio": MessageKind.AUDIO,
        "video": MessageKind.VIDEO,
    }
    return by_family.get(family, MessageKind.DOCUMENT)
