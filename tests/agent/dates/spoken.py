"""Days and hours as people say them, made from the value: a grammar of its own, for round trips."""

from collections.abc import Callable, Iterator
from datetime import date, time

DayForm = Callable[[date], str]
TimeForm = Callable[[time], str | None]

WEEKDAYS = {
    "es": ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    "pt": ["segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
SHORT_WEEKDAYS = {
    "es": ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],
    "pt": ["seg", "ter", "qua", "qui", "sex", "sáb", "dom"],
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
}
MONTHS = {
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    "pt": [
        "janeiro",
        "fevereiro",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
SHORT_MONTHS = {
    "es": ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"],
    "pt": ["jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"],
}
HOURS = {
    "es": [
        "una",
        "dos",
        "tres",
        "cuatro",
        "cinco",
        "seis",
        "siete",
        "ocho",
        "nueve",
        "diez",
        "once",
        "doce",
    ],
    "pt": [
        "uma",
        "duas",
        "três",
        "quatro",
        "cinco",
        "seis",
        "sete",
        "oito",
        "nove",
        "dez",
        "onze",
        "doze",
    ],
    "en": [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ],
}
MINUTES = {
    "es": {5: "cinco", 10: "diez", 15: "quince", 20: "veinte", 25: "veinticinco", 30: "treinta",
           35: "treinta y cinco", 40: "cuarenta", 45: "cuarenta y cinco", 50: "cincuenta", 55: "cincuenta y cinco"},
    "pt": {5: "cinco", 10: "dez", 15: "quinze", 20: "vinte", 25: "vinte e cinco", 30: "trinta",
           35: "trinta e cinco", 40: "quarenta", 45: "quarenta e cinco", 50: "cinquenta", 55: "cinquenta e cinco"},
    "en": {5: "five", 10: "ten", 15: "fifteen", 20: "twenty", 25: "twenty-five", 30: "thirty",
           35: "thirty-five", 40: "forty", 45: "forty-five", 50: "fifty", 55: "fifty-five"},
}  # fmt: skip
HALVES = {
    "es": ("de la mañana", "de la tarde", "de la noche"),
    "pt": ("da manhã", "da tarde", "da noite"),
    "en": ("in the morning", "in the afternoon", "in the evening"),
}


def day_forms(language: str) -> dict[str, DayForm]:
    """Ways to say a date that is less than a year ahead, none of them relative."""
    months = MONTHS[language]
    # May is no abbreviation in English; a Spanish "mar." may be a Tuesday.
    short = [s if s in months else f"{s}." for s in SHORT_MONTHS[language]]
    short[2] = months[2] if language == "es" else short[2]
    weekdays, brief = WEEKDAYS[language], SHORT_WEEKDAYS[language]
    if language == "en":
        return {
            "month day": lambda d: f"{months[d.month - 1]} {_nth(d.day)}",
            "day of month": lambda d: f"the {_nth(d.day)} of {months[d.month - 1]}",
            "short.": lambda d: f"{short[d.month - 1]} {d.day}",
            "short. nth": lambda d: f"{short[d.month - 1]} {_nth(d.day)}",
            "weekday": lambda d: f"{weekdays[d.weekday()]}, {months[d.month - 1]} {d.day}",
            "short both": lambda d: f"{brief[d.weekday()]}. {short[d.month - 1]} {d.day}",
            "of the": lambda d: f"the {_nth(d.day)} of the {_nth(d.month)}",
            "ISO": lambda d: d.isoformat(),
            "numeric": lambda d: f"{d.month}/{d.day}/{d.year}",
        }
    the, of_the = ("el", "del") if language == "es" else ("dia", "do")
    return {
        "day of month": lambda d: f"{the} {d.day} de {months[d.month - 1]}",
        "plain": lambda d: f"{d.day} {months[d.month - 1]}",
        "short.": lambda d: f"{the} {d.day} de {short[d.month - 1]}",
        "short first.": lambda d: f"{short[d.month - 1]} {d.day}",
        "weekday": lambda d: f"{weekdays[d.weekday()]} {d.day} de {months[d.month - 1]}",
        "short both": lambda d: f"{brief[d.weekday()]}. {d.day} {short[d.month - 1]}",
        "by number": lambda d: f"{the} {d.day} {of_the} {d.month}",
        "number of month": lambda d: f"{d.day} {of_the} {d.month}",
        "ISO": lambda d: d.isoformat(),
        "numeric": lambda d: f"{d.day}/{d.month}/{d.year}",
        "numeric, short": lambda d: f"{the} {d.day}/{d.month}",
    }


def time_forms(language: str) -> dict[str, TimeForm]:
    """Ways to say a time between 6:00 and 21:55 that leave no doubt; None where one cannot."""
    at = {"es": "a las", "pt": "às", "en": "at"}[language]
    hours = HOURS[language]

    def led(t: time) -> str:
        """ "A las" is "a la" before one."""
        return {"es": "a la", "pt": "à", "en": "at"}[language] if t.hour % 12 == 1 else at

    def half(t: time) -> str:
        morning, afternoon, evening = HALVES[language]
        return morning if t.hour < 12 else afternoon if t.hour < 19 else evening

    def name(t: time) -> str:
        return hours[(t.hour - 1) % 12]

    def spelled(t: time) -> str | None:
        minutes = MINUTES[language].get(t.minute)
        if t.minute == 5:
            return None
        return f"{led(t)} {name(t)}{f' {minutes}' if minutes else ''} {half(t)}"

    def added(t: time) -> str | None:
        minutes = MINUTES[language].get(t.minute)
        joined = {"es": "y", "pt": "e"}.get(language)
        if not joined or not minutes or t.minute == 5:
            return None
        return f"{led(t)} {name(t)} {joined} {minutes} {half(t)}"

    def added_digits(t: time) -> str | None:
        joined = {"es": "y", "pt": "e"}.get(language)
        if not joined or t.minute < 10:
            return None
        return f"{led(t)} {(t.hour - 1) % 12 + 1} {joined} {t.minute} {half(t)}"

    def relative(t: time) -> str | None:
        to = {"es": "cuarto para las", "pt": "quinze para as", "en": "quarter to"}[language]
        if t.minute != 45 or t.hour % 12 == 0:
            return None
        return f"{to} {hours[t.hour % 12]} {half(t.replace(hour=t.hour + 1))}"

    def by_half(t: time) -> str | None:
        if t.minute != 30:
            return None
        if language == "en":
            return f"half past {name(t)} {half(t)}"
        return f"{led(t)} {name(t)} {'y media' if language == 'es' else 'e meia'} {half(t)}"

    forms: dict[str, TimeForm] = {
        "24 hours": lambda t: f"{at} {t:%H:%M}",
        "12 hours": lambda t: (
            f"{led(t)} {(t.hour - 1) % 12 + 1}:{t:%M} {'am' if t.hour < 12 else 'pm'}"
        ),
        "spelled": spelled,
        "added": added,
        "added digits": added_digits,
        "to": relative,
        "half": by_half,
    }
    if language == "pt":
        forms["h"] = lambda t: f"às {t.hour}h{t:%M}" if t.hour > 7 else None
    return forms


def combinations() -> Iterator[tuple[str, str, str]]:
    """(language, form of the day, form of the time)."""
    for language in WEEKDAYS:
        for day in day_forms(language):
            for at in time_forms(language):
                yield language, day, at


def _nth(number: int) -> str:
    last = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number in (11, 12, 13) else last}"
