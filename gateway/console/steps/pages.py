"""The page of a turn's steps; with JavaScript its list opens inside the chat."""

from dataclasses import dataclass

from starlette.responses import Response

from agent.settings import Settings
from gateway.console.forms import id_of
from gateway.console.steps.masking import shown_arguments
from gateway.console.steps.records import Trace, TracedTool, TurnSteps
from gateway.console.visit import Visit


@dataclass(frozen=True, slots=True)
class ToolStep:
    """A tool that ran; `outcome` is a word of our own code."""

    name: str
    outcome: str
    arguments: list[tuple[str, str]]


async def steps(visit: Visit) -> Response:
    """What is recorded of the turn behind a reply."""
    chat = id_of(visit.request.path_params["chat"])
    turn = id_of(visit.request.path_params["turn"])
    staff = visit.staff
    row = (
        await visit.deps.database.find(
            TurnSteps,
            "console_turn",
            organization=staff.organization,
            account=staff.account,
            conversation=chat,
            turn=turn,
        )
        if chat and turn
        else None
    )
    if row is None:
        return visit.gone()
    return visit.page(
        "steps",
        section="chats",
        chat=chat,
        steps=row,
        tools=[_step(tool, visit.deps.settings) for tool in row.trace.tools],
        seconds=_seconds(row),
        empty=row.trace == Trace(),
        vetoes=[_problem(problem) for veto in row.trace.vetoes for problem in veto],
        models=list(dict.fromkeys(one.model for one in row.trace.models)),
    )


def _step(tool: TracedTool, settings: Settings) -> ToolStep:
    return ToolStep(tool.name, _outcome(tool.result), shown_arguments(tool.args, settings))


def _outcome(result: object) -> str:
    """A tool that failed answers with what was wrong instead of a status."""
    if not isinstance(result, dict):
        return "error" if result else ""
    return str(result.get("status") or ("error" if "error" in result else ""))


def _problem(text: str) -> tuple[str, str]:
    """Kind and words of "date: el martes"."""
    kind, _, words = text.partition(": ")
    return kind, words


def _seconds(row: TurnSteps) -> str:
    """How long it took, "1.2"; "" while it runs."""
    return f"{(row.ended - row.began).total_seconds():.1f}" if row.ended else ""
