"""Changes of the rules of booking: how early and how late, reminders, quiet hours, and who waits how long."""

from gateway.console.business.fields import (
    Form,
    Unfit,
    clock_of,
    line_of,
    maybe_whole,
    optional,
    span_of,
    spans_of,
)
from gateway.organizations.document_types import OrganizationDocument, SchedulingDocument
from gateway.organizations.fields import LONGEST_OFFSET, offset_text
from gateway.organizations.public_holidays import regions
from gateway.organizations.scheduling_checks import SHORTEST_RELEASE, TIME_TO_ANSWER

MOST_MESSAGES = 5
"""Reminders, and requests to confirm, of one appointment."""
SPANS = (
    "notice_minutes",
    "cancel_notice_minutes",
    "move_notice_minutes",
    "hold_minutes",
    "waiting_hold_minutes",
    "handoff_minutes",
    "second_notice_minutes",
    "release",
)
"""Those that are spans of time, with the shortest and the longest in `_LIMITS`."""
NUMBERS = ("slot_step_minutes", "horizon_days", "max_open_appointments")
LISTS = ("confirmation", "reminders")
_LIMITS = {
    "slot_step_minutes": (5, 240),
    "horizon_days": (1, 730),
    "max_open_appointments": (1, 100),
    "notice_minutes": (0, LONGEST_OFFSET),
    "cancel_notice_minutes": (0, LONGEST_OFFSET),
    "move_notice_minutes": (0, LONGEST_OFFSET),
    "hold_minutes": (1, 120),
    "waiting_hold_minutes": (5, 1440),
    "handoff_minutes": (1, 10080),
    "second_notice_minutes": (1, 1440),
    "release": (0, LONGEST_OFFSET),
}
_MAY_BE_UNSET = ("move_notice_minutes", "release")


def rule_texts(scheduling: SchedulingDocument) -> dict[str, str]:
    """Each rule as a form says it, "" for what is not set."""
    rules = dict(scheduling)
    quiet = scheduling["quiet_hours"]
    return {
        **{name: str(rules[name]) for name in NUMBERS},
        **{name: _span_text(rules[name]) for name in SPANS},
        **{name: ", ".join(map(offset_text, scheduling[name])) for name in LISTS},  # type: ignore[literal-required]
        "late_message": scheduling["late_message"] or "",
        "region": scheduling["region"] or "",
        "quiet_from": quiet["from"],
        "quiet_to": quiet["to"],
    }


def rules_values(document: OrganizationDocument) -> dict[str, str]:
    """The fields of a form that says the rules."""
    ticked = {"holidays": "on"} if document["scheduling"]["holidays"] else {}
    return rule_texts(document["scheduling"]) | ticked


def _span_text(minutes: object) -> str:
    if not isinstance(minutes, int):
        return ""
    return offset_text(minutes) if minutes else "0"


def edit_rules(document: OrganizationDocument, form: Form) -> None:
    """Raises Unfit."""
    rules = dict(document["scheduling"])
    for name in NUMBERS:
        rules[name] = maybe_whole(form, name, *_LIMITS[name]) or rules[name]
    for name in SPANS:
        rules[name] = _span(form, name, rules[name])
    for name in LISTS:
        rules[name] = spans = spans_of(form, name, LONGEST_OFFSET)
        if len(spans) > MOST_MESSAGES:
            raise Unfit("too_many_messages", most=str(MOST_MESSAGES))
    rules["late_message"] = optional(form, "late_message")
    rules["holidays"] = "holidays" in form
    rules["region"] = line_of(form, "region") or None
    rules["quiet_hours"] = {"from": _clock(form, "quiet_from"), "to": _clock(form, "quiet_to")}
    scheduling: SchedulingDocument = rules  # type: ignore[assignment]
    _refuse_unfit(document, scheduling)
    document["scheduling"] = scheduling


def _span(form: Form, name: str, before: object) -> object:
    """Nothing stands for "as before" where a rule must have a value, 0 for none of those that need none."""
    least, most = _LIMITS[name]
    minutes = span_of(form, name, most)
    if minutes is None:
        return None if name in _MAY_BE_UNSET else before
    if minutes < least:
        raise Unfit("span_least", value=line_of(form, name), least=offset_text(least))
    return None if name == "release" and minutes == 0 else minutes


def _clock(form: Form, name: str) -> str:
    at = clock_of(line_of(form, name))
    if at is None:
        raise Unfit("quiet")
    return at


def _refuse_unfit(document: OrganizationDocument, rules: SchedulingDocument) -> None:
    """What the file's checks would say in their words, said in the reader's."""
    if rules["quiet_hours"]["from"] == rules["quiet_hours"]["to"]:
        raise Unfit("quiet")
    if twice := {*rules["reminders"]} & {*rules["confirmation"]}:
        raise Unfit("asked_and_reminded", span=offset_text(min(twice)))
    release, earliest = rules["release"], max(rules["confirmation"], default=0)
    if release and (release < SHORTEST_RELEASE or release + TIME_TO_ANSWER > earliest):
        raise Unfit("release")
    if rules["holidays"] and regions(document["country"]) is None:
        raise Unfit("holidays")


def regions_of(document: OrganizationDocument) -> dict[str, str]:
    """Parts of the country with holidays of their own: their codes and names, by name."""
    declared = regions(document["country"]) or {}
    return dict(sorted(declared.items(), key=lambda one: one[1]))
