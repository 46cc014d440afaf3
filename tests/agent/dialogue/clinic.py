"""A small clinic in memory that keeps the tools' contract, with a real calendar.

It stands in for the tools where the dialogue policy is tried: it opens at its hours, books what
was offered in an earlier turn, and refuses like the real ones.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from agent.dates import Resolution, When, read_exclusions, resolve
from agent.language import fold, words
from tests.agent.dialogue.clinic_calendar import Calendar
from tests.agent.dialogue.clinic_data import (
    HOURS,
    KNOWLEDGE,
    MEMBERS,
    NOW,
    Appointment,
    Json,
    Service,
    shares,
)


@dataclass
class Clinic(Calendar):
    """The tools of the contract over the calendar; the other fields make them refuse."""

    customer_name: str = ""
    consent: str = "unknown"
    escalations: list[Json] = field(default_factory=list)
    proposals: dict[str, Json] = field(default_factory=dict)
    unanswered: list[str] = field(default_factory=list)
    answers: str = "now"
    taken_next: bool = False
    expire_offers: bool = False
    too_late: bool = False

    # What the facts of the prompt need.

    def booked(self) -> list[tuple[str, str, str]]:
        """(service key, start, name) of the live appointments."""
        return [(a.service.key, f"{a.start:%Y-%m-%d %H:%M}", a.name) for a in self.live()]

    def put(self, service: str, start: str, member: str = "Ana", **more: Any) -> Appointment:
        """An appointment that the customer already has."""
        made = Appointment(
            f"id-{len(self.appointments)}",
            self._by_key(service),
            datetime.fromisoformat(start),
            member,
            self.customer_name or "Ana Pérez",
            **more,
        )
        self.appointments.append(made)
        return made

    # Tools.

    def list_services(self) -> Json:
        return {"status": "ok", "services": [service.shown() for service in self.services]}

    def knowledge_search(self, query: str, unanswered: bool = False, keep: bool = True) -> Json:
        if unanswered:
            self.unanswered.append(query)
            return {"status": "not_found", "entries": [], "services": []}
        said = words(query)
        named = [s.shown() for s in self.services if shares(s.words, said)][:5]
        entries = [
            {"title": tags.split()[0], "content": content, "source": "faq"}
            for tags, content in KNOWLEDGE[self.language]
            if shares(tags, said)
        ]
        if not named and not entries:
            self.unanswered.append(query)
            return {"status": "not_found", "entries": [], "services": []}
        only_names = bool(named) and not entries
        return {
            "status": "found",
            "entries": entries,
            "services": named,
            "only_names": only_names,
        }

    def resolve_date(
        self,
        text: str,
        expecting_time: bool = False,
        day: str | None = None,
        offered: list[str] | None = None,
    ) -> Json:
        found = self._understood(text, expecting_time=expecting_time, day=day, offered=offered)
        readings = [self._reading(reading) for reading in found.readings]
        return {
            "status": found.status,
            "readings": readings,
            "reason": found.reason,
            "refused": [str(one) for one in found.refused],
            "asked": found.is_question,
        }

    def _understood(
        self,
        text: str,
        *,
        expecting_time: bool = False,
        day: str | None = None,
        offered: list[str] | None = None,
    ) -> Resolution:
        return resolve(
            text,
            NOW.replace(tzinfo=UTC),
            languages=[self.language, *(c for c in ("es", "pt", "en") if c != self.language)],
            hours={
                weekday + 1: [(time(a), time(b)) for a, b in spans]
                for weekday, spans in HOURS.items()
                if spans
            },
            expecting_time=expecting_time,
            day_hint=date.fromisoformat(day) if day else None,
            offered=[date.fromisoformat(one) for one in offered or ()],
        )

    def check_availability(
        self,
        *,
        service: str | None = None,
        and_then: list[str] | None = None,
        appointment: str | None = None,
        date_from: str | None,
        date_to: str | None,
        time: str | None,
        part: str | None,
        not_before: str | None,
        not_after: str | None,
        member: str | None,
        exclude: list[str] | None = None,
        not_with: list[str] | None = None,
        prefer: str | None = None,
        for_another: bool = False,
    ) -> Json:
        self.excluded, self.unwanted = read_exclusions(exclude or ()), tuple(not_with or ())
        moving = next((own for own in self.live() if own.id == appointment), None)
        self.moving = appointment
        visit: list[Service] = [moving.service] if moving else []
        for said in [] if moving else [service or "", *(and_then or [])]:
            wanted = self._bookable(said)
            if isinstance(wanted, dict):
                return {**wanted, "said": said}
            visit.append(wanted)
        if member and fold(member) not in {fold(name) for name in MEMBERS}:
            return {"status": "unknown_member", "members": list(MEMBERS)}
        bounds = (time, part, not_before, not_after)
        return self._available(visit, date_from, date_to, bounds, member, prefer)

    def resolve_contact_on_booking(
        self, name: str, confirmed: bool = False, relation: str | None = None
    ) -> Json:
        said = words(name)
        if len(said) < 1 or any(word.isdigit() for word in said) or len(name) > 60:
            return {"status": "invalid_name"}
        self.customer_name = name
        return {"status": "ok", "name": name}

    def book_appointment(self, slot: str, person: str | None = None) -> Json:
        if not self.customer_name:
            return {"status": "needs_name"}
        if refused := self._refused(slot):
            return refused
        _, start, member, keys = self.offered[slot]
        visit = [self._by_key(key) for key in keys]
        if len(self.live()) >= 3:
            return {"status": "too_many_open", "limit": 3}
        ends = start + timedelta(minutes=sum(service.minutes for service in visit))
        for own in self.live():
            if own.start < ends and start < own.start + timedelta(minutes=own.service.minutes):
                return {"status": "overlaps_own", "label": self.label(own.start)}
        made = [self._made(service, at, member) for service, at in self.starts(visit, start)]
        receipt = " ".join(self._receipt(one)["receipt"] for one in made)
        first = self._receipt(made[0])
        done = {"status": "booked", "appointment": made[0].id, "with": member}
        return {**first, **done, "receipt": receipt}

    def list_appointments(self) -> Json:
        live = [self._shown(appointment) for appointment in self.live()]
        return {"status": "ok" if live else "none", "appointments": live}

    def cancel_appointment(
        self, appointment: str | None, proposal: str | None, only: str = ""
    ) -> Json:
        if proposal is not None:
            found = self.proposals.get(proposal)
            if found is None:
                return {"status": "proposal_expired"}
            if found["turn"] >= self.turn:
                return {"status": "choose_first"}
            found["appointment"].status = "cancelled"
            return {"status": "cancelled", **self._receipt(found["appointment"])}
        picked = self._pick(appointment)
        if isinstance(picked, dict):
            return picked
        if only:
            return {"status": "not_found"}  # no visits here
        if self.too_late:
            reason = "faltan menos de 2 horas para la cita"
            return {"status": "too_late", "label": self.label(picked.start), "reason_label": reason}
        token = self._propose(picked)
        return {"status": "proposed", "proposal": token, "appointment": self._shown(picked)}

    def reschedule_appointment(
        self, appointment: str | None, slot: str | None, proposal: str | None
    ) -> Json:
        picked = self._pick(appointment)
        if isinstance(picked, dict):
            return picked
        if slot not in self.moves:
            return {"status": "not_offered"}
        if refused := self._refused(slot):
            return refused
        _, picked.start, picked.member, _ = self.offered[slot]
        picked.status = "scheduled"
        return {"status": "moved", **self._receipt(picked)}

    def confirm_appointment(self, appointment: str | None) -> Json:
        picked = self._pick(appointment)
        if isinstance(picked, dict):
            return picked
        if picked.status == "confirmed":
            return {"status": "already_confirmed", "label": self.label(picked.start)}
        picked.status, picked.awaiting = "confirmed", False
        return {"status": "confirmed", **self._receipt(picked)}

    def record_consent(self, kind: str, granted: bool) -> Json:
        self.consent = "granted" if granted else "refused"
        return {"status": "recorded", "granted": granted}

    def escalate_to_human(self, reason: str, summary: str) -> Json:
        before = bool(self.escalations)
        self.escalations.append({"reason": reason, "summary": summary})
        later = self.answers == "later"
        return {
            "status": "already_notified" if before else "notified",
            "answers": self.answers,
            "answers_label": "lunes a las 8:00 a. m." if later else None,
            "emergency": "Si es una emergencia, llama al 123.",
        }

    # How labels are said.

    # Inside.

    def _reading(self, found: When) -> Json:
        known = [self._day(found.start)] if found.start else []
        known += [self._time(found.time)] if found.time else []
        return {
            "date": found.start.isoformat() if found.start else None,
            "end_date": found.end.isoformat() if found.end else None,
            "time": f"{found.time:%H:%M}" if found.time else None,
            "part": found.part.value if found.part else None,
            "not_before": f"{found.not_before:%H:%M}" if found.not_before else None,
            "not_after": f"{found.not_after:%H:%M}" if found.not_after else None,
            "label": ", ".join(known),
            "words": found.text,
        }

    def _refused(self, token: str) -> Json | None:
        if token not in self.offered:
            return {"status": "not_offered"}
        turn, start, member, keys = self.offered[token]
        if turn >= self.turn:
            return {"status": "choose_first"}
        visit = [self._by_key(key) for key in keys]
        if self.expire_offers:
            self.expire_offers = False
            return {"status": "offer_expired", "slots": []}
        if self.taken_next:
            self.taken_next = False
            self.appointments += [
                Appointment(f"x-{m}", visit[0], start, m, "Otra", "blocked") for m in MEMBERS
            ]
            day = start.date()
            free = [slot for slot in self._free(visit, day, day, member) if slot[0] != start]
            return {"status": "taken", "slots": [self._offer(a, w, visit) for a, w in free[:3]]}
        return None

    def _bookable(self, said: str) -> Service | Json:
        wanted = self._find(said)
        if isinstance(wanted, dict):
            return wanted
        if not wanted.bookable:
            return {"status": "not_bookable", "service": wanted.shown()}
        if wanted.assessment:
            first = self._by_key(wanted.assessment).shown()
            return {"status": "needs_assessment", "service": wanted.shown(), "assessment": first}
        return wanted

    def _made(self, service: Service, start: datetime, member: str) -> Appointment:
        name = f"id-{len(self.appointments)}"
        made = Appointment(name, service, start, member, self.customer_name)
        self.appointments.append(made)
        return made

    def _pick(self, appointment: str | None) -> Appointment | Json:
        live = self.live()
        if not live:
            return {"status": "none"}
        if appointment is None and len(live) > 1:
            return {"status": "several", "appointments": [self._shown(a) for a in live]}
        found = [a for a in live if appointment in (None, a.id)]
        return found[0] if found else {"status": "not_found"}

    def _propose(self, appointment: Appointment) -> str:
        token = f"p{len(self.proposals)}"
        self.proposals[token] = {"turn": self.turn, "appointment": appointment}
        return token

    def _shown(self, appointment: Appointment) -> Json:
        return {
            "appointment": appointment.id,
            "label": self.label(appointment.start),
            "service": appointment.service.name,
            "service_key": appointment.service.key,
            "with": appointment.member,
            "date": appointment.start.date().isoformat(),
            "at": f"{appointment.start:%H:%M}",
            "appointment_status": appointment.status,
            "awaiting_confirmation": appointment.awaiting,
        }

    def _receipt(self, appointment: Appointment) -> Json:
        label, service = self.label(appointment.start), appointment.service.name
        receipt = f"[{appointment.status}] {service}, {label}"
        return {"label": label, "service": service, "receipt": receipt}
