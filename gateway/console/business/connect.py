"""Making or changing a connection: the questions of `frontdesk connect`, the provider's answer, and a yes."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import httpx
import msgspec
from starlette.responses import RedirectResponse, Response

from agent.errors import OperatorError
from agent.texts import texts
from agent.tls import tls_context
from gateway.access.vault import Sealed, vault_of
from gateway.channels.base import Channel
from gateway.channels.connections import KEPT_ADDRESS
from gateway.channels.setup import Question, Setup, Step
from gateway.connecting.connecting import Connecting, Look, Wishes
from gateway.connecting.waiting import Patience
from gateway.console.business.connections import LOOKS, SECONDS
from gateway.console.business.editing import owns, refused, store_of
from gateway.console.business.fields import Unfit, line_of
from gateway.console.business.owners_place import ChangedMeanwhile, OwnersPlace
from gateway.console.business.records import Shown
from gateway.console.visit import Visit
from gateway.organizations.document_types import ConnectionDocument, OrganizationDocument
from gateway.organizations.reach import NobodyCanBeTold
from gateway.organizations.source import InvalidFile

_CONFIRM = "/account/confirm"
_LASTING = timedelta(minutes=15)
_LONGEST = 8_000


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which connection: `current` is None for a new one."""

    channel: Channel
    key: str
    current: ConnectionDocument | None


@dataclass(frozen=True, slots=True)
class _Field:
    """A question as the page asks it. `stays`: empty, it stays as it is."""

    question: Question
    label: str
    more: str
    value: str
    stays: bool

    @property
    def needed(self) -> bool:
        return self.question.required and not self.stays


class _Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What an owner wrote, sealed while they look at what would come of it."""

    at: datetime
    version: str
    channel: str
    key: str
    given: dict[str, str]
    typed: dict[str, str]
    staff_phone: str | None
    create: bool
    take_over: bool

    def __repr__(self) -> str:
        return f"_Draft({self.channel}, {self.key})"


@dataclass(frozen=True, slots=True)
class _DraftOf:
    """Whose draft it is: nobody else's opens."""

    organization: UUID
    account: UUID

    @property
    def bound(self) -> bytes:
        return b"frontdesk connection draft\x00" + self.organization.bytes + self.account.bytes


@dataclass(slots=True)
class _Listener:
    """Nobody is asked; what is told is kept for the page."""

    steps: list[Step] = field(default_factory=list)
    interactive: bool = False

    def text(self, question: str, default: str | None) -> str:
        return default or ""

    def secret(self, question: str) -> str:
        return ""

    def show(self, line: str) -> None:
        """Lines of waiting and of codes for a terminal."""

    def tell(self, step: Step) -> None:
        self.steps.append(step)


async def ask(visit: Visit) -> Response:
    """The channels to choose from; with one, its questions."""
    if not owns(visit):
        return refused(visit)
    shown, params = await store_of(visit).show(), visit.request.query_params
    if not params.get("channel") and not params.get("connection"):
        names = sorted(visit.deps.channels, key=lambda one: (one != "gupshup", one))
        return visit.page(
            "business_connect_choice",
            section="business",
            tab="connections",
            channels={name: _words(visit, f"channel.{name}", name.capitalize()) for name in names},
        )
    wanted = _wanted(visit, shown.document, params)
    if wanted is None:
        return visit.gone()
    if not visit.staff.confirmed:
        return RedirectResponse(_CONFIRM, 303)
    return _form(visit, shown, wanted)


async def connect(visit: Visit) -> Response:
    """Shows what would be stored and what the provider says; with `confirm`, connects what was seen."""
    if not owns(visit):
        return refused(visit)
    if not visit.staff.confirmed:
        return RedirectResponse(_CONFIRM, 303)
    shown = await store_of(visit).show()
    wanted = _wanted(visit, shown.document, visit.form)
    if wanted is None:
        return visit.gone()
    listener = _Listener()
    try:
        if await visit.deps.limits.hit("connection-check", str(visit.staff.organization), LOOKS):
            raise Unfit("slow")
        if "confirm" in visit.form:
            return await _connected(visit, shown, _opened_draft(visit, wanted), listener)
        return await _previewed(visit, shown, wanted, listener)
    except Unfit as error:
        problem = visit.spoken.t(f"business.wrong.{error.key}", **error.values)
    except ChangedMeanwhile:
        problem = visit.spoken.t("business.change.meanwhile")
    except NobodyCanBeTold:
        problem = visit.spoken.t("business.wrong.nobody_told")
    except InvalidFile as error:
        problem = visit.spoken.t("business.wrong.file", problem=error.problems[0].message)
    except OperatorError as error:
        problem = visit.spoken.t("business.wrong.file", problem=str(error))
    return _form(visit, shown, wanted, problem, listener.steps)


