"""`frontdesk replay`: posts a stored payload as the provider would."""

import asyncio
import json
import time
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID, uuid4

import httpx
import typer

from agent.data.database import Database
from agent.errors import OperatorError
from gateway import demo
from gateway.cli.deployment import Deployment, report_refusals, run, run_to_end
from gateway.evaluation import replaying
from gateway.evaluation.replaying import Replayed


def replay(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, help="A JSON payload.")
    ] = None,
    channel: Annotated[str, typer.Option(help="gupshup, evolution, web …")] = "gupshup",
    token: Annotated[str | None, typer.Option(help="The connection's token.")] = None,
    organization: Annotated[
        str, typer.Option(help="Demo organization whose token is used.")
    ] = "aurora",
    url: Annotated[str, typer.Option(help="The running gateway.")] = "http://localhost:8080",
    fresh: Annotated[
        bool, typer.Option(help="Give it a new message id and the current time.")
    ] = False,
    conversation: Annotated[
        UUID | None, typer.Option(help="A stored conversation of --organization instead.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="provider:model that answers the conversation.")
    ] = None,
) -> None:
    """Post a provider's payload at a running gateway, or let a stored conversation run again.

    With --conversation nothing is posted: the same words are answered by the present code over a scratch
    database, and what is said otherwise than then is shown, without names and numbers.
    """
    if conversation is not None:
        return replay_conversation(context.obj, organization, conversation, model)
    if file is None:
        raise typer.BadParameter("a payload's file or --conversation is needed")
    if token is None:
        with report_refusals():
            token = demo.stored_token(organization, channel)
    status, body = run_to_end(replay_file(file, channel, token, url, fresh=fresh))
    typer.echo(f"{status} {body}".strip())
    raise typer.Exit(0 if 200 <= status < 300 else 1)


def replay_conversation(
    deployment: Deployment, slug: str, conversation: UUID, model: str | None
) -> None:
    """Prints each turn; exit code 1 when one is answered otherwise."""
    turns = run(
        deployment, lambda database: _replayed(deployment, database, slug, conversation, model)
    )
    different = [turn for turn in turns if turn.differs]
    typer.echo(f"{len(turns)} turns, {len(different)} answered otherwise than then")
    raise typer.Exit(1 if different else 0)


async def _replayed(
    deployment: Deployment, database: Database, slug: str, conversation: UUID, model: str | None
) -> list[Replayed]:
    stored = await replaying.stored(database, deployment.settings, slug, conversation)
    turns = []
    async for turn in replaying.replay(deployment.settings, stored, model):
        typer.echo("\n".join(replaying.lines(turn, stored.names)) + "\n")
        turns.append(turn)
    return turns


async def replay_file(
    file: Path, channel: str, token: str, url: str, *, fresh: bool = False
) -> tuple[int, str]:
    """Status and body of the answer. With `fresh`, the message gets a new id and the present time."""
    payload = await asyncio.to_thread(_read, file)
    if isinstance(payload, dict) and set(payload) == {"payload", "expect"}:
        payload = payload["payload"]  # the project's own samples
    if fresh:
        payload = _refreshed(payload)
    async with httpx.AsyncClient(timeout=15) as http:
        try:
            answer = await http.post(f"{url.rstrip('/')}/webhooks/{channel}/{token}", json=payload)
        except httpx.HTTPError as error:
            raise OperatorError(f"no gateway answers at {url}: {error}") from error
    return answer.status_code, answer.text


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise OperatorError(f"{file} is not JSON: {error}") from error


def _refreshed(payload: Any) -> Any:
    """A copy in which the message's own id and times are new; quoted ids stay."""
    if not isinstance(payload, dict):
        return payload
    changed = dict(payload)
    inner = changed.get("payload")
    if isinstance(inner, dict) and "id" in inner:  # Gupshup
        changed["payload"] = {**inner, "id": f"replay-{uuid4().hex}"}
    data = changed.get("data")
    if isinstance(data, dict) and isinstance(data.get("key"), dict):  # Evolution
        changed["data"] = {**data, "key": {**data["key"], "id": uuid4().hex.upper()[:20]}}
        if "messageTimestamp" in data:
            changed["data"]["messageTimestamp"] = int(time.time())
    if "timestamp" in changed:
        changed["timestamp"] = int(time.time() * 1000)
    return changed
