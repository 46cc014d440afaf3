"""What each tool of the MCP server takes: the schema that a program sees, and what is checked of its calls."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from agent import phones
from gateway.api.fields import UserId

Words = Annotated[str, Field(min_length=1, max_length=200)]
Token = Annotated[str, Field(pattern=r"^[0-9a-f]{20}$")]
Clock = Annotated[
    str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="HH:MM, local time.")
]


def _person_name(name: str) -> str:
    name = " ".join(name.split())
    if not name.isprintable() or not any(character.isalpha() for character in name):
        raise ValueError("must be a person's name")
    return name


def _told_phone(text: str) -> str:
    phone = phones.told(text)
    if phone is None:
        raise ValueError("cannot be read: digits with the country code")
    return phone


class Arguments(BaseModel):
    """Of one call. What is not in the schema is refused."""

    model_config = ConfigDict(extra="forbid")


class NoArguments(Arguments):
    """Nothing is asked."""


class OfCustomer(Arguments):
    """What belongs to one customer of the program."""

    customer: UserId = Field(
        description="Your own lasting id of the customer you act for. What is offered to one customer "
        "cannot be held, booked or cancelled as another."
    )


class Search(OfCustomer):
    """Free starts of a service, or other times for an appointment."""

    service: Words | None = Field(
        None, description="Its key or name, or the customer's words for it."
    )
    and_then: list[Words] = Field(
        default=[], max_length=3, description="More services of the same visit, in order."
    )
    appointment: UUID | None = Field(
        None, description="The customer's appointment that is to be moved, instead of a service."
    )
    date_from: date | None = Field(None, description="YYYY-MM-DD; from today on when left out.")
    date_to: date | None = Field(None, description="YYYY-MM-DD.")
    time: Clock | None = None
    part: Literal["morning", "midday", "afternoon", "evening"] | None = None
    not_before: Clock | None = None
    not_after: Clock | None = None
    member: Words | None = Field(None, description="Who of the team is wanted.")
    prefer: Literal["earliest", "latest"] | None = None


class Hold(OfCustomer):
    """One of the starts that were offered."""

    slot: Token = Field(description="Of a slot that search_slots offered to this customer.")


class Confirm(Hold):
    """What is needed to book it."""

    name: Annotated[str, Field(max_length=120), AfterValidator(_person_name)] | None = Field(
        None, description="For whom, as the customer gave it; needed for their first appointment."
    )
    phone: Annotated[str, Field(max_length=40), AfterValidator(_told_phone)] | None = Field(
        None, description="With the country code, for the business to call. It identifies nobody."
    )


class Cancel(OfCustomer):
    """An appointment, and then the proposal of the first call."""

    appointment: UUID | None = None
    proposal: Token | None = Field(
        None, description="From the first call, once the customer has said yes to it."
    )
