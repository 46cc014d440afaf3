"""Which days a question about opening hours is about."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from agent.dates import Hours, resolve
from agent.dates.calendar import Span
from agent.language import plain
from agent.language.opening.named_days import named_days

_WEEKDAYS = (
    "lunes segunda monday",
    "martes terca tuesday",
    "miercoles quarta wednesday",
    "jueves quinta thursday",
    "viernes sexta friday",
    "sabado sabado saturday",
    "domingo domingo sunday",
)
_NUMBERS = {name: n for n, names in enumerate(_WEEKDAYS, 1) for name in names.split()}
_DAY = "(" + "|".join(_NUMBERS) + ")"
_FEIRA = "(?: feira)?"
_FROM_TO = re.compile(
    rf"\b(?:de |from )?{_DAY}s?{_FEIRA} (?:a|ate|hasta|to|through|thru|until) {_DAY}s?{_FEIRA}\b"
)
# About every such day, not the coming one: "los sábados", "aos sábados", "on Saturdays".
_EVERY = re.compile(
    rf"\b(?:(?:todos |todas )?(?:los|las|aos|nos|as|nas) (?:dias )?{_DAY}s?(?: feiras?)?"
    rf"|(?:cada|todo(?: o)?|toda(?: a)?|every) {_DAY}{_FEIRA}|{_DAY}s feiras"
    r"|(sabado|domingo|saturday|sunday|monday|tuesday|wednesday|thursday|friday)s)\b"
)
_WEEKENDS = re.compile(
    r"\b(?:(?:los |aos |nos |os )?(?:fines|finais|fins) de semana|findes|(?:on |at )?(?:the )?weekends)\b"
)
_WORKDAYS = re.compile(
    r"\b(?:entre semana|en semana|(?:los )?dias? (?:de semana|habiles|laborables)"
    r"|(?:em |nos )?dias uteis|(?:durante|na) (?:la )?semana|(?:on )?weekdays|during the week)\b"
)
_NOW = re.compile(
    r"\b(?:ahora(?: mismo)?|ahorita|en este momento|a esta hora|agora|neste momento|right now|now"
    r"|at the moment|todavia|aun|ainda|still)\b"
)
_IS_OPEN = re.compile(
    r"\b(?:(?:estan|esta|tan) (?:\w+ )?(?:abiert|cerrad)\w+|(?:estao|esta|ta|tao) (?:\w+ )?(?:abert|fechad)\w+"
    r"|(?:are you|you|is it) (?:guys )?(?:open|closed))\b"
)
_HOLIDAYS = re.compile(
    r"\b(?:(?:los |nos |os |aos |en |em |on |dias? )+)?(?:festivos|feriados|(?:public |bank )?holidays)\b"
    r"|\b(?:en|em|un|um|algun|dia|dias) (?:festivo|feriado)\b"
)
_HOLIDAY_OF = re.compile(
    r"\b(?:dia )?(?:festivo|feriado|holiday)s?\b(?:\s+(?:de|del|do|of)\b(?!\s+(?:la|los|las)\b))?",
    re.IGNORECASE,
)
_NEXT_HOLIDAY = re.compile(
    r"\b(?:proximo|siguiente|next|seguinte) (?:dia )?(?:festivo|feriado|(?:public |bank )?holiday)\b"
    r"|\b(?:festivo|feriado) (?:que viene|que vem)\b|\b(?:el|este|no|neste|o) (?:festivo|feriado)\b(?! d)"
    r"|\b(?:the|this) (?:public |bank )?holiday\b"
)
_SEVERAL = re.compile(
    r"\b(d[ií]as|the)\s+(\d{1,2})(?:st|nd|rd|th)?((?:\s*,\s*\d{1,2}(?:st|nd|rd|th)?)*)\s+(y|e|and|ou|o|or)\s+(?=\d)",
    re.IGNORECASE,
)
_MONTHS = (
    r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre"
    r"|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)"
)
_IN_MONTH = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+((?:de|of)\s+{_MONTHS})\b", re.IGNORECASE)
_DATE_OR_NUMBER = re.compile(
    rf"(\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:de|of)\s+{_MONTHS}\b)"
    r"|\b(el|día|dia|the|on the|no|y|e|and)\s+(\d{1,2})(?:st|nd|rd|th)?\b(?!\s*(?:[/:.h-]\s*\d|de\b|of\b|,|y\b|e\b|[ap]\.?\s?m\b))",
    re.IGNORECASE,
)
# A day with a name that nobody here knows: "el día del odontólogo".
_UNKNOWN = re.compile(
    r"\b(?:el |no |del |do )?dia (?:de|del|da|do|dos|das) (?!semana|hoy|hoje|manana|atencion|la semana|trabajo\b)\w{4,}"
)
_READ = 400


@dataclass(frozen=True, slots=True)
class DaysQuestion:
    """`spans` are days in order, both ends included; `weekdays` (ISO) are about every week.

    `now`: whether it is open at this moment is asked; `at`: an hour that was named. `reason`: why
    a day that was named is none (as in `dates.Resolution`, or `unknown_day`). `holidays`: public
    holidays in general; `next_holiday`: the coming one.
    """

    spans: tuple[Span, ...] = ()
    weekdays: tuple[int, ...] = ()
    now: bool = False
    at: time | None = None
    reason: str | None = None
    holidays: bool = False
    next_holiday: bool = False

    @property
    def none(self) -> bool:
        """Whether no day is asked about: the question is for the week's hours."""
        return self == DaysQuestion(at=self.at)


