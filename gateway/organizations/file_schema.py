"""The shape of an organization's file, with the values that need not be written."""

import re
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from agent.texts import languages, spoken_form
from gateway.channels.base import LISTENED_TO
from gateway.channels.registry import channel_classes
from gateway.mail import EMAIL
from gateway.organizations import words
from gateway.organizations.fields import (
    AfterCare,
    Day,
    Email,
    Hours,
    Instruction,
    Interval,
    Intervals,
    Key,
    Line,
    Minutes,
    Name,
    Nested,
    Offset,
    Offsets,
    OptionalLine,
    OptionalText,
    Phone,
    Price,
    QuietHours,
    RecallAfter,
    Region,
    Slug,
    Text,
    Variable,
    one_of,
    refuse,
)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def _channel(value: str) -> str:
    return one_of(sorted(channel_classes()), value, "channel")


def _currency(value: str) -> str:
    return one_of(sorted(words.currencies()), value, "currency code of three letters")


def _spoken(value: str) -> str:
    if value in languages():
        return value
    near = spoken_form(value)
    meant = f" (did you mean `{near}`?)" if near else ""
    choices = ", ".join(languages())
    raise refuse(f"`{value}` is not a language that is spoken here{meant}; write one of {choices}")


def _way_to_staff(value: str) -> str:
    return one_of(sorted([*channel_classes(), EMAIL]), value, "channel")


Channel = Annotated[str, AfterValidator(_channel)]
WayToStaff = Annotated[str, AfterValidator(_way_to_staff)]
Currency = Annotated[str, AfterValidator(_currency)]


Notice = Annotated[int, Field(ge=0, le=43200)]
Horizon = Annotated[int, Field(ge=1, le=730)]
MostOpen = Annotated[int, Field(ge=1, le=100)]


class Scheduling(_Part):
    """Rules of booking; minutes and days.

    Without `move_notice_minutes` that of cancellations holds. `region` is a code of the package
    `holidays`; `confirmation` and `reminders` are minutes before an appointment, and so is `release`: then the hour
    is given up of whoever was asked to confirm and did not answer.
    """

    slot_step_minutes: int = Field(default=30, ge=5, le=240)
    notice_minutes: Notice = 60
    horizon_days: Horizon = 60
    cancel_notice_minutes: Notice = 0
    move_notice_minutes: Notice | None = None
    late_message: OptionalLine = None
    max_open_appointments: MostOpen = 5
    handoff_minutes: int = Field(default=120, ge=1, le=10080)
    second_notice_minutes: int = Field(default=10, ge=1, le=1440)
    holidays: bool = False
    region: Region | None = None
    hold_minutes: int = Field(default=10, ge=1, le=120)
    waiting_hold_minutes: int = Field(default=30, ge=5, le=1440)
    confirmation: Offsets = [1440]
    reminders: Offsets = [180]
    release: Offset | None = None
    quiet_hours: QuietHours = Interval("21:00", "08:00")


def _server_url(value: str) -> str:
    parts = urlsplit(value)
    plain = value.isascii() and value.isprintable() and " " not in value
    if (
        not plain
        or parts.scheme not in ("https", "http")
        or not parts.hostname
        or "@" in parts.netloc
    ):
        raise refuse(
            "write the server's address, like https://mcp.example.com/mcp, without a password in it"
        )
    return value


_SECRET_RUN = re.compile(r"(?=[\w-]{24})(?:[A-Za-z_-]*\d){4}")
"""A piece of an address that nobody types: calendars that only who knows their address may read have one."""
ServerUrl = Annotated[str, Field(max_length=500), AfterValidator(_server_url)]
ToolName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_./-]{1,64}$")]
ArgumentName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Spend = Annotated[float, Field(gt=0, le=100_000)]
Calls = Annotated[int, Field(ge=1, le=10_000_000)]


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    plain = value.isascii() and value.isprintable() and " " not in value
    if not plain or parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
        raise refuse("write the whole address, like https://g.page/r/your-business/review")
    return value


