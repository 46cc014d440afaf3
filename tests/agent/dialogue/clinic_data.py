"""What the test clinic offers, knows and says, and its arithmetic of times."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from agent.dates.values import PARTS
from agent.language import close, words

Json = dict[str, Any]

NOW = datetime(2026, 11, 20, 10, 0)
HOURS = {**dict.fromkeys(range(5), ((8, 12), (14, 18))), 5: ((8, 12),), 6: ()}
MEMBERS = ("Ana", "Luis")

_DAYS = {
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "pt": ("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
}
REASONS = {
    "closed": {
        "es": "los domingos no abrimos",
        "pt": "aos domingos não abrimos",
        "en": "we're closed on Sundays",
    },
    "full": {
        "es": "ese día ya no hay cupo",
        "pt": "nesse dia não há mais vaga",
        "en": "that day is fully booked",
    },
    "past": {
        "es": "esa hora ya pasó",
        "pt": "esse horário já passou",
        "en": "that time has passed",
    },
}


@dataclass
class Service:
    key: str
    name: str
    minutes: int
    price: str | None
    words: str = ""
    bookable: bool = True
    assessment: str = ""
    description: str | None = None

    def shown(self) -> Json:
        return {
            "service": self.key,
            "name": self.name,
            "duration": f"{self.minutes} min",
            "price": self.price,
            "description": self.description,
            "bookable": self.bookable,
        }


@dataclass
class Appointment:
    id: str
    service: Service
    start: datetime
    member: str
    name: str
    status: str = "scheduled"
    awaiting: bool = False

    @property
    def live(self) -> bool:
        return self.status in {"scheduled", "confirmed"}


SERVICES = {
    "es": (
        Service("limpieza-facial", "Limpieza facial", 60, "$ 120.000", "facial limpieza cara"),
        Service("masaje", "Masaje relajante", 60, "$ 90.000", "masaje relajante masajes"),
        Service(
            "laser",
            "Depilación láser",
            30,
            "$ 180.000",
            "laser depilacion",
            assessment="valoracion",
        ),
        Service("valoracion", "Valoración", 30, "$ 50.000", "valoracion consulta"),
        Service("manicure", "Manicure", 30, None, "manicure uñas manos"),
        Service("unas-acrilicas", "Uñas acrílicas", 90, "$ 80.000", "acrilicas uñas"),
        Service("cirugia", "Cirugía de párpados", 120, None, "cirugia parpados", bookable=False),
    ),
    "pt": (
        Service("limpeza-de-pele", "Limpeza de pele", 60, "R$ 150", "limpeza pele"),
        Service("massagem", "Massagem relaxante", 60, "R$ 120", "massagem relaxante"),
        Service("avaliacao", "Avaliação", 30, "R$ 60", "avaliacao consulta"),
    ),
    "en": (
        Service("facial", "Facial", 60, "$80", "facial face cleaning"),
        Service("massage", "Relaxing massage", 60, "$70", "massage relaxing"),
        Service("consult", "Consultation", 30, "$40", "consultation"),
    ),
}
KNOWLEDGE = {
    "es": (
        (
            "direccion ubicacion donde quedan sede",
            "Estamos en la Calle Falsa 123, Chapinero, Bogotá.",
        ),
        ("parqueadero parquear estacionamiento", "Hay parqueadero gratis para clientes."),
        ("pago pagar tarjeta nequi efectivo", "Recibimos efectivo, tarjeta y Nequi."),
        (
            "cancelar cancelacion costo politica cobran",
            "Cancelar no tiene costo con 24 horas de aviso.",
        ),
    ),
    "pt": (
        ("endereco onde fica", "Ficamos na Rua Inventada, 45, Pinheiros."),
        ("estacionamento", "Temos estacionamento gratuito."),
    ),
    "en": (
        ("address located where", "We are at 12 Invented Street, Springfield."),
        ("parking", "Parking is free for customers."),
    ),
}


def day_label(language: str, day: date) -> str:
    """The day as the place says it."""
    name = _DAYS[language][day.weekday()]
    if language == "pt":
        return f"{name}, {day.day}/{day.month}"
    month = _MONTHS[language].split()[day.month - 1]
    return f"{name} {month} {day.day}" if language == "en" else f"{name} {day.day} de {month}"


def time_label(language: str, at: datetime | time) -> str:
    """The time as the place says it."""
    hour = at.hour % 12 or 12
    if language == "pt":
        return f"às {at.hour}h{at.minute:02d}" if at.minute else f"às {at.hour}h"
    half = ("am", "pm") if language == "en" else ("a. m.", "p. m.")
    return f"{hour}:{at.minute:02d} {half[at.hour >= 12]}"


def shares(tags: str, said: list[str]) -> bool:
    """Whether a word said is one of the tags."""
    return any(close(tag, word) for tag in words(tags) for word in said if len(word) > 3)


def clock(at: str) -> int:
    """Minutes since midnight of "HH:MM"."""
    hour, _, minute = at.partition(":")
    return int(hour) * 60 + int(minute)


def minutes(at: datetime) -> int:
    """Minutes since midnight."""
    return at.hour * 60 + at.minute


def fits(
    at: datetime, wanted: str | None, part: str | None, early: str | None, late: str | None
) -> bool:
    """Whether a start lies inside the bounds."""
    clock = f"{at:%H:%M}"
    if wanted and clock != wanted:
        return False
    if (early and clock < early) or (late and clock > late):
        return False
    return not part or PARTS[part][0] <= at.time() < PARTS[part][1]


def spread(free: list[tuple[datetime, str]], *, asked: bool) -> list[tuple[datetime, str]]:
    """Up to four starts, taken from the whole range unless a time was asked."""
    if asked or len(free) <= 4:
        return free[:4]
    step = max(1, len(free) // 4)
    return free[::step][:4]
