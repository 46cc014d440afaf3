"""What holds in every conversation, whatever it is about. Applied after each by conftest.py."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from agent.language import spoken_names
from agent.language.text import words
from agent.texts import languages, texts
from tests.conversations.talks import Reply, Talk, read_talks
from tests.front import Front

MOST_LINES = 3
MOST_OPTIONS = 5
MOST_LETTERS = 600
KINDS = ("booked", "moved", "confirmed", "cancelled", "renamed")

_LIST_LINE = re.compile(r"^(?:•|\d\.) ")
_INTRODUCTION = re.compile(r"asistente virtual|assistente virtual|virtual assistant", re.IGNORECASE)
_NEVER = {
    "a uuid": re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-", re.IGNORECASE),
    "a token": re.compile(r"\b(?=[0-9a-f]*\d)[0-9a-f]{16,}\b"),
    "a name of code": re.compile(r"\b[a-z]+_[a-z_]+\b"),
    "a value of code": re.compile(r"\b(?:None|null|nan|NaN|True|False|undefined|Traceback)\b"),
    "brackets of code": re.compile(r"[{}\[\]<>|]"),
    "double punctuation": re.compile(
        r"(?<!\.)\.\.(?!\.)|\?\?|!!|,,|¿¿|¡¡|[,;:]\.|\. \.|(?<! m)\.,"
    ),
    "a space astray": re.compile(r"\S {2,}\S| [,.;?!](?:\s|$)|\( | \)|\n\n\n"),
    "words of a template": re.compile(r"\b(?:TODO|FIXME|lorem|placeholder)\b"),
}
_CLOCKS = (
    re.compile(r"\b(\d{1,2}):(\d{2})(?::\d{2})?(?:\s*([ap])\.?\s?m\b)?"),
    re.compile(r"\b(\d{1,2})h(\d{2})?()\b"),
    re.compile(r"\b(\d{1,2})()\s*([ap])\.?\s?m\b"),
)
_PRICE = re.compile(r"(?:R?\$|COP|BRL|USD)\s?([\d.,]*\d)")
_LINK = re.compile(r"\bhttps?://[a-z.]+/calendar/([0-9a-f]{32})\.ics$", re.MULTILINE)
_TITLES = {
    "booked": re.compile(
        r"Citas? agendadas?|Consulta agendada|Horários agendados|Appointments? booked"
    ),
    "moved": re.compile(r"Cita reprogramada|Consulta remarcada|Appointment moved"),
    "confirmed": re.compile(r"Cita confirmada|Consulta confirmada|Appointment confirmed"),
    "cancelled": re.compile(r"Cita cancelada|Consulta cancelada|Appointment cancelled"),
    "renamed": re.compile(r"Nombres? corregidos?|Nomes? corrigidos?|Names? corrected"),
}
_OF_TWO = re.compile(r"Citas agendadas|Horários agendados|Appointments booked")
"""The receipt of two appointments, of two people."""
_RENAMED_EACH = re.compile(r"Nombres corregidos|Nomes corrigidos|Names corrected")
"""The receipt of several appointments whose people were put right, a line each."""
_OVERLAPS = """
with taken as (
    select a.*, tstzmultirange(a.during) - coalesce(tstzmultirange(a.gap), '{}') as times
    from appointments a where a.status in ('scheduled', 'confirmed'))
