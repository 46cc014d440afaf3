"""Why a wished time is not to be had, as a clause that fits into a sentence."""

from collections.abc import Mapping
from datetime import date, time

from agent.dates.labels import day_label, time_label
from agent.organization import Organization

_WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "es": (
        "los lunes", "los martes", "los miércoles", "los jueves", "los viernes", "los sábados",
        "los domingos",
    ),
    "pt": (
        "às segundas", "às terças", "às quartas", "às quintas", "às sextas", "aos sábados",
        "aos domingos",
    ),
    "en": (
        "on Mondays", "on Tuesdays", "on Wednesdays", "on Thursdays", "on Fridays",
        "on Saturdays", "on Sundays",
    ),
}  # fmt: skip

_LAST_FEMININE_DAY = 5

_CLAUSES: Mapping[str, Mapping[str, str]] = {
    "es": {
        "closed_weekday": "{weekday} no abrimos",
        "closed_day": "el {day} no abrimos",
        "holiday": "el {day} no abrimos ({label})",
        "closed": "esos días no abrimos",
        "full_day": "el {day} ya no hay cupo",
        "full": "en esas fechas ya no hay cupo",
        "time_taken": "a esa hora ({time}) ya no hay cupo",
        "part_taken": "en ese horario ya no hay cupo",
        "outside_hours": "a esa hora no atendemos",
        "past": "esa hora ya pasó",
        "notice": "para esa hora ya no alcanzamos",
        "horizon": "todavía no tenemos agenda para esas fechas: por ahora llega hasta el {until}",
        "no_hours": "todavía no hay agenda publicada",
        "too_short": "en esas fechas no hay un espacio tan largo como el servicio",
        "no_such_hour": "esa hora no existe ese día: cambia el horario y el reloj se adelanta",
        "member_off": "{member} no atiende en esas fechas",
        "nobody": "en esas fechas no está quien hace ese servicio",
        "nobody_day": "el {day} no está quien hace ese servicio",
    },
    "pt": {
        "closed_weekday": "{weekday} não abrimos",
        "closed_day": "{day}, não abrimos",
        "holiday": "{day}, não abrimos ({label})",
        "closed": "nesses dias não abrimos",
        "full_day": "{day}, já não há vaga",
        "full": "nessas datas já não há vaga",
        "time_taken": "nesse horário ({time}) já não há vaga",
        "part_taken": "nesse período já não há vaga",
        "outside_hours": "nesse horário não atendemos",
        "past": "esse horário já passou",
        "notice": "para esse horário já está muito em cima da hora",
        "horizon": "ainda não temos agenda para essas datas: por enquanto ela vai até {until}",
        "no_hours": "ainda não há agenda publicada",
        "too_short": "nessas datas não há um espaço tão longo quanto o serviço",
        "no_such_hour": "esse horário não existe nesse dia: a hora muda e o relógio adianta",
        "member_off": "{member} não atende nessas datas",
        "nobody": "nessas datas não está quem faz esse serviço",
        "nobody_day": "{day}, não está quem faz esse serviço",
    },
    "en": {
        "closed_weekday": "we're closed {weekday}",
        "closed_day": "we're closed on {day}",
        "holiday": "we're closed on {day} ({label})",
        "closed": "we're closed on those days",
        "full_day": "{day} is fully booked",
        "full": "those dates are fully booked",
        "time_taken": "{time} is already taken",
        "part_taken": "that part of the day is fully booked",
        "outside_hours": "we don't see anyone at that hour",
        "past": "that time has already passed",
        "notice": "that's too short notice",
        "horizon": "our calendar isn't open that far ahead yet: for now it ends on {until}",
        "no_hours": "our calendar isn't published yet",
        "too_short": "nobody works long enough on those dates for that service",
        "no_such_hour": "that hour doesn't exist that day: the clocks go forward",
        "member_off": "{member} isn't in on those dates",
        "nobody": "nobody who does that is in on those dates",
        "nobody_day": "nobody who does that is in on {day}",
    },
}


def closed_clause(
    organization: Organization, day: date, label: str | None, language: str, today: date
) -> str:
    """Why one day is closed: a holiday by its name, a weekday that never opens, or just that day."""
    clauses = _CLAUSES[language]
    said = _day(day, language, today)
    if label:
        return clauses["holiday"].format(day=said, label=label)
    if day.isoweekday() not in organization.hours:
        return clauses["closed_weekday"].format(weekday=_WEEKDAYS[language][day.weekday()])
    return clauses["closed_day"].format(day=said)


def clause(
    reason: str,
    language: str,
    *,
    country: str,
    today: date,
    day: date | None = None,
    at: time | None = None,
    member: str | None = None,
    until: date | None = None,
) -> str:
    """The clause for `reason` (the keys above); a single day or time is named where it is known.

    `until` is the last day of the calendar.
    """
    clauses = _CLAUSES[language]
    key = f"{reason}_day" if day and f"{reason}_day" in clauses else reason
    return clauses[key].format(
        day=_day(day, language, today) if day else "",
        time=time_label(at, language, country) if at else "",
        member=member or "",
        until=day_label(until, language, today=today) if until else "",
    )


def _day(day: date, language: str, today: date) -> str:
    """The day as it stands in a clause; Portuguese puts "na" or "no" before it."""
    said = day_label(day, language, today=today)
    if language != "pt":
        return said
    return f"{'no' if day.isoweekday() > _LAST_FEMININE_DAY else 'na'} {said}"
