"""The test clinic's calendar: what is free, and how it is said."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from agent.dates import Exclusion, excluded
from agent.language import fold, words
from tests.agent.dialogue.clinic_data import (
    HOURS,
    MEMBERS,
    NOW,
    REASONS,
    SERVICES,
    Appointment,
    Json,
    Service,
    clock,
    day_label,
    fits,
    minutes,
    shares,
    spread,
    time_label,
)


@dataclass
class Calendar:
    """`turn` is advanced by who drives the dialogue; tokens say when they were offered."""

    language: str = "es"
    turn: int = 1
    appointments: list[Appointment] = field(default_factory=list)
    offered: dict[str, tuple[int, datetime, str, tuple[str, ...]]] = field(default_factory=dict)
    moving: str | None = None
    moves: set[str] = field(default_factory=set)
    excluded: tuple[Exclusion, ...] = ()
    unwanted: tuple[str, ...] = ()

    @property
    def services(self) -> tuple[Service, ...]:
        return SERVICES[self.language]

    def live(self) -> list[Appointment]:
        return sorted((a for a in self.appointments if a.live), key=lambda a: a.start)

    def label(self, start: datetime) -> str:
        return f"{self._day(start.date())}, {self._time(start)}"

    def _day(self, day: date) -> str:
        return day_label(self.language, day)

    def _time(self, at: datetime | time) -> str:
        return time_label(self.language, at)

    def _by_key(self, key: str) -> Service:
        return next(service for service in self.services if service.key == key)

    def _find(self, said: str) -> Service | Json:
        exact = [s for s in self.services if s.key == said or fold(s.name) == fold(said)]
        found = exact or [s for s in self.services if shares(s.words, words(said))]
        if len(found) == 1:
            return found[0]
        if found:
            return {"status": "ambiguous_service", "options": [s.shown() for s in found]}
        return {"status": "unknown_service", "suggestions": [s.shown() for s in self.services[:5]]}

    def _available(
        self,
        visit: list[Service],
        first: str | None,
        last: str | None,
        bounds: tuple[str | None, ...],
        member: str | None,
        prefer: str | None = None,
    ) -> Json:
        start = date.fromisoformat(first) if first else NOW.date()
        end = date.fromisoformat(last) if last else (start + timedelta(days=7))
        shown: Json = {"service": visit[0].shown()}
        shown |= {"visit": [service.shown() for service in visit]} if len(visit) > 1 else {}
        free = self._free(visit, start, end, member)
        fitting = [slot for slot in free if fits(slot[0], *bounds)]
        if prefer:
            fitting = fitting[-1:] if prefer == "latest" else fitting[:1]
        slots = [self._offer(at, who, visit) for at, who in spread(fitting, asked=bool(bounds[0]))]
        found = {**shown, "status": "available", "reason": None}
        if slots:
            return {**found, "exact": True, "slots": slots}
        near = self._free(visit, start, start + timedelta(days=7), member)
        if bounds[0] and free:
            near = sorted(free, key=lambda slot: abs(minutes(slot[0]) - clock(bounds[0] or "")))
            slots = [self._offer(at, who, visit) for at, who in sorted(near[:3])]
            return {**found, "exact": False, "slots": slots}
        reason = "closed" if not HOURS[start.weekday()] else "full"
        if start < NOW.date():
            reason = "past"
        return {
            **shown,
            "status": "unavailable",
            "reason": reason,
            "reason_label": REASONS[reason][self.language],
            "slots": [self._offer(at, who, visit) for at, who in spread(near, asked=False)],
        }

    def _free(
        self, visit: list[Service], first: date, last: date, member: str | None
    ) -> list[tuple[datetime, str]]:
        free = []
        length = sum(service.minutes for service in visit)
        day = max(first, NOW.date())
        while day <= last:
            for opens, closes in HOURS[day.weekday()]:
                at = datetime.combine(day, time(opens))
                until = datetime.combine(day, time(closes))
                while at + timedelta(minutes=length) <= until:
                    who = next((m for m in MEMBERS if self._is_free(m, at, length, member)), "")
                    if at > NOW and who and not excluded(at, self.excluded):
                        free.append((at, who))
                    at += timedelta(minutes=60)
            day += timedelta(days=1)
        return free

    def _is_free(self, name: str, at: datetime, length: int, member: str | None) -> bool:
        if (member and fold(member) != fold(name)) or name in self.unwanted:
            return False
        ends = at + timedelta(minutes=length)
        return not any(
            a.member == name
            and a.start < ends
            and at < a.start + timedelta(minutes=a.service.minutes)
            for a in self.live()
        )

    def starts(self, visit: list[Service], at: datetime) -> list[tuple[Service, datetime]]:
        """Each service of a visit with its own start."""
        found = []
        for service in visit:
            found.append((service, at))
            at += timedelta(minutes=service.minutes)
        return found

    def _slot(self, at: datetime, who: str, visit: list[Service]) -> Json:
        parts = [
            {
                "service": service.name,
                "with": who,
                "time": self._time(start),
                "at": f"{start:%H:%M}",
            }
            for service, start in self.starts(visit, at)
        ]
        return {
            "slot": f"s{len(self.offered)}-{visit[0].key}-{at:%m%d%H%M}",
            "label": self.label(at),
            "day": self._day(at.date()),
            "time": self._time(at),
            "date": at.date().isoformat(),
            "at": f"{at:%H:%M}",
            "with": who,
            **({"parts": parts} if len(parts) > 1 else {}),
        }

    def _offer(self, at: datetime, who: str, visit: list[Service]) -> Json:
        slot = self._slot(at, who, visit)
        self.offered[slot["slot"]] = (self.turn, at, who, tuple(s.key for s in visit))
        if self.moving:
            self.moves.add(slot["slot"])
        return slot
