"""Limits TCP connections: how many one address may have, and which is closed when there are too many.

Counted when a connection is made, before anything is read from it. A connection without a running
request (kept alive, half of a request, nothing at all) is closed for a new one where there are too
many; where none is, one whose request has only begun and waits for its client. One with a whole request
never is. So a provider that sends from two addresses is never refused for what it keeps open, and whoever
holds connections or halves of requests open for nothing holds up nobody.
"""

import asyncio
import logging
import resource
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from heapq import nlargest
from ipaddress import ip_address, ip_network
from typing import Protocol

from gateway.access.limits import network_of

log = logging.getLogger(__name__)

IN_ALL = 2000
"""At most; fewer where the process may not open as many files."""
_OTHER_FILES = 256
BY_ADDRESS = 256
"""Running requests and open chats of one address. A provider at 1,000 webhooks a second, each stored in
25 ms, has 25 at a time."""
BEGUN_AT_ONCE = 4
"""Requests of one address that begin in one turn of the event loop; more of them wait for the next
turn, so that a thousand of one are before a single one of another only by these."""
BEGUN_IN_ALL = 16
"""Requests out of these lines that begin in one turn, whosever they are. With many addresses a turn would else be as
long as all their requests together, and everybody's answer needs some turns."""
TAKEN_AT_ONCE, TAKEN_A_SECOND = 64, 16.0
"""Places that one address may take from others where all are taken; beyond that its connections are closed as they
come. Else whoever is thrown out and comes back at once throws out the next, for ever and as fast as it can."""
UPGRADES_AT_ONCE, UPGRADES_A_SECOND = 240, 4.0
"""WebSockets that one address may ask for; by the client's own address behind a proxy, where the proxy
is named (public_chat.py)."""
BARRED_SECONDS = 10.0
"""For a public address that flooded. Its connections are then closed as they come, unread."""
_HEAVIEST = 8
"""Addresses with most connections, among which one that can be closed is looked for."""
_MOST_REMEMBERED = 10_000
_SAY_SECONDS = 60.0


class Connection(Protocol):
    """What the limits need of a protocol object."""

    def is_idle(self) -> bool:
        """No request runs and no chat is open."""
        ...

    def waits_for_client(self) -> bool:
        """A request runs whose body is still to come."""
        ...

    def drop(self) -> None:
        """Ends it at once, unread."""
        ...


@dataclass(slots=True)
class Seat:
    """One connection's place; `holder` changes when it becomes a WebSocket. `trusted`: it comes from
    one of our own proxies."""

    address: str
    trusted: bool
    holder: Connection


