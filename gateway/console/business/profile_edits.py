"""Changes of who is told when a person is needed, and of the business itself: its name, its words, its address."""

from pydantic import ValidationError

from agent import phones
from agent.texts import languages
from gateway.console.business.fields import (
    Form,
    Missing,
    Unfit,
    line_of,
    lines_of,
    named,
    new_key,
    optional,
    whole,
)
from gateway.mail import EMAIL
from gateway.organizations.document_types import OrganizationDocument, ReviewDocument
from gateway.organizations.file_schema import Review
from gateway.organizations.words import FORMALITIES

STYLE = "style"
"""Stands in a form that also says how it speaks; a form without it leaves that."""
MOST_INSTRUCTIONS, LONGEST_INSTRUCTION = 12, 300
USUAL_HOURS, USUAL_MONTHS = 24, 6
"""What stands in the form before anybody is asked for a review."""

# Recipients


def add_recipient(document: OrganizationDocument, form: Form) -> None:
    """The last to be told. Raises Unfit."""
    recipients = document["escalation"]
    name, channel = named(form), line_of(form, "channel")
    key = new_key(name, (one["key"] for one in recipients), "recipient")
    address = _address(document, channel, line_of(form, "address"))
    role, _, member = line_of(form, "role").partition(":")
    if "weekly" in form and role not in ("", "owner"):
        raise Unfit("weekly")
    document["escalation"] = [
        *recipients,
        {
            "key": key,
            "name": name,
            "channel": channel,
            "address": address,
            "weekly": "weekly" in form,
            "role": role or "owner",
            "member": member or None,
        },
    ]


def _address(document: OrganizationDocument, channel: str, text: str) -> str:
    """Raises Unfit."""
    if channel == EMAIL:
        if "@" not in text:
            raise Unfit("no_email", value=text)
        return text
    digits = phones.written(text, document["country"])
    if digits is None:
        raise Unfit("no_phone", value=text)
    return digits


def edit_recipient(document: OrganizationDocument, key: str, form: Form) -> None:
    """Goes, comes one place earlier, or is sent the week's figures from now on or no more. Raises Missing."""
    recipients = document["escalation"]
    place = next((i for i, one in enumerate(recipients) if one["key"] == key), None)
    if place is None:
        raise Missing
    if "weekly" in form:
        recipients[place]["weekly"] = form["weekly"] == "1"
        return
    one = recipients.pop(place)
    if not form.get("remove"):
        recipients.insert(max(0, place - 1), one)


# The business


def profile_values(document: OrganizationDocument) -> dict[str, str]:
    """The fields of a form that says what the business is called and how it speaks."""
    return {
        "name": document["name"],
        "language": document["language"],
        "address": document["address"] or "",
        "tone": document["tone"],
        "emergency": document["emergency"] or "",
        "formality": document["formality"],
        "instructions": "\n".join(document["instructions"]),
        **({"emoji": "on"} if document["emoji"] else {}),
        **_moment_values(document),
    }


def _moment_values(document: OrganizationDocument) -> dict[str, str]:
    review = document["review"]
    return {
        "review_link": review["link"] if review else "",
        "review_hours": str(review["hours"] if review else USUAL_HOURS),
        "review_months": str(review["months"] if review else USUAL_MONTHS),
    }


def edit_profile(document: OrganizationDocument, form: Form) -> None:
    """Raises Unfit."""
    language = line_of(form, "language")
    if language not in languages():
        raise Unfit("language")
    document["name"] = named(form)
    document["language"] = language
    document["address"] = optional(form, "address")
    document["tone"] = optional(form, "tone") or ""
    document["emergency"] = optional(form, "emergency")
    # A page that was opened before there were these fields says nothing of them.
    if "review_link" in form:
        document["review"] = _review(form)
    if STYLE in form:
        _edit_style(document, form)


def _edit_style(document: OrganizationDocument, form: Form) -> None:
    """How it speaks beyond its tone. Raises Unfit."""
    formality = line_of(form, "formality")
    if formality not in FORMALITIES:
        raise Unfit("formality")
    instructions = lines_of(form, "instructions")
    if len(instructions) > MOST_INSTRUCTIONS:
        raise Unfit("instructions", most=str(MOST_INSTRUCTIONS), length=str(LONGEST_INSTRUCTION))
    if any(len(line) > LONGEST_INSTRUCTION for line in instructions):
        raise Unfit("instructions", most=str(MOST_INSTRUCTIONS), length=str(LONGEST_INSTRUCTION))
    document["formality"] = formality
    document["emoji"] = "emoji" in form
    document["instructions"] = instructions


def _review(form: Form) -> ReviewDocument | None:
    """Raises Unfit."""
    link = line_of(form, "review_link")
    if not link:
        return None
    try:
        read = Review(
            link=link,
            hours=whole(form, "review_hours", 1, 168),
            months=whole(form, "review_months", 1, 60),
        )
    except ValidationError:
        raise Unfit("review_link", value=link) from None
    return {"link": read.link, "hours": read.hours, "months": read.months}
