"""Amounts of money, percentages and durations that a text names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from agent.reply_checks.lexicon import Lexicon
from agent.reply_checks.numbers import DIGITS, digits, value, words_pattern


@dataclass(frozen=True, slots=True)
class Quantity:
    """[start, end) of a text; `values` are what it can mean. Durations are in minutes."""

    start: int
    end: int
    values: frozenset[float]


@lru_cache(maxsize=2048)
def amounts(text: str, lexicon: Lexicon) -> tuple[Quantity, ...]:
    """What `text` (lower case) says in money."""
    marked = [_money(match, lexicon) for match in _amount(lexicon).finditer(text)]
    priced = [_money(match, lexicon) for match in _priced(lexicon).finditer(text)]
    bare = [
        one for one in priced if not any(m.start < one.end and one.start < m.end for m in marked)
    ]
    result = [one for one in (*marked, *bare) if max(one.values) > 0]
    return tuple(sorted(result, key=lambda one: one.start))


def _money(match: re.Match[str], lexicon: Lexicon) -> Quantity:
    groups = match.groupdict()
    number = next(text for name, text in groups.items() if text and not name.startswith("times"))
    number = number.strip()
    worth = value(number, lexicon)
    thousand = any(text for name, text in groups.items() if name.startswith("times"))
    values = {worth * 1000 if thousand else worth}
    if rest := groups.get("rest"):
        values = {worth * 1000 + int(rest)}
    small = groups.get("bare") or groups.get("large") or groups.get("named")
    if small and worth < 1000 and not thousand:
        values.add(worth * 1000)
    return Quantity(match.start(), match.end(), frozenset(values))


_EDGE = r"(?<![\w.,:/#+-])"


@cache
def _amount(lexicon: Lexicon) -> re.Pattern[str]:
    """With a sign, a currency, or so large that it can be nothing else."""
    number = rf"(?:{DIGITS}|{words_pattern(lexicon)})"
    sign = r"(?:r\$|us\$|mx\$|\$|€|£|₹|₦|rs\.?\s|cop|usd|mxn|brl|ars|clp|s/\.?)"
    mil = lexicon.text("number.thousand")
    thousand = rf"(?:\s?k\b|\s+(?:{mil})\b)"
    spoken = rf"(?:{words_pattern(lexicon)}\s+(?:{mil})(?:\s+(?:(?:{lexicon.text('number.joins')})\s+)?{words_pattern(lexicon)})?)"
    return re.compile(
        rf"{sign}\s?(?P<signed>{DIGITS})(?P<times1>{thousand})?"
        rf"|{_EDGE}(?P<named>{number})(?P<times2>{thousand})?\s*(?:(?:de\s+)?(?:{lexicon.text('money.after')})(?!\w)|€|£|₹|\$)"
        rf"|{_EDGE}(?P<thousands>(?:{DIGITS}))(?P<times3>{thousand})(?P<rest>\s\d{{3}}(?!\d))?"
        rf"|{_EDGE}(?P<spoken>{spoken})(?!\w)"
        rf"|{_EDGE}(?P<grouped>[1-9]\d{{0,2}}(?:[.,]\d{{3}})*[.,]\d00)(?![\d.,]*\d|:|\s*(?:%|km))"
    )


@cache
def _priced(lexicon: Lexicon) -> re.Pattern[str]:
    """A number right after a word for prices."""
    cost = "|".join(lexicon.get("money.cost"))
    units = "|".join(
        (lexicon.text("time.units"), lexicon.text("percent.after"), "km|metros|meters|mg|ml")
    )
    between = lexicon.text("money.between")
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(lexicon.get('money.large') or ['(?!)'])})\s+(?P<large>\d{{3,7}}(?:[.,]\d{{1,3}})*)(?![\w:%/])(?!\s*(?:{units})\b)"
        rf"|(?<!\w)(?:{cost}):?\s+(?:(?:{between})\s+){{0,2}}"
        rf"(?P<bare>(?>\d{{2,7}}(?:[.,]\d{{1,3}})*|{words_pattern(lexicon)}))(?P<times4>\s+(?:{lexicon.text('number.thousand')})\b)?"
        rf"(?![\w:%/])(?![.,:]\d)(?!\s*(?:{units})\b)(?!\s*%)"
    )


@lru_cache(maxsize=2048)
def percents(text: str, lexicon: Lexicon) -> tuple[Quantity, ...]:
    """Percentages."""
    return tuple(
        Quantity(match.start(), match.end(), frozenset({value(match[1], lexicon)}))
        for match in _percent(lexicon).finditer(text)
    )


@cache
def _percent(lexicon: Lexicon) -> re.Pattern[str]:
    number = rf"(\d+(?:[.,]\d+)?|{words_pattern(lexicon)})"
    return re.compile(rf"(?<!\w){number}\s*(?:%|(?:{lexicon.text('percent.after')})\b)")


@lru_cache(maxsize=2048)
def durations(text: str, lexicon: Lexicon) -> tuple[Quantity, ...]:
    """How long something takes, or is ahead."""
    idle = [m.span() for m in _idle(lexicon).finditer(text)]
    return tuple(
        one
        for one in (*_durations(text, lexicon), *_taking(text, lexicon), *_ahead(text))
        if not any(first <= one.start < last for first, last in idle)
    )


_AHEAD = re.compile(
    r"(?<![\w.,:/])(?P<hours>\d{1,3})\s?h(?:rs?|s)?\.?(?=\s(?:antes|depois|después|before|after|prior|de antelación|de anticipación|de antecedência)(?!\w))"
)


def _ahead(text: str) -> Iterator[Quantity]:
    """ "24h antes"."""
    for match in _AHEAD.finditer(text):
        yield Quantity(match.start(), match.end(), frozenset({60.0 * int(match["hours"])}))


def _taking(text: str, lexicon: Lexicon) -> Iterator[Quantity]:
    """ "dura 1h30", where a clock is written so, too."""
    for match in _takes(lexicon).finditer(text):
        minutes = int(match["hours"]) * 60 + int(match["minutes"] or 0)
        yield Quantity(match.start("hours"), match.end(), frozenset({float(minutes)}))


@cache
def _takes(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{lexicon.text('duration.takes')})\s[^.;!?\d]{{0,24}}?(?<!\bàs\s)(?<!\bas\s)(?<!\bat\s)(?P<hours>\d{{1,2}})\s?h(?:rs?|oras?)?\s?(?P<minutes>\d{{2}})?\b"
    )


def _durations(text: str, lexicon: Lexicon) -> Iterator[Quantity]:
    units = lexicon.get("duration.units")
    for match in _duration(lexicon).finditer(text):
        if match["fixed"]:
            yield Quantity(match.start(), match.end(), frozenset({_fixed(match["fixed"], lexicon)}))
            continue
        unit = units[match["unit"] or match["lone"]]
        minutes = _count(match["number"], lexicon) * unit
        if match["half"] or match["lone_half"] or match["early"]:
            minutes += unit / 2
        elif match["quarter"] or match["lone_quarter"]:
            minutes += unit / 4
        elif (more := match["more"] or match["also"]) and unit == 60 and value(more, lexicon) < 60:
            minutes += value(more, lexicon)
        low = {value(match["low"], lexicon) * unit} if match["low"] else set()
        yield Quantity(match.start(), match.end(), frozenset({minutes, *low}))


def _count(text: str | None, lexicon: Lexicon) -> float:
    return 1.0 if text in (None, "a", "an") else value(text, lexicon)


def _fixed(text: str, lexicon: Lexicon) -> float:
    for key, minutes in (("half_hour", 30), ("quarters", 45), ("quarter", 15)):
        if re.fullmatch(lexicon.text(f"duration.{key}"), text):
            return float(minutes)
    return 0.0


@cache
def _duration(lexicon: Lexicon) -> re.Pattern[str]:
    number = rf"(?:\d+(?:[.,]\d+)?|{words_pattern(lexicon)})"
    units = "|".join(sorted(lexicon.get("duration.units"), key=len, reverse=True))
    fixed = "|".join(
        lexicon.text(f"duration.{key}") for key in ("quarters", "half_hour", "quarter")
    )
    article = lexicon.get("duration.article") or ""
    half, quarter = lexicon.text("duration.and_half"), lexicon.text("duration.and_quarter")
    return re.compile(
        rf"(?<![\w.,:/])(?:(?P<fixed>{fixed})(?!\w)"
        rf"|(?:(?P<low>{number})\s*(?:\s(?:a|o|e|y|to|or|ou)\s|(?<=\d)[-–](?=\d))\s*)?(?P<number>{article}{number})(?P<early>\s+{half})?"
        rf"[\s-]?(?P<unit>{units})\b\.?"
        rf"(?:(?P<half>\s+{half}\b)|(?P<quarter>\s+{quarter}\b)"
        rf"|\s+(?:{lexicon.text('and')})\s+(?P<more>{number})(?!\s*(?!min)(?:{units})|[\w:])(?:\s*min\w*)?"
        rf"|\s*(?P<also>{number})\s*(?:min\w*|m\b))?"
        rf"|(?P<lone>hora|hour)\s+(?:(?P<lone_half>{half})|(?P<lone_quarter>{quarter}))\b)"
    )


@cache
def _idle(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(lexicon.get('duration.idle') or ['(?!)'])})")


def money_in(price: str) -> frozenset[float]:
    """The amounts of a price as it is written."""
    return frozenset(digits(match) for match in re.findall(DIGITS, price))
