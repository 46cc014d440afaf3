"""An organization, its services, people, knowledge and opening hours, as SQL functions answer."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from msgspec import Struct, field


class BusinessTool(Struct, frozen=True, kw_only=True):
    """A tool of a business's own server that may be asked: its `name` there, what it is of `use` for, and what each
    argument means, in the business's words."""

    name: str
    use: str
    arguments: Mapping[str, str] = {}


class BusinessServer(Struct, frozen=True, kw_only=True):
    """An MCP server of a business's own. `token_env`: the variable that holds its bearer token."""

    key: str
    url: str
    token_env: str | None = None
    tools: tuple[BusinessTool, ...] = ()


class OrganizationProfile(Struct, frozen=True, kw_only=True):
    """frontdesk.organization_profile: what prompts, tools and texts need of a tenant.

    `hours`: (ISO weekday, opens, closes); `special_dates`: (day, opens, closes, label), without hours
    for a day that is closed. `home_visits`: the services that are given at the customer's place; `recalls`: those for
    which customers are invited again; `team`: who gives which services. Times are "08:00:00".
    """

    id: UUID
    slug: str
    name: str
    language: str
    tone: str
    formality: str
    emoji: bool
    time_zone: str
    country: str
    currency: str
    address: str | None
    emergency: str | None
    notice_minutes: int
    horizon_days: int
    hours: tuple[tuple[int, str, str], ...]
    special_dates: tuple[tuple[date, str | None, str | None, str | None], ...]
    services: tuple[str, ...]
    home_visits: tuple[str, ...] = ()
    recalls: tuple[str, ...] = ()
    team: tuple[tuple[str, tuple[str, ...]], ...] = ()
    instructions: tuple[str, ...] = ()
    mcp_servers: tuple[BusinessServer, ...] = ()
    holidays: bool
    holiday_region: str | None


class Member(Struct, frozen=True, kw_only=True):
    """Somebody with an agenda of their own."""

    id: UUID
    name: str


class Service(Struct, frozen=True, kw_only=True):
    """frontdesk.service_json. `requires_assessment` is the key of the service that comes first;
    `capacity` how many customers share one start."""

    id: UUID
    key: str
    name: str
    synonyms: tuple[str, ...]
    description: str | None
    duration_minutes: int
    price: Decimal | None
    currency: str
    price_note: str | None
    bookable: bool
    capacity: int
    at_customer: bool = False
    requires_assessment: str | None
    members: tuple[Member, ...]


class KnowledgeEntry(Struct, frozen=True, kw_only=True):
    """An entry that answers a question. `coverage` is how much of its words it holds, `similarity`
    how near its meaning is; `found_by` what found it."""

    title: str
    content: str
    source: str | None
    score: float
    coverage: float | None
    similarity: float | None
    found_by: Literal["both", "text", "meaning"]


class KnowledgeAnswer(Struct, frozen=True, kw_only=True):
    """knowledge_search: entries, best first, and the services that the question names. `near`: entries one
    of which may be meant; `only_names`: it says no more than their names."""

    entries: tuple[KnowledgeEntry, ...]
    services: tuple[Service, ...]
    only_names: bool
    near: tuple[KnowledgeEntry, ...] = ()


class OpenSpan(Struct, frozen=True, kw_only=True):
    """Hours of one day as "HH:MM". `next`: they end on the next day."""

    opens: str = field(name="from")
    closes: str = field(name="to")
    next: bool


class OpeningDay(Struct, frozen=True, kw_only=True):
    """`cause` is why the day differs from the week, `holiday` the name of a public one that is kept.
    `away`: the business is open, the member is not there."""

    day: date
    cause: Literal["special", "vacation", "holiday"] | None
    label: str | None
    open: tuple[OpenSpan, ...]
    holiday: str | None
    away: bool


class OpeningDays(Struct, frozen=True, kw_only=True):
    """opening_days. `published`: there are hours at all; `until`: how far the agenda reaches; `next`:
    the next day with hours after the last one that was asked for."""

    published: bool
    until: date
    open_now: bool
    days: tuple[OpeningDay, ...]
    next: OpeningDay | None
