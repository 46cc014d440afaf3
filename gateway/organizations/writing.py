"""Writes a document back as a YAML file that applies again without a change."""

import io
import re
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import Any, TypedDict

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from gateway.mail import EMAIL
from gateway.organizations.checks import LONGEST_RANGE
from gateway.organizations.document_types import (
    BusinessServerDocument,
    CalendarsDocument,
    ConnectionDocument,
    HoursRow,
    IntervalRow,
    MemberDocument,
    OrganizationDocument,
    QuestionDocument,
    RecipientDocument,
    SchedulingDocument,
    ServiceDocument,
    SpecialDateRow,
)
from gateway.organizations.fields import offset_text
from gateway.organizations.source import MAX_BYTES
from gateway.organizations.words import WEEKDAYS

_SCALARS = (
    "slug",
    "name",
    "language",
    "formality",
    "tone",
    "instructions",
    "emoji",
    "time_zone",
    "country",
    "currency",
    "address",
    "emergency",
    "keep_texts_days",
    "conversation_hours",
    "staff_second_factor",
)

_USUAL = {
    "buffer_before_minutes": 0,
    "buffer_after_minutes": 0,
    "bookable": True,
    "capacity": 1,
    "aftercare_hours": 2,
}
_SAID_EMPTY = ("confirmation", "reminders")
"""Written even when empty: left out, the usual messages would be sent."""
_PLAIN = re.compile(r"^[^\W\d_][\w.-]*( [\w.-]+)*$")
Content = dict[str, object]
"""What stands under a key of the file."""
_WORDS = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")


class _DatesEntry(TypedDict):
    date: str
    until: str | None
    label: str | None
    hours: list[str]


def to_yaml(document: OrganizationDocument) -> str:
    """The file of a document (as organization_export returns it)."""
    stream = io.StringIO()
    yaml = YAML()
    # The library folds a quoted text wrongly where an escape stands at the fold (a space comes in).
    yaml.width = MAX_BYTES
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump(_styled(_content(document)), stream)
    return stream.getvalue()


def to_plain(document: OrganizationDocument) -> Content:
    """What the file says, as reading it gives: a tenth of the time that its text takes."""
    plain: Content = _filled(_content(document))
    return plain


def _content(document: OrganizationDocument) -> Content:
    keys = [service["key"] for service in document["services"]]
    values: Mapping[str, object] = document
    content: Content = {name: values[name] for name in _SCALARS}
    content["model_limits"] = document["model_limits"] or None
    content["review"] = document["review"]
    content["mcp_servers"] = [_mcp_server(s) for s in document["mcp_servers"]]
    content["scheduling"] = _scheduling(document["scheduling"])
    content["hours"] = _hours(document["hours"]) or CommentedMap()
    content["special_dates"] = _special_dates(document["special_dates"])
    content["vacations"] = document["vacations"]
    content["resources"] = document["resources"]
    content["services"] = [_service(s) for s in document["services"]]
    content["members"] = [_member(m, keys) for m in document["members"]]
    content["calendars"] = _calendars(document["calendars"])
    content["knowledge"] = document["knowledge"]
    content["escalation"] = [_recipient(r) for r in document["escalation"]]
    content["connections"] = [_connection(c) for c in document["connections"]]
    return content


def _filled(value: Any) -> Any:
    """Without what is not set; settings are a provider's and stay as they are."""
    if isinstance(value, dict):
        return {k: v if k == "settings" else _filled(v) for k, v in value.items() if _is_set(k, v)}
    return [_filled(item) for item in value] if isinstance(value, list) else value


def _is_set(key: str, value: Any) -> bool:
    return value not in (None, "", []) or key in _SAID_EMPTY


def _styled(value: Any) -> Any:
    """Leaves out what is not set, and writes lists of single values in one line."""
    if isinstance(value, dict):
        written = {k: v for k, v in value.items() if _is_set(k, v)}
        return CommentedMap(
            (k, _quoted(v) if k == "settings" else _styled(v)) for k, v in written.items()
        )
    if isinstance(value, list):
        sequence = CommentedSeq(_styled(item) for item in value)
        if not any(isinstance(item, dict | list) for item in value):
            sequence.fa.set_flow_style()
        return sequence
    return _quoted(value)


