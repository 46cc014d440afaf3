"""What lies outside of the tables is deleted with a customer, or is tried again until it is."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from agent.errors import OperatorError
from agent.files.local_store import MediaFiles
from agent.observability.langfuse_deletion import forget_traces
from agent.settings import Settings
from gateway.organizations.rows import list_organizations
from gateway.people.erasing import Erased, erase
from gateway.people.finding import Clue, find_person
from gateway.people.outside import Erasures
from tests.front import Front
from tests.gateway.media import files
from tests.gateway.media.sending import send, sender


async def erased(front: Front) -> Erased:
    ana = sender(front)
    await send(ana, "audio", files.ogg())
    database = front.container.database
    own = next(row for row in await list_organizations(database) if row.slug == "aurora")
    person = await find_person(database, own.id, Clue(phone=ana.phone))
    return await erase(database, own, person, cancel=False, tries=1)


def kept(front: Front) -> int:
    folder = front.container.settings.data_dir / "media"
    return sum(file.is_file() for file in folder.rglob("*"))


async def test_a_crash_before_the_files_are_deleted(front: Front) -> None:
    """The rows are gone, and the next round still finds the file."""
    await erased(front)
    assert kept(front) == 1
    await front.container.erasures.round()
    assert kept(front) == 0
    [row] = front.rows("select settled_at, outside from erasures")
    assert row["settled_at"] is None  # a download that was on its way could still come


async def test_an_outage_is_told_and_ends(front: Front) -> None:
    await erased(front)
    told: list[Sequence[UUID]] = []

    async def away(ids: Sequence[UUID]) -> None:
        told.append(ids)
        raise OperatorError("Langfuse does not answer: ConnectError")

    outside = replace(front.container.outside, forget_traces=away)
    await front.pass_time(2 * 3600)
    with pytest.raises(OperatorError, match="Langfuse"):
        await Erasures(outside, front.clock).round()
    assert kept(front) == 0  # all else is done
    assert front.rows("select settled_at from erasures") == [{"settled_at": None}]
    assert len(told[0]) == 1
    await front.container.erasures.round()
    [row] = front.rows("select settled_at, outside from erasures")
    assert row["settled_at"]
    assert row["outside"] == {}


async def test_a_store_that_is_not_configured_any_more(front: Front) -> None:
    done = await erased(front)
    outside = replace(front.container.outside, stores={})
    assert done.erasure
    [problem] = await outside.delete(done.erasure)
    assert MediaFiles.name in problem


class Langfuse:
    """The public API, as far as deleting traces goes."""

    def __init__(self, status: int) -> None:
        self.status = status
        self.asked: list[Any] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append((request.method, request.url.path, request.read(), request.headers))
        return httpx.Response(self.status, json={"message": "x"})


@pytest.mark.parametrize(
    ("status", "problem"), [(200, ""), (404, "by hand"), (500, "500"), (401, "401")]
)
async def test_traces_are_deleted_by_the_api(status: int, problem: str) -> None:
    settings = Settings.model_validate(
        {"langfuse_host": "http://langfuse.example/", "langfuse_public_key": "pk",
         "langfuse_secret_key": "sk"}
    )  # fmt: skip
    played, turns = Langfuse(status), [uuid4() for _ in range(3)]
    async with httpx.AsyncClient(transport=httpx.MockTransport(played.answer)) as http:
        if problem:
            with pytest.raises(OperatorError, match=problem):
                await forget_traces(http, settings, turns)
        else:
            await forget_traces(http, settings, turns)
            await forget_traces(http, Settings.model_validate({}), turns)
    [(method, path, body, headers)] = played.asked
    assert (method, path) == ("DELETE", "/api/public/traces")
    assert all(turn.hex.encode() in body for turn in turns)
    assert headers["authorization"].startswith("Basic ")
