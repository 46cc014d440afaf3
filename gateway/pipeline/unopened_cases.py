"""Cases that a customer's words are and that no tool opened: none is lost, whatever a model made of them."""

import logging
from collections.abc import Collection
from dataclasses import replace

from msgspec import to_builtins

from agent.data.store import Store
from agent.errors import DatabaseUnavailable
from agent.fault_boundary import FaultBoundary
from agent.language.readings.cases import Case, cases_in
from agent.organization import Organization
from agent.records import Turn
from agent.texts import closest, render, texts
from agent.tool_results import Escalation
from agent.tool_views import CaseView
from agent.types import Reply
from gateway.pipeline.closing import OpenTurn
from graphs.received import own_words
from graphs.reply import ToolRun
from graphs.turn import TurnResult
from tools.kit.cases import Asking, open_case

log = logging.getLogger(__name__)

_TOLD = {"notified": "called", "already_notified": "already_called", "notice_waits": "notice_waits"}


class UnopenedCases:
    """Opens them beside what the run did, and says so before its reply."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def see_to(self, turn: OpenTurn[Turn], result: TurnResult) -> TurnResult:
        """The result, with a sentence of code's own for each case that it left out."""
        answers = [run.answer for run in result.outcome.tools]
        opened = {case.kind for one in answers if isinstance(one, Escalation) for case in one.cases}
        views = await self._open(turn, opened, result.language)
        if not views:
            return result
        # The thread does not hold these words: the next turn learns them like those of a turn that failed.
        reply: Reply = {
            "text": _worded(views, result.language, turn.row.organization.formality),
            "payload": {"beside": True},
        }
        outcome = replace(
            result.outcome,
            replies=[reply, *result.outcome.replies],
            tools=[*result.outcome.tools, _run(views)],
        )
        return replace(result, outcome=outcome)

    async def of_failed(self, turn: OpenTurn[Turn]) -> None:
        """For a turn that is given up: its customer is told that somebody was called, and is."""
        message = "turn %s: its cases could not be opened"
        with FaultBoundary(log, message, turn.id, passes=(DatabaseUnavailable,)):
            await self._open(turn, (), turn.language)

    async def _open(
        self, turn: OpenTurn[Turn], opened: Collection[str], language: str
    ) -> list[CaseView]:
        words = "\n".join(filter(None, map(own_words, turn.row.messages)))
        missing = [case for case in cases_in(words) if _kind(case) not in opened]
        if not missing:
            return []
        asking = _asking(turn, language)
        return [await open_case(self._store, asking, case, words) for case in missing]


def _run(views: list[CaseView]) -> ToolRun:
    """As a tool would have been traced: it proves the sentence."""
    answer = Escalation(status=views[-1].status, cases=tuple(views))
    return ToolRun("escalate_to_human", {"by": "code"}, answer, to_builtins(answer))


def _kind(case: Case) -> str:
    return case.request or case.reason


def _asking(turn: OpenTurn[Turn], language: str) -> Asking:
    row, organization = turn.row, Organization.from_profile(turn.row.organization)
    return Asking(
        organization=organization,
        conversation=turn.conversation,
        turn=turn.id,
        language=closest(language),
        today=row.now.astimezone(organization.zone).date(),
        name=(row.contact and row.contact.name) or row.chat.display_name,
        phone=row.chat.phone,
        stated_phone=row.contact.stated_phone if row.contact else None,
    )


def _worded(views: list[CaseView], language: str, formality: str) -> str:
    """Which cases were understood, and what became of the call."""
    spoken = texts(closest(language))

    def say(key: str, **values: str) -> str:
        return render(spoken.lines(f"replies.{key}")[0], formality, values)

    lines = [
        say("about_your_data")
        if view.kind == "privacy"
        else say(f"case_{view.kind}_by", due=view.due_label)
        if view.due_label
        else say(f"case_{view.kind}")
        for view in views
    ]
    return "\n".join([*lines, say(_TOLD.get(views[-1].status, "nobody_to_call"))])
