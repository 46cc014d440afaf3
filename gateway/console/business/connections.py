"""Connections: how each stands, a code to scan, a test message, credentials that are replaced unseen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpx
import segno
from starlette.responses import RedirectResponse, Response

from agent import phones
from agent.errors import OperatorError
from agent.texts import texts
from agent.tls import tls_context
from agent.types import Connection
from gateway.access.credentials import is_value
from gateway.access.vault import Place, vault_of
from gateway.channels.base import Channel
from gateway.channels.connections import API_KEY
from gateway.channels.setup import Question, Step
from gateway.console.business.editing import owns, refused, state_of, store_of
from gateway.console.business.fields import Unfit, line_of
from gateway.console.business.records import BusinessConnection, TrialChat
from gateway.console.forms import id_of
from gateway.console.visit import Visit
from gateway.pipeline.guards import may_send_text
from gateway.pipeline.templates import ANSWER, KINDS, StoredTemplate, takes_templates, template_for

_HOME = "/console/business/connections"
LOOKS = "20/minute"
"""How often an organization may ask its providers how its connections stand."""
SECONDS = 12.0


@dataclass(frozen=True, slots=True)
class Standing:
    """What a provider said just now: its steps, and a code (SVG) that a phone has to scan."""

    steps: Sequence[Step]
    code: str | None = None


async def connections(visit: Visit) -> Response:
    """All of them, as the database knows them."""
    if not owns(visit):
        return refused(visit)
    rows = await store_of(visit).connections()
    return visit.page(
        "business_connections", section="business", tab="connections", rows=rows, state=None
    )


async def connection(visit: Visit) -> Response:
    """One; with `check` its provider is asked, and with `test` the outcome of a test message is told."""
    return await _page(visit)


async def test(visit: Visit) -> Response:
    """A message to a phone that the owner writes, through the outbox."""
    row, problem = await _of_path(visit), None
    if row is None or not owns(visit):
        return refused(visit) if not owns(visit) else visit.gone()
    try:
        message = await _send(visit, row)
    except Unfit as error:
        problem = visit.spoken.t(f"business.wrong.{error.key}", **error.values)
        return await _page(visit, problem)
    return RedirectResponse(f"{_HOME}/{row.key}?sent=1&test={message}", 303)


async def credential(visit: Visit) -> Response:
    """Keeps a credential instead of the one that is there; somebody who proved lately who they are may."""
    row = await _of_path(visit)
    if row is None or not owns(visit):
        return refused(visit) if not owns(visit) else visit.gone()
    if not visit.staff.confirmed:
        return RedirectResponse("/account/confirm", 303)
    name, value = visit.form.get("credential", ""), visit.form.get("value", "").strip()
    if name not in _secrets(visit, row) or not is_value(value):
        return await _page(visit, visit.spoken.t("business.wrong.credential"))
    try:
        sealed = vault_of(visit.deps.settings).seal(
            value, Place(visit.staff.organization, row.connection, name)
        )
    except OperatorError:
        return await _page(visit, visit.spoken.t("business.wrong.vault"))
    if not await store_of(visit).keep_credential(row.connection, name, sealed):
        return visit.gone()
    return RedirectResponse(f"{_HOME}/{row.key}?done=1", 303)


async def _page(visit: Visit, problem: str | None = None) -> Response:
    if not owns(visit):
        return refused(visit)
    row = await _of_path(visit)
    if row is None:
        return visit.gone()
    channel = visit.deps.channels.get(row.channel)
    asks = "check" in visit.request.query_params and channel is not None
    return visit.page(
        "business_connection",
        422 if problem else 200,
        section="business",
        tab="connections",
        row=row,
        pairs=channel is not None and channel.setup.pairs,
        standing=await _standing(visit, row, channel) if asks and channel else None,
        secrets=_secrets(visit, row),
        stored={one.name: one.set_at for one in row.secrets},
        templates=_templates(visit, row) if takes_templates(row.channel) else None,
        reaches=channel is not None and channel.reaches_phones,
        tried=await _outcome(visit),
        problem=problem,
        phone=visit.form.get("phone", ""),
        state=None if problem else state_of(visit),
    )


async def _of_path(visit: Visit) -> BusinessConnection | None:
    key = visit.request.path_params["connection"]
    rows = await store_of(visit).connections()
    return next((row for row in rows if row.key == key), None)


async def _opened(visit: Visit, row: BusinessConnection) -> Connection:
    return await visit.deps.connections.of_row(row, visit.staff.organization)


# What the provider says


async def _standing(visit: Visit, row: BusinessConnection, channel: Channel) -> Standing:
    limits, tenant = visit.deps.limits, str(visit.staff.organization)
    if await limits.hit("connection-check", tenant, LOOKS):
        return Standing([Step("wrong", visit.spoken.t("slow"))])
    setup = channel.setup(channel)
    async with httpx.AsyncClient(verify=tls_context(), timeout=SECONDS) as http:
        try:
            opened = await _opened(visit, row)
        except OperatorError as error:
            return Standing([Step("wrong", str(error))])
        steps = await setup.examine(opened, http)
        if not setup.pairs or any(step.state != "todo" for step in steps):
            return Standing(steps)
        answer = await setup.pairing(opened, http)
    if isinstance(answer, Step):
        return Standing([*steps, answer] if answer.state != "right" else [answer])
    return Standing([], segno.make(answer, error="l", micro=False).svg_inline(omitsize=True, border=4, light="#fff"))  # fmt: skip


# A test message


async def _send(visit: Visit, row: BusinessConnection) -> str:
    """The queued message's id. Raises Unfit."""
    written = line_of(visit.form, "phone")
    digits = phones.written(written, visit.account.country)
    channel = visit.deps.channels.get(row.channel)
    if digits is None or channel is None or not channel.reaches_phones:
        raise Unfit("no_phone", value=written)
    person = phones.canonical(digits) or digits
    text = texts(visit.account.language).line(
        "notices.test_message", organization=visit.account.organization
    )
    template = await _template(visit, row, channel, [f"+{person}", digits], text)
    outcome = await store_of(visit).put_test(
        row.connection,
        [digits, f"+{person}"],
        person,
        {"text": text, "payload": {"template": template} if template else {}},
    )
    if outcome.status != "queued":
        raise Unfit("too_many_tests" if outcome.status == "slow" else "not_sent")
    return str(outcome.message)