class Review(_Part):
    """Customers are asked for one to five `hours` after a completed visit, once in so many `months`; who gives
    four or five gets the `link`."""

    link: Annotated[str, Field(max_length=500), AfterValidator(_web_address)]
    hours: int = Field(default=24, ge=1, le=168)
    months: int = Field(default=6, ge=1, le=60)


class ModelLimits(_Part):
    """What hosted models may be used a day, for the business and for one sender: the lower of this and of the
    deployment's holds. Beyond it the offline model answers."""

    daily_spend_usd: Spend | None = None
    daily_model_calls: Calls | None = None
    sender_daily_spend_usd: Spend | None = None
    sender_daily_model_calls: Calls | None = None


class BusinessTool(_Part):
    """A tool of the business's own server that a hosted model may ask, and nothing else there."""

    name: ToolName
    use: Instruction
    arguments: dict[ArgumentName, Instruction] = Field(default={}, max_length=6)


class BusinessServer(_Part):
    """An MCP server of the business's own. Only the tools that are listed are ever called."""

    key: Key
    url: ServerUrl
    token_env: Variable | None = None
    tools: list[BusinessTool] = Field(min_length=1, max_length=8)


class Overrides(_Part):
    """What a service or a member decides for itself; not written, the wider rule holds."""

    notice_minutes: Notice | None = None
    horizon_days: Horizon | None = None
    cancel_notice_minutes: Notice | None = None
    move_notice_minutes: Notice | None = None


class SpecialDate(_Part):
    """A day, or the days up to `until`, with other hours; without `hours` a day off."""

    date: Day
    until: Day | None = None
    label: OptionalLine = None
    hours: Intervals = []


class Vacation(_Part):
    """Days off in a row; `until` is the last of them."""

    first: Day = Field(alias="from")
    until: Day
    label: OptionalLine = None


class Resource(_Part):
    """A kind of room or machine, of which there are `capacity`."""

    key: Key
    name: Name
    capacity: int = Field(default=1, ge=1, le=500)


def _flags(value: Any) -> Any:
    """One answer or several; `yes` and `no` also as some YAML reads them."""
    listed = value if isinstance(value, list) else [value]
    return [{True: "yes", False: "no"}[one] if isinstance(one, bool) else one for one in listed]


Choice = Annotated[Line, Field(min_length=1, max_length=24)]


class Question(_Part):
    """What a customer is asked before a visit, in the business's words. `flag` are the answers that need a person (yes,
    no, or choices), of a number what is under `flag_below` or over `flag_above`. With `ask_again_months` a person who
    answered is not asked again for so long; without, before each visit. `key` comes from the text when it is not
    written."""

    key: Key
    text: Annotated[Line, Field(min_length=1, max_length=300)]
    kind: Literal["yes_no", "choice", "number", "text"] = "yes_no"
    choices: list[Choice] = Field(default=[], max_length=4)
    flag: Annotated[list[str], BeforeValidator(_flags), Field(max_length=4)] = []
    flag_below: int | None = Field(default=None, ge=-1_000_000, le=1_000_000)
    flag_above: int | None = Field(default=None, ge=-1_000_000, le=1_000_000)
    ask_again_months: int | None = Field(default=None, ge=1, le=120)

    @model_validator(mode="before")
    @classmethod
    def _key_from_text(cls, data: Any) -> Any:
        return _keyed(data, "text")


