"""One turn: the pending messages become one run of the graph. The only caller of the graph."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypedDict, cast
from uuid import UUID

from langchain_core.messages import AIMessage, AnyMessage
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver
from msgspec import structs

from agent.business_systems import BusinessSystems
from agent.clock import Clock
from agent.context import TurnContext
from agent.data.store import Store
from agent.language import Intent, detect, intents, plain, waiting_intents
from agent.language.readings.recalling import refuses_recalls
from agent.llm.calls import ModelTrace, Veto
from agent.llm.embeddings import Embedder
from agent.model_limits import NO_LIMITS, ModelLimits
from agent.observability.tracing import NoTracing, Tracing
from agent.organization import Organization
from agent.records import Message, QuotedMessage, Turn, WaitingEntry
from agent.scheduling.reminder_buttons import read_answer
from agent.texts import closest
from agent.types import Json
from graphs import begun_anew, rated, reactions
from graphs.correction import append, say_instead
from graphs.draft import Draft, Release
from graphs.front_desk import FrontDesk
from graphs.metering import Metering
from graphs.node import asks
from graphs.quotes import answered, asked_by, quoting, read_quotes
from graphs.reactions import moved_on, on_older_questions
from graphs.received import advertisement, looked_at, own_words, sent, unread
from graphs.reply import Outcome, read_outcome
from graphs.shared import shared_card, shared_place
from graphs.state import State
from graphs.thread import AUTOMATIC, choice, human, is_reply, open_thread
from graphs.veto import draft_check
from graphs.visit_answers import AnswersHeard, in_thread, open_question, take_answers


class ToolTrace(TypedDict):
    """A tool that ran, with its arguments as a model wrote them and its result as it was given."""

    name: str
    args: Mapping[str, object]
    result: object


class TurnTrace(ModelTrace):
    """What ran in a turn, as it is stored with it."""

    nodes: list[str]
    tools: list[ToolTrace]


@dataclass(frozen=True, slots=True)
class TurnResult:
    """What `turn_commit` records. `checkpoint` is "thread/checkpoint id"; `replaced` the thread that
    was lost, for which it began a new one; `messages` the thread's since the customer's last; `vetoes` are
    words of its models that were not said; `goodbye`: the customer took leave, and nothing is asked; `visit`: what they
    answered to a question before a visit."""

    outcome: Outcome
    checkpoint: str
    language: str
    path: list[str]
    opted_out: bool | None
    models: ModelTrace = field(default_factory=ModelTrace)
    replaced: str | None = None
    messages: list[AnyMessage] = field(default_factory=list)
    vetoes: Sequence[Veto] = ()
    goodbye: bool = False
    visit: AnswersHeard = field(default_factory=AnswersHeard)

    @property
    def trace(self) -> TurnTrace:
        """Which nodes, tools and models ran, for staff and for the demo's panel."""
        tools: list[ToolTrace] = [
            {"name": tool.name, "args": tool.args, "result": tool.stored}
            for tool in self.outcome.tools
        ]
        return {"nodes": self.path, "tools": tools, **self.models}