async def _previewed(visit: Visit, shown: Shown, wanted: _Wanted, listener: _Listener) -> Response:
    draft = _draft(visit, shown, wanted)
    async with _connecting(visit, shown, draft, listener) as connecting:
        look = await connecting.look()
    if look.wrong is not None:
        listener.steps.extend(look.steps)
        raise Unfit("provider")
    sealed = _vault_seal(visit, draft)
    return visit.page(
        "business_connect_confirm",
        section="business",
        tab="connections",
        wanted=wanted,
        lines=_difference(visit, wanted, look, draft),
        steps=look.steps,
        draft=sealed,
        makes=draft.create or "admin" in draft.typed,
        new_address=_changes_address(visit, look),
    )


async def _connected(visit: Visit, shown: Shown, draft: _Draft, listener: _Listener) -> Response:
    async with _connecting(visit, shown, draft, listener) as connecting:
        usable = await connecting.run()
    return visit.page(
        "business_connected",
        section="business",
        tab="connections",
        usable=usable,
        steps=[one for one in listener.steps if one.state != "todo"],
        todo=[one for one in listener.steps if one.state == "todo"],
        connection=draft.key,
        pairs=_setup(visit.deps.channels[draft.channel]).pairs,
    )


@asynccontextmanager
async def _connecting(
    visit: Visit, shown: Shown, draft: _Draft, listener: _Listener
) -> AsyncIterator[Connecting]:
    """The steps of the command, over the console's own place."""
    wishes = Wishes(
        channel=draft.channel,
        slug=shown.document["slug"],
        key=draft.key,
        given=draft.given,
        typed=draft.typed,
        staff_phone=draft.staff_phone,
        create=draft.create,
        take_over=draft.take_over,
        pairs=False,
        in_clear=True,
        patience=Patience(0, 0),
    )
    place, deps = OwnersPlace.of(visit, draft.version), visit.deps
    async with httpx.AsyncClient(verify=tls_context(), timeout=SECONDS) as http:
        yield Connecting(deps.database, deps.settings, deps.clock, wishes, listener, http, place)


# What was written


def _wanted(
    visit: Visit, document: OrganizationDocument, params: Mapping[str, str]
) -> _Wanted | None:
    key, name = params.get("connection", ""), params.get("channel", "")
    current = next((one for one in document["connections"] if one["key"] == key), None)
    channel = visit.deps.channels.get(current["channel"] if current else name)
    if channel is None or (key and current is None):
        return None
    return _Wanted(channel, key or _free_key(document, channel.name), current)


def _free_key(document: OrganizationDocument, channel: str) -> str:
    used = {one["key"] for one in document["connections"]}
    keys = (channel, *(f"{channel}-{n}" for n in range(2, len(used) + 3)))
    return next(key for key in keys if key not in used)


def _draft(visit: Visit, shown: Shown, wanted: _Wanted) -> _Draft:
    """Raises Unfit."""
    given: dict[str, str] = {}
    typed: dict[str, str] = {}
    for one in _questions(visit, wanted):
        name = one.question.name
        value = line_of(visit.form, f"q_{name}")[:_LONGEST]
        if one.needed and not value and not _comes_of_making(visit, wanted, name):
            raise Unfit("needed", field=one.label)
        if value:
            (typed if one.question.is_secret else given)[name] = value
    return _Draft(
        at=visit.deps.clock.now(),
        version=shown.version,
        channel=wanted.channel.name,
        key=wanted.key,
        given=given,
        typed=typed,
        staff_phone=line_of(visit.form, "staff_phone") or None,
        create="create" in visit.form,
        take_over="take_over" in visit.form,
    )


def _comes_of_making(visit: Visit, wanted: _Wanted, name: str) -> bool:
    """The key of what is made with an administrator's token."""
    return name == "key" and bool(line_of(visit.form, "q_admin"))