def read_days_question(
    words: str,
    now: datetime,
    *,
    languages: Sequence[str],
    country: str,
    region: str | None = None,
    hours: Hours | None = None,
    own: Mapping[date, str] | None = None,
) -> DaysQuestion:
    """The days in a question such as "¿abren el 24 y el 31?"; `now` is local to the business.

    `own`: the labels that the business gave to days of its calendar."""
    named = named_days(with_month(words[:_READ]), now.date(), country, region, own)
    plain_rest = plain(named.rest)
    weekdays, rest = _every_week(named.rest)
    if next_one := bool(_NEXT_HOLIDAY.search(plain_rest)):
        return DaysQuestion(named.spans, next_holiday=True)
    if (
        not named.spans
        and not weekdays
        and _HOLIDAYS.search(plain_rest)
        and not _dated(rest, now, languages)
    ):
        return DaysQuestion(holidays=True)
    spread = _spread(_HOLIDAY_OF.sub(" ", rest))
    resolution = resolve(spread, now, languages=languages, hours=hours, told_too=True)
    whens = [when for when in resolution.readings if when.start and when.end]
    spans = sorted({*named.spans, *((w.start, w.end) for w in whens if w.start and w.end)})
    at = next((when.time for when in resolution.readings if when.time), None)
    today = (now.date(), now.date())
    asks_now = bool(_NOW.search(plain_rest)) or (
        not spans and not weekdays and bool(_IS_OPEN.search(plain_rest))
    )
    if asks_now and spans in ([], [today]):
        return DaysQuestion((today,), now=True)
    if not spans and not weekdays and resolution.status == "impossible":
        return DaysQuestion(reason=resolution.reason)
    if not spans and not weekdays and _UNKNOWN.search(plain_rest):
        return DaysQuestion(reason="unknown_day")
    return DaysQuestion(_apart(spans), weekdays, at=at, next_holiday=next_one)


def with_month(text: str, before: str = "") -> str:
    """`text` with the month of the date that was named last, for numbers that stand without one:
    "el 8 de diciembre, ¿y el 24?". `before`: what was said before the text."""
    month = next((m[1] for m in reversed([*_IN_MONTH.finditer(before)])), "")
    number = 0

    def each(match: re.Match[str]) -> str:
        nonlocal month, number
        if match[1]:
            dated = _IN_MONTH.search(match[0])
            month = dated[1] if dated else month
            number = int(re.findall(r"\d+", match[0])[0])
            return match[0]
        later = int(match[3]) > number
        return f"{match[0]} {month}" if month and later else match[0]

    return _DATE_OR_NUMBER.sub(each, text)


def _dated(text: str, now: datetime, languages: Sequence[str]) -> bool:
    return resolve(_spread(_HOLIDAY_OF.sub(" ", text)), now, languages=languages).status != "none"


def _every_week(text: str) -> tuple[tuple[int, ...], str]:
    """The weekdays that are meant in every week, and the text without them (then folded)."""
    plain_text = plain(text)
    numbers: list[int] = []
    if match := _FROM_TO.search(plain_text):
        first, last = _NUMBERS[match[1]], _NUMBERS[match[2]]
        numbers += [(first + n - 1) % 7 + 1 for n in range((last - first) % 7 + 1)]
        plain_text = _FROM_TO.sub(" ", plain_text)
    for pattern, days in ((_WEEKENDS, (6, 7)), (_WORKDAYS, (1, 2, 3, 4, 5))):
        if pattern.search(plain_text):
            numbers += days
            plain_text = pattern.sub(" ", plain_text)
    for match in _EVERY.finditer(plain_text):
        numbers += [_NUMBERS[name] for name in match.groups() if name]
    if not numbers:
        return (), text
    plain_text = _EVERY.sub(" ", plain_text)
    # "los sábados y domingos": the second is no other Sunday than the first's kind.
    for match in re.finditer(rf"(?:^|\s)(?:y|e|and|ou|o|or) (?:los |aos )?{_DAY}s?\b", plain_text):
        numbers.append(_NUMBERS[match[1]])
        plain_text = plain_text.replace(match[0], " ", 1)
    return tuple(dict.fromkeys(sorted(numbers))), plain_text


def _spread(text: str) -> str:
    """ "días 24 y 25" as "día 24 y día 25", which the reader of dates knows."""

    def each(match: re.Match[str]) -> str:
        word = "the" if match[1].lower() == "the" else "día"
        more = "".join(f", {word} {n}" for n in re.findall(r"\d{1,2}", match[3]))
        return f"{word} {match[2]}{more} {match[4]} {word} "

    return _SEVERAL.sub(each, text)


def _apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans in order, each day in one of them."""
    merged: list[Span] = []
    for first, last in spans:
        if merged and first <= merged[-1][1] + timedelta(days=1):
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)
