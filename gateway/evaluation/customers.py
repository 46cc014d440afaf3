"""What a simulated customer is: words, wishes, and what must stand in the end. Read from YAML files."""

from collections.abc import Iterator
from datetime import date, datetime, time
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from agent.errors import OperatorError

Local = Annotated[datetime, Field(description="Without a zone: as clocks show it at the business.")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Question(StrEnum):
    """What the desk's last messages ask for, as a customer sees it."""

    TIMES = "times"
    """To choose among several times."""
    TIME = "time"
    """Whether one time suits."""
    DECISION = "decision"
    """Whether an appointment is to be cancelled or moved."""
    CONSENT = "consent"
    SERVICE = "service"
    WHICH = "which"
    """Which of several things that have buttons."""
    NAME = "name"
    DAY = "day"
    PERSON = "person"
    """Whether a person should be told."""
    NOTHING = "nothing"


class Wish(_Part):
    """Which times suit: all that is written must hold."""

    service: str | None = None
    """Key of the service."""
    days: tuple[date, ...] = ()
    not_days: tuple[date, ...] = ()
    weekdays: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = ()
    after: time | None = None
    before: time | None = None
    """The start is at this time at the latest."""
    at: tuple[time, ...] = ()
    member: str | None = None
    not_member: str | None = None


class Line(_Part):
    """What the customer writes next: a message, a burst, or a tap on the button that has these words.

    With `when` it waits until the desk asks for that.
    """

    say: str | tuple[str, ...] = ()
    tap: str = ""
    when: Question | None = None

    @model_validator(mode="before")
    @classmethod
    def _of_text(cls, value: Any) -> Any:
        return {"say": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _says_one(self) -> "Line":
        if bool(self.say) == bool(self.tap):
            raise ValueError("a line needs either `say` or `tap`")
        return self


class Appointment(_Part):
    """An appointment at the business: one that stands before, or one that must stand in the end.

    `at` or `wish` says when; `name` for whom, as the row has it (accents and capitals do not count).
    """

    service: str
    at: Local | None = None
    wish: Wish | None = None
    member: str | None = None
    name: str | None = None
    status: Literal["scheduled", "confirmed"] | None = None


class Expected(_Part):
    """What must be true in the end. `appointments` are all that stand then: none when it is empty."""

    appointments: tuple[Appointment, ...] = ()
    told: tuple[str, ...] = ()
    """Each is in some reply; `a|b` means either. Accents and capitals do not count."""
    not_told: tuple[str, ...] = ()
    person: bool | None = None
    """Whether a person was called; None where both are right."""
    consent: bool | None = None


class Customer(_Part):
    """One customer. What they have no line for they answer from `wish`, `name` and the words below."""

    key: str = Field(pattern=r"^[a-z0-9-]{3,60}$")
    language: str
    business: str
    about: str
    """The goal in one sentence, for who reads the report."""
    profile: str = "Ana"
    """The name in their WhatsApp profile."""
    now: Local = datetime.fromisoformat("2026-11-29 10:00")
    before: tuple[Appointment, ...] = ()
    lines: tuple[Line, ...] = Field(min_length=1)
    wish: Wish = Wish()
    name: str = ""
    """For whom, given when asked."""
    yes: str = ""
    no: str = ""
    service: str = ""
    """Words for the service, when asked."""
    day: str = ""
    """Words for the day and time, when asked or when nothing offered suits."""
    picks: Literal["tap", "time", "position"] = "time"
    consent: bool | None = None
    """What they say to reminders; None: they do not answer it."""
    person: bool = False
    """Whether they want a person when one is offered."""
    expect: Expected = Expected()


class _File(_Part):
    language: str
    business: str
    customers: tuple[dict[str, Any], ...]


def shipped_customers() -> list[Customer]:
    """Those that come with frontdesk."""
    folder = Path(str(resources.files("gateway.evaluation") / "customers"))
    return [customer for file in sorted(folder.glob("*.yaml")) for customer in read_customers(file)]


def read_customers(file: Path) -> Iterator[Customer]:
    """The customers of one file. Raises OperatorError naming what is wrong with it."""
    try:
        content = _File.model_validate(YAML(typ="safe", pure=True).load(file.read_text("utf-8")))
        for given in content.customers:
            yield Customer.model_validate(
                {"language": content.language, "business": content.business, **given}
            )
    except (ValidationError, YAMLError, OSError, UnicodeDecodeError) as error:
        raise OperatorError(f"{file.name}: {error}") from error
