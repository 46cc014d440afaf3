"""The page of the playground, and the form with which somebody writes in it."""

import logging
from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response

from agent.errors import DatabaseUnavailable
from agent.fault_boundary import FaultBoundary
from gateway.console.answering import LONGEST
from gateway.console.forms import words_of
from gateway.console.playground.playing import answered, local_time, messages_of
from gateway.console.playground.readings import ReadWords, read
from gateway.console.playground.records import PlayedMessage, TurnInside
from gateway.console.playground.talks import Talk, new_talk, talk_of
from gateway.console.visit import Visit

log = logging.getLogger(__name__)

MESSAGES = "30/minute"
"""Of one account: each may ask a hosted model."""


@dataclass(frozen=True, slots=True)
class Round:
    """What was written, how it was read, what was answered, and what happened in between."""

    written: PlayedMessage | None
    reading: ReadWords | None
    replies: tuple[PlayedMessage, ...]
    inside: TurnInside | None


async def playground(visit: Visit) -> Response:
    """A talk; without one in the address a new one begins, at the time that is asked for."""
    params, zone, now = visit.request.query_params, visit.spoken.zone, visit.deps.clock.now()
    talk = talk_of(params, zone, now)
    if talk is None:
        return RedirectResponse(new_talk(params.get("at"), zone, now).address, 303)
    return await _show(visit, talk)


async def say(visit: Visit) -> Response:
    """Answers a message; what could not be answered stays in the form."""
    talk = talk_of(visit.form, visit.spoken.zone, visit.deps.clock.now())
    if talk is None:
        return visit.notice("stale", "stale", 409)
    text = words_of(visit.form, "text")
    if not text:
        return RedirectResponse(talk.address, 303)
    if len(text) > LONGEST:
        return await _show(visit, talk, 422, refusal="too_long", unsent=text)
    if await visit.deps.limits.hit("playground", str(visit.staff.account), MESSAGES):
        return await _show(visit, talk, 429, refusal="slow", unsent=text)
    # Whatever a model or a tool raises: here it is somebody of the business who sees it.
    with FaultBoundary(
        log, "a talk of the playground failed", passes=(DatabaseUnavailable,)
    ) as fault:
        await answered(visit, talk, text)
    if fault.error:
        return await _show(visit, talk, 502, refusal="failed", unsent=text)
    return RedirectResponse(f"{talk.address}#last", 303)


async def _show(
    visit: Visit, talk: Talk, status: int = 200, *, refusal: str | None = None, unsent: str = ""
) -> Response:
    messages = await messages_of(visit, talk)
    return visit.page(
        "playground",
        status,
        section="playground",
        talk=talk,
        local=local_time(talk, visit),
        rounds=[await _round(group, visit) for group in _groups(messages)],
        most=LONGEST,
        refusal=refusal,
        unsent=unsent,
    )


def _groups(messages: list[PlayedMessage]) -> list[list[PlayedMessage]]:
    """A message of the customer's with what follows it."""
    groups: list[list[PlayedMessage]] = []
    for one in messages:
        if one.by == "inbound" or not groups:
            groups.append([])
        groups[-1].append(one)
    return groups


async def _round(group: list[PlayedMessage], visit: Visit) -> Round:
    written = group[0] if group[0].by == "inbound" else None
    replies = tuple(one for one in group if one.by == "outbound")
    inside = next((one.turn for one in replies if one.turn), None)
    return Round(
        written, await read(written.text, visit.spoken) if written else None, replies, inside
    )
