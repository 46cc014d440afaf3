"""The invariants of a run: what each row of the final table counts, and from what."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from uuid import UUID

from bench.chaos.audit import Rows
from bench.chaos.ledger import Ledger, Taken

_SENT = ("sent", "delivered", "read")
_AFTER = 8.0
"""Seconds after it took a message in which the death of the sender hides the end from us."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table. `most`: the aim; None for what is only told. `of`: among how many. `cases`: the first
    few, in words."""

    name: str
    value: float
    of: float | None = None
    most: float | None = 0
    least: float | None = None
    control: str = ""
    blind: bool = False
    """Its control, too, shows no breach."""
    cases: tuple[str, ...] = ()

    @property
    def breached(self) -> bool:
        if self.blind:
            return True
        if self.least is not None:
            return self.value < self.least
        return self.most is not None and self.value > self.most


@dataclass
class Judge:
    """Compares the rows with the books."""

    rows: Rows
    ledger: Ledger
    _by_id: dict[str, Taken] = field(init=False)
    _texts: set[tuple[str, str]] = field(init=False)
    _replies: dict[UUID, list[dict[str, Any]]] = field(init=False)
    _in_chat: dict[UUID, list[dict[str, Any]]] = field(init=False)

    def __post_init__(self) -> None:
        self._by_id = {name: one for one in self.ledger.taken for name in one.ids}
        self._texts = {(one.destination, _folded(one.text)) for one in self.ledger.taken}
        self._replies, self._in_chat = defaultdict(list), defaultdict(list)
        for row in self.rows.outbound:
            self._in_chat[row["chat"]].append(row)
            if row["turn_id"]:
                self._replies[row["turn_id"]].append(row)

    def lines(self) -> list[Line]:
        return [
            self._statuses(),
            *self._answered(),
            *self._twice(),
            *self._order(),
            *self._appointments(),
        ]

    # Answers

    def _statuses(self) -> Line:
        """A provider repeats what is answered 503, or not at all; anything else it may give up."""
        wrong = {s: n for s, n in self.ledger.deliveries.items() if s[0] not in "2n" and s != "503"}
        cases = tuple(f"{status}: {n}" for status, n in wrong.items())
        total = sum(self.ledger.deliveries.values())
        return Line(
            "webhooks answered other than 2xx and 503", sum(wrong.values()), total, cases=cases
        )

    def _answered(self) -> Iterator[Line]:
        accepted = self.ledger.accepted
        by_id: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in self.rows.inbound:
            by_id[row["provider_id"]].append(row)
        missing = [name for name in accepted if name not in by_id]
        extra = [name for name, rows in by_id.items() if len(rows) > 1]
        answers = Counter[str]()
        without: list[str] = []
        for name in accepted:
            for row in by_id.get(name, ())[:1]:
                how = self._how(row)
                answers[how] += 1
                if how == "unanswered":
                    without.append(f"{name} ({self._end_of(row)}): {row['body'][:40]}")
        total = len(accepted)
        yield Line("accepted messages without a row", len(missing), total, cases=tuple(missing[:5]))
        yield Line("messages stored twice", len(extra), total, cases=tuple(extra[:5]))
        yield Line(
            "accepted messages unanswered, and no person told",
            len(without),
            total,
            cases=tuple(without[:8]),
        )
        yield Line("  answered by a later reply of the chat", answers["later"], total, most=None)
        yield Line("  left to a person who was told", answers["person"], total, most=None)

    def _end_of(self, row: dict[str, Any]) -> str:
        """What became of a message and its replies, in words."""
        turn = next((t for t in self.rows.turns if t["id"] == row["turn_id"]), None)
        replies = [f"{r['status']}: {r['error']}" for r in self._replies.get(row["turn_id"], ())]
        return (
            f"{row['status']}, turn {turn and (turn['status'], turn['guard'])}, replies {replies}"
        )

    def _how(self, row: dict[str, Any]) -> str:
        replies = self._replies.get(row["turn_id"], ())
        if any(self._was_taken(reply) or self._went_out(reply) for reply in replies):
            return "answered"
        if row["chat"] in self.rows.persons or any(reply["given_up_told"] for reply in replies):
            return "person"
        later = (r for r in self._in_chat[row["chat"]] if r["seq"] > row["seq"])
        if row["status"] == "handled" and any(self._was_taken(reply) for reply in later):
            return "later"
        return "unanswered"

    def _went_out(self, row: dict[str, Any]) -> bool:
        """Taken, although its row does not know: it was given up, or settled by a person."""
        return (_destination(row), _folded(row["body"])) in self._texts

    def _was_taken(self, row: dict[str, Any]) -> bool:
        return row["provider_id"] in self._by_id or row["second_id"] in self._by_id

    # Sends

    def _twice(self) -> Iterator[Line]:
        recorded = {
            row[name]
            for row in (*self.rows.outbound, *self.rows.notices)
            for name in ("provider_id", "second_id")
            if row.get(name)
        }
        groups: dict[tuple[str, str, str], list[Taken]] = defaultdict(list)
        for one in self.ledger.taken:
            groups[one.tenant, one.destination, one.text].append(one)
        receipts = self._receipt_texts()
        notices = {(r["body"].strip()) for r in self.rows.notices}
        twice: list[str] = []
        hidden, unrecorded = 0, 0
        receipts_twice: list[str] = []
        for (_, destination, text), group in groups.items():
            surplus = [one for one in group if not recorded & {*one.ids}]
            if not surplus or text.strip() in notices:
                continue
            if len(group) == len(surplus) == 1:
                unrecorded += 1
                continue
            words = f"{destination} ×{len(group)}: {text[:50]!r} {self._history(group)}"
            if (destination, _folded(text)) in receipts:
                receipts_twice.append(words)
            elif all(self._hid(one, group) for one in group[:-1]):
                hidden += len(surplus)
            else:
                twice.append(words)
        strange = [r for r in self.rows.outbound if self._is_sent(r) and not self._was_taken(r)]
        loose = Counter(
            (one.destination, _folded(one.text))
            for one in self.ledger.taken
            if not recorded & {*one.ids}
        )
        never: list[str] = []
        foreign: list[str] = []
        for row in strange:
            key = _destination(row), _folded(row["body"])
            words = f"{row['address']} {row['status']}: {row['body'][:40]}"
            (foreign if loose[key] > 0 else never).append(words)
            loose[key] -= 1
        total = len(self.ledger.taken)
        yield Line(
            "replies twice, their fate not hidden", len(twice), total, cases=tuple(twice[:8])
        )
        yield Line(
            "receipts twice", len(receipts_twice), len(receipts), cases=tuple(receipts_twice[:8])
        )
        yield Line("  replies twice, the provider hid their fate", hidden, total, most=None)
        yield Line("  taken, and recorded as not sent", unrecorded, total, most=None)
        sent = sum(row["status"] in _SENT for row in self.rows.outbound)
        yield Line("recorded as sent and never taken", len(never), sent, cases=tuple(never[:8]))
        yield Line(
            "recorded under another message's id", len(foreign), sent, cases=tuple(foreign[:8])
        )

    def _is_sent(self, row: dict[str, Any]) -> bool:
        return row["status"] in _SENT and row["channel"] in ("gupshup", "evolution")

    def _hid(self, one: Taken, group: Sequence[Taken]) -> bool:
        """Whether nobody could know of this one before the next was sent."""
        following = min((other.at for other in group if other.at > one.at), default=one.at)
        until = one.at + _AFTER
        lost = (
            bool(one.fault)
            or self.ledger.troubled(one.gateway, one.at, until)
            or self.ledger.troubled("postgres", one.at, until)
        )
        return lost and not one.proven(following - 1.0)

    def _history(self, group: Sequence[Taken]) -> str:
        first = group[0].at
        return "; ".join(
            f"+{one.at - first:.1f} s {one.gateway} {one.fault or 'answered'}, evidence "
            + (f"+{one.evidence_at - first:.1f}" if one.evidence_at else "none")
            for one in group
        )

    def _receipt_texts(self) -> set[tuple[str, str]]:
        return {
            (_destination(row), _folded(row["body"]))
            for row in self.rows.outbound
            if row["receipt"]
        }

    # Order

    def _order(self) -> Iterator[Line]:
        seqs = {row["id"]: row["seq"] for row in self.rows.inbound}
        done = [t for t in self.rows.turns if t["status"] in ("committed", "failed")]
        times = Counter(message for turn in done for message in turn["message_ids"])
        again = [str(message) for message, n in times.items() if n > 1]
        by_chat: dict[UUID, list[list[int]]] = defaultdict(list)
        for turn in done:
            by_chat[turn["chat"]].append([seqs[m] for m in turn["message_ids"] if m in seqs])
        wrong = [
            str(chat)
            for chat, turns in by_chat.items()
            if any(a and b and max(a) > min(b) for a, b in pairwise(turns))
        ]
        yield Line("messages in two finished turns", len(again), len(seqs), cases=tuple(again[:5]))
        yield Line(
            "conversations with turns out of order",
            len(wrong),
            len(by_chat),
            cases=tuple(wrong[:5]),
        )
        yield self._overlaps()
        yield self._replies_in_order()

    def _overlaps(self) -> Line:
        """A turn that finished although another one of its chat began after it and before its end."""
        running: dict[UUID, set[UUID]] = defaultdict(set)
        overtaken: set[UUID] = set()
        cases: list[str] = []
        for row in self.rows.order:
            if row["status"] == "running":
                overtaken |= running[row["chat"]]
                running[row["chat"]].add(row["turn"])
            else:
                running[row["chat"]].discard(row["turn"])
                if row["status"] in ("committed", "failed") and row["turn"] in overtaken:
                    cases.append(str(row["turn"]))
        return Line(
            "turns overlapping in a conversation",
            len(cases),
            len(self.rows.turns),
            cases=tuple(cases[:5]),
        )

    def _replies_in_order(self) -> Line:
        """As the provider first took them; a reply that was refused on its own may be overtaken."""
        cases: list[str] = []
        for chat, replies in self._in_chat.items():
            last = 0.0
            for row in replies:
                one = self._by_id.get(row["provider_id"]) or self._by_id.get(row["second_id"] or "")
                if one is None or row["refusals"] >= 3:
                    continue
                if one.at < last:
                    cases.append(f"{chat}: {row['body'][:40]}")
                last = max(last, one.at)
        return Line(
            "replies that overtook an earlier one",
            len(cases),
            len(self._in_chat),
            cases=tuple(cases[:5]),
        )

    # Appointments

    def _appointments(self) -> Iterator[Line]:
        rows = self.rows.appointments
        doubled = [str(row["id"]) for row in rows if row["beside"]]
        chats = Counter(row["chat"] for row in rows)
        several = [
            f"{chat} ({'; '.join(self._replies_of(chat))})" for chat, n in chats.items() if n > 1
        ]
        claimed: list[str] = []
        told: set[UUID] = set()
        for row in self.rows.outbound:
            if row["receipt"] and (self._was_taken(row) or self._went_out(row)):
                told.add(row["chat"])
                if row["chat"] not in chats:
                    claimed.append(f"{row['address']}: {row['body'][:60]}")
        untold = [
            f"{chat} ({'; '.join(self._replies_of(chat))})"
            for chat in chats
            if chat not in told and chat not in self.rows.persons
        ]
        yield Line("appointments that overlap", len(doubled), len(rows), cases=tuple(doubled[:5]))
        yield Line(
            "customers with two for one booking", len(several), len(rows), cases=tuple(several[:5])
        )
        yield Line("claimed without a row", len(claimed), len(told), cases=tuple(claimed[:5]))
        yield Line(
            "booked, and neither told nor a person called",
            len(untold),
            len(rows),
            cases=tuple(untold[:5]),
        )

    def _replies_of(self, chat: UUID) -> Iterator[str]:
        """The last of them, and what became of each."""
        for row in [row for row in self.rows.outbound if row["chat"] == chat][-8:]:
            kind = "receipt" if row["receipt"] else "reply"
            yield f"{kind} {row['status']}, {row['attempts']} tries, {row['error']}: {row['body'][:50]}"


def _destination(row: dict[str, Any]) -> str:
    address = str(row["address"])
    return address if row["channel"] == "gupshup" or "@" in address else f"{address}@s.whatsapp.net"


def _folded(text: str) -> str:
    return " ".join(text.split())