class Connected:
    """`trusted`: addresses and networks of our own proxies, behind which everybody has one address:
    neither a number by address nor a bar holds for them."""

    def __init__(
        self,
        trusted: tuple[str, ...] = (),
        *,
        in_all: int | None = None,
        by_address: int = BY_ADDRESS,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._trusted = [ip_network(entry, strict=False) for entry in trusted]
        self._in_all = _files_allow(IN_ALL) if in_all is None else in_all
        self._by_address = by_address
        self._now = now
        self._seats: dict[str, OrderedDict[int, Seat]] = {}
        self._count = 0
        self._barred: OrderedDict[str, float] = OrderedDict()
        self._upgrades = _Allowance(UPGRADES_AT_ONCE, UPGRADES_A_SECOND)
        self._taken = _Allowance(TAKEN_AT_ONCE, TAKEN_A_SECOND)
        self._started: Counter[str] = Counter()
        self._lines: dict[str, deque[Callable[[], None]]] = {}
        self._cut: Counter[str] = Counter()
        self._told_at = -_SAY_SECONDS

    def enter(self, host: str, holder: Connection) -> Seat | None:
        """A place for a new connection from `host`; None when there is none for it."""
        address, trusted = network_of(host), self._is_trusted(host)
        if self._is_barred(address) or not self._make_room(address, trusted):
            return None
        seat = Seat(address, trusted, holder)
        self._seats.setdefault(address, OrderedDict())[id(seat)] = seat
        self._count += 1
        return seat

    def leave(self, seat: Seat) -> None:
        of_address = self._seats.get(seat.address, OrderedDict())
        if of_address.pop(id(seat), None) is not None:
            self._count -= 1
        if not of_address:
            self._seats.pop(seat.address, None)

    def may_upgrade(self, seat: Seat) -> bool:
        """Counts one more WebSocket of this address; whether it is within the limit."""
        return seat.trusted or self._upgrades.takes(seat.address, self._now())

    def begin(self, seat: Seat, run: Callable[[], None]) -> None:
        """Runs what begins a request, now or when it is its address's turn."""
        if seat.trusted:
            run()
            return
        if not self._started:
            asyncio.get_running_loop().call_soon(self._next_turn)
        if self._started[seat.address] < BEGUN_AT_ONCE:
            self._started[seat.address] += 1
            run()
        else:
            self._lines.setdefault(seat.address, deque()).append(run)

    def _next_turn(self) -> None:
        self._started.clear()
        for _ in range(min(BEGUN_IN_ALL, len(self._lines) * BEGUN_AT_ONCE)):
            if not self._lines:
                break
            address = next(iter(self._lines))
            line = self._lines.pop(address)  # and behind the others, if more of it wait
            self._started[address] += 1
            line.popleft()()
            if line:
                self._lines[address] = line
        if self._started:
            asyncio.get_running_loop().call_soon(self._next_turn)

    def flooded(self, seat: Seat, how: str) -> None:
        """Notes that this connection was ended because of a flood, `how` in fixed words."""
        self._cut[how] += 1
        if _is_public(seat.address) and not seat.trusted:
            self._barred[seat.address] = self._now() + BARRED_SECONDS
            if len(self._barred) > _MOST_REMEMBERED:
                self._barred.popitem(last=False)
        if self._now() - self._told_at >= _SAY_SECONDS:
            # A line for each would be another flood.
            self._told_at = self._now()
            log.warning("connections were cut: %s", dict(self._cut))
            self._cut.clear()

    def _make_room(self, address: str, trusted: bool) -> bool:
        own = self._seats.get(address, OrderedDict())
        if len(own) >= self._by_address and not trusted:
            return self._close_one([own])
        if self._count < self._in_all:
            return True
        if not trusted and not self._taken.takes(address, self._now()):
            return False
        return self._close_one([*nlargest(_HEAVIEST, self._seats.values(), key=len), own])

    def _close_one(self, groups: list[OrderedDict[int, Seat]]) -> bool:
        """Closes the connection that has done nothing longest, of the first group that has one."""
        for useless in (_is_idle, _waits):
            for seats in groups:
                for seat in seats.values():
                    if useless(seat):
                        self.leave(seat)
                        seat.holder.drop()
                        return True
        return False

    def seats(self) -> list[Seat]:
        """Every connection's."""
        return [seat for seats in self._seats.values() for seat in seats.values()]

    def _is_barred(self, address: str) -> bool:
        until = self._barred.get(address)
        if until is not None and until <= self._now():
            del self._barred[address]
            return False
        return until is not None

    def _is_trusted(self, host: str) -> bool:
        if not self._trusted:
            return False
        with suppress(ValueError):
            here = ip_address(host.partition("%")[0])
            return any(here in network for network in self._trusted)
        return False


class _Allowance:
    """So many at once and so many a second of each address; a little more for those that are forgotten."""

    def __init__(self, at_once: int, a_second: float) -> None:
        self._at_once, self._a_second = at_once, a_second
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def takes(self, address: str, now: float) -> bool:
        """Counts one more; whether it is within the limit."""
        left, counted = self._left.pop(address, (float(self._at_once), now))
        left = min(self._at_once, left + (now - counted) * self._a_second)
        self._left[address] = (max(0.0, left - 1), now)
        if len(self._left) > _MOST_REMEMBERED:
            self._left.popitem(last=False)
        return left >= 1


def _is_idle(seat: Seat) -> bool:
    return seat.holder.is_idle()


def _waits(seat: Seat) -> bool:
    return seat.holder.waits_for_client()


def _is_public(address: str) -> bool:
    """Not a proxy on this machine or beside it that nobody has named."""
    try:
        return ip_address(address.partition("/")[0]).is_global
    except ValueError:
        return False


def _files_allow(wanted: int) -> int:
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return wanted
    return max(_OTHER_FILES // 4, min(wanted, soft - _OTHER_FILES))
