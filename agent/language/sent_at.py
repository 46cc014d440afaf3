"""When the customer sent what they say: "mañana" counts from then, not from when it is read."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from agent.dates import resolve
from agent.language import plain
from agent.types import Sent


def sent_time(text: str, messages: Sequence[Sent], now: datetime) -> datetime:
    """When `text`, one or several of these messages or a part of one, was sent; `now` when it is
    of none.

    Messages of one burst may stand on both sides of a midnight: then it is the one that names a
    day. Never after `now`, and in its zone.
    """
    plain_text = plain(text)
    own = [m for m in messages if m.words and _overlap(plain_text, plain(m.words))] or list(
        messages
    )
    if not own:
        return now
    if len({_local(m.at, now.tzinfo).date() for m in own}) > 1:
        own = [m for m in own if _names_day(m.words, now)] or own
    return min(_local(own[-1].at, now.tzinfo), now)


def _local(at: datetime, zone: tzinfo | None) -> datetime:
    return at.astimezone(zone)


def _overlap(one: str, two: str) -> bool:
    return one in two or two in one


def _names_day(words: str, now: datetime) -> bool:
    resolution = resolve(words, now)
    return resolution.status == "impossible" or any(when.start for when in resolution.readings)
