"""What a reply may say: everything that tools, facts and the customer gave, as typed values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

Intervals = tuple[tuple[time, time], ...]


class Kind(StrEnum):
    """What is wrong with a reply."""

    AMOUNT = "amount"
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    ADDRESS = "address"
    LINK = "link"
    PHONE = "phone"
    NAME = "name"
    CHANGE = "change"
    PROMISE = "promise"
    RECEIPT = "receipt"
    INTERNALS = "internals"
    LANGUAGE = "language"
    HEALTH = "health"
    DISCOUNT = "discount"
    LENGTH = "length"


@dataclass(frozen=True, slots=True)
class Problem:
    """`words` are those of the reply that nothing bears out."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Service:
    """`price` as it is written ("$140.000", "desde 90"); `people` give it."""

    name: str
    price: str = ""
    minutes: int | None = None
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Start:
    """A start that was offered, in local time."""

    service: str
    at: datetime
    person: str = ""


@dataclass(frozen=True, slots=True)
class Booking:
    """An appointment of the customer's; `at` is local, `status` that of its row, `person` who gives it."""

    service: str
    at: datetime
    person: str = ""
    name: str = ""
    status: str = "scheduled"


@dataclass(frozen=True, slots=True)
class Done:
    """What a tool changed in this turn: booked, moved, cancelled, confirmed, joined, left, renamed, consent
    or notified. `service` and `at` where it has them."""

    change: str
    service: str = ""
    at: datetime | None = None
    name: str = ""


@dataclass(frozen=True)
class Evidence:
    """All of it. `customer` is what they wrote (in this chat, newest last); `entries` what the business wrote about
    itself; `texts` any other text of a tool, of the facts or of what was sent before. `hours` by ISO weekday,
    `special` by day. `escalated`: a person was called and has not answered yet; `waiting`: the customer is
    on the waiting list. `secret`: instructions that are nobody's to read. `receipts` were written by code."""

    language: str
    country: str
    now: datetime
    business: str = ""
    address: str = ""
    phone: str = ""
    customer: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    services: tuple[Service, ...] = ()
    people: tuple[str, ...] = ()
    hours: Mapping[int, Intervals] = field(default_factory=dict)
    special: Mapping[date, Intervals] = field(default_factory=dict)
    starts: tuple[Start, ...] = ()
    appointments: tuple[Booking, ...] = ()
    done: tuple[Done, ...] = ()
    escalated: bool = False
    waiting: bool = False
    secret: tuple[str, ...] = ()
    receipts: tuple[str, ...] = ()
