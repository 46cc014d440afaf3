"""What a conversation's turns changed and its customer was not told yet, as code says it.

The database knows both (migrations/functions/receipts.sql), so a receipt goes out whatever becomes
of the turn: repeated after a crash, given up, overtaken, its words withheld.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from agent.clock import Clock
from agent.data.store import Store
from agent.fault_boundary import FaultBoundary
from agent.organization import Organization
from agent.records import Appointment, UntoldChange, UntoldChanges
from agent.scheduling.receipts import render_receipt
from agent.scheduling.waiting_list_view import waiting_view
from agent.texts import closest, texts
from agent.tool_answers import NameHeard
from agent.types import Reply
from graphs.reply import Outcome

log = logging.getLogger(__name__)

_LIVE = ("scheduled", "confirmed")


@dataclass(frozen=True, slots=True)
class Owed:
    """`receipts` and `lines` are replies: what is always sent, and what is sent where the model's
    words, which say it otherwise, are not."""

    receipts: list[Reply] = field(default_factory=list)
    lines: list[Reply] = field(default_factory=list)

    @property
    def all(self) -> list[Reply]:
        return [*self.receipts, *self.lines]

    def with_words(self, replies: Sequence[Reply]) -> list[Reply]:
        """`replies` after what is owed; they are taken to tell of the changes of `lines`."""
        words = [reply for reply in replies if not reply["payload"].get("receipt")]
        if not words:
            return self.all
        if keys := [key for line in self.lines for key in line["payload"]["changes"]]:
            payload = {**words[-1]["payload"], "changes": keys}
            words = [*words[:-1], {"text": words[-1]["text"], "payload": payload}]
        return [*self.receipts, *words]


class Receipts:
    """Finds what is owed to a conversation's customer, and sends it where no turn will."""

    def __init__(self, store: Store, clock: Clock, public_url: str | None) -> None:
        self._store = store
        self._clock = clock
        self._public_url = public_url

    async def owed(
        self,
        organization: UUID,
        conversation: UUID,
        *,
        turn: UUID | None = None,
        outcome: Outcome | None = None,
        language: str | None = None,
    ) -> Owed:
        """What is owed now. The receipts among the `outcome`'s replies, of `turn`, are taken over as
        they are; of the rest of its changes its words tell."""
        given = [r for r in outcome.replies if r["payload"].get("receipt")] if outcome else []
        untold = await self._store.untold_changes(organization, conversation)
        covered, left = _covered(given, untold.changes if untold else ())
        named = [] if covered else _named(outcome, language)
        if not untold:
            return Owed(covered, named)
        writing = _Writing(untold, language, self._clock, self._public_url)
        late = [receipt for group in _grouped(left) if (receipt := writing.receipt(*group))]
        noted = [change for change in left if not change.appointment]
        own = [change for change in noted if outcome and change.turn == turn]
        earlier = [writing.noted(change) for change in noted if change not in own]
        return Owed([*late, *earlier, *covered], [*map(writing.noted, own), *named])

    async def tell(self, organization: UUID, conversation: UUID) -> None:
        """Sends everything that is owed, outside of a turn."""
        owed = await self.owed(organization, conversation)
        if owed.all:
            await self._store.tell_changes(organization, conversation, owed.all)


def _covered(
    given: Sequence[Reply], changes: Sequence[UntoldChange]
) -> tuple[list[Reply], list[UntoldChange]]:
    """The receipts that a tool gave, each with the changes of its appointment; and the other changes."""
    replies: list[Reply] = []
    left = list(changes)
    for reply in given:
        payload = reply["payload"]
        about = {payload.get("of"), *payload.get("also", ())}
        own = [c for c in left if about & _ids(c)]
        left = [c for c in left if c not in own]
        keys = [c.change for c in own]
        payload = {**reply["payload"], **({"changes": keys} if keys else {})}
        replies.append({"text": reply["text"], "payload": payload})
    return replies, left


def _ids(change: UntoldChange) -> set[str]:
    return {str(part.id) for part in change.appointment.parts} if change.appointment else set()


def _grouped(
    changes: Iterable[UntoldChange],
) -> list[tuple[Appointment, list[UntoldChange]]]:
    """Changes by appointment, as it stood at the last, in the order of their first."""
    groups: dict[UUID, tuple[Appointment, list[UntoldChange]]] = {}
    for change in changes:
        if change.appointment:
            _, earlier = groups.get(change.appointment.id, (None, []))
            groups[change.appointment.id] = (change.appointment, [*earlier, change])
    return list(groups.values())


def _named(outcome: Outcome | None, language: str | None) -> list[Reply]:
    """The name that a tool took down in this turn."""
    names = [
        run.answer.name
        for run in (outcome.tools if outcome else ())
        if isinstance(run.answer, NameHeard) and run.answer.status == "ok"
    ]
    if not names or language is None:
        return []
    text = texts(language).line("receipts.noted.named", name=names[-1])
    return [{"text": text, "payload": {"receipt": True, "changes": []}}]


class _Writing:
    """Says changes in the customer's language."""

    def __init__(
        self, untold: UntoldChanges, language: str | None, clock: Clock, public_url: str | None
    ) -> None:
        self._organization = Organization.from_profile(untold.organization)
        self._language = closest(language or untold.language)
        self._now = clock.now().astimezone(self._organization.zone)
        self._public_url = public_url

    def receipt(self, appointment: Appointment, changes: Sequence[UntoldChange]) -> Reply | None:
        """One receipt of an appointment, for all that happened to it; None when it is over."""
        status: str = appointment.status
        kind: str = changes[-1].kind
        if status == "cancelled":
            kind = "cancelled"
        elif status not in _LIVE:
            return None
        elif any(change.kind == "booked" for change in changes):
            kind = "booked"
        keys = [change.change for change in changes]
        return {
            "text": self._rendered(kind, appointment),
            "payload": {"receipt": True, "of": str(appointment.id), "changes": keys},
        }

    def _rendered(self, kind: str, appointment: Appointment) -> str:
        # Whatever is wrong with its words, the customer hears that it stands.
        with FaultBoundary(log, "a receipt could not be rendered"):
            return render_receipt(
                kind,
                appointment,
                organization=self._organization,
                language=self._language,
                today=self._now.date(),
                public_url=self._public_url,
            )
        title = texts(self._language).line(f"receipts.title_alone.{kind}")
        return f"*{title}*: {appointment.service}"

    def noted(self, change: UntoldChange) -> Reply:
        """A line for what has no receipt of its own."""
        words: dict[str, str] = {}
        kind: str = change.kind
        if change.entry is None:
            kind = "granted" if change.granted else "refused"
        else:
            view = waiting_view(
                change.entry,
                organization=self._organization,
                language=self._language,
                now=self._now,
            )
            words = {"service": view.service, "label": view.label}
        text = texts(self._language).line(f"receipts.noted.{kind}", **words)
        return {"text": text, "payload": {"receipt": True, "changes": [change.change]}}
