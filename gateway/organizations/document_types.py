"""The document of an organization: what organization_apply takes and organization_export answers.

It is JSON, so its parts stay dictionaries; days are ISO, hours "HH:MM".
"""

from typing import Literal, NotRequired, TypedDict

from agent.types import Json


class IntervalRow(TypedDict):
    """Hours of a day."""

    opens: str
    closes: str


class HoursRow(IntervalRow):
    """Hours of a day of the week (ISO: 1 is Monday)."""

    weekday: int


class SpecialDateRow(TypedDict):
    """A day with other hours; without any, a day off."""

    day: str
    label: str | None
    intervals: list[IntervalRow]


VacationRow = TypedDict("VacationRow", {"from": str, "until": str, "label": str | None})
"""Days off in a row, both ends included."""
QuietHoursRow = TypedDict("QuietHoursRow", {"from": str, "to": str})


class SchedulingDocument(TypedDict):
    """Rules of booking, in minutes and days."""

    slot_step_minutes: int
    notice_minutes: int
    horizon_days: int
    cancel_notice_minutes: int
    move_notice_minutes: int | None
    late_message: str | None
    max_open_appointments: int
    handoff_minutes: int
    second_notice_minutes: int
    holidays: bool
    region: str | None
    hold_minutes: int
    waiting_hold_minutes: int
    confirmation: list[int]
    reminders: list[int]
    release: int | None
    quiet_hours: QuietHoursRow


class ResourceDocument(TypedDict):
    """A kind of room or machine."""

    key: str
    name: str
    capacity: int


class _Overrides(TypedDict):
    notice_minutes: int | None
    horizon_days: int | None
    cancel_notice_minutes: int | None
    move_notice_minutes: int | None


class QuestionDocument(TypedDict):
    """A question before a visit; `flag` are the answers that need a person."""

    key: str
    text: str
    kind: str
    choices: list[str]
    flag: list[str]
    flag_below: int | None
    flag_above: int | None
    ask_again_months: int | None


class ServiceDocument(_Overrides):
    """A service; `resources` and `requires_assessment` are keys."""

    key: str
    name: str
    synonyms: list[str]
    description: str | None
    duration_minutes: int
    buffer_before_minutes: int
    buffer_after_minutes: int
    gap_from_minutes: int | None
    gap_minutes: int | None
    price: float | None
    currency: str | None
    price_note: str | None
    where: str
    slot_step_minutes: int | None
    max_open_appointments: int | None
    requires_assessment: str | None
    bookable: bool
    capacity: int
    aftercare: str | None
    aftercare_hours: int
    hours: list[HoursRow]
    resources: list[str]
    recall_after: str | None
    questions: list[QuestionDocument]


class MemberDocument(_Overrides):
    """Somebody who does `services` (keys)."""

    key: str
    name: str
    role: str | None
    services: list[str]
    hours: list[HoursRow]
    special_dates: list[SpecialDateRow]
    vacations: list[VacationRow]


class EntryDocument(TypedDict):
    """An entry of the knowledge base."""

    key: str
    title: str
    content: str
    keywords: list[str]
    source: str | None


class RecipientDocument(TypedDict):
    """Who is told when a person is needed; `address` is a phone in digits, or an e-mail address; `weekly`: whether they are
    sent each week's figures; `role` owner, reception or professional, of whom `member` is the key."""

    key: str
    name: str
    channel: str
    address: str | None
    weekly: bool
    role: str
    member: str | None


class ConnectionDocument(TypedDict):
    """A number or page at a provider. What is applied carries the token's hash, what is exported a
    fingerprint of it; `token_env` is "" and both are missing where the provider is listened to and has
    no token. `settings` are in the channel's own words."""

    key: str
    channel: str
    name: str
    phone: str | None
    token_env: str
    secret_env: str | None
    settings: Json
    token_hash: NotRequired[str]
    token_fingerprint: NotRequired[str]


class ModelLimitsDocument(TypedDict, total=False):
    """Ceilings of a day; those that are set."""

    daily_spend_usd: float
    daily_model_calls: int
    sender_daily_spend_usd: float
    sender_daily_model_calls: int


class ReviewDocument(TypedDict):
    """Who is asked for an opinion when, and where it may be written."""

    link: str
    hours: int
    months: int


class BusinessToolDocument(TypedDict):
    """A tool that may be asked, and what its arguments mean."""

    name: str
    use: str
    arguments: dict[str, str]


class BusinessServerDocument(TypedDict):
    """An MCP server of the business's own."""

    key: str
    url: str
    token_env: str | None
    tools: list[BusinessToolDocument]


class BusyCalendarDocument(TypedDict):
    """A calendar elsewhere that is followed; `member` and `resource` are keys. Without `url` and `url_env` its
    address is kept encrypted, and is in no document."""

    key: str
    kind: str
    member: str | None
    resource: str | None
    unit: int | None
    url: str | None
    url_env: str | None
    username: str | None
    password_env: str | None
    every_minutes: int


class CalendarsDocument(TypedDict):
    """Calendars out and in; `shown`: what feeds show of a customer."""

    shown: str
    busy: list[BusyCalendarDocument]


class OrganizationDocument(TypedDict):
    """The whole of it."""

    slug: str
    name: str
    language: str
    tone: str
    instructions: list[str]
    formality: str
    emoji: bool
    time_zone: str
    country: str
    currency: str
    address: str | None
    emergency: str | None
    keep_texts_days: int | None
    conversation_hours: int | None
    model_limits: ModelLimitsDocument
    mcp_servers: list[BusinessServerDocument]
    staff_second_factor: bool
    review: ReviewDocument | None
    scheduling: SchedulingDocument
    hours: list[HoursRow]
    special_dates: list[SpecialDateRow]
    vacations: list[VacationRow]
    resources: list[ResourceDocument]
    services: list[ServiceDocument]
    members: list[MemberDocument]
    calendars: CalendarsDocument
    knowledge: list[EntryDocument]
    escalation: list[RecipientDocument]
    connections: list[ConnectionDocument]


Section = Literal["resources", "services", "members", "knowledge", "escalation", "connections"]
Item = (
    ResourceDocument
    | ServiceDocument
    | MemberDocument
    | EntryDocument
    | RecipientDocument
    | ConnectionDocument
)
"""What a section lists; each has a `key`."""