class Service(Overrides):
    """`requires_assessment` is another service's key, `resources` are keys of resources.

    `price` is in the organization's currency when the service has none of its own. From
    `gap_from_minutes` after the start the member is free for `gap_minutes`. Without `hours` the
    service is given whenever the business is open. `where`: at the business, or at the customer's place.
    `recall_after`: how long after a visit customers who agreed are invited to come again. `aftercare` is sent
    `aftercare_hours` after the visit.
    """

    key: Key
    name: Name
    synonyms: list[Name] = Field(default=[], max_length=50)
    description: OptionalText = None
    duration_minutes: int = Field(ge=5, le=1440)
    buffer_before_minutes: Minutes = 0
    buffer_after_minutes: Minutes = 0
    gap_from_minutes: int | None = Field(default=None, ge=1, le=1440)
    gap_minutes: int | None = Field(default=None, ge=1, le=1440)
    price: Price | None = None
    currency: Currency | None = None
    price_note: OptionalLine = None
    where: Literal["business", "customer"] = "business"
    slot_step_minutes: int | None = Field(default=None, ge=5, le=240)
    max_open_appointments: MostOpen | None = None
    requires_assessment: Key | None = None
    bookable: bool = True
    capacity: int = Field(default=1, ge=1, le=500)
    aftercare: AfterCare = None
    aftercare_hours: int = Field(default=2, ge=1, le=168)
    hours: Hours = {}
    resources: list[Key] = Field(default=[], max_length=20)
    recall_after: RecallAfter | None = None
    questions: list[Question] = Field(default=[], max_length=12)


class Member(Overrides):
    """Someone who does services. Without `hours` the organization's hold."""

    key: Key
    name: Name
    role: OptionalLine = None
    services: list[Key] | Literal["all"] = "all"
    hours: Hours = {}
    special_dates: list[SpecialDate] = Field(default=[], max_length=500)
    vacations: list[Vacation] = Field(default=[], max_length=100)


class Entry(_Part):
    """Something that is known; `key` comes from the title when it is not written."""

    key: Key
    title: Name
    content: Annotated[Text, Field(min_length=1)]
    keywords: list[Name] = Field(default=[], max_length=50)
    source: OptionalLine = None

    @model_validator(mode="before")
    @classmethod
    def _key_from_title(cls, data: Any) -> Any:
        return _keyed(data, "title")


class Recipient(_Part):
    """Who is told when a person is needed, in this order. `phone` is needed save for the channels web and email.
    `weekly`: they are sent last week's figures on Mondays. `role`: what they see and do by WhatsApp; a professional
    only the agenda of `member`, and they are told of no calls."""

    key: Key
    name: Name
    channel: WayToStaff
    phone: Phone | None = None
    email: Email | None = None
    weekly: bool = False
    role: Literal["owner", "reception", "professional"] = "owner"
    member: Key | None = None

    @model_validator(mode="before")
    @classmethod
    def _key_from_name(cls, data: Any) -> Any:
        return _keyed(data, "name")


def _without_token(data: Any) -> Any:
    """The token is missing where it is not written, unless the provider is listened to."""
    if not isinstance(data, dict) or data.get("token_env") is not None:
        return data
    settings = data.get("settings")
    listened_to = isinstance(settings, dict) and settings.get("receive") == LISTENED_TO
    written = {name: value for name, value in data.items() if name != "token_env"}
    return {**written, "token_env": None} if listened_to else written


class ConnectionEntry(_Part):
    """A number or page at a provider. `name` is the provider's key of it. Only one that calls nobody's webhook
    (`receive: websocket`) may be without `token_env`."""

    key: Key
    channel: Channel
    name: Name
    phone: Phone | None = None
    token_env: Variable | None
    secret_env: Variable | None = None
    settings: Nested = {}

    @model_validator(mode="before")
    @classmethod
    def _key_from_channel(cls, data: Any) -> Any:
        return _keyed(_without_token(data), "channel")

    @field_validator("settings")
    @classmethod
    def _languages_of_templates(cls, value: dict[str, Any]) -> dict[str, Any]:
        """A template in a language that nobody is written to in would never be sent."""
        for name, ids in value.items():
            for language in ids if name.endswith("_template") and isinstance(ids, dict) else ():
                _spoken(language)
        return value


