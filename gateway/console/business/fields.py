"""Single values of the business's forms: read as people write them, and written back."""

from collections.abc import Iterable, Mapping
from datetime import date, time

from pydantic_core import PydanticCustomError

from gateway.console.forms import words_of
from gateway.organizations.fields import minutes_of, offset_text
from gateway.organizations.words import slug

Form = Mapping[str, str]


class Unfit(Exception):
    """A value that cannot be used: the key of its text in console.toml ([business.wrong]) and what stands in it."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class Missing(Exception):
    """What the form is about is not there (any more)."""


def line_of(form: Form, field: str) -> str:
    """One line without what surrounds it."""
    return " ".join(words_of(form, field).split())


def named(form: Form, field: str = "name") -> str:
    """A name that must be there. Raises Unfit."""
    name = line_of(form, field)
    if not name:
        raise Unfit("no_name")
    return name


def optional(form: Form, field: str) -> str | None:
    return words_of(form, field) or None


def whole(form: Form, field: str, least: int, most: int) -> int:
    """A whole number, 0 for nothing. Raises Unfit."""
    text = line_of(form, field) or "0"
    fits = text.isascii() and text.isdigit() and len(text) < 6
    if not fits or not least <= int(text) <= most:
        raise Unfit("number", value=text, least=str(least), most=str(most))
    return int(text)


def maybe_whole(form: Form, field: str, least: int, most: int) -> int | None:
    """A whole number, also below zero; None for nothing. Raises Unfit."""
    text = line_of(form, field)
    if not text:
        return None
    digits = text.removeprefix("-")
    fits = digits.isascii() and digits.isdigit() and len(digits) < 9
    if not fits or not least <= int(text) <= most:
        raise Unfit("number", value=text, least=str(least), most=str(most))
    return int(text)


def listed(form: Form, field: str, before: list[str]) -> list[str]:
    """Words with commas between them. What was there stays as it was where it is written as it was shown: a comma of
    the file is none of ours."""
    text = line_of(form, field)
    if text == ", ".join(before):
        return before
    words = (" ".join(word.split()) for word in text.split(","))
    return [*dict.fromkeys(word for word in words if word)]


def span_of(form: Form, field: str, most: int) -> int | None:
    """Minutes of "24h", "2d", "1h30m" or "90"; 0 and None for 0 and nothing. Raises Unfit."""
    text = line_of(form, field).lower()
    if text in ("", "0"):
        return 0 if text else None
    return _minutes(text, most)


def spans_of(form: Form, field: str, most: int) -> list[int]:
    """The same of several with commas between them, the longest first. Raises Unfit."""
    words = [word.strip().lower() for word in line_of(form, field).split(",")]
    return sorted({_minutes(word, most) for word in words if word}, reverse=True)


def _minutes(text: str, most: int) -> int:
    try:
        minutes = minutes_of(int(text) if text.isascii() and text.isdigit() else text)
    except PydanticCustomError:
        raise Unfit("span", value=text) from None
    if minutes > most:
        raise Unfit("span_most", value=text, most=offset_text(most))
    return minutes


def lines_of(form: Form, field: str) -> list[str]:
    """What stands in each line of a field, empty ones left out."""
    lines = (" ".join(line.split()) for line in words_of(form, field).splitlines())
    return [line for line in lines if line]


def new_key(name: str, taken: Iterable[str], plain: str) -> str:
    """A key made of a name that nothing has yet; `plain` where the name has nothing to make one of."""
    keys, base = set(taken), slug(name) or plain
    numbers = (str(number) for number in range(2, len(keys) + 3))
    return next(key for key in (base, *(f"{base}-{n}" for n in numbers)) if key not in keys)


def price_of(text: str) -> float | None:
    """ "90.000", "90,000", "$ 90000" and "90,50"; None for nothing. Raises Unfit.

    Three digits after a separator are thousands, one or two are cents.
    """
    plain = "".join(c for c in text if not c.isspace() and c not in "$€£")
    if not plain:
        return None
    groups = plain.replace(",", ".").split(".")
    cents = groups.pop() if len(groups) > 1 and len(groups[-1]) < 3 else "0"
    first, *thousands = groups
    grouped = not thousands or (len(first) < 4 and all(len(group) == 3 for group in thousands))
    digits = all(part.isascii() and part.isdigit() for part in [*groups, cents])
    if not grouped or not digits or len(plain) > 15:
        raise Unfit("price", value=text.strip())
    return float(f"{''.join(groups)}.{cents}")


def price_text(price: float | None) -> str:
    """As `price_of` reads it."""
    if price is None:
        return ""
    return str(int(price)) if float(price).is_integer() else f"{price:.2f}"


def clock_of(text: str) -> str | None:
    """ "HH:MM" of a browser's field of time, or of what somebody wrote there; None for nothing. Raises Unfit."""
    if not text:
        return None
    try:
        return time.fromisoformat(text.rjust(5, "0")).strftime("%H:%M")
    except ValueError:
        raise Unfit("time", value=text) from None


def day_of(form: Form, field: str) -> date | None:
    """None for nothing. Raises Unfit."""
    text = line_of(form, field)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unfit("date", value=text) from None


def ticked(form: Form, prefix: str) -> set[str]:
    """The keys of ticked boxes: `prefix` and the key are a box's name."""
    return {name.removeprefix(prefix) for name in form if name.startswith(prefix)}
