"""One message of a talk: answered by the real graph over a database that undoes what it changes.

Nothing can be booked or sent for real (docs/decisions/playground.md): every call but those that carry the
talk itself runs in a transaction that is rolled back, the reply is the caller's to deliver, and the business's own
systems are not called.
"""

from agent.data.rehearsal import RehearsalDatabase
from agent.errors import NotFound
from gateway.api.handed_in import Answer, answer_to
from gateway.api.invoke import PutMessage
from gateway.console.playground.records import PlayedMessage
from gateway.console.playground.talks import Talk, TalkClock
from gateway.console.visit import Visit


async def messages_of(visit: Visit, talk: Talk) -> list[PlayedMessage]:
    """The talk so far. Raises DatabaseUnavailable."""
    return await visit.deps.database.fetch(
        list[PlayedMessage],
        "rehearsal_show",
        organization=visit.staff.organization,
        user=talk.user(visit.staff.account),
    )


async def answered(visit: Visit, talk: Talk, text: str) -> Answer:
    """Raises what a model or a tool raises, and Busy."""
    deps, organization = visit.deps, visit.staff.organization
    clock = TalkClock(talk, visit.spoken.zone, deps.clock)
    database = RehearsalDatabase(deps.database, clock)
    put = await database.find(
        PutMessage,
        "rehearsal_put",
        organization=organization,
        user=talk.user(visit.staff.account),
        message=text,
    )
    if put is None:
        raise NotFound
    turns = deps.rehearse(database, clock)
    return await answer_to(database, turns, organization, put.conversation, put.message)


def local_time(talk: Talk, visit: Visit) -> str:
    """What the clock of the talk shows now, by the business's: "2026-11-20T15:05"."""
    at = TalkClock(talk, visit.spoken.zone, visit.deps.clock).now()
    return at.astimezone(visit.spoken.zone).strftime("%Y-%m-%dT%H:%M")
