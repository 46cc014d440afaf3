"""Controls: the same run with one fence taken out must show the breach that the fence prevents."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from agent.data import scratch
from bench.chaos.clock import MovedClock
from bench.chaos.plan import COMMIT, Fault, Plan, make_plan
from bench.chaos.population import Script
from bench.chaos.postgres import Server
from bench.chaos.run import Outcome, run
from bench.chaos.steps import STEPS
from bench.chaos.verdict import Line
from bench.chaos.weather import CALM

_MESSAGES = 120


@dataclass(frozen=True, slots=True)
class Control:
    """`line`: the row of the table that must not be 0 without the `fence`. `edits`: (function, what stands there, what
    stands there instead); `bodies`: (function in SQL, its new body); `statements`: run besides. `faults` play what
    the fence is for, upon `chosen` visits, as they are `written` for it."""

    line: str
    fence: str
    faults: Callable[[], list[Fault]]
    edits: tuple[tuple[str, str, str], ...] = ()
    bodies: tuple[tuple[str, str], ...] = ()
    statements: tuple[str, ...] = ()
    chosen: Callable[[Script], bool] = lambda script: True
    written: Callable[[Script], Script] = lambda script: script

    def take_out(self, conninfo: str) -> None:
        """Makes the database one without the fence. Raises LookupError when it stands elsewhere by now."""
        for function, words, instead in self.edits:
            text = _definition(conninfo, function)
            if words not in text:
                raise LookupError(f"{function} has changed: {words}")
            scratch.execute(conninfo, text.replace(words, instead))
        for function, body in self.bodies:
            head, _, _ = _definition(conninfo, function).partition("AS $function$")
            scratch.execute(conninfo, f"{head}AS $function$ {body} $function$")
        for statement in self.statements:
            scratch.execute(conninfo, statement)


def _definition(conninfo: str, function: str) -> str:
    query = "select pg_get_functiondef(p.oid) as text from pg_proc p where p.proname = %s"
    text: str = scratch.rows(conninfo, query, function)[0]["text"]
    return text


_BETWEEN = ("the provider has taken it, before its answer", "answered, before that is recorded")


def _frozen() -> list[Fault]:
    """Workers stand still just before their commit, until others have taken their turns."""
    return [Fault(at, "freeze at a step", 7.0, COMMIT) for at in (1.0, 3.0, 5.0, 7.0)]


def _killed_between() -> list[Fault]:
    """Senders die between the provider's taking and their own record of it."""
    between = [n for n, step in enumerate(STEPS) if step.name in _BETWEEN]
    return [
        Fault(1.0 + 4.0 * n, "kill at a step", number=between[n % len(between)]) for n in range(4)
    ]


def _for_the_same(script: Script) -> Script:
    """Everybody wishes for the same at once."""
    return replace(
        script, begin=0.0, lines=("Quiero una cita de masaje relajante", *script.lines[1:])
    )


CONTROLS = (
    Control(
        "messages in two finished turns",
        "the token",
        _frozen,
        edits=(
            ("turn_commit", "v_chat.turn_token is distinct from p_token", "false"),
            ("turn_commit", "and status = 'running'", "and status in ('running', 'lost')"),
        ),
    ),
    Control(
        "replies twice, their fate not hidden",
        "the provider's evidence",
        _killed_between,
        # Evolution's echo of a message that nobody knows counts as a person's, who then has the chat.
        chosen=lambda script: script.channel == "gupshup",
        bodies=(
            ("outbox_evidence", "select null::uuid"),
            ("may_repeat", "select true"),
            ("to_be_asked", "select false"),
        ),
    ),
    Control(
        "appointments that overlap",
        "the exclusion and the looks before it",
        list,
        # With the exclusion alone gone, holds, locks and looks still give everybody another time.
        bodies=(
            ("hold_put", "begin return true; end"),
            ("agenda_lock", "begin end"),
            ("still_free", "begin return true; end"),
        ),
        statements=("alter table occupancies drop constraint occupancies_no_overlap",),
        chosen=lambda script: script.kind == "books",
        written=_for_the_same,
    ),
    Control(
        "messages stored twice",
        "the key of received messages",
        list,
        statements=("drop index chat_messages_received",),
    ),
)


async def show(
    control: Control, plan: Plan, server: Server, clock: MovedClock, folder: Path
) -> Outcome:
    """A short run of the same kind of population without the fence."""
    short = make_plan(
        plan.seed,
        messages=_MESSAGES,
        seconds=12,
        gateways=plan.gateways,
        businesses=1,
        kill_every=1e9,
        kinds=(),
        weather=CALM,
        patience=20.0,
    )
    scripts = [control.written(script) for script in short.scripts if control.chosen(script)]
    short = replace(short, scripts=scripts, faults=control.faults())
    place = folder / control.fence.replace(" ", "-")
    return await run(short, server, clock, place, prepare=control.take_out)


async def all_controls(
    plan: Plan, server: Server, clock: MovedClock, folder: Path, say: Callable[[str], None]
) -> dict[str, tuple[str, float]]:
    """By line: the fence, and what the line shows without it."""
    shown: dict[str, tuple[str, float]] = {}
    for control in CONTROLS:
        say(f"without {control.fence} …")
        outcome = await show(control, plan, server, clock, folder)
        value = next(line.value for line in outcome.lines if line.name == control.line)
        shown[control.line] = (control.fence, value)
    return shown


def controlled(line: Line, shown: dict[str, tuple[str, float]]) -> Line:
    """The line with what its control showed; a control that shows nothing is a breach, too."""
    if line.name not in shown:
        return line
    fence, value = shown[line.name]
    return replace(line, control=f"{value:g} without {fence}", blind=value == 0)