def _vault_seal(visit: Visit, draft: _Draft) -> str:
    """Raises Unfit where nothing can be sealed, so that it cannot be kept either."""
    try:
        whose = _DraftOf(visit.staff.organization, visit.staff.account)
        sealed = vault_of(visit.deps.settings).seal(msgspec.json.encode(draft).decode(), whose)
    except OperatorError:
        raise Unfit("vault") from None
    return f"{sealed.key_id}.{sealed.ciphertext.hex()}"


def _opened_draft(visit: Visit, wanted: _Wanted) -> _Draft:
    """Raises Unfit for what is none, is too old, or is another account's."""
    key_id, _, sealed = visit.form.get("draft", "").partition(".")
    whose = _DraftOf(visit.staff.organization, visit.staff.account)
    try:
        opened = vault_of(visit.deps.settings).open(Sealed(key_id, bytes.fromhex(sealed)), whose)
        draft = msgspec.json.decode(opened, type=_Draft)
    except (OperatorError, ValueError, msgspec.DecodeError):
        raise Unfit("draft") from None
    if visit.deps.clock.now() - draft.at > _LASTING or draft.key != wanted.key:
        raise Unfit("draft")
    return draft


# What is shown


def _form(
    visit: Visit,
    shown: Shown,
    wanted: _Wanted,
    problem: str | None = None,
    steps: list[Step] | None = None,
) -> Response:
    """The questions, with what was written; secrets are written again."""
    setup = _setup(wanted.channel)
    reaches = wanted.channel.reaches_phones
    return visit.page(
        "business_connect",
        422 if problem else 200,
        section="business",
        tab="connections",
        wanted=wanted,
        title=_words(visit, f"channel.{wanted.channel.name}", wanted.channel.name.capitalize()),
        questions=_questions(visit, wanted),
        # What an administrator's token makes is made by giving that.
        creates=bool(setup.creates) and not _asks_once(setup),
        makes_key=_asks_once(setup),
        asks_recipient=reaches and not shown.document["escalation"],
        written=visit.form,
        problem=problem,
        steps=steps or [],
    )


def _asks_once(setup: Setup) -> bool:
    return any(one.kind == "once" for one in setup.questions)


def _questions(visit: Visit, wanted: _Wanted) -> list[_Field]:
    return [_field_of(visit, wanted, one) for one in _setup(wanted.channel).questions]


def _field_of(visit: Visit, wanted: _Wanted, question: Question) -> _Field:
    key = f"{wanted.channel.name}.{question.name}"
    value = "" if question.is_secret else visit.form.get(f"q_{question.name}")
    return _Field(
        question,
        _words(visit, key, question.ask),
        _words(visit, f"{key}_more", question.where),
        _current(wanted.current, question) if value is None else value,
        wanted.current is not None,
    )


def _words(visit: Visit, key: str, default: str) -> str:
    """Of console.toml; what a channel says itself, where it is one that the texts do not know."""
    spoken = texts(visit.spoken.language)
    path = f"console.business.question.{key}"
    return spoken.line(path) if spoken.has(path) else default


def _current(current: ConnectionDocument | None, question: Question) -> str:
    if current is None or question.is_secret:
        return ""
    if question.kind == "name":
        return current["name"]
    if question.kind == "phone":
        return f"+{current['phone']}" if current["phone"] else ""
    value = current["settings"].get(question.name, "")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _difference(
    visit: Visit, wanted: _Wanted, look: Look, draft: _Draft
) -> list[tuple[str, str, str]]:
    """What changes: label, before, after. Of secrets only that there is a new one."""
    changes = []
    for one in _questions(visit, wanted):
        if one.question.is_secret:
            if one.question.name in draft.typed:
                once = one.question.kind == "once"
                told = visit.spoken.t(
                    "business.connect.once" if once else "business.connect.sealed"
                )
                changes.append((one.label, "", told))
            continue
        before, after = (
            _current(look.current, one.question),
            _current(look.connection, one.question),
        )
        if before != after:
            changes.append((one.label, before, after))
    if draft.staff_phone:
        changes.append((visit.spoken.t("business.part.recipients"), "", draft.staff_phone))
    return changes


def _changes_address(visit: Visit, look: Look) -> bool:
    """Nobody here knows the token of the address that there is."""
    has_token = (
        visit.deps.settings.secret(look.connection["token_env"]) or KEPT_ADDRESS in look.held
    )
    return bool(look.current and look.current["token_env"] and not has_token)


def _setup(channel: Channel) -> Setup:
    return channel.setup(channel)