select a.id from taken a join taken b
on a.member_id = b.member_id and a.id < b.id and a.times && b.times
and (a.session_id is null or a.session_id is distinct from b.session_id)
"""


def check_conversations(front: Front) -> None:
    """Everything below, for every chat of the database; prints each conversation."""
    talks = read_talks(front)
    for talk in talks:
        print(talk.transcript() + "\n")
    for talk in talks:
        _check_turns(talk)
        _check_greeting(talk)
        _check_repetition(talk)
        shown = [
            replace(reply, text=_LINK.sub("", reply.text)) if reply.receipt else reply
            for reply in talk.replies
        ]
        for reply in shown:
            _check_shape(reply)
        _check_language(talk, shown)
        _check_facts(talk, shown)
        _check_receipts(front, talk)
    assert front.rows(_OVERLAPS) == [], "appointments of one member overlap"


def _check_turns(talk: Talk) -> None:
    statuses = {turn["status"] for turn in talk.turns}
    assert statuses <= {"committed", "superseded", "dropped"}, f"a turn ended {statuses}"
    unsent = [m for m in talk.messages if m["status"] in ("queued", "sending", "failed", "unknown")]
    assert not unsent or talk.channel == "web", f"not sent: {unsent}"


def _check_greeting(talk: Talk) -> None:
    introductions = [r for r in talk.replies if _INTRODUCTION.search(r.text)]
    asked = [r for r in introductions if re.search(r"bot|robot|persona|pessoa|human", r.heard)]
    greeted = [r for r in introductions if r not in asked]
    urgent = talk.replies and any(t["name"] == "escalate_to_human" for t in talk.replies[0].tools)
    least = 0 if asked or urgent or not talk.replies else 1
    assert least <= len(greeted) <= 1, f"greeted {len(greeted)} times"
    assert not greeted or greeted[0].turn == talk.replies[0].turn, "greeted late"


def _check_repetition(talk: Talk) -> None:
    for before, after in zip(talk.replies, talk.replies[1:], strict=False):
        assert before.text != after.text, f"said twice in a row: {after.text!r}"
    for reply in talk.replies:
        lines = [line for line in reply.text.split("\n") if line]
        assert len(lines) == len(set(lines)), f"a line twice in {reply.text!r}"


def _check_shape(reply: Reply) -> None:
    lines = [line for line in reply.text.split("\n") if line.strip()]
    listed = [line for line in lines if _LIST_LINE.match(line)]
    assert len(reply.options) <= MOST_OPTIONS, f"{len(reply.options)} options"
    assert len(listed) <= MOST_OPTIONS, f"{len(listed)} list lines in {reply.text!r}"
    if not reply.receipt:
        assert len(lines) - len(listed) <= MOST_LINES, f"too many lines: {reply.text!r}"
    assert len(reply.text) <= MOST_LETTERS, f"too long: {reply.text!r}"
    for said in (reply.text, *reply.options):
        for what, pattern in _NEVER.items():
            assert not pattern.search(said), f"{what} in {said!r}"


# Language


@cache
def _own_words() -> dict[str, frozenset[str]]:
    """The words that only one language's phrases have."""
    tables = {
        language: {
            word
            for wordings in texts(language).nested("replies").values()
            for wording in wordings
            for word in words(re.sub(r"\{[a-z_]+\}", " ", wording))
            if not any(letter.isdigit() for letter in word)
        }
        for language in languages()
    }
    return {
        language: frozenset(own.difference(*(t for k, t in tables.items() if k != language)))
        for language, own in tables.items()
    }


def _check_language(talk: Talk, replies: Iterable[Reply]) -> None:
    """Beside what tools and the customer said, the words of each reply are of one language."""
    lent = set(words_of([talk.facts, *(m["body"] for m in talk.messages if m["turn_id"] is None)]))
    lent |= set(words_of([message["body"] for message in talk.messages if _heard(message)]))
    lent |= _spoken_names()
    for reply in replies:
        own = [word for word in words_of([reply.text, *reply.options]) if word not in lent]
        spoken = {
            language: [w for w in own if w in known] for language, known in _own_words().items()
        }
        found = {language: said for language, said in spoken.items() if said}
        assert len(found) <= 1, f"languages mixed: {found} in {reply.text!r}"


@cache
def _spoken_names() -> frozenset[str]:
    """Of languages: "portugués" and "português" are folded alike."""
    return frozenset(word for language in languages() for word in words_of(spoken_names(language)))


def _heard(message: dict[str, object]) -> bool:
    return message["direction"] == "inbound"


def words_of(texts: Iterable[object]) -> list[str]:
    """The folded words of texts of any length."""
    return [word for text in texts for line in str(text).split("\n") for word in _all_words(line)]


def _all_words(line: str) -> list[str]:
    return [word for start in range(0, len(line), 1800) for word in words(line[start:][:2000])]


# Facts


