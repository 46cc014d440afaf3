"""Who gets a connection, who makes room, and whose turn it is."""

import asyncio
from dataclasses import dataclass, field

import pytest

from gateway.access.connected import (
    BARRED_SECONDS,
    BEGUN_AT_ONCE,
    BEGUN_IN_ALL,
    TAKEN_AT_ONCE,
    UPGRADES_AT_ONCE,
    Connected,
    Seat,
)


@dataclass
class Holder:
    idle: bool = True
    waits: bool = False
    dropped: bool = False

    def is_idle(self) -> bool:
        return self.idle

    def waits_for_client(self) -> bool:
        return self.waits

    def drop(self) -> None:
        self.dropped = True


@dataclass
class Clock:
    now: float = 0.0


@dataclass
class Place:
    """Connections of a small gateway."""

    bounds: Connected
    seats: list[Seat] = field(default_factory=list)

    def enter(self, host: str, *, idle: bool = True, waits: bool = False) -> Holder | None:
        holder = Holder(idle, waits)
        seat = self.bounds.enter(host, holder)
        if seat is None:
            return None
        self.seats.append(seat)
        return holder


def taken(place: Place, host: str, *, idle: bool = True, waits: bool = False) -> Holder:
    holder = place.enter(host, idle=idle, waits=waits)
    assert holder is not None
    return holder


def test_an_address_at_its_number_closes_what_is_idle_and_nothing_else() -> None:
    place = Place(Connected(in_all=100, by_address=3))
    busy, idle, younger = (taken(place, "203.0.113.1", idle=i) for i in (False, True, True))
    taken(place, "203.0.113.1", idle=False)
    assert (busy.dropped, idle.dropped, younger.dropped) == (False, True, False)
    taken(place, "203.0.113.1", idle=False)
    assert younger.dropped
    assert place.enter("203.0.113.1") is None
    assert not busy.dropped
    taken(place, "203.0.113.2")


def test_who_comes_back_at_once_does_not_throw_out_others_for_ever() -> None:
    clock = Clock()
    place = Place(Connected(in_all=10, by_address=1000, now=lambda: clock.now))
    for number in range(10):
        taken(place, f"203.0.113.{number % 5}", waits=True, idle=False)
    tries = [place.enter("203.0.113.1", waits=True, idle=False) for _ in range(500)]
    assert sum(holder is not None for holder in tries) == TAKEN_AT_ONCE
    taken(place, "203.0.113.99", idle=False)
    clock.now = 1.0
    assert place.enter("203.0.113.1", idle=False) is not None


def test_the_requests_of_many_addresses_share_a_turn() -> None:
    async def turns() -> list[int]:
        bounds = Connected(in_all=10_000)
        begun: list[str] = []
        for number in range(40):
            host = f"203.0.{number}.1"
            seat = bounds.enter(host, Holder())
            assert seat is not None
            for _ in range(BEGUN_AT_ONCE + 5):
                bounds.begin(seat, lambda host=host: begun.append(host))  # type: ignore[misc]
        counts = [len(begun)]
        while len(begun) < 40 * (BEGUN_AT_ONCE + 5):
            await asyncio.sleep(0)
            counts.append(len(begun) - sum(counts))
        assert all(begun.count(host) == BEGUN_AT_ONCE + 5 for host in set(begun))
        return counts

    first, *later = asyncio.run(turns())
    assert first == 40 * BEGUN_AT_ONCE
    assert max(later) <= BEGUN_IN_ALL


def test_when_all_are_taken_the_address_with_most_makes_room() -> None:
    place = Place(Connected(in_all=6, by_address=100))
    heavy = [taken(place, "203.0.113.1") for _ in range(5)]
    light = taken(place, "203.0.113.2")
    for number in range(3, 6):
        taken(place, f"203.0.113.{number}", idle=False)
    assert [holder.dropped for holder in heavy] == [True, True, True, False, False]
    assert not light.dropped


def test_when_all_have_work_nobody_is_closed() -> None:
    place = Place(Connected(in_all=3, by_address=100))
    busy = [taken(place, "203.0.113.1", idle=False) for _ in range(3)]
    assert place.enter("203.0.113.2") is None
    assert not any(holder.dropped for holder in busy)
    place.bounds.leave(place.seats[0])
    assert place.enter("203.0.113.2") is not None


