"""The types of single values in a file. Each says what to write instead of what it refuses."""

import re
from datetime import date
from itertools import pairwise
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from agent import phones
from agent.environment_names import is_name
from gateway.organizations import words

_INTERVAL = re.compile(r"^(\d{1,2}):(\d{2})\s*(?:-|–|to|a|às)\s*(\d{1,2}):(\d{2})$")
_OFFSET = re.compile(r"^(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m(?:in)?)?$")
LONGEST_OFFSET = 30 * 24 * 60
"""Minutes: how long before an appointment a message may be sent."""
_KEY = re.compile(r"^[a-z0-9][a-z0-9_-]{0,62}$")
_SLUG = re.compile(r"^[a-z0-9][a-z0-9-]{1,62}$")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff\u2028\u2029]")


def refuse(message: str) -> PydanticCustomError:
    """An error whose text is shown as it is."""
    return PydanticCustomError("refused", "{message}", {"message": message})


class Interval(NamedTuple):
    """Local times "HH:MM"; `closes` is after `opens`."""

    opens: str
    closes: str

    def __str__(self) -> str:
        return f"{self.opens}-{self.closes}"


def _times(value: Any) -> Interval:
    """Two times as they stand there, in any order."""
    match = _INTERVAL.match(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise refuse(f'`{value}` is not a time range; write it like "08:00-12:00"')
    hours = [int(match[1]), int(match[3])]
    minutes = [int(match[2]), int(match[4])]
    midnight = (hours[1], minutes[1]) == (24, 0)
    if max(hours[0], 0 if midnight else hours[1]) > 23 or max(minutes) > 59:
        raise refuse(f'`{value}` is no time of a day; the last to end at is "24:00"')
    return Interval(*(f"{h:02}:{m:02}" for h, m in zip(hours, minutes, strict=True)))


def _canonical(interval: Interval, value: str) -> Interval:
    if str(interval) != value.strip():
        raise refuse(f'`{value}` must be written "{interval}"')
    return interval


def _interval(value: Any) -> Interval:
    interval = _times(value)
    if interval.opens == interval.closes:
        raise refuse(f"`{value}` ends when it begins; write when it closes")
    if interval.opens > interval.closes:
        turned = Interval(interval.closes, interval.opens)
        raise refuse(f'`{value}` closes before it opens; did you mean "{turned}"?')
    return _canonical(interval, value)


def _quiet(value: Any) -> Interval:
    """From the evening to the morning, mostly: the end may be earlier than the beginning."""
    interval = _times(value)
    if interval.closes == "24:00":
        raise refuse(f'`{value}`: write midnight as "{interval.opens}-00:00"')
    if interval.opens == interval.closes:
        raise refuse(f'`{value}` is a whole day or nothing; write it like "21:00-08:00"')
    return _canonical(interval, value)


def minutes_of(value: Any) -> int:
    """Minutes of `180`, "180m", "3h", "1h30m" or "2d". Raises PydanticCustomError."""
    minutes = value if type(value) is int else 0
    match = _OFFSET.match(value.replace(" ", "")) if isinstance(value, str) else None
    if match and match[0]:
        days, hours, rest = (int(part or 0) for part in match.groups())
        minutes = (days * 24 + hours) * 60 + rest
    elif type(value) is not int:
        raise refuse(f'`{value}` is not a span of time; write it like "24h", "90m" or "2d"')
    if minutes <= 0:
        raise refuse(f'`{value}` is not before the appointment; write it like "24h" or "90m"')
    if minutes > LONGEST_OFFSET:
        raise refuse(f"`{value}` is over {offset_text(LONGEST_OFFSET)} before; write less")
    return minutes


_RECALL = re.compile(r"^([1-9]\d{0,3}) ?(days?|weeks?|months?|years?)$")
_IN_DAYS_OR_MONTHS = {
    "day": (1, "days"),
    "week": (7, "days"),
    "month": (1, "months"),
    "year": (12, "months"),
}
_RECALL_LIMITS = {"days": (7, 1095), "months": (1, 36)}


def _recall_after(value: Any) -> str:
    """ "6 months" or "45 days" of a span of the calendar."""
    match = _RECALL.match(value.strip().lower()) if isinstance(value, str) else None
    if match is None:
        raise refuse(f'`{value}` is not a span of time; write it like "6 months" or "45 days"')
    times, unit = _IN_DAYS_OR_MONTHS[match[2].rstrip("s")]
    count = int(match[1]) * times
    least, most = _RECALL_LIMITS[unit]
    if not least <= count <= most:
        raise refuse(f"`{value}` is not between {least} and {most} {unit}")
    return f"{count} {unit}"


def offset_text(minutes: int) -> str:
    """How a file says a span of minutes: `24h`, `90m`."""
    return f"{minutes}m" if minutes % 60 else f"{minutes // 60}h"


def _offsets(offsets: list[int]) -> list[int]:
    for offset in offsets:
        if offsets.count(offset) > 1:
            raise refuse(f"`{offset_text(offset)}` stands here twice; keep one")
    return sorted(offsets, reverse=True)


def _apart(intervals: list[Interval]) -> list[Interval]:
    ordered = sorted(intervals)
    for earlier, later in pairwise(ordered):
        if later.opens <= earlier.closes:
            joined = Interval(earlier.opens, max(earlier.closes, later.closes))
            raise refuse(f'"{earlier}" and "{later}" overlap or touch; write "{joined}"')
    return ordered


def weekdays(text: str) -> list[int]:
    """ISO numbers for `mon`, `mon-fri` or `mon,wed,fri`. Raises PydanticCustomError."""
    days: list[int] = []
    for part in text.split(","):
        ends = [_weekday(word.strip(), text) for word in part.split("-")]
        if len(ends) > 2 or ends[0] > ends[-1]:
            raise refuse(f"`{text}` is not a range of days; write mon-fri, or sat-sun and mon")
        days.extend(range(ends[0], ends[-1] + 1))
    return days


def _weekday(word: str, text: str) -> int:
    if word in words.WEEKDAYS:
        return words.WEEKDAYS.index(word) + 1
    meant = words.weekday_for(word)
    hint = f"write `{meant}`" if meant else f"write one of {', '.join(words.WEEKDAYS)}"
    raise refuse(f"`{word}` in `{text}` is not a weekday; {hint}")


def _days(text: str) -> str:
    weekdays(text)
    return text


def _no_day_twice(hours: dict[str, list[Interval]]) -> dict[str, list[Interval]]:
    seen: dict[int, str] = {}
    for text in hours:
        for day in weekdays(text):
            if day in seen:
                name = words.WEEKDAYS[day - 1]
                raise refuse(f"{name} stands in `{seen[day]}` and in `{text}`; keep one")
            seen[day] = text
    return hours


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else _no()
    except ValueError:
        raise refuse(f"`{value}` is not a date; write year-month-day, 2026-12-08") from None


def _no() -> date:
    raise ValueError


def _matching(pattern: re.Pattern[str], hint: str) -> AfterValidator:
    def check(value: str) -> str:
        if not pattern.match(value):
            raise refuse(f"`{value}` cannot be used here; {hint}")
        return value

    return AfterValidator(check)


def _variable(value: Any) -> str:
    """The value is not repeated in the message: it may be a secret."""
    if not isinstance(value, str) or not is_name(value):
        raise refuse("write the NAME of an environment variable (AURORA_WEB_TOKEN), not its value")
    if "_" not in value and (len(value) > 24 or re.search(r"\d", value)):
        raise refuse("this looks like a secret; write the NAME of an environment variable")
    return value


def _text(value: str) -> str:
    character = _CONTROL.search(value)
    if character:
        raise refuse(f"the character U+{ord(character[0]):04X} cannot be stored; remove it")
    return value.strip()


def _one_line(value: str) -> str:
    if "\n" in value:
        raise refuse("write this in one line")
    return value


def _storable(value: Any) -> Any:
    """Settings may be nested; every text in them must be one that can be stored."""
    if isinstance(value, str):
        _text(value)
    elif isinstance(value, dict | list):
        for item in [*value, *value.values()] if isinstance(value, dict) else value:
            _storable(item)
    return value


def _cents(value: float) -> float:
    if round(value, 2) != value:
        raise refuse(f"`{value}` has more than two decimals")
    return value


def one_of(choices: list[str], value: str, what: str) -> str:
    """`value`, if it is known. Raises PydanticCustomError with the nearest known word."""
    if value in choices:
        return value
    choice = f"; write one of {', '.join(choices)}" if len(choices) < 10 else ""
    raise refuse(f"`{value}` is not a {what}{words.did_you_mean(value, choices)}{choice}")


def digits(value: str, country: str | None) -> str:
    """A phone as digits with its country code. Raises PydanticCustomError."""
    if (number := phones.written(value, country)) is None:
        raise refuse(f'`{value}` is not a phone number; write it like "+57 300 123 4567"')
    return number


Hours = Annotated[
    dict[
        Annotated[str, AfterValidator(_days)],
        Annotated[
            list[Annotated[Interval, BeforeValidator(_interval)]],
            Field(max_length=12),
            AfterValidator(_apart),
        ],
    ],
    AfterValidator(_no_day_twice),
]
Intervals = Annotated[
    list[Annotated[Interval, BeforeValidator(_interval)]],
    Field(max_length=12),
    AfterValidator(_apart),
]
QuietHours = Annotated[Interval, BeforeValidator(_quiet)]
Offsets = Annotated[
    list[Annotated[int, BeforeValidator(minutes_of)]],
    Field(max_length=5),
    AfterValidator(_offsets),
]
RecallAfter = Annotated[str, BeforeValidator(_recall_after)]
Offset = Annotated[int, BeforeValidator(minutes_of)]
Region = Annotated[str, BeforeValidator(lambda v: str(v) if type(v) is int else v)]
Day = Annotated[date, BeforeValidator(_day)]
Text = Annotated[str, AfterValidator(_text), Field(max_length=20_000)]
Line = Annotated[str, Field(max_length=500), AfterValidator(_text), AfterValidator(_one_line)]
Instruction = Annotated[Line, Field(min_length=1, max_length=300)]
OptionalText = Annotated[Text | None, AfterValidator(lambda text: text or None)]
AfterCare = Annotated[
    Annotated[Text, Field(max_length=1000)] | None, AfterValidator(lambda text: text or None)
]
OptionalLine = Annotated[Line | None, AfterValidator(lambda text: text or None)]
Price = Annotated[float, Field(ge=0, lt=10**12), AfterValidator(_cents)]
Nested = Annotated[dict[str, Any], AfterValidator(_storable)]
Name = Annotated[Line, Field(min_length=1, max_length=200)]
Key = Annotated[str, _matching(_KEY, "use small letters, digits, - and _ (limpieza-facial)")]
Slug = Annotated[str, _matching(_SLUG, "use small letters, digits and - (clinica-aurora)")]
Variable = Annotated[str, BeforeValidator(_variable)]
Minutes = Annotated[int, Field(ge=0, le=480)]
Email = Annotated[
    str,
    _matching(
        re.compile(r"^[^@\s<>,;]{1,64}@[^@\s<>,;]{1,180}\Z"), "write an address (ana@example.com)"
    ),
]
Phone = Annotated[str, BeforeValidator(lambda v: f"+{v}" if type(v) is int else v)]
