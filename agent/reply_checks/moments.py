"""Days and hours that a reply names, each with all that it can mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from agent.reply_checks.lexicon import Lexicon, longest_first
from agent.reply_checks.numbers import value
from agent.reply_checks.quantities import durations

NOON = 12 * 60


@dataclass(frozen=True, slots=True)
class Hour:
    """[start, end) of a text; `minutes` of the day that it can mean."""

    start: int
    end: int
    minutes: frozenset[int]


@dataclass(frozen=True, slots=True)
class Day:
    """[start, end) of a text; `days` that it can mean. `weekday`: only that was said (ISO, 0 for none);
    `every`: the weekday of each week. `wrong`: its weekday and its date do not go together. `today`: it is said of now."""

    start: int
    end: int
    days: frozenset[date]
    weekday: int = 0
    every: bool = False
    wrong: bool = False
    today: bool = False
    stated: bool = False
    """Only that a day is such a weekday was said: "hoy es miércoles"."""

    @property
    def today_or_so(self) -> bool:
        """Whether it was said by counting from today."""
        return len(self.days) == 1 and not self.weekday and not self.wrong


@lru_cache(maxsize=2048)
def hours(text: str, lexicon: Lexicon) -> tuple[Hour, ...]:
    """The hours of `text` (lower case), in order."""
    spans = [(one.start, one.end) for one in durations(text, lexicon)]
    result = [
        hour
        for hour in (*_hours(text, lexicon), *_bare_ranges(text, lexicon))
        if not any(first < hour.end and hour.start < last for first, last in spans)
    ]
    unique = {hour.start: hour for hour in reversed(result)}
    return tuple(unique[start] for start in sorted(unique))


def _bare_ranges(text: str, lexicon: Lexicon) -> Iterator[Hour]:
    """ "de 8 a 12", with no mark of an hour at all."""
    for match in _bare(lexicon).finditer(text):
        for name in ("first", "second"):
            minutes = readings(_number(match[name], lexicon), 0, "")
            if minutes:
                yield Hour(match.start(name), match.end(name), minutes)


@cache
def _bare(lexicon: Lexicon) -> re.Pattern[str]:
    t = lexicon.text
    hour = rf"\d{{1,2}}|{t('time.hours')}"
    return re.compile(
        rf"(?<!\w)(?:{t('time.between')})\s+(?:las\s+)?(?P<first>{hour}){t('time.range')}(?P<second>{hour})(?![\w:]|[.,]\d|\s*%)"
        rf"(?!\s*(?:{t('time.units')}))"
    )


def _hours(text: str, lexicon: Lexicon) -> list[Hour]:
    result: list[Hour] = []
    at = 0
    while match := _hour(lexicon).search(text, at):
        after = max(match.end(), at + 1)
        minutes = _minutes(match, lexicon)
        if not minutes or _is_no_hour(match, lexicon):
            at = max(match.start("hour"), match.start() + 1) if minutes else after
            continue
        at = after
        before = _range_before(text, match.start(), lexicon)
        if before and not any(one.end > before.start for one in result):
            result.append(before)
        result.append(Hour(match.start(), match.end(), minutes))
        while more := _next_hour(lexicon).match(text, at):
            following = _minutes(more, lexicon)
            if not following or _is_pair(more, lexicon):
                break
            result.append(Hour(more.start("clock"), more.end(), following))
            at = more.end()
    return result


def _is_pair(match: re.Match[str], lexicon: Lexicon) -> bool:
    """ "…, as duas": both of them."""
    marked = any(match[name] for name in ("minute", "half", "mark", "past", "minus"))
    return not marked and not match["hour"].isdigit() and _number(match["hour"], lexicon) <= 3


_NUMBERED = re.compile(r"(?<!\w)(?:d[ií]as|days)\s+$")
"""What makes days of the numbers after it: "dias 8 e 9"."""


def _is_no_hour(match: re.Match[str], lexicon: Lexicon) -> bool:
    """ "cuál de las dos", "the one": a number after an article, without a word that makes an hour of it."""
    before = match.string[: match.start()]
    if not (match["half"] or match["mark"]) and _NUMBERED.search(before):
        return True
    if match.group() == "by one" and before.endswith("one "):
        return True
    if (
        any(match[name] for name in ("minute", "half", "mark", "past", "minus"))
        or not match["hour"]
    ):
        return False
    pair = lexicon.get("time.pair")
    if pair and match["hour"] == "dos" and re.search(pair, match.string[: match.start()]):
        return True
    weak = lexicon.get("time.weak_lead")
    if not weak or not re.fullmatch(weak, (match["lead"] or "").strip()):
        return False
    return bool(lexicon.get("time.weak_numbers")) or (
        _number(match["hour"], lexicon) <= 3 and not match["hour"].isdigit()
    )


def _range_before(text: str, start: int, lexicon: Lexicon) -> Hour | None:
    """The 8 of "8 a 12 m.", "9–17:00"."""
    match = _opens(lexicon).search(text[max(0, start - 24) : start])
    if match is None:
        return None
    first = max(0, start - 24) + match.start("hour")
    minutes = readings(_number(match["hour"], lexicon), int(match["minute"] or 0), "")
    return Hour(first, first + len(match["hour"]), minutes) if minutes else None


def _number(text: str, lexicon: Lexicon) -> int:
    return int(value(text, lexicon))


def _minutes(match: re.Match[str], lexicon: Lexicon) -> frozenset[int]:
    groups = match.groupdict()
    if groups.get("noon"):
        later = groups.get("noon_past")
        return frozenset({NOON + (_past(later.strip(), lexicon) if later else 0)})
    if groups.get("midnight"):
        return frozenset({0, 24 * 60})
    half = _half(groups, lexicon)
    hour = _number(groups["hour"] or groups.get("of") or "0", lexicon)
    if groups.get("half_past"):
        return readings(hour, 30, half)
    if aside := (groups.get("aside") or ""):
        quarter = aside in ("cuarto", "quarter", "um quarto")
        by = 15 if quarter else _number(aside, lexicon)
        back = by if groups.get("back") else -by
        return frozenset((m - back) % (24 * 60) for m in readings(hour, 0, half))
    if groups.get("quarter_past"):
        return readings(hour, 15, half)
    if groups.get("quarter_before"):
        return readings(hour - 1 or 12, 45, half)
    minute = int(groups["minute"] or 0)
    if text := (groups.get("past") or ""):
        minute = _past(text.strip(), lexicon)
    if groups.get("minus"):
        back = 15 if not groups["less"] else _number(groups["less"], lexicon)
        return frozenset((m - back) % (24 * 60) for m in readings(hour, 0, half))
    return readings(hour, minute, half)


def _half(groups: dict[str, str | None], lexicon: Lexicon) -> str:
    half = groups.get("half") or ""
    for name in ("am", "pm", "noon_mark"):
        if half and re.fullmatch(lexicon.text(f"time.{name}"), half):
            return name
    return ""


def _past(text: str, lexicon: Lexicon) -> int:
    if re.fullmatch(lexicon.text("time.half"), text):
        return 30
    if re.fullmatch(lexicon.text("time.quarter"), text):
        return 15
    return _number(re.sub(rf"^(?:{lexicon.text('time.and_minutes')})", "", text), lexicon)


def readings(hour: int, minute: int, half: str = "") -> frozenset[int]:
    """Minutes of the day that an hour can mean; `half` is "am", "pm", "noon_mark" or unknown."""
    if hour > 24 or minute > 59:
        return frozenset()
    if hour > 12 or hour == 0:
        return frozenset({(hour % 24) * 60 + minute} | ({24 * 60} if hour == 24 else set()))
    early, late = hour % 12 * 60 + minute, hour % 12 * 60 + minute + NOON
    if half == "noon_mark" and hour == 12:
        return frozenset({NOON + minute})
    return frozenset({"am": {early}, "pm": {late}}.get(half, {early, late}))


def _clock(lexicon: Lexicon) -> str:
    """An hour and what follows it, without saying yet that it is one."""
    t = lexicon.text
    word = t("time.hours")
    half = f"{t('time.am')}|{t('time.pm')}|{t('time.noon_mark')}"
    number = r"(?:[a-zà-ÿ]+(?:\s+y\s+[a-zà-ÿ]+)?|\d{1,2})"
    past = rf"(?P<past>\s+(?:{t('time.half')}|{t('time.quarter')}|{t('time.and_minutes')}(?:\d{{1,2}}|{_tens(lexicon)}))\b)"
    minus = rf"(?P<minus>\s+(?:{t('time.quarter_to')}|{t('time.to_minutes')}(?P<less>\d{{1,2}}|{_tens(lexicon)}))\b)"
    del number
    return (
        rf"(?P<hour>\d{{1,2}}|{word})(?:(?:[:.]|\s?h(?=\d))(?P<minute>\d{{2}})(?!\d|[.,]\d)\s?(?:hrs?\b|h\b)?|{past}|{minus})?"
        rf"(?P<mark>{t('time.mark')})?(?:,?\s*(?P<half>{half}))?"
    )


@cache
def _fives(lexicon: Lexicon) -> str:
    words = [
        word for word, worth in lexicon.get("number.words").items() if worth in (5, 10, 15, 20)
    ]
    return rf"(?:{longest_first(words)})"


@cache
def _tens(lexicon: Lexicon) -> str:
    words = [word for word, worth in lexicon.get("number.words").items() if 5 <= worth < 60]
    return rf"(?:{longest_first(words)})"


@cache
def _hour(lexicon: Lexicon) -> re.Pattern[str]:
    t = lexicon.text
    clock = _clock(lexicon)
    units = rf"(?!\s*(?:{t('time.units')}))"
    edge = r"(?<![\w.,:/$#+-])"
    before = lexicon.get("time.quarter_before") or "(?!)"
    of = rf"(?P<of>\d{{1,2}}|{t('time.hours')})\b(?:\s*(?P<half_of>{t('time.am')}|{t('time.pm')}))?"
    spoken = (
        rf"{edge}(?:{t('time.lead')})?(?:(?P<half_past>{t('time.half_past')})|(?P<quarter_past>{t('time.half_hour_of')})"
        rf"|(?P<quarter_before>{before})|(?P<aside>cuarto|quarter|um quarto|{_fives(lexicon)})\s+(?:(?P<back>{t('time.back')})|{t('time.on')}))\s+{of}{units}"
    )
    return re.compile(
        rf"{edge}(?:(?P<noon>{t('time.noon')})(?P<noon_past>\s+(?:{t('time.half')}|{t('time.quarter')}))?|(?P<midnight>{t('time.midnight')}))(?!\w)"
        rf"|{spoken}"
        rf"|{edge}(?P<lead>{t('time.lead')})?{clock}(?<!\s)(?!\w|%|[.,:/]\d)"
        rf"(?(minute)|(?(half)|(?(mark)|(?(past)|(?(minus)|(?(lead){units}|(?!)))))))".replace(
            "(?P<half_of>", "(?:"
        )
    )


@cache
def _next_hour(lexicon: Lexicon) -> re.Pattern[str]:
    t = lexicon.text
    return re.compile(
        rf"(?:{t('time.range')}|{t('time.list')})(?P<clock>{_clock(lexicon)})(?<!\s)(?!\w|%|[.,:/]\d)"
        rf"(?!\s*(?:{t('time.units')}))(?!\s+(?:{t('time.back')})\s+(?:\d|{t('time.hours')}))"
    )


@cache
def _opens(lexicon: Lexicon) -> re.Pattern[str]:
    t = lexicon.text
    return re.compile(
        rf"(?<![\w.,:/$#+-])(?P<hour>\d{{1,2}}|{t('time.hours')})(?:[:.](?P<minute>\d{{2}}))?{t('time.range')}$"
    )


@lru_cache(maxsize=2048)
def days(text: str, lexicon: Lexicon, now: datetime, country: str) -> tuple[Day, ...]:
    """The days of `text` (lower case), in order."""
    result: list[Day] = []
    counted = bool(lexicon.pattern("day.counted").search(text))
    for match in _day(lexicon, country == "US").finditer(text):
        day = _read_day(match, lexicon, now.date(), country)
        if day is None or (counted and match["weekday"] in lexicon.get("day.ordinals").split()):
            continue
        if match["month"]:
            result.extend(_listed(text, match, lexicon, now.date()))
        before = result[-1] if result else None
        if before and before.weekday and not day.weekday and _beside(text, before.end, day.start):
            result[-1] = _dated(before, day)
        elif before and before.today_or_so and _called(text, before.end, day.start, lexicon):
            stated = not _beside(text, before.end, day.start)
            result[-1] = replace(
                before, end=day.end, wrong=not before.days & day.days, stated=stated
            )
        elif before and _is_of(before, day) and _called(text, before.end, day.start, lexicon):
            fitting = frozenset(one for one in before.days if one.isoweekday() == day.weekday)
            result[-1] = replace(
                before, end=day.end, days=fitting or before.days, wrong=not fitting
            )
        else:
            result.append(day)
    return tuple(result)


def _listed(text: str, match: re.Match[str], lexicon: Lexicon, today: date) -> Iterator[Day]:
    """The 24 and 25 of "24, 25 y 26 de diciembre"; of a range all its days."""
    listed = _LISTED.search(text[max(0, match.start() - 40) : match.start()])
    if listed is None:
        return
    month, year = lexicon.get("day.months")[match["month"]], _year(match["its_year"])
    numbers = [int(number) for number in re.findall(r"\d+", listed.group())]
    if re.search(r"(?:al?|to|-|–)\s*(?:el\s+|the\s+)?$", listed.group()):
        numbers = list(range(numbers[0], _number(match["number"], lexicon)))
    last = _number(match["number"], lexicon)
    for number in numbers:
        own_month = month if number <= last else (month - 2) % 12 + 1  # "el 25 y el 1 de enero"
        if one := frozenset(_in_year(number, own_month, year, today)):
            yield Day(match.start() - len(listed.group()), match.start() - 1, one)


_LISTED = re.compile(
    r"(?:(?<!\d)\d{1,2}(?:st|nd|rd|th)?\s*(?:,|y|e|and|&|al?|to|-|–)\s*(?:el\s+|the\s+)?)+$"
)


def _beside(text: str, end: int, start: int) -> bool:
    return bool(re.fullmatch(r"[\s,(]*(?:el |o |dia |día |the )?", text[end:start]))


def _called(text: str, end: int, start: int, lexicon: Lexicon) -> bool:
    """Whether the next day says which weekday the one before is: "el 14 cae en sábado"."""
    verb = lexicon.text("day.is")
    return _beside(text, end, start) or bool(
        re.fullmatch(rf"\s+(?:que\s+)?(?:{verb})\s+", text[end:start])
    )


def _is_of(before: Day, day: Day) -> bool:
    """Whether a date stands before a bare weekday."""
    return bool(day.weekday and not day.every and not before.weekday and len(before.days) <= 3)


def _dated(weekday: Day, day: Day) -> Day:
    fitting = frozenset(one for one in day.days if one.isoweekday() == weekday.weekday)
    return replace(day, start=weekday.start, days=fitting or day.days, wrong=not fitting)


def _read_day(match: re.Match[str], lexicon: Lexicon, today: date, country: str) -> Day | None:
    start, end = match.span()
    relative = _relative(match, lexicon, today)
    if relative is not None:
        is_today = bool(match["today"]) and today in relative
        return Day(start, end, relative, today=is_today)
    if match["weekday"]:
        number = lexicon.get("day.weekdays")[match["weekday"].rstrip(".")]
        every = bool(match["every"]) or match["weekday"].endswith("days")
        if match["dated"]:
            day = Day(start, end, frozenset(_by_number(int(match["dated"]), today)))
            both = _dated(Day(start, start, frozenset(), number), day)
            if not (both.wrong and lexicon.get("day.month_first") and not match["surely"]):
                return both
            end = match.end("weekday")
        ahead = [today + timedelta(d) for d in range(-7, 45)]
        fitting = frozenset(d for d in ahead if d.isoweekday() == number)
        return Day(start, end, fitting, number, every)
    dates = frozenset(_dates(match, lexicon, today, country))
    return Day(start, end, dates) if dates else None


def _relative(match: re.Match[str], lexicon: Lexicon, today: date) -> frozenset[date] | None:
    later = re.search(
        rf"(?<!\w)(?:{lexicon.text('day.week_on')})\s+$", match.string[: match.start()]
    )
    if later and (match["today"] or match["tomorrow"]):  # "a week tomorrow"
        return frozenset({today + timedelta(7 + bool(match["tomorrow"]))})
    for name, ahead in (("today", 0), ("tomorrow", 1), ("after_tomorrow", 2), ("yesterday", -1)):
        if match[name]:
            return frozenset({today + timedelta(ahead)})
    if match["feast"]:
        month, number = divmod(lexicon.get("day.feasts")[match["feast"]], 100)
        return frozenset(_in_year(number, month, 0, today))
    if match["week"]:
        monday = today + timedelta(7 - today.weekday())
        return frozenset(monday + timedelta(d) for d in range(7))
    return None


def _dates(match: re.Match[str], lexicon: Lexicon, today: date, country: str) -> Iterator[date]:
    if match["iso"]:
        yield from _real(int(match["iso"][:4]), int(match["iso"][5:7]), int(match["iso"][8:]))
        return
    if match["one"]:
        one, two, year = int(match["one"]), int(match["two"]), match["year"]
        pairs = [(one, two)] if not lexicon.get("day.month_first") else [(two, one), (one, two)]
        if country in ("GB", "IE", "AU", "NZ"):
            pairs = [(one, two)]
        for day, month in pairs:
            yield from _in_year(day, month, _year(year), today)
        return
    named = match["month"] or match["month_before"]
    number = match["number"] or match["number_after"] or match["alone"]
    if named:
        month = lexicon.get("day.months")[named]
        yield from _in_year(_number(number, lexicon), month, _year(match["its_year"]), today)
    elif number:
        yield from _by_number(int(number), today)


def _by_number(day: int, today: date) -> Iterator[date]:
    for ahead in range(-31, 62):
        one = today + timedelta(ahead)
        if one.day == day:
            yield one


def _year(text: str | None) -> int:
    return 0 if not text else int(text) + (2000 if len(text) == 2 else 0)


def _in_year(day: int, month: int, year: int, today: date) -> Iterator[date]:
    for one in [year] if year else [today.year - 1, today.year, today.year + 1]:
        yield from _real(one, month, day)


def _real(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return


@cache
def _day(lexicon: Lexicon, american: bool) -> re.Pattern[str]:
    t = lexicon.text

    def any_of(path: str) -> str:
        return "|".join(lexicon.get(path))

    months = longest_first(lexicon.get("day.months"))
    number = r"\d{1,2}|primero|primeiro|1º"
    not_weekday = rf"(?!{t('day.not_weekday')})" if lexicon.get("day.not_weekday") else ""
    after = rf"(?!\s*(?:{t('time.units')})|\s*[%:/]\w|[.,]\d|\w)"
    dated = (
        rf"(?:\.?,?\s+(?P<surely>(?:el|o|día|dia|the)\s+)?(?P<dated>\d{{1,2}}){t('day.ordinal')}(?![\w:]|[.,/]\d)"
        rf"(?!\s*(?:{t('day.of')}(?:{months})(?!\w)|{t('time.am')}|{t('time.pm')}|{t('time.units')}|%|h\b)))?"
    )
    return re.compile(
        r"(?<![\w/.-])(?:"
        rf"(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})"
        rf"|(?P<one>\d{{1,2}})/(?P<two>\d{{1,2}})(?:/(?P<year>\d{{4}}|\d{{2}}))?"
        rf"|(?P<after_tomorrow>{any_of('day.after_tomorrow')})"
        rf"|(?P<tomorrow>{any_of('day.tomorrow')})"
        rf"|(?P<today>{any_of('day.today')})"
        rf"|(?P<yesterday>{any_of('day.yesterday')})"
        rf"|(?P<week>{t('day.next_week')})"
        rf"|(?P<feast>{longest_first(lexicon.get('day.feasts'))})"
        rf"|(?P<number>{number}){t('day.ordinal')}\s+{t('day.of')}(?P<month>{months})(?!\w)\.?(?:,?\s+(?:de\s+|del\s+)?(?P<its_year>20\d{{2}}))?"
        rf"|(?P<month_before>{months})\.?\s+(?:the\s+)?(?P<number_after>\d{{1,2}}){t('day.ordinal')}(?![\w:/])"
        rf"|(?P<every>{t('day.every')})?(?P<weekday>{longest_first(lexicon.get('day.weekdays'))})(?!\w|'s){not_weekday}{dated}"
        rf"|{t('day.number_alone')}?(?P<alone>(?<=\s)(?:[12]?\d|3[01])(?=th|st|nd|rd)|(?<=el )\d{{1,2}}|(?<=al )\d{{1,2}}|(?<=dia )\d{{1,2}}|(?<=día )\d{{1,2}}|(?<=days )\d{{1,2}})(?:{t('day.ordinal')}){after}"
        r")(?!\w)"
    )
