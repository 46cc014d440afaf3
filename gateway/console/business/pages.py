"""The business's pages: what it is, and forms over its hours, days, services, people, knowledge and name."""

from collections.abc import Mapping

from babel import Locale
from starlette.responses import RedirectResponse, Response

from agent.texts import languages
from gateway.channels.registry import channel_classes
from gateway.console.business import (
    catalogue_edits,
    knowledge_edits,
    profile_edits,
    question_edits,
    resource_edits,
    rules_edits,
    template_edits,
    week_edits,
)
from gateway.console.business.editing import FormPage, owns, refused, state_of, store_of
from gateway.console.business.fields import Missing
from gateway.console.business.first_steps import first_steps
from gateway.console.business.hours_form import hours_values, pairs
from gateway.console.business.told import day_text, hours_text, money_text, week_text, weekdays
from gateway.console.forms import id_of
from gateway.console.visit import Visit
from gateway.mail import EMAIL
from gateway.organizations import commands
from gateway.organizations.document_types import OrganizationDocument
from gateway.organizations.words import FORMALITIES

_HOME = "/console/business"
Document = OrganizationDocument


async def overview(visit: Visit) -> Response:
    """Hours, days and services, which reception reads, too; for the owner what is still to be done and was done."""
    store = store_of(visit)
    document = (await store.show()).document
    return visit.page(
        "business",
        section="business",
        tab="overview",
        doc=document,
        owner=owns(visit),
        state=state_of(visit),
        week=week_text(visit.spoken, document["hours"]),
        spans=_spans(visit, document),
        money=lambda service: money_text(visit.spoken, document, service),
        steps=await first_steps(visit, document) if owns(visit) else None,
        changes=await store.changes() if owns(visit) else [],
        hours_text=lambda rows: hours_text(visit.spoken, rows),
        day_text=lambda first, last: day_text(visit.spoken, first, last),
    )


async def file(visit: Visit) -> Response:
    """What `org export` writes."""
    if not owns(visit):
        return refused(visit)
    slug = visit.account.slug
    headers = {
        "Content-Disposition": f'attachment; filename="{slug}.yaml"',
        "Cache-Control": "private, no-store",
    }
    text = await commands.export(visit.deps.database, slug)
    return Response(text, media_type="application/yaml", headers=headers)


def _spans(visit: Visit, document: Document) -> list[week_edits.Span]:
    return week_edits.spans(document, visit.spoken.day_of(visit.spoken.now))


def _nothing(visit: Visit, document: Document) -> Mapping[str, object]:
    return {}


def _empty(visit: Visit, document: Document) -> Mapping[str, str]:
    return {}


# Hours and days


def _with_days(visit: Visit, document: Document) -> Mapping[str, object]:
    return {"days": weekdays(visit.spoken), "pairs": pairs}


def _dates_context(visit: Visit, document: Document) -> Mapping[str, object]:
    return {
        "spans": _spans(visit, document),
        "pairs": pairs,
        "hours_text": lambda rows: hours_text(visit.spoken, rows),
        "day_text": lambda first, last: day_text(visit.spoken, first, last),
        "today": visit.spoken.day_of(visit.spoken.now).isoformat(),
    }


hours = FormPage(
    "hours",
    "business_hours",
    lambda visit, document: hours_values(document["hours"]),
    _with_days,
    lambda visit, document: week_edits.edit_hours(document, visit.form, weekdays(visit.spoken)),
    f"{_HOME}/hours",
)
dates = FormPage(
    "dates",
    "business_dates",
    _empty,
    _dates_context,
    lambda visit, document: week_edits.add_days(document, visit.form),
    f"{_HOME}/dates",
)
dropped_dates = FormPage(
    "dates",
    "business_dates",
    _empty,
    _dates_context,
    lambda visit, document: week_edits.drop_days(document, visit.form),
    f"{_HOME}/dates",
)

# Rules, rooms and devices

rules = FormPage(
    "rules",
    "business_rules",
    lambda visit, document: rules_edits.rules_values(document),
    lambda visit, document: {"regions": rules_edits.regions_of(document)},
    lambda visit, document: rules_edits.edit_rules(document, visit.form),
    f"{_HOME}/rules",
)
resources = FormPage(
    "resources",
    "business_resources",
    lambda visit, document: resource_edits.resource_values(document),
    _nothing,
    lambda visit, document: resource_edits.edit_resources(document, visit.form),
    f"{_HOME}/resources",
)

# Templates of a connection


def _templates_context(visit: Visit, document: Document) -> Mapping[str, object]:
    connection = template_edits.connection_of(document, _key(visit))
    kinds = template_edits.kinds_of(connection["channel"])
    return {
        "connection": connection,
        "tongues": {kind: template_edits.languages_of(document, kind) for kind in kinds},
        "own_name": _own_name,
    }


templates = FormPage(
    "templates",
    "business_templates",
    lambda visit, document: template_edits.template_values(document, _key(visit)),
    _templates_context,
    lambda visit, document: template_edits.edit_templates(document, _key(visit), visit.form),
    f"{_HOME}/connections",
)

# Services and members


def _key(visit: Visit) -> str:
    """Of what the address names: the only place in it."""
    [key] = visit.request.path_params.values()
    return str(key)


def _service_values(visit: Visit, document: Document) -> Mapping[str, str]:
    for service in document["services"]:
        if service["key"] == _key(visit):
            return catalogue_edits.service_values(service, document["members"])
    raise Missing


def _new_service(visit: Visit, document: Document) -> Mapping[str, str]:
    ticks = {f"{catalogue_edits.MEMBER}{one['key']}": "on" for one in document["members"]}
    usual = {"minutes": "30", "before": "0", "after": "0", "capacity": "1", "questions": "0"}
    return {**usual, "bookable": "on", **ticks}


