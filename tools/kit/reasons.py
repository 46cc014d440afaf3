"""Why a wished time is not to be had, as a clause that fits into a sentence."""

from collections.abc import Mapping, Sequence
from datetime import date, time

from agent.dates.labels import day_label, time_label
from agent.organization import Organization
from agent.scheduling.labels import joined

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
_HOUR = 60

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
        "past_date": "esa fecha ya pasó",
        "notice": "para esa hora ya no alcanzamos",
        "horizon": "todavía no tenemos agenda para esas fechas: por ahora llega hasta el {until}",
        "no_hours": "todavía no hay agenda publicada",
        "too_short": "en esas fechas no hay un espacio tan largo como el servicio",
        "too_short_day": "el {day} no hay un espacio tan largo como el servicio",
        "no_such_hour": "esa hora no existe ese día: cambia el horario y el reloj se adelanta",
        "break": "de {begins} a {ends} no atendemos",
        "own_time": "esa es la hora que ya tiene la cita",
        "service_hours": "ese servicio no se hace a esa hora",
        "nobody_then": "a esa hora no está quien hace ese servicio",
        "ends_too_late": "a esa hora no alcanza el tiempo: se atiende hasta {the} {ends}",
        "off_grid": "ninguna cita empieza a esa hora ({time}): empiezan {every}",
        "group_full": "en ese grupo ({time}) ya no hay cupo",
        "visit": "a esa hora ({time}) no caben todos los servicios seguidos",
        "member_hours": "{member} no atiende a esa hora",
        "member_taken": "a esa hora ({time}) {member} ya no tiene cupo",
        "member_full": "{member} ya no tiene cupo en esas fechas",
        "member_full_day": "{member} ya no tiene cupo el {day}",
        "member_off": "{member} no atiende en esas fechas",
        "member_off_day": "{member} no atiende el {day}",
        "excluded": "sin lo que descartaste ya no queda cupo en esas fechas",
        "excluded_time": "sin lo que descartaste ya no queda cupo a esa hora",
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
        "past_date": "essa data já passou",
        "notice": "para esse horário já está muito em cima da hora",
        "horizon": "ainda não temos agenda para essas datas: por enquanto ela vai até {until}",
        "no_hours": "ainda não há agenda publicada",
        "too_short": "nessas datas não há um espaço tão longo quanto o serviço",
        "too_short_day": "{day}, não há um espaço tão longo quanto o serviço",
        "no_such_hour": "esse horário não existe nesse dia: a hora muda e o relógio adianta",
        "break": "das {begins} às {ends} não atendemos",
        "own_time": "esse é o horário que a consulta já tem",
        "service_hours": "esse serviço não é feito nesse horário",
        "nobody_then": "nesse horário não está quem faz esse serviço",
        "ends_too_late": "nesse horário não dá tempo: o atendimento vai até {the} {ends}",
        "off_grid": "nenhuma consulta começa nesse horário ({time}): elas começam {every}",
        "group_full": "nesse grupo ({time}) já não há vaga",
        "visit": "nesse horário ({time}) não cabem todos os serviços em sequência",
        "member_hours": "{member} não atende nesse horário",
        "member_taken": "nesse horário ({time}) {member} já não tem vaga",
        "member_full": "{member} já não tem vaga nessas datas",
        "member_full_day": "{member} já não tem vaga {day}",
        "member_off": "{member} não atende nessas datas",
        "member_off_day": "{member} não atende {day}",
        "excluded": "sem o que você descartou já não há vaga nessas datas",
        "excluded_time": "sem o que você descartou já não há vaga nesse horário",
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
        "past_date": "that date has already passed",
        "notice": "that's too short notice",
        "horizon": "our calendar isn't open that far ahead yet: for now it ends on {until}",
        "no_hours": "our calendar isn't published yet",
        "too_short": "nobody works long enough on those dates for that service",
        "too_short_day": "nobody works long enough on {day} for that service",
        "no_such_hour": "that hour doesn't exist that day: the clocks go forward",
        "break": "we're closed from {begins} to {ends}",
        "own_time": "that's the time the appointment already has",
        "service_hours": "we don't do that service at that hour",
        "nobody_then": "nobody who does that is in at that hour",
        "ends_too_late": "there isn't enough time then: we see people until {ends}",
        "off_grid": "no appointment starts at {time}: they start {every}",
        "group_full": "that group ({time}) is full",
        "visit": "not everything fits one after another at {time}",
        "member_hours": "{member} isn't in at that hour",
        "member_taken": "{member} is already booked at {time}",
        "member_full": "{member} is fully booked on those dates",
        "member_full_day": "{member} is fully booked on {day}",
        "member_off": "{member} isn't in on those dates",
        "member_off_day": "{member} isn't in on {day}",
        "excluded": "besides what you ruled out nothing is free on those dates",
        "excluded_time": "besides what you ruled out nothing is free at that time",
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


_EVERY: Mapping[str, tuple[str, str, str]] = {
    "es": ("cada hora", "cada {hours} horas", "cada {minutes} minutos"),
    "pt": ("de hora em hora", "a cada {hours} horas", "a cada {minutes} minutos"),
    "en": ("every hour", "every {hours} hours", "every {minutes} minutes"),
}


def of_member(reason: str) -> str:
    """The reason's words when one professional was asked for."""
    return {"time_taken": "member_taken", "full": "member_full"}.get(reason, reason)


def every(step: int, language: str) -> str:
    """ "cada 30 minutos", "cada hora": how far apart starts are, `step` in minutes."""
    hourly, hours, minutes = _EVERY[language]
    if step == _HOUR:
        return hourly
    whole = step % _HOUR == 0
    return hours.format(hours=step // _HOUR) if whole else minutes.format(minutes=step)


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
    begins: time | None = None,
    ends: time | None = None,
    step: int | None = None,
) -> str:
    """The clause for `reason` (the keys above); a single day or time is named where it is known.

    `until` is the last day of the calendar, `begins` and `ends` those of a break (`ends` alone: of
    the working time), `step` the minutes from one start to the next.
    """
    clauses = _CLAUSES[language]
    key = f"{reason}_day" if day and f"{reason}_day" in clauses else reason
    return clauses[key].format(
        day=_day(day, language, today) if day else "",
        time=time_label(at, language, country) if at else "",
        member=member or "",
        until=day_label(until, language, today=today) if until else "",
        begins=time_label(begins, language, country) if begins else "",
        ends=time_label(ends, language, country) if ends else "",
        the=_article(ends, language) if ends else "",
        every=every(step, language) if step else "",
    )


def besides(clause: str, names: Sequence[str], language: str) -> str:
    """A clause that is true of everybody but these: whom the customer does not want."""
    first = {"es": "sin", "pt": "sem", "en": "without"}[language]
    return f"{first} {joined(names, language)}, {clause}"


def _article(clock: time, language: str) -> str:
    """What stands before an hour: "la 1:00", "las 2:00"; nothing in English."""
    one, many = {"es": ("la", "las"), "pt": ("a", "as")}.get(language, ("", ""))
    first = clock.hour % 12 == 1 if language == "es" else clock.hour == 1
    return one if first else many


def _day(day: date, language: str, today: date) -> str:
    """The day as it stands in a clause; Portuguese puts "na" or "no" before it."""
    said = day_label(day, language, today=today)
    if language != "pt":
        return said
    return f"{'no' if day.isoweekday() > _LAST_FEMININE_DAY else 'na'} {said}"