def clocks(text: str) -> set[int]:
    """The times of day in a text, in minutes; one without a half of the day can be either."""
    found: set[int] = set()
    for pattern in _CLOCKS:
        for hour, minute, half in pattern.findall(text):
            at = int(hour) * 60 + int(minute or 0)
            if half:
                found.add(at % 720 + (720 if half == "p" else 0))
            else:
                found |= {at, at + 720} if at < 720 else {at}
    return found


def _said_hours(text: str) -> set[int]:
    bare = {int(number) * 60 for number in re.findall(r"\b\d{1,2}\b", text)}
    return clocks(text) | bare | {at + 720 for at in bare}


def _check_facts(talk: Talk, replies: Iterable[Reply]) -> None:
    """Prices and times come from tools, from the organization's row or from the customer."""
    heard = "\n".join(message["body"] for message in talk.messages if _heard(message))
    known = clocks(talk.facts) | _said_hours(heard)
    for reply in replies:
        for pattern in _CLOCKS:
            for match in pattern.finditer(reply.text):
                assert clocks(match.group()) & known, f"a time from nowhere: {match.group()!r}"
        for amount in _PRICE.findall(reply.text):
            assert amount in talk.facts + heard, (
                f"a price from nowhere: {amount!r} in {reply.text!r}"
            )


_NOTES = {
    texts(language).line(f"receipts.noted.{answer}")
    for language in languages()
    for answer in ("granted", "refused")
}
"""What is noted about reminders changes no appointment."""


def _exchanges(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One service exchanged for another has two receipts: of what is cancelled, and of what is moved to
    its place, which is a row of its own."""
    cancelled = {change["turn_id"] for change in changes if change["kind"] == "cancelled"}
    return [
        change | {"kind": "moved"}
        if change["kind"] == "booked" and change["turn_id"] in cancelled
        else change
        for change in changes
    ]


def _check_receipts(front: Front, talk: Talk) -> None:
    """Every receipt is of a change that its own turn wrote, and every change has its receipt.

    A visit of several services changes as a whole and has one receipt, which names them all. Who
    taps a time that is booked already gets its receipt again.
    """
    turns = [turn["id"] for turn in talk.turns]
    changes = front.rows(
        "select e.kind, e.turn_id, array_agg(s.name) as services, "
        "array_agg(a.public_token) as tokens from appointment_events e "
        "join appointments a on a.id = e.appointment_id join services s on s.id = a.service_id "
        "left join slot_offers o on o.token = a.offer_token and o.party is null and e.kind = 'booked' "
        "where e.turn_id = any (%s) and e.actor = 'customer' and e.kind <> 'rated' "
        # A part that became another person's was booked with its visit.
        "group by e.kind, e.turn_id, coalesce(o.token, coalesce(a.visit_id, a.id)::text)",
        turns,
    )
    changes = _exchanges(changes)
    receipts = [r for r in talk.replies if r.receipt and r.text not in _NOTES]
    again = [r for r in receipts if "already_booked" in {t["result"]["status"] for t in r.tools}]
    first = [reply for reply in receipts if reply not in again]
    for reply in first:
        kind = next(kind for kind in KINDS if _TITLES[kind].search(reply.text))
        mine = [c for c in changes if c["turn_id"] == reply.turn and c["kind"] == kind]
        assert mine, f"a receipt without a row: {reply.text!r}"
        named = [all(name in reply.text for name in change["services"]) for change in mine]
        assert any(named), f"another service: {reply.text!r}"
        linked = _LINK.findall(reply.text)
        links = bool(front.container.settings.public_url) and kind != "cancelled"
        wanted = _count(reply.text) if links else 0
        assert len(linked) == wanted, f"links to calendars: {reply.text!r}"
        own = {token for change in mine for token in change["tokens"]}
        assert own.issuperset(linked), "somebody else's calendar"
    claims = [r for r in talk.replies if any(t.search(r.text) for t in _TITLES.values())]
    assert claims == receipts, "a receipt that is none"
    told = sum(_count(reply.text) for reply in first)
    assert len(changes) == told, f"{len(changes)} changes, {told} in receipts"


def _count(receipt: str) -> int:
    """Of how many appointments it tells."""
    if _RENAMED_EACH.search(receipt):
        return receipt.count("• ")
    return 2 if _OF_TWO.search(receipt) else 1
