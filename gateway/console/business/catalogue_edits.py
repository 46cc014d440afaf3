"""Changes of what is offered and of who does it: services and members."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from gateway.console.business.fields import (
    Form,
    Missing,
    Unfit,
    line_of,
    listed,
    maybe_whole,
    named,
    new_key,
    optional,
    price_of,
    price_text,
    ticked,
    whole,
)
from gateway.console.business.hours_form import hours_of, hours_values
from gateway.console.business.question_edits import question_values, questions_of
from gateway.organizations.document_types import (
    MemberDocument,
    OrganizationDocument,
    ServiceDocument,
)

Thing = TypeVar("Thing", ServiceDocument, MemberDocument)
LONGEST_MINUTES = 1440
LONGEST_BUFFER = 480
LONGEST_AFTERCARE, LONGEST_AFTERCARE_HOURS = 1000, 168
LARGEST_GROUP = 500
MEMBER, SERVICE, RESOURCE = "m.", "s.", "r."
"""How boxes of members, services and resources begin; their keys follow."""
RULES = "rules"
"""Stands in a form that also says the rules of a service; a form without it leaves them."""


# Services


def service_values(service: ServiceDocument, members: Iterable[MemberDocument]) -> dict[str, str]:
    """The fields of a form that says this service."""
    ticks = {f"{MEMBER}{m['key']}": "on" for m in members if service["key"] in m["services"]}
    return {
        "name": service["name"],
        "minutes": str(service["duration_minutes"]),
        "price": price_text(service["price"]),
        "price_note": service["price_note"] or "",
        "description": service["description"] or "",
        "before": str(service["buffer_before_minutes"]),
        "after": str(service["buffer_after_minutes"]),
        "recall": _months(service["recall_after"]),
        "aftercare": service["aftercare"] or "",
        "aftercare_hours": str(service["aftercare_hours"]),
        **({"bookable": "on"} if service["bookable"] else {}),
        **ticks,
        **question_values(service["questions"]),
        **_rule_values(service),
    }


def _rule_values(service: ServiceDocument) -> dict[str, str]:
    return {
        "synonyms": ", ".join(service["synonyms"]),
        "assessment": service["requires_assessment"] or "",
        "capacity": str(service["capacity"]),
        "where": service["where"],
        **{f"{RESOURCE}{key}": "on" for key in service["resources"]},
        **hours_values(service["hours"]),
    }


def edit_service(
    document: OrganizationDocument, key: str, form: Form, days: Mapping[int, str]
) -> None:
    """Raises Unfit, Missing."""
    service = _of(document["services"], key)
    if form.get("remove"):
        _drop_service(document, key)
    else:
        _fill(document, service, form, days)
        _give(document, key, ticked(form, MEMBER))
    refuse_undone(document)


def add_service(document: OrganizationDocument, form: Form, days: Mapping[int, str]) -> None:
    """Where nobody is there yet, `member` names who does it. Raises Unfit."""
    key = new_key(named(form), (s["key"] for s in document["services"]), "service")
    service: ServiceDocument = {
        **_PLAIN,
        "key": key,
        "synonyms": [],
        "hours": [],
        "resources": [],
        "questions": [],
    }
    _fill(document, service, form, days)
    document["services"] = [*document["services"], service]
    boxes = ticked(form, MEMBER)
    if name := line_of(form, "member"):
        boxes = boxes | {_add_named(document, name)}
    _give(document, key, boxes)
    refuse_undone(document)


LONGEST_RECALL = 36
"""Months after a visit."""
_PLAIN: ServiceDocument = {
    "key": "", "name": "", "synonyms": [], "description": None, "duration_minutes": 30,
    "buffer_before_minutes": 0, "buffer_after_minutes": 0, "gap_from_minutes": None,
    "gap_minutes": None, "price": None, "currency": None, "price_note": None, "where": "business",
    "slot_step_minutes": None, "max_open_appointments": None, "requires_assessment": None,
    "bookable": True, "capacity": 1, "aftercare": None, "aftercare_hours": 2, "hours": [], "resources": [], "questions": [],
    "notice_minutes": None, "horizon_days": None, "cancel_notice_minutes": None, "move_notice_minutes": None,
    "recall_after": None,
}  # fmt: skip


def _fill(
    document: OrganizationDocument, service: ServiceDocument, form: Form, days: Mapping[int, str]
) -> None:
    service["name"] = named(form)
    service["duration_minutes"] = whole(form, "minutes", 5, LONGEST_MINUTES)
    service["price"] = price_of(line_of(form, "price"))
    service["price_note"] = line_of(form, "price_note") or None
    service["description"] = optional(form, "description")
    service["buffer_before_minutes"] = whole(form, "before", 0, LONGEST_BUFFER)
    service["buffer_after_minutes"] = whole(form, "after", 0, LONGEST_BUFFER)
    # A page that was opened before there were these fields says nothing of them.
    if "aftercare" in form:
        service["aftercare"] = _aftercare(form)
    if line_of(form, "aftercare_hours"):
        service["aftercare_hours"] = whole(form, "aftercare_hours", 1, LONGEST_AFTERCARE_HOURS)
    service["bookable"] = "bookable" in form
    service["recall_after"] = _recall(form, service["recall_after"])
    service["questions"] = questions_of(form, service["questions"])
    if RULES in form:
        _fill_rules(document, service, form, days)


def _fill_rules(
    document: OrganizationDocument, service: ServiceDocument, form: Form, days: Mapping[int, str]
) -> None:
    boxes = ticked(form, RESOURCE)
    service["synonyms"] = listed(form, "synonyms", service["synonyms"])
    service["requires_assessment"] = line_of(form, "assessment") or None
    service["capacity"] = maybe_whole(form, "capacity", 1, LARGEST_GROUP) or 1
    service["where"] = "customer" if form.get("where") == "customer" else "business"
    if boxes != {*service["resources"]}:
        service["resources"] = [one["key"] for one in document["resources"] if one["key"] in boxes]
    service["hours"] = hours_of(form, days)


def _recall(form: Form, before: str | None) -> str | None:
    """The months of the form, 0 for never. What the business's file says in days stays where nothing is written."""
    if not line_of(form, "recall"):
        return before if before and not _months(before) else None
    months = whole(form, "recall", 0, LONGEST_RECALL)
    return f"{months} months" if months else None


