"""What staff do to a customer: names, notes, consent. Each is a form that leads back to the customer's page."""

from uuid import UUID

from starlette.responses import RedirectResponse, Response

from gateway.console.customers.pages import customer_of, page_of, show_customer, store_of
from gateway.console.customers.records import KINDS, RELATIONS, CustomerAct
from gateway.console.forms import id_of, key_of, words_of
from gateway.console.visit import Visit

_LONGEST_NAME = 100
_LONGEST_NOTE = 2000
_LONGEST_VISIT_NOTE = 500


async def rename(visit: Visit) -> Response:
    """The contact, or one of their people where the form names one."""
    one, name = customer_of(visit), words_of(visit.form, "name")
    if one is None:
        return visit.gone()
    if not name:
        return await show_customer(visit, one, 422)
    if len(name) > _LONGEST_NAME:
        refusal = visit.spoken.t("profile.name_too_long", most=str(_LONGEST_NAME))
        return await show_customer(visit, one, 422, refusal=refusal)
    person = visit.form.get("person")
    if person is not None and id_of(person) is None:
        return visit.gone()
    relation = visit.form.get("relation", "")
    act = await store_of(visit).rename(
        one,
        name,
        key_of(visit.form),
        id_of(person),
        relation if relation in RELATIONS else "",
    )
    return await _after(visit, one, act)


async def note(visit: Visit) -> Response:
    one, text = customer_of(visit), words_of(visit.form, "note")
    internal = visit.form.get("kind") != "visit"
    if one is None:
        return visit.gone()
    if not text:
        return await show_customer(visit, one, 422)
    most = _LONGEST_NOTE if internal else _LONGEST_VISIT_NOTE
    if len(text) > most:
        refusal = visit.spoken.t("profile.note_too_long", most=str(most))
        return await show_customer(visit, one, 422, refusal=refusal, unkept=text)
    act = await store_of(visit).note(one, text, key_of(visit.form), internal=internal)
    return await _after(visit, one, act)


async def remove_note(visit: Visit) -> Response:
    one, which = customer_of(visit), id_of(visit.form.get("note"))
    if one is None or which is None:
        return visit.gone()
    return await _after(visit, one, await store_of(visit).remove_note(one, which))


async def consent(visit: Visit) -> Response:
    """`granted`: yes or no; what the form leaves out changes nothing."""
    one, kind = customer_of(visit), visit.form.get("kind", "")
    granted = {"yes": True, "no": False}.get(visit.form.get("granted", ""))
    if one is None or kind not in KINDS or granted is None:
        return visit.gone()
    act = await store_of(visit).consent(
        one, kind, words_of(visit.form, "source"), key_of(visit.form), granted=granted
    )
    return await _after(visit, one, act)


async def _after(visit: Visit, one: UUID, act: CustomerAct) -> Response:
    if act.status == "not_found":
        return visit.gone()
    if act.status == "taken":
        refusal = visit.spoken.t("profile.name_taken")
        return await show_customer(visit, one, 409, refusal=refusal)
    return _back(one)


def _back(one: UUID) -> Response:
    return RedirectResponse(page_of(one), 303)
