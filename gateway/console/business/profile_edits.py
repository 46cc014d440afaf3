"""Changes of who is told when a person is needed, and of the business itself: its name, its words, its address."""

from pydantic import ValidationError

from agent import phones
from agent.texts import languages
from gateway.console.business.catalogue_edits import new_key
from gateway.console.business.fields import (
    Form,
    Missing,
    Unfit,
    line_of,
    named,
    optional,
    whole,
)
from gateway.mail import EMAIL
from gateway.organizations.document_types import OrganizationDocument, ReviewDocument
from gateway.organizations.fields import LONGEST_OFFSET
from gateway.organizations.file_schema import Review
from gateway.organizations.scheduling_checks import SHORTEST_RELEASE, TIME_TO_ANSWER

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
    document["escalation"] = [
        *recipients,
        {
            "key": key,
            "name": name,
            "channel": channel,
            "address": address,
            "weekly": False,
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
    """Goes, or comes one place earlier. Raises Missing."""
    recipients = document["escalation"]
    place = next((i for i, one in enumerate(recipients) if one["key"] == key), None)
    if place is None:
        raise Missing
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
        **_moment_values(document),
    }


def _moment_values(document: OrganizationDocument) -> dict[str, str]:
    review = document["review"]
    return {
        "review_link": review["link"] if review else "",
        "review_hours": str(review["hours"] if review else USUAL_HOURS),
        "review_months": str(review["months"] if review else USUAL_MONTHS),
        "release": str(document["scheduling"]["release"] or ""),
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
    if "release" in form:
        document["scheduling"] = {**document["scheduling"], "release": _release(document, form)}


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


def _release(document: OrganizationDocument, form: Form) -> int | None:
    """Raises Unfit."""
    minutes = whole(form, "release", 0, LONGEST_OFFSET)
    if not minutes:
        return None
    earliest = max(document["scheduling"]["confirmation"], default=0)
    if minutes < SHORTEST_RELEASE or minutes + TIME_TO_ANSWER > earliest:
        raise Unfit("release")
    return minutes
