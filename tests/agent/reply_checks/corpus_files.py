"""Reads the corpus of replies: scenes in which some replies are false and others honest."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from agent.reply_checks import Booking, Done, Evidence, Service, Start
from agent.reply_checks.evidence import Intervals
from agent.reply_checks.lexicon import lexicon

FOLDER = Path(__file__).parent / "corpus"
SECOND = Path(__file__).parent / "corpus_second"
THIRD = Path(__file__).parent / "corpus_third"
FOURTH = Path(__file__).parent / "corpus_fourth"
FIFTH = Path(__file__).parent / "corpus_fifth"
"""All but the first were kept unseen until the rates on them had been taken (docs/decisions/reply-checks.md)."""
LANGUAGES = ("es", "pt", "en")
_DAY = re.compile(r"[^\W\d_]+(?:-feira)?")
_DATED = re.compile(
    r"\d{1,2} (?:de )?[A-Za-zç]{3,}|[A-Z][a-z]+ \d{1,2}(?![:\d])|Eve|Christmas|New Year|Navidad|Natal"
)
"""A part of the hours that is about certain days."""
_INTERVAL = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")


@dataclass(frozen=True, slots=True)
class Scene:
    """`false` are pairs of a text and the kind of what is wrong with it."""

    name: str
    evidence: Evidence
    false: tuple[tuple[str, str], ...]
    honest: tuple[str, ...]


@cache
def scenes(language: str, folder: Path = FOLDER) -> tuple[Scene, ...]:
    """Those of one language."""
    rows = yaml.safe_load((folder / f"{language}.yaml").read_text("utf-8"))
    return tuple(map(_scene, rows))


def _scene(row: Mapping[str, Any]) -> Scene:
    return Scene(
        row["scene"],
        _evidence(row),
        tuple((one["text"], one["kind"]) for one in row.get("false", ())),
        tuple(row.get("honest", ())),
    )


def _evidence(row: Mapping[str, Any]) -> Evidence:
    business = row["business"]
    language = row["language"]
    hours = str(business.get("hours") or "")
    services = business.get("services") or ()
    return Evidence(
        language=language,
        country=row.get("country") or "",
        now=_moment(row["now"]),
        business=str(business.get("name") or ""),
        address=str(business.get("address") or ""),
        phone=str(business.get("phone") or ""),
        customer=tuple(map(str, row.get("customer") or ())),
        entries=tuple(f"{one['title']}\n{one['text']}" for one in business.get("entries") or ()),
        texts=(
            *(str(business[key]) for key in business.keys() - _TYPED),
            *(part for part in hours.split(";") if _DATED.search(part)),
        ),
        services=tuple(
            Service(one["name"], str(one.get("price", "")), one.get("minutes"), tuple(one.get("with") or ()))
            for one in services
        ),
        people=tuple(person for one in services for person in one.get("with") or ()),
        hours=dict(_hours(hours, language)),
        starts=tuple(Start(one["service"], _moment(one["at"]), one.get("with") or "") for one in row.get("offered") or ()),
        appointments=tuple(
            Booking(one["service"], _moment(one["at"]), one.get("with") or "", one.get("name") or "", one.get("status") or "scheduled")
            for one in row.get("appointments") or ()
        ),
        done=tuple(
            Done(one["change"], one.get("service") or "", _moment(one["at"]) if one.get("at") else None, one.get("name") or "")
            for one in row.get("done") or ()
        ),
        escalated=bool(row.get("escalation")),
    )  # fmt: skip


_TYPED = {"name", "address", "phone", "services", "entries", "hours"}


def _moment(value: Any) -> datetime:
    return datetime.fromisoformat(str(value)).replace(tzinfo=None)


def _hours(text: str, language: str) -> Iterator[tuple[int, Intervals]]:
    """ "lunes a viernes 8:00-12:00, 14:00-18:00; sábado 9:00-13:00"."""
    words = lexicon(language)
    assert words is not None
    weekdays = words.get("day.weekdays")
    for part in (part.lower() for part in text.split(";") if not _DATED.search(part)):
        named = [weekdays[word] for word in _DAY.findall(part) if word in weekdays]
        intervals = tuple(
            (time(int(a) % 24, int(b)), time(int(c) % 24, int(d)))
            for a, b, c, d in _INTERVAL.findall(part)
        )
        is_range = len(named) == 2 and not re.search(r"\b(?:y|e|and)\b", part)
        days = _through(*named) if is_range else named
        for day in days:
            yield day, intervals


def _through(first: int, last: int) -> list[int]:
    """ISO weekdays; "Saturday to Thursday" goes on with Sunday."""
    return [(first + n - 1) % 7 + 1 for n in range((last - first) % 7 + 1)]
