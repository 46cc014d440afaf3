"""What recipients of notices write to the business's own number: they take, answer, give back, look up.

No model sees it. Each message is seen to once, in order (migrations/functions/staff_route.sql, staff_acts.sql); what is
done carries its id, so that a second try does nothing twice. Nobody but a recipient of that organization gets here, by
the address that the provider vouches for.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from agent.data.database import Database
from agent.language import staff_commands
from agent.language.short_answers import bare_yes_no
from agent.language.staff_commands import StaffQuestion
from agent.language.staff_plans import plan_words
from agent.language.text import plain
from agent.settings import Settings
from agent.texts import Texts, texts
from agent.types import Json, Option
from gateway.pipeline.guards import may_send_text
from gateway.pipeline.staff_files import SENDABLE, NotPassedOn, StaffFiles
from gateway.pipeline.staff_lookups import Asker, Lookups
from gateway.pipeline.staff_notices import actions
from gateway.pipeline.staff_planning import PLAN_ACTS, PlanReply, StaffPlanning
from gateway.pipeline.templates import ANSWER, StoredTemplate, template_for

_CUSTOMER_MINUTES = 120
_LONGEST_TITLE = 24
_ACTS = frozenset({"take", "over", "reply", "back"})
_TEXT_KINDS = frozenset({"text", "choice"})
_YES = frozenset({"si", "sim", "yes"})


class _Waiting(Struct, frozen=True, kw_only=True):
    """A chat in which a person is waited for."""

    conversation: UUID
    customer: str | None


class _Member(Struct, frozen=True, kw_only=True):
    """Somebody who works here."""

    key: str
    name: str


class _Message(Struct, frozen=True, kw_only=True):
    """staff_message_read."""

    text: str
    kind: str
    choice: str | None
    recipient: UUID
    name: str
    quotes: bool
    quoted: UUID | None
    answering: UUID | None
    holding: list[UUID]
    plan: UUID | None
    role: str
    member: str | None
    menu: list[str]
    organization: str
    language: str
    time_zone: str
    country: str
    now: datetime
    members: list[_Member]
    waiting: list[_Waiting]


class _Done(Struct, frozen=True, kw_only=True):
    """staff_take, staff_answer, staff_give_back: `name` of whoever has the chat, `last` words of its customer."""

    status: Literal["taken", "queued", "given_back", "owned", "not_found"]
    name: str | None = None
    customer: str | None = None
    last: str | None = None


class _Way(Struct, frozen=True, kw_only=True):
    """staff_way."""

    channel: str
    settings: Json
    language: str | None
    last_inbound_at: datetime | None
    window_closed: bool
    now: datetime


@dataclass(frozen=True, slots=True)
class _Reply:
    """What one of staff is answered. `about`: the chat that it is about, to which a quote of it leads; `answering`: the
    chat to which their next words go; `plan`: the change of the agenda that a yes does."""

    text: str
    options: tuple[Option, ...] = ()
    about: UUID | None = None
    answering: UUID | None = None
    customer_minutes: int | None = None
    plan: UUID | None = None


class StaffRoute:
    """Sees to their messages."""

    def __init__(
        self, database: Database, settings: Settings, plans: StaffPlanning, files: StaffFiles
    ) -> None:
        self._database = database
        self._files = files
        self._settings = settings
        self._lookups = Lookups(database)
        self._plans = plans

    async def see_to(self, organization: UUID, message: UUID, attempt: int = 0) -> None:
        """Does what a message asks, and answers its sender. Raises DatabaseUnavailable, and MediaError where a file
        may be had by a later try than the `attempt`-th (from 0)."""
        read = await self._database.find(
            _Message, "staff_message_read", organization=organization, message=message
        )
        if read is None:
            return
        reply = await self._reply(_Case(organization, message, read, attempt))
        await self._database.call(
            "staff_message_settle",
            organization=organization,
            message=message,
            text=reply.text,
            options=[option.stored for option in reply.options],
            conversation=reply.about,
            answering=reply.answering,
            customer_minutes=reply.customer_minutes,
            plan=reply.plan,
        )

    async def _reply(self, case: "_Case") -> _Reply:
        message = case.message
        if button := _button(message):
            return await self._pressed(case, *button)
        if message.kind not in _TEXT_KINDS:
            return await self._file(case)
        target, command = message.quoted, staff_commands.command(message.text)
        yes = False if command == "cancel" else bare_yes_no(message.text)
        if message.plan and yes is not None:
            plan = await self._plans.answered(case.asker, case.id, message.plan, yes=yes)
            return _planned(plan)
        if target and command in _ACTS:
            return await self._act(case, command, target)
        if target:
            return await self._answer(case, target)
        if message.quotes and not (
            message.plan or command or staff_commands.question(message.text)
        ):
            return _Reply(case.spoken.line("staff.gone"))
        if message.answering and command == "cancel":
            return _Reply(case.spoken.line("staff.cancelled"))
        if message.answering and command != "back":
            return await self._answer(case, message.answering)
        return await self._command(case, command, message.answering)

    async def _file(self, case: "_Case") -> _Reply:
        """A picture, a recording or a document: for the chat that it quotes, that asked for it, or that they have."""
        message = case.message
        if message.kind not in SENDABLE:
            return _Reply(case.spoken.line("staff.not_sent.kind"), answering=message.answering)
        if message.role == "professional":
            return _Reply(case.spoken.line("staff.not_chats"))
        if message.quotes and not message.quoted:
            return _Reply(case.spoken.line("staff.gone"))
        only = message.holding[0] if len(message.holding) == 1 else None
        target = message.quoted or message.answering or only
        if target is None:
            return _Reply(case.spoken.line("staff.not_sent.whom"))
        return await self._answer(case, target)

    async def _command(self, case: "_Case", command: str | None, target: UUID | None) -> _Reply:
        if command == "customer":
            return _Reply(case.spoken.line("staff.as_customer"), customer_minutes=_CUSTOMER_MINUTES)
        if staff_commands.is_team_word(case.message.text):
            return _Reply(case.spoken.line("staff.as_team"), customer_minutes=0)
        if case.message.role == "professional" and (command in _ACTS or command == "cases"):
            return _Reply(case.spoken.line("staff.not_chats"))
        if command in _ACTS:
            return await self._act_on_one(case, str(command), target)
        if command == "cases":
            return _listed(case, "reply", "waiting")
        if question := staff_commands.question(case.message.text):
            return await self._looked_up(case, question)
        if words := plan_words(case.message.text):
            asker, text = case.asker, case.message.text
            return _planned(await self._plans.wanted(asker, case.id, words, text))
        return _not_understood(case)

    async def _pressed(self, case: "_Case", act: str, what: str) -> _Reply:
        """A button: of a chat, or of a plan."""
        if act in PLAN_ACTS:
            return _planned(await self._plans.chosen(case.asker, case.id, act, what))
        if case.message.role == "professional":
            return _Reply(case.spoken.line("staff.not_chats"))
        try:
            return await self._act(case, act, UUID(what))
        except ValueError:
            return _Reply(case.spoken.line("staff.gone"))

    async def _act_on_one(self, case: "_Case", act: str, target: UUID | None) -> _Reply:
        """Without a chat that is named: the only one that waits, else they choose."""
        waiting = case.message.waiting
        if target is None and len(waiting) == 1:
            target = waiting[0].conversation
        return await self._act(case, act, target) if target else _listed(case, act, "which")

    async def _act(self, case: "_Case", act: str, target: UUID) -> _Reply:
        if act == "back":
            done = await self._done(case, "staff_give_back", target)
            return _refused(case, target, done) or case.reply("given_back", done, target)
        done = await self._done(case, "staff_take", target, over=act == "over")
        if refused := _refused(case, target, done):
            return refused
        if act == "reply":
            return case.reply("write_now", done, target, answering=target)
        lines = [case.line("taken", done)]
        lines += [case.spoken.line("staff.last", text=done.last)] if done.last else []
        options = actions(case.message.language, target)[1:]
        return _Reply("\n".join(lines), options, about=target)

    async def _answer(self, case: "_Case", target: UUID) -> _Reply:
        """Their words, or their file, go to the customer as they stand."""
        is_file = case.message.kind in SENDABLE
        way = await self._database.find(
            _Way, "staff_way", organization=case.organization, conversation=target
        )
        template = self._template(case, way) if way and not is_file else None
        if way is None or (template is None and not _is_open(way)):
            about = await self._database.find(
                str, "staff_customer", organization=case.organization, conversation=target
            )
            nothing = _Done(status="not_found", customer=about)
            if about is None:
                return _Reply(case.spoken.line("staff.gone"))
            return case.reply("window" if way else "no_way", nothing, target)
        file = None
        if is_file:
            file = await self._files.hand_in(
                case.organization, case.id, target, way.channel, case.attempt
            )
            if isinstance(file, NotPassedOn):
                return _Reply(case.spoken.line(f"staff.not_sent.{file.why}"), about=target)
        done = await self._done(
            case,
            "staff_answer",
            target,
            message=case.id,
            text=case.message.text,
            template=template,
            file=file,
        )
        return _refused(case, target, done) or case.reply("sent", done, target)

    def _template(self, case: "_Case", way: _Way) -> StoredTemplate | None:
        if _is_open(way):
            return None
        language = case.message.language
        template = template_for(
            ANSWER,
            way.channel,
            way.settings,
            self._settings,
            language=way.language or language,
            fallback=language,
        )
        return template.stored([" ".join(case.message.text.split())]) if template else None

    async def _done(self, case: "_Case", function: str, target: UUID, **more: object) -> _Done:
        return await self._database.fetch(
            _Done,
            function,
            organization=case.organization,
            recipient=case.message.recipient,
            conversation=target,
            **more,
        )

    async def _looked_up(self, case: "_Case", question: StaffQuestion) -> _Reply:
        asker = case.asker
        if refused := _not_theirs(asker, question):
            return refused
        look: Callable[[Asker, StaffQuestion], Awaitable[str]] = {
            "agenda": self._lookups.agenda,
            "gaps": self._lookups.gaps,
            "who": self._lookups.who,
        }[question.kind]
        return _Reply(await look(asker, question))


@dataclass(frozen=True, slots=True)
class _Case:
    """A message and whose it is."""

    organization: UUID
    id: UUID
    message: _Message
    attempt: int

    @property
    def spoken(self) -> Texts:
        return texts(self.message.language)

    @property
    def asker(self) -> Asker:
        message = self.message
        return Asker(
            organization=self.organization,
            recipient=message.recipient,
            language=message.language,
            country=message.country,
            time_zone=message.time_zone,
            now=message.now,
            members={member.key: member.name for member in message.members},
            role=message.role,
            member=message.member,
        )

    def line(self, key: str, done: _Done) -> str:
        unnamed = self.spoken.line("staff.unnamed")
        return self.spoken.line(f"staff.{key}", customer=done.customer or unnamed)

    def reply(
        self, key: str, done: _Done, target: UUID, *, answering: UUID | None = None
    ) -> _Reply:
        return _Reply(self.line(key, done), about=target, answering=answering)


def _button(message: _Message) -> tuple[str, str] | None:
    """The act of a button, or of the number of a line that was shown, and what stands behind it."""
    number = staff_commands.number(message.text)
    choice = message.choice
    plain = choice is None and not message.quotes and message.answering is None
    if plain and number and number <= len(message.menu):
        choice = message.menu[number - 1]
    _, act, what = [*(choice or "").split(":", 2), "", ""][:3]
    return (act, what) if act in _ACTS | PLAN_ACTS else None


def _refused(case: _Case, target: UUID, done: _Done) -> _Reply | None:
    """Where nothing was done: the chat is not this business's, or somebody else has it."""
    if done.status == "not_found":
        return _Reply(case.spoken.line("staff.gone"))
    if done.status != "owned":
        return None
    unnamed = case.spoken.line("staff.unnamed")
    customer, name = done.customer or unnamed, done.name or unnamed
    over = Option(f"staff:over:{target}", case.spoken.line("staff.take"))
    text = case.spoken.line("staff.owned", customer=customer, name=name)
    return _Reply(text, (over,), about=target)


