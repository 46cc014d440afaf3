"""Compares two documents of an organization, as lines that a person can read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from gateway.organizations.document_types import (
    HoursRow,
    Item,
    OrganizationDocument,
    QuestionDocument,
    SchedulingDocument,
    Section,
    SpecialDateRow,
    VacationRow,
)
from gateway.organizations.fields import offset_text
from gateway.organizations.words import WEEKDAYS

_LONGEST = 60
_KINDS: Mapping[Section, str] = {
    "resources": "resource",
    "services": "service",
    "members": "member",
    "knowledge": "knowledge",
    "escalation": "escalation",
    "connections": "connection",
}
_APART = {"scheduling", "hours", "special_dates", "vacations", "mcp_servers", "calendars", *_KINDS}
"""Parts of a document whose things are compared each on its own; everything else is the organization's."""
_DEACTIVATED = ("resource", "service", "member", "connection")
"""What is switched off instead of deleted."""
_COLOURS = {"+": "\033[32m", "-": "\033[31m", "~": "\033[33m"}
_NO_COLOUR = "\033[0m"
_FIELD_NAMES = {"token_fingerprint": "token (fingerprint)", "address": "phone"}

Thing = tuple[str, str]
"""Kind and name, such as ("service", "botox")."""
Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """`sign`: + comes, - goes, ~ changes. `what` names the thing, `details` its fields."""

    sign: str
    what: str
    details: tuple[str, ...] = ()

    def __str__(self) -> str:
        if len(self.details) == 1:
            return f"{self.sign} {self.what}: {self.details[0]}"
        return "\n    ".join([f"{self.sign} {self.what}", *self.details])


def compare(old: OrganizationDocument | None, new: OrganizationDocument) -> list[Change]:
    """Changes from an export (None: there is no organization yet) to a document."""
    before, after = _things(old) if old else {}, _things(new)
    gone = [thing for thing in before if thing not in after]
    changes = [_change(thing, before.get(thing), after.get(thing)) for thing in [*after, *gone]]
    if old:
        changes += [
            _order("services", old["services"], new["services"]),
            _order("members", old["members"], new["members"]),
            _order("escalation", old["escalation"], new["escalation"]),
        ]
    return [change for change in changes if change]


def render(changes: list[Change], *, colour: bool = False) -> str:
    """The changes as text, or "no changes"."""
    if not changes:
        return "no changes"
    if not colour:
        return "\n".join(str(change) for change in changes)
    return "\n".join(f"{_COLOURS[c.sign]}{c}{_NO_COLOUR}" for c in changes)


def _change(thing: Thing, old: Fields | None, new: Fields | None) -> Change | None:
    what = " ".join(thing)
    if new is None:
        return Change("-", what, ("becomes inactive",) if thing[0] in _DEACTIVATED else ())
    if old is None:
        first = next(text for text in new.values() if text)
        return Change("+", what, (_short(first, 0),))
    details = [
        f"{field}: {_from_to(old.get(field, ''), value)}" if field else _from_to(old[field], value)
        for field, value in new.items()
        if old.get(field, "") != value
    ]
    return Change("~", what, tuple(details)) if details else None


def _from_to(old: str, new: str) -> str:
    """Both texts; of long ones what surrounds the first difference."""
    pairs = enumerate(zip(old, new, strict=False))
    same = next((i for i, (a, b) in pairs if a != b), min(len(old), len(new)))
    start = max(0, same - 15) if max(len(old), len(new)) > _LONGEST else 0
    return f"{_short(old, start) or 'nothing'} → {_short(new, start) or 'nothing'}"


def _short(text: str, start: int) -> str:
    line = " ".join(text.split("\n"))
    cut = line[start : start + _LONGEST]
    return ("…" if start else "") + cut + ("…" if start + _LONGEST < len(line) else "")


def _order(section: str, old: Sequence[Item], new: Sequence[Item]) -> Change | None:
    before = [item["key"] for item in old]
    after = [item["key"] for item in new]
    common = [key for key in after if key in before]
    if common == [key for key in before if key in common]:
        return None
    return Change("~", f"order of {section}", (", ".join(after),))


