"""The shape of an organization's file, with the values that need not be written."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from gateway.organizations import words
from gateway.organizations.fields import (
    Day,
    Hours,
    Intervals,
    Key,
    Minutes,
    Name,
    Nested,
    OptionalLine,
    OptionalText,
    Phone,
    Price,
    Slug,
    Text,
    Variable,
    one_of,
    refuse,
)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def _channel(value: str) -> str:
    return one_of(list(words.CHANNELS), value, "channel")


Channel = Annotated[str, AfterValidator(_channel)]


class Scheduling(_Part):
    """Rules of booking; minutes and days."""

    slot_step_minutes: int = Field(default=30, ge=5, le=240)
    notice_minutes: int = Field(default=60, ge=0, le=43200)
    horizon_days: int = Field(default=60, ge=1, le=730)
    cancel_notice_minutes: int = Field(default=0, ge=0, le=43200)
    max_open_appointments: int = Field(default=5, ge=1, le=100)
    handoff_minutes: int = Field(default=120, ge=1, le=10080)


class SpecialDate(_Part):
    """A day, or the days up to `until`, with other hours; without `hours` a day off."""

    date: Day
    until: Day | None = None
    label: OptionalLine = None
    hours: Intervals = []


class Service(_Part):
    """`price` in the organization's currency; `requires_assessment` is another service's key."""

    key: Key
    name: Name
    synonyms: list[Name] = Field(default=[], max_length=50)
    description: OptionalText = None
    duration_minutes: int = Field(ge=5, le=1440)
    buffer_before_minutes: Minutes = 0
    buffer_after_minutes: Minutes = 0
    price: Price | None = None
    price_note: OptionalLine = None
    slot_step_minutes: int | None = Field(default=None, ge=5, le=240)
    requires_assessment: Key | None = None
    bookable: bool = True


class Member(_Part):
    """Someone who does services. Without `hours` the organization's hold."""

    key: Key
    name: Name
    role: OptionalLine = None
    services: list[Key] | Literal["all"] = "all"
    hours: Hours = {}
    special_dates: list[SpecialDate] = Field(default=[], max_length=500)


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
    """Who is told when a person is needed. `phone` is needed save for the channel web."""

    key: Key
    name: Name
    channel: Channel
    phone: Phone | None = None

    @model_validator(mode="before")
    @classmethod
    def _key_from_name(cls, data: Any) -> Any:
        return _keyed(data, "name")


class ConnectionEntry(_Part):
    """A number or page at a provider. `name` is the provider's key of it."""

    key: Key
    channel: Channel
    name: Name
    phone: Phone | None = None
    token_env: Variable
    secret_env: Variable | None = None
    settings: Nested = {}

    @model_validator(mode="before")
    @classmethod
    def _key_from_channel(cls, data: Any) -> Any:
        return _keyed(data, "channel")


class OrganizationFile(_Part):
    """A whole file. `currency` and `formality` follow from country and language."""

    slug: Slug
    name: Name
    language: str
    tone: Text = ""
    formality: str
    emoji: bool = False
    time_zone: str
    country: str
    currency: str
    address: OptionalText = None
    emergency: OptionalText = None
    scheduling: Scheduling = Scheduling()
    hours: Hours
    special_dates: list[SpecialDate] = Field(default=[], max_length=500)
    services: list[Service] = Field(default=[], max_length=500)
    members: list[Member] = Field(default=[], max_length=500)
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
        known = {
            "currency": words.default_currency(country) if country in words.countries() else "USD",
            "formality": words.default_formality(language, country),
        }
        return {**{k: v for k, v in known.items() if v}, **data}

    @field_validator("language")
    @classmethod
    def _language(cls, value: str) -> str:
        return one_of(list(words.LANGUAGES), value, "language")

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

    @field_validator("currency")
    @classmethod
    def _currency(cls, value: str) -> str:
        return one_of(sorted(words.currencies()), value, "currency code of three letters")


def _keyed(data: Any, source: str) -> Any:
    if isinstance(data, dict) and "key" not in data and isinstance(data.get(source), str):
        return {**data, "key": words.slug(data[source]) or source}
    return data