def _listed(case: _Case, act: str, title: str) -> _Reply:
    """Who waits, to choose from."""
    waiting = case.message.waiting
    if not waiting:
        return _Reply(case.spoken.line("staff.nobody_waits"))
    return _Reply(case.spoken.line(f"staff.{title}"), _choices(case, act, waiting))


def _choices(case: _Case, act: str, waiting: Sequence[_Waiting]) -> tuple[Option, ...]:
    unnamed = case.spoken.line("staff.unnamed")
    return tuple(
        Option(f"staff:{act}:{one.conversation}", (one.customer or unnamed)[:_LONGEST_TITLE])
        for one in waiting
    )


def _planned(reply: PlanReply) -> _Reply:
    return _Reply(reply.text, reply.options, plan=reply.plan)


def _not_theirs(asker: Asker, question: StaffQuestion) -> _Reply | None:
    """A professional is told of their own agenda."""
    if asker.role != "professional":
        return None
    if asker.member is None:
        return _Reply(asker.spoken.line("staff.no_agenda"))
    named = staff_commands.all_named(question.rest, asker.members)
    if named and asker.member not in named:
        own = asker.members.get(asker.member, "")
        return _Reply(asker.spoken.line("staff.only_yours", member=own))
    return None


def _not_understood(case: _Case) -> _Reply:
    """What can be written; a yes of which it is not known to what, does nothing."""
    if case.message.plan:
        return _Reply(case.spoken.line("staff.plan.unsure"))
    if plain(case.message.text) in _YES:
        return _Reply(case.spoken.line("staff.plan.not_asked"))
    name = case.message.organization
    if case.message.role == "professional":
        return _Reply(case.spoken.line("staff.plan.help_professional", organization=name))
    lines = [case.spoken.line("staff.help", organization=name), case.spoken.line("staff.plan.help")]
    return _Reply("\n\n".join(lines))


def _is_open(way: _Way) -> bool:
    return not way.window_closed and may_send_text(way.channel, way.last_inbound_at, way.now)