class TurnRunner:
    """Runs the graph for what `turn_begin` returned."""

    def __init__(
        self,
        graph: FrontDesk,
        store: Store,
        clock: Clock,
        *,
        timeout_seconds: float = 90.0,
        public_url: str | None = None,
        tracing: Tracing | None = None,
        embedder: Embedder | None = None,
        limits: ModelLimits | None = NO_LIMITS,
        business: BusinessSystems | None = None,
    ) -> None:
        """`limits`: None where no hosted model answers, so that no ceiling is asked for."""
        self._graph = graph
        self._store = store
        self._clock = clock
        self._timeout = timeout_seconds
        self._public_url = public_url
        self._tracing = tracing or NoTracing()
        self._embedder = embedder
        self._business = business
        self._metering = Metering(store, timeout_seconds, limits)

    async def run(
        self, row: Turn, conversation: UUID, release: Release | None = None
    ) -> TurnResult:
        """Runs the graph over the pending messages. `release` is given the answer while it is written.

        Raises TimeoutError, and whatever the model or a tool raises: the turn is then repeated
        from the same checkpoint.
        """
        row = begun_anew.since_reset(row)
        if begun_anew.only_reset(row):
            return await self._say(row, conversation, Outcome([begun_anew.answer(_language(row))]))
        quoted = await self._quoted(row, conversation)
        if older := on_older_questions(row.messages, quoted):
            before = await self._before(row, conversation)
            over = moved_on(older, before)
            left = [message for message in row.messages if message.id not in over]
            if not left:
                moved = reactions.answer(before, _language(row))
                return await self._say(row, conversation, Outcome([moved]))
            row = structs.replace(row, messages=left)
        heard = await take_answers(self._store, row, conversation, _language(row))
        if heard.reply:
            if not heard.left:
                told = await self._say(row, conversation, Outcome([heard.reply]))
                return replace(told, visit=heard)
            row = structs.replace(row, messages=tuple(heard.left))
        quotes = read_quotes(quoted)
        quote = answered(row.messages, quotes)
        if quote is None or quote.newest:
            outcome = await rated.answer(self._store, row, conversation)
            if outcome is not None:
                return await self._say(row, conversation, outcome)
        burst = [human(m, quotes.get(m.id)) for m in row.messages]
        words = "\n".join(filter(None, map(own_words, row.messages)))
        thread = await open_thread(self._saver, self._store, row, conversation)
        focus = quote.about if quote and not quote.newest else _focus(row, thread.past)
        invited = _invited(row, thread.past)
        context = self.context(row, conversation, words, focus, invited=invited)
        if release is not None:
            context = replace(
                context, listen=Draft(release, context.language, draft_check(context)).of
            )
        past = thread.past_messages
        earlier = [*thread.late(row.late), *past, *in_thread(heard, row.turn)]
        state: Json = {"messages": [*earlier, *burst], "path": []}
        if quote and not quote.newest:
            state["awaiting"] = asked_by(quote)
        elif focus:  # what was asked last is answered, not what a node asked before that
            state["awaiting"] = "confirmation"
        elif any(isinstance(m, AIMessage) and m.name != AUTOMATIC and asks(m) for m in past):
            # Somebody asked since the last turn (staff, or a slot for who waits): that is answered.
            state["awaiting"] = None
        calls = await self._metering.begin(context.organization.id, conversation, context.turn_id)
        with self._tracing.turn(context, words) as trace:
            try:
                async with asyncio.timeout(self._timeout):
                    with calls.entered():
                        values, checkpoint = await self._run(
                            state, thread.config | trace.config, context
                        )
            finally:
                await calls.write()
            past_messages, new = _around(values["messages"], str(burst[-1].id))
            outcome = read_outcome(new, context.language, past_messages)
            if heard.reply:
                outcome = replace(outcome, replies=[heard.reply, *outcome.replies])
            trace.ended(values["path"], [reply["text"] for reply in outcome.replies])
        return TurnResult(
            outcome=outcome,
            checkpoint=checkpoint,
            language=context.language,
            path=values["path"],
            opted_out=_opted_out(words, row.chat.opted_out, bool(row.waiting), invited=invited),
            models=calls.trace,
            replaced=thread.replaced,
            messages=new,
            vetoes=calls.vetoes,
            goodbye=_took_leave(words, outcome),
            visit=heard,
        )

    async def say_instead(self, result: TurnResult, text: str) -> str:
        """The checkpoint in which `text` stands instead of the model's words, which were withheld;
        without a text, nothing does."""
        return await say_instead(self._graph, result.checkpoint, result.messages, text)

    async def _quoted(self, row: Turn, conversation: UUID) -> list[QuotedMessage]:
        ids = quoting(row.messages)
        return await self._store.quoted(row.organization.id, conversation, ids) if ids else []

    async def _before(self, row: Turn, conversation: UUID) -> list[Message]:
        first = min(message.seq for message in row.messages)
        return await self._store.history(row.organization.id, conversation, first)

    async def _say(self, row: Turn, conversation: UUID, outcome: Outcome) -> TurnResult:
        """Code's own reply to the pending messages, which the thread holds from now on."""
        thread = await open_thread(self._saver, self._store, row, conversation)
        [reply] = outcome.replies
        memo = reply["payload"].get("memo")
        answer = AIMessage(
            reply["text"], id=str(row.turn), additional_kwargs={"memo": memo} if memo else {}
        )
        burst = [human(message) for message in row.messages]
        messages = [*thread.late(row.late), *thread.past_messages, *burst, answer]
        return TurnResult(
            outcome=outcome,
            checkpoint=await append(self._graph, thread.config, messages),
            language=_language(row),
            path=[],
            opted_out=None,
            replaced=thread.replaced,
            messages=[answer],
        )

    async def forget(self, thread: str) -> None:
        """Deletes a thread that another one has replaced."""
        await self._saver.adelete_thread(thread)

    async def forget_old(self, checkpoint: str) -> None:
        """Deletes the older checkpoints of a thread; only the last one is ever started from."""
        thread = checkpoint.rpartition("/")[0]
        await self._saver.aprune([thread], strategy="keep_latest")

    @property
    def _saver(self) -> BaseCheckpointSaver[str]:
        return cast("BaseCheckpointSaver[str]", self._graph.checkpointer)

    async def _run(
        self, state: Json, config: RunnableConfig, context: TurnContext
    ) -> tuple[State, str]:
        """The final state and where it was saved. One checkpoint a turn: a crash repeats the turn."""
        values: State | None = None
        saved: Json = {}
        async for mode, event in self._graph.astream(
            cast(Any, state),
            config,
            context=context,
            stream_mode=["values", "checkpoints"],
            durability="exit",
        ):
            if mode == "values":
                values = cast(State, event)
            else:
                saved = cast(Json, event)["config"]["configurable"]
        assert values is not None, "a graph that runs has a state"
        return values, f"{saved['thread_id']}/{saved['checkpoint_id']}"

    def context(
        self,
        row: Turn,
        conversation: UUID,
        words: str,
        focus: UUID | None = None,
        *,
        invited: bool = False,
    ) -> TurnContext:
        """What tools read of a turn. `words`: the customer's, of its messages; `focus`: the appointment that
        they were just asked about; `invited`: they were just invited to come again."""
        organization = Organization.from_profile(row.organization)
        current = row.chat.language or organization.language
        silent = unread(row.messages)
        return TurnContext(
            organization=organization,
            conversation_id=conversation,
            turn_id=row.turn,
            store=self._store,
            clock=self._clock,
            language=detect(
                words, current, (organization.name, *organization.services), organization.language
            ),
            channel=row.channel,
            contact_name=row.contact.name if row.contact else None,
            profile_name=row.chat.display_name,
            phone=row.chat.phone,
            stated_phone=row.contact.stated_phone if row.contact else None,
            phone_standing=row.phone_standing,
            reminder_consent=row.reminder_consent or "unknown",
            recall_consent=row.recall_consent or "unknown",
            # A request, a question about a visit or a slot from the waiting list itself said hello.
            greeted=row.chat.greeted
            or focus is not None
            or invited
            or row.rating is not None
            or _offered_last(row.waiting),
            first_turn=row.chat.first_turn,
            renewed=row.renewed_after is not None,
            memory=row.memory,
            people=row.people,
            upcoming=row.upcoming,
            last_visit=row.last_visit,
            waiting=row.waiting,
            staff_told=row.staff_told,
            open_call=row.open_call,
            visit_question=open_question(row),
            unreadable=silent.kind if silent else None,
            unreadable_reason=silent.reason if silent else None,
            unreadable_before=row.unread_before,
            shown=looked_at(row.messages),
            ad=advertisement(row.messages),
            place=shared_place(row.messages),
            card=shared_card(row.messages),
            public_url=self._public_url,
            focus=focus,
            sent=tuple(sent(message) for message in row.messages),
            choice=next(filter(None, map(choice, reversed(row.messages))), None),
            embedder=self._embedder,
            business=self._business,
        )