def _quoted(value: Any) -> Any:
    """Texts that are more than plain words in quotes, so that none is read as something else."""
    if isinstance(value, dict):
        return {_quoted(k): _quoted(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_quoted(item) for item in value]
    if isinstance(value, str) and (not _PLAIN.match(value) or value.lower() in _WORDS):
        return DoubleQuotedScalarString(value)
    return value


def _interval(row: IntervalRow) -> str:
    return f"{row['opens']}-{row['closes']}"


def _scheduling(scheduling: SchedulingDocument) -> Content:
    """The rules as the file writes them."""
    quiet = scheduling["quiet_hours"]
    return {
        **scheduling,
        "confirmation": [offset_text(m) for m in scheduling["confirmation"]],
        "reminders": [offset_text(m) for m in scheduling["reminders"]],
        "release": scheduling["release"] and offset_text(scheduling["release"]),
        "quiet_hours": f"{quiet['from']}-{quiet['to']}",
    }


def _hours(rows: list[HoursRow]) -> Content:
    """Days in a row with the same hours become one range."""
    days = [
        (day, tuple(_interval(row) for row in rows if row["weekday"] == day))
        for day in range(1, len(WEEKDAYS) + 1)
    ]
    hours: Content = {}
    for intervals, group in groupby(days, key=lambda pair: pair[1]):
        numbers = [day for day, _ in group]
        first, last = WEEKDAYS[numbers[0] - 1], WEEKDAYS[numbers[-1] - 1]
        if intervals:
            hours[first if first == last else f"{first}-{last}"] = list(intervals)
    return hours


def _special_dates(dates: list[SpecialDateRow]) -> list[_DatesEntry]:
    """Days in a row with the same label and hours become one entry with `until`."""
    entries: list[_DatesEntry] = []
    last = None
    for special in dates:
        day = date.fromisoformat(special["day"])
        hours = [_interval(i) for i in special["intervals"]]
        entry: _DatesEntry = {
            "date": special["day"],
            "until": None,
            "label": special["label"],
            "hours": hours,
        }
        if last == day - timedelta(days=1) and _same(entries[-1], entry):
            entries[-1]["until"] = special["day"]
        else:
            entries.append(entry)
        last = day
    return entries


def _same(one: _DatesEntry, other: _DatesEntry) -> bool:
    first, second = date.fromisoformat(one["date"]), date.fromisoformat(other["date"])
    alike = (one["label"], one["hours"]) == (other["label"], other["hours"])
    return alike and second - first <= LONGEST_RANGE


def _service(service: ServiceDocument) -> Content:
    written = {k: v for k, v in service.items() if k not in _USUAL or v != _USUAL[k]}
    questions = [_question(one) for one in service["questions"]]
    return {**written, "hours": _hours(service["hours"]) or None, "questions": questions}


def _question(question: QuestionDocument) -> Content:
    """In the order in which people write it; the usual kind goes without saying."""
    return {
        "key": question["key"],
        "text": question["text"],
        "kind": None if question["kind"] == "yes_no" else question["kind"],
        "choices": question["choices"],
        "flag": question["flag"],
        "flag_below": question["flag_below"],
        "flag_above": question["flag_above"],
        "ask_again_months": question["ask_again_months"],
    }


def _member(member: MemberDocument, keys: list[str]) -> Content:
    services = "all" if member["services"] == keys else member["services"]
    dates = _special_dates(member["special_dates"])
    return {
        **member,
        "services": services,
        "hours": _hours(member["hours"]) or None,
        "special_dates": dates,
    }


def _phone(digits: str | None) -> str | None:
    return f"+{digits}" if digits else None


def _recipient(recipient: RecipientDocument) -> Content:
    written = {k: v for k, v in recipient.items() if k != "address" and v is not False}
    if recipient["role"] == "owner":
        del written["role"]
    if recipient["channel"] == EMAIL:
        return {**written, "email": recipient["address"]}
    return {**written, "phone": _phone(recipient["address"])}


def _mcp_server(server: BusinessServerDocument) -> Content:
    tools = [
        {name: tool[name] for name in ("name", "use", "arguments") if tool[name]}
        for tool in server["tools"]
    ]
    about: Content = {"key": server["key"], "url": server["url"], "token_env": server["token_env"]}
    return {**{k: v for k, v in about.items() if v}, "tools": tools}


def _calendars(calendars: CalendarsDocument) -> Content | None:
    usual = {"kind": "ics", "every_minutes": 15}
    busy = [
        {k: v for k, v in one.items() if v is not None and usual.get(k) != v}
        for one in calendars["busy"]
    ]
    shown = calendars["shown"] if calendars["shown"] != "first_name" else None
    content: Content = {"shown": shown, "busy": busy}
    return {k: v for k, v in content.items() if v} or None


def _connection(connection: ConnectionDocument) -> Content:
    written = {k: v for k, v in connection.items() if k not in ("token_hash", "token_fingerprint")}
    return {
        **written,
        "phone": _phone(connection["phone"]),
        "token_env": connection["token_env"] or None,
        "settings": connection["settings"] or None,
    }
