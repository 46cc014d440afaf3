"""A message that a provider may have taken, and what the provider shows of it when it is asked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from agent.types import Outbound

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far a provider's clock may be from ours."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A message that was perhaps taken at `since` (aware) or a little later; `ours` are the provider's ids of
    other messages of its chat."""

    message: Outbound
    since: datetime
    ours: Collection[str] = ()

    @property
    def earliest(self) -> datetime:
        """By the provider's clock."""
        return self.since - CLOCKS_DIFFER


@dataclass(frozen=True, slots=True)
class Trace:
    """The provider's id of the message; None: it certainly has not taken it."""

    provider_id: str | None