def _service_context(visit: Visit, document: Document) -> Mapping[str, object]:
    key = visit.request.path_params.get("service")
    if key and key not in {one["key"] for one in document["services"]}:
        raise Missing
    return {
        "new": not key,
        "others": {one["key"]: one["name"] for one in document["services"] if one["key"] != key},
        "groups": question_edits.groups,
        "question_kinds": question_edits.KINDS,
        **_with_days(visit, document),
    }


def _services_context(visit: Visit, document: Document) -> Mapping[str, object]:
    return {"money": lambda service: money_text(visit.spoken, document, service)}


services = FormPage(
    "services",
    "business_services",
    _empty,
    _services_context,
    lambda visit, document: None,
    f"{_HOME}/services",
)
service = FormPage(
    "services",
    "business_service",
    _service_values,
    _service_context,
    lambda visit, document: catalogue_edits.edit_service(
        document, _key(visit), visit.form, weekdays(visit.spoken)
    ),
    f"{_HOME}/services",
    question_edits.with_another,
)
new_service = FormPage(
    "services",
    "business_service",
    _new_service,
    _service_context,
    lambda visit, document: catalogue_edits.add_service(
        document, visit.form, weekdays(visit.spoken)
    ),
    f"{_HOME}/services",
    question_edits.with_another,
)


def _member_values(visit: Visit, document: Document) -> Mapping[str, str]:
    for member in document["members"]:
        if member["key"] == _key(visit):
            return catalogue_edits.member_values(member) | hours_values(member["hours"])
    raise Missing


def _new_member(visit: Visit, document: Document) -> Mapping[str, str]:
    return {f"{catalogue_edits.SERVICE}{one['key']}": "on" for one in document["services"]}


members = FormPage(
    "members",
    "business_members",
    _empty,
    lambda visit, document: {"names": {one["key"]: one["name"] for one in document["services"]}},
    lambda visit, document: None,
    f"{_HOME}/members",
)
member = FormPage(
    "members",
    "business_member",
    _member_values,
    lambda visit, document: {"new": False, **_with_days(visit, document)},
    lambda visit, document: catalogue_edits.edit_member(
        document, _key(visit), visit.form, weekdays(visit.spoken)
    ),
    f"{_HOME}/members",
)
new_member = FormPage(
    "members",
    "business_member",
    _new_member,
    lambda visit, document: {"new": True, **_with_days(visit, document)},
    lambda visit, document: catalogue_edits.add_member(
        document, visit.form, weekdays(visit.spoken)
    ),
    f"{_HOME}/members",
)

# Knowledge


async def knowledge(visit: Visit) -> Response:
    """The entries, and the questions that found nothing."""
    if not owns(visit):
        return refused(visit)
    store = store_of(visit)
    return visit.page(
        "business_knowledge",
        section="business",
        tab="knowledge",
        doc=(await store.show()).document,
        gaps=await store.gaps(),
        state=state_of(visit),
    )


async def drop_gap(visit: Visit) -> Response:
    if not owns(visit):
        return refused(visit)
    gap = id_of(visit.request.path_params["knowledge_gap"])
    if gap is None or not await store_of(visit).drop_gap(gap):
        return visit.gone()
    return RedirectResponse(f"{_HOME}/knowledge?dropped=1", 303)


def _entry_values(visit: Visit, document: Document) -> Mapping[str, str]:
    for one in document["knowledge"]:
        if one["key"] == _key(visit):
            return knowledge_edits.entry_values(one)
    raise Missing


def _new_entry(visit: Visit, document: Document) -> Mapping[str, str]:
    """For a gap, with its question as the title."""
    params = visit.request.query_params
    return {"title": params.get("title", "")[:200], "gap": params.get("gap", "")}


entry = FormPage(
    "knowledge",
    "business_entry",
    _entry_values,
    lambda visit, document: {"new": False},
    lambda visit, document: knowledge_edits.edit_entry(document, _key(visit), visit.form),
    f"{_HOME}/knowledge",
)
new_entry = FormPage(
    "knowledge",
    "business_entry",
    _new_entry,
    lambda visit, document: {"new": True},
    lambda visit, document: knowledge_edits.add_entry(document, visit.form),
    f"{_HOME}/knowledge",
)

# Recipients and the business itself


def _ways(visit: Visit, document: Document) -> Mapping[str, object]:
    """Channels by which somebody could be told, those that are connected first."""
    connected = [one["channel"] for one in document["connections"]]
    ways = [name for name, one in channel_classes().items() if one.reaches_phones]
    names = {one["key"]: one["name"] for one in document["members"]}
    sorted_ways = [*sorted(ways, key=lambda name: (name not in connected, name)), EMAIL]
    return {"ways": sorted_ways, "names": names}


def _own_name(language: str) -> str:
    """A language as it calls itself."""
    return str(Locale.parse(language).get_display_name(language)).capitalize()


recipients = FormPage(
    "recipients",
    "business_recipients",
    _empty,
    _ways,
    lambda visit, document: profile_edits.add_recipient(document, visit.form),
    f"{_HOME}/recipients",
)
recipient = FormPage(
    "recipients",
    "business_recipients",
    _empty,
    _ways,
    lambda visit, document: profile_edits.edit_recipient(document, _key(visit), visit.form),
    f"{_HOME}/recipients",
)
profile = FormPage(
    "profile",
    "business_profile",
    lambda visit, document: profile_edits.profile_values(document),
    lambda visit, document: {
        "languages": languages(),
        "own_name": _own_name,
        "formalities": FORMALITIES,
    },
    lambda visit, document: profile_edits.edit_profile(document, visit.form),
    f"{_HOME}/profile",
)