def _language(row: Turn) -> str:
    """The conversation's: a reaction has none of its own."""
    return closest(row.chat.language or row.organization.language)


def _focus(row: Turn, past: Sequence[Message]) -> UUID | None:
    """The appointment of a tapped answer; else the one that the last thing said to the customer,
    before what they write now, was about (a confirmation request or a reminder)."""
    for message in reversed(row.messages):
        if answer := read_answer(choice(message)):
            return _uuid(answer.appointment)
    first = min(message.seq for message in row.messages)
    replies = [message for message in past if is_reply(message) and message.seq < first]
    return _uuid(replies[-1].payload.get("about")) if replies else None


def _invited(row: Turn, past: Sequence[Message]) -> bool:
    """Whether the last thing said to the customer is an invitation to come again."""
    if any(entry.due and entry.offer and entry.offer.last for entry in row.waiting):
        return True
    first = min(message.seq for message in row.messages)
    replies = [message for message in past if is_reply(message) and message.seq < first]
    return bool(replies) and "recall" in replies[-1].payload


def _offered_last(waiting: Sequence[WaitingEntry]) -> bool:
    """Whether the last thing said to the customer is a slot that became free for them."""
    return any(entry.offer and entry.offer.last for entry in waiting)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _around(messages: list[AnyMessage], last_id: str) -> tuple[list[AnyMessage], list[AnyMessage]]:
    """What stands before the customer's last message, and what after it."""
    position = next(i for i, m in enumerate(messages) if m.id == last_id)
    return messages[:position], messages[position + 1 :]


_TALK = {Intent.GREETING, Intent.THANKS, Intent.GOODBYE}


def _took_leave(words: str, outcome: Outcome) -> bool:
    """Whether the customer says goodbye and nothing else, and is asked nothing in return."""
    meant = intents(words).keys()
    question = any("?" in reply["text"][-160:] for reply in outcome.replies)
    return Intent.GOODBYE in meant and meant <= _TALK and not (outcome.wrote or question)


def _opted_out(words: str, before: bool, waits: bool, *, invited: bool) -> bool | None:
    """True when the customer asks to be left alone, False when they write again, else None.

    "Off the list" is the waiting list for who `waits`, and "don't write for that" for who was `invited` the invitations.
    """
    off_list = waits and Intent.UNWAIT in waiting_intents(plain(words))
    kind_alone = refuses_recalls(words, invited=invited)
    if Intent.OPT_OUT in intents(words) and not (off_list or kind_alone):
        return True
    return False if before else None