def test_half_requests_make_room_when_nothing_is_idle() -> None:
    place = Place(Connected(in_all=6, by_address=100))
    busy = [taken(place, "203.0.113.1", idle=False) for _ in range(3)]
    half = [taken(place, "203.0.113.2", idle=False, waits=True) for _ in range(2)]
    idle = taken(place, "203.0.113.3")
    for number in range(3):
        taken(place, f"198.51.100.{number}", idle=False)
    assert (idle.dropped, [holder.dropped for holder in half]) == (True, [True, True])
    assert not any(holder.dropped for holder in busy)
    assert place.enter("198.51.100.9") is None


def test_who_leaves_twice_leaves_once() -> None:
    place = Place(Connected(in_all=2, by_address=100))
    for _ in range(2):
        taken(place, "203.0.113.1", idle=False)
    for _ in range(3):
        place.bounds.leave(place.seats[0])
    assert place.enter("203.0.113.1", idle=False) is not None
    assert place.enter("203.0.113.1", idle=False) is None


@pytest.mark.parametrize(
    ("proxies", "host"),
    [
        (("10.0.0.1",), "10.0.0.1"),
        (("10.0.0.0/8",), "10.20.30.40"),
        (("192.0.2.7", "2001:db8::/32"), "2001:db8::7"),
    ],
)
def test_behind_our_proxy_everybody_has_one_address(proxies: tuple[str, ...], host: str) -> None:
    place = Place(Connected(proxies, in_all=100, by_address=2))
    for _ in range(50):
        taken(place, host, idle=False)
    assert all(place.bounds.may_upgrade(place.seats[0]) for _ in range(2 * UPGRADES_AT_ONCE))
    taken(place, "198.51.100.1", idle=False)
    taken(place, "198.51.100.1", idle=False)
    assert place.enter("198.51.100.1", idle=False) is None


@pytest.mark.parametrize(
    ("host", "barred"),
    [
        ("8.8.8.8", True),
        ("2a00:1450::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.1.1", False),
        ("::1", False),
        ("", False),
    ],
)
def test_who_flooded_is_barred_for_a_while_unless_it_may_be_a_proxy(
    host: str, barred: bool
) -> None:
    clock = Clock()
    place = Place(Connected(now=lambda: clock.now))
    taken(place, host)
    place.bounds.flooded(place.seats[0], "frames of a chat")
    assert (place.enter(host) is None) is barred
    assert place.enter("8.8.4.4") is not None
    clock.now += BARRED_SECONDS
    assert place.enter(host) is not None


def test_a_whole_network_of_ipv6_is_one_client() -> None:
    place = Place(Connected(in_all=100, by_address=2))
    taken(place, "2a00:1450::1", idle=False)
    taken(place, "2a00:1450::2", idle=False)
    assert place.enter("2a00:1450::3") is None
    assert place.enter("2a00:1450:0:1::3") is not None


def test_openings_come_back_with_time() -> None:
    clock = Clock()
    place = Place(Connected(now=lambda: clock.now))
    taken(place, "203.0.113.1")
    (seat,) = place.seats
    assert sum(place.bounds.may_upgrade(seat) for _ in range(1000)) == UPGRADES_AT_ONCE
    clock.now += 1
    assert sum(place.bounds.may_upgrade(seat) for _ in range(1000)) == 4


async def test_one_request_is_not_behind_a_thousand_of_another_address() -> None:
    place = Place(Connected())
    taken(place, "203.0.113.1")
    taken(place, "203.0.113.2")
    many, one = place.seats
    begun: list[str] = []
    for _ in range(1000):
        place.bounds.begin(many, lambda: begun.append("many"))
    place.bounds.begin(one, lambda: begun.append("one"))
    assert begun.index("one") <= BEGUN_AT_ONCE
    for _ in range(1000 // BEGUN_AT_ONCE + 2):
        await asyncio.sleep(0)
    assert len(begun) == 1001
    place.bounds.begin(many, lambda: begun.append("later"))
    assert begun[-1] == "later"