def _calendar_url(value: str) -> str:
    if _SECRET_RUN.search(value):
        raise refuse(
            "this address looks like a secret, which whoever reads the file could use; write url_env: "
            "NAME_OF_VARIABLE, or leave it out and keep it with `frontdesk calendars secret`"
        )
    return _server_url(value)


CalendarUrl = Annotated[str, Field(max_length=500), AfterValidator(_calendar_url)]


class BusyCalendar(_Part):
    """A calendar elsewhere: its busy times cannot be booked. `member`, or `resource` (of several pieces the one with
    the number `unit`). Without `url` and `url_env` its address is kept encrypted."""

    key: Key
    kind: Literal["ics", "caldav"] = "ics"
    member: Key | None = None
    resource: Key | None = None
    unit: int | None = Field(default=None, ge=1, le=500)
    url: CalendarUrl | None = None
    url_env: Variable | None = None
    username: OptionalLine = None
    password_env: Variable | None = None
    every_minutes: int = Field(default=15, ge=5, le=1440)


class Calendars(_Part):
    """`shown`: what feeds of the agenda show of a customer. `busy`: calendars elsewhere that are followed."""

    shown: Literal["none", "initials", "first_name"] = "first_name"
    busy: list[BusyCalendar] = Field(default=[], max_length=200)


class OrganizationFile(_Part):
    """A whole file. `currency` and `formality` follow from country and language."""

    slug: Slug
    name: Name
    language: str
    tone: Text = ""
    instructions: list[Instruction] = Field(default=[], max_length=12)
    formality: str
    emoji: bool = False
    time_zone: str
    country: str
    currency: Currency
    address: OptionalText = None
    emergency: OptionalText = None
    keep_texts_days: int | None = Field(default=None, ge=30, le=3650)
    conversation_hours: int | None = Field(default=None, ge=1, le=720)
    model_limits: ModelLimits = ModelLimits()
    mcp_servers: list[BusinessServer] = Field(default=[], max_length=3)
    staff_second_factor: bool = False
    review: Review | None = None
    scheduling: Scheduling = Scheduling()
    hours: Hours
    special_dates: list[SpecialDate] = Field(default=[], max_length=500)
    vacations: list[Vacation] = Field(default=[], max_length=100)
    resources: list[Resource] = Field(default=[], max_length=100)
    services: list[Service] = Field(default=[], max_length=500)
    members: list[Member] = Field(default=[], max_length=500)
    calendars: Calendars = Calendars()
    knowledge: list[Entry] = Field(default=[], max_length=2000)
    escalation: list[Recipient] = Field(default=[], max_length=100)
    connections: list[ConnectionEntry] = Field(default=[], max_length=100)

    @model_validator(mode="before")
    @classmethod
    def _defaults(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        country, language = str(data.get("country")), str(data.get("language"))
        # An unknown country is told by its own field; it must not cost a second message.
        defaults = {
            "currency": words.default_currency(country) if country in words.countries() else "USD",
            "formality": words.default_formality(language, country),
        }
        return {**{k: v for k, v in defaults.items() if v}, **data}

    @field_validator("language")
    @classmethod
    def _language(cls, value: str) -> str:
        return _spoken(value)

    @field_validator("formality")
    @classmethod
    def _formality(cls, value: str) -> str:
        return one_of(list(words.FORMALITIES), words.fold(value), "form of address")

    @field_validator("time_zone")
    @classmethod
    def _time_zone(cls, value: str) -> str:
        return one_of(sorted(words.time_zones()), value, "time zone")

    @field_validator("country")
    @classmethod
    def _country(cls, value: str) -> str:
        codes = words.countries()
        for code, name in codes.items():
            if words.fold(name) == words.fold(value):
                raise refuse(f"`{value}` is not a country code; write {code}")
        return one_of(sorted(codes), value, "country code of two letters")


def _keyed(data: Any, source: str) -> Any:
    if isinstance(data, dict) and "key" not in data and isinstance(data.get(source), str):
        return {**data, "key": words.slug(data[source]) or source}
    return data