def _months(recall_after: str | None) -> str:
    """The number of a span of months, "" of another."""
    count, _, unit = (recall_after or "").partition(" ")
    return count if unit == "months" else ""


def _aftercare(form: Form) -> str | None:
    """Raises Unfit."""
    text = optional(form, "aftercare")
    if text and len(text) > LONGEST_AFTERCARE:
        raise Unfit("number", value=str(len(text)), least="0", most=str(LONGEST_AFTERCARE))
    return text


def _give(document: OrganizationDocument, key: str, members: set[str]) -> None:
    """A service to those members who do it, and to no others."""
    order = [service["key"] for service in document["services"]]
    for member in document["members"]:
        done = {*member["services"]} - {key} | ({key} if member["key"] in members else set())
        member["services"] = [one for one in order if one in done]


def _drop_service(document: OrganizationDocument, key: str) -> None:
    for other in document["services"]:
        if other["requires_assessment"] == key:
            raise Unfit("assesses", name=other["name"])
    document["services"] = [one for one in document["services"] if one["key"] != key]
    _give(document, key, set())


def refuse_undone(document: OrganizationDocument) -> None:
    """A service that is booked is done by somebody. Raises Unfit."""
    done = {key for member in document["members"] for key in member["services"]}
    for service in document["services"]:
        if service["bookable"] and service["key"] not in done:
            raise Unfit("nobody_does", name=service["name"])


# Members


def member_values(member: MemberDocument) -> dict[str, str]:
    """The fields of a form that says this member, save for the hours."""
    return {
        "name": member["name"],
        "role": member["role"] or "",
        **{f"{SERVICE}{key}": "on" for key in member["services"]},
    }


def edit_member(
    document: OrganizationDocument, key: str, form: Form, days: Mapping[int, str]
) -> None:
    """Without hours of their own, the business's hold. Raises Unfit, Missing."""
    member = _of(document["members"], key)
    if form.get("remove"):
        document["members"] = [one for one in document["members"] if one["key"] != key]
    else:
        _fill_member(document, member, form, days)
    refuse_undone(document)


def add_member(document: OrganizationDocument, form: Form, days: Mapping[int, str]) -> None:
    """Raises Unfit."""
    key = _add_named(document, named(form))
    _fill_member(document, _of(document["members"], key), form, days)


def _fill_member(
    document: OrganizationDocument, member: MemberDocument, form: Form, days: Mapping[int, str]
) -> None:
    boxes = ticked(form, SERVICE)
    member["name"] = named(form)
    member["role"] = line_of(form, "role") or None
    member["services"] = [s["key"] for s in document["services"] if s["key"] in boxes]
    member["hours"] = hours_of(form, days)


def _add_named(document: OrganizationDocument, name: str) -> str:
    key = new_key(name, (m["key"] for m in document["members"]), "member")
    member: MemberDocument = {
        "key": key, "name": name, "role": None, "services": [], "hours": [], "special_dates": [],
        "vacations": [], "notice_minutes": None, "horizon_days": None,
        "cancel_notice_minutes": None, "move_notice_minutes": None,
    }  # fmt: skip
    document["members"] = [*document["members"], member]
    return key


def _of(items: list[Thing], key: str) -> Thing:
    for item in items:
        if item["key"] == key:
            return item
    raise Missing
