"""How many messages, turns and businesses one run of the bench measures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Counts of one run. A round is one side and then the other (ABAB…)."""

    rounds: int
    single: int
    """Webhooks of one round that are sent one after the other."""
    many: int
    """Webhooks of one round that are sent sixteen at a time."""
    conversations: int
    availability: int
    bookings: int
    organizations: int
    """Businesses of the large database, with 5,000 appointments each."""
    starts: int


FULL = Size(
    rounds=9,
    single=200,
    many=1200,
    conversations=60,
    availability=300,
    bookings=100,
    organizations=200,
    starts=3,
)
QUICK = Size(
    rounds=3,
    single=60,
    many=400,
    conversations=10,
    availability=40,
    bookings=20,
    organizations=10,
    starts=3,
)