async def _template(
    visit: Visit, row: BusinessConnection, channel: Channel, addresses: list[str], text: str
) -> StoredTemplate | None:
    """None: it may be written to freely. Raises Unfit."""
    chat = await store_of(visit).test_chat(row.connection, addresses)
    if _is_open(channel, chat, visit):
        return None
    language = visit.account.language
    template = template_for(
        ANSWER, row.channel, row.settings, visit.deps.settings, language=language, fallback=language
    )
    if template is None:
        raise Unfit("write_first", number=f"+{row.phone}" if row.phone else row.name)
    return template.stored([" ".join(text.split())])


def _is_open(channel: Channel, chat: TrialChat | None, visit: Visit) -> bool:
    if chat is None:
        return not channel.has_window
    now = visit.deps.clock.now()
    return not chat.window_closed and may_send_text(channel.name, chat.last_inbound_at, now)


async def _outcome(visit: Visit) -> tuple[str, str | None] | None:
    """What became of the test message that the address names: its status, and why it failed."""
    message = id_of(visit.request.query_params.get("test"))
    state = await store_of(visit).test_state(message) if message else None
    return (state.status, state.error) if state else None


# Credentials and templates


def _secrets(visit: Visit, row: BusinessConnection) -> dict[str, Question]:
    """What a connection's provider wants of secrets, by the name under which each is stored."""
    channel = visit.deps.channels.get(row.channel)
    questions = channel.setup.questions if channel is not None else ()
    return {
        API_KEY if one.name == "key" else one.name: one
        for one in questions
        if one.kind in ("key", "credential")
    }


def _templates(visit: Visit, row: BusinessConnection) -> Mapping[str, list[tuple[str, str]]]:
    """By kind the languages that have one, each with the template's id."""
    language = visit.account.language
    listed: dict[str, list[tuple[str, str]]] = {}
    for kind in (*KINDS, ANSWER, "escalation"):
        own = row.settings.get(f"{kind}_template")
        if isinstance(own, dict):
            listed[kind] = [(str(tongue), str(one)) for tongue, one in sorted(own.items())]
            continue
        template = template_for(
            kind,
            row.channel,
            row.settings,
            visit.deps.settings,
            language=language,
            fallback=language,
        )
        listed[kind] = [(template.language, template.id)] if template else []
    return listed