def _things(document: OrganizationDocument) -> dict[tuple[str, str], Fields]:
    """Everything that is compared on its own, by kind and name, with its fields as text."""
    plain = {k: v for k, v in document.items() if k not in _APART}
    fields = {"name": document["name"], **plain, **_scheduling(document["scheduling"])}
    things = {("organization", document["slug"]): {k: _text(v) for k, v in fields.items()}}
    for day, hours in _by_weekday(document["hours"]).items():
        things["hours", day] = {"": hours}
    for special in document["special_dates"]:
        things["special date", special["day"]] = _special_date(special)
    for vacation in document["vacations"]:
        things["vacation", vacation["from"]] = _vacation(vacation)
    for server in document["mcp_servers"]:
        things["mcp server", server["key"]] = {k: _text(v) for k, v in server.items() if k != "key"}
    things["calendars", "feeds"] = {"shown": document["calendars"]["shown"]}
    for calendar in document["calendars"]["busy"]:
        about = {k: _text(v) for k, v in calendar.items() if k != "key"}
        things["calendar", calendar["key"]] = about
    for section, kind in _KINDS.items():
        for item in document[section]:
            things[kind, item["key"]] = _item(item)
    return things


def _scheduling(scheduling: SchedulingDocument) -> dict[str, object]:
    """The rules as the file writes them."""
    quiet = scheduling["quiet_hours"]
    return {
        **scheduling,
        "confirmation": [offset_text(m) for m in scheduling["confirmation"]],
        "reminders": [offset_text(m) for m in scheduling["reminders"]],
        "release": scheduling["release"] and offset_text(scheduling["release"]),
        "quiet_hours": f"{quiet['from']}-{quiet['to']}",
    }


def _item(of_section: Item) -> Fields:
    item = cast(Mapping[str, Any], of_section)  # whichever keys its section has
    title = {k: v for k, v in item.items() if k in ("name", "title")}
    shown = {k: v for k, v in item.items() if k not in ("key", "token_hash")}
    fields = {k: _text(v) for k, v in (title | shown).items()}
    if "token_hash" in item:
        fields["token_fingerprint"] = item["token_hash"][:8]
    if "hours" in item:
        fields["hours"] = "; ".join(f"{d} {h}" for d, h in _by_weekday(item["hours"]).items())
    if "special_dates" in item:
        days = item["special_dates"]
        fields["special_dates"] = "; ".join(
            f"{d['day']} {' '.join(_special_date(d).values())}" for d in days
        )
        fields["vacations"] = "; ".join(
            " ".join([v["from"], *_vacation(v).values()]).strip() for v in item["vacations"]
        )
    if "questions" in item:
        fields["questions"] = "; ".join(map(_question, item["questions"]))
    return {_FIELD_NAMES.get(k, k): v for k, v in fields.items()}


def _question(question: QuestionDocument) -> str:
    """Its words, and what differs from a plain yes or no; in one order, which the database does not keep."""
    rest = {
        k: v
        for k, v in sorted(question.items())
        if k not in ("key", "text") and v not in (None, [], "yes_no")
    }
    more = ", ".join(f"{k} {_text(v)}" for k, v in rest.items())
    return f"{question['text']} ({more})" if more else question["text"]


def _special_date(special: SpecialDateRow) -> Fields:
    hours = " ".join(f"{i['opens']}-{i['closes']}" for i in special["intervals"])
    return {"label": _text(special["label"]), "hours": hours or "closed"}


def _vacation(vacation: VacationRow) -> Fields:
    return {"": f"until {vacation['until']}", "label": _text(vacation["label"])}


def _by_weekday(rows: Sequence[HoursRow]) -> dict[str, str]:
    days: dict[str, str] = {}
    for row in rows:
        day = WEEKDAYS[row["weekday"] - 1]
        days[day] = f"{days.get(day, '')} {row['opens']}-{row['closes']}".strip()
    return days


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_text(v) for v in value)
    if isinstance(value, dict):
        return ", ".join(f"{k}={_text(v)}" for k, v in sorted(value.items()))
    return str(value)
