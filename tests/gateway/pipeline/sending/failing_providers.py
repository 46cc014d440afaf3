"""Providers in trouble, and what customers and staff got of it."""

from collections import Counter
from typing import Any

from agent.types import Json
from tests.front import Customer, Front
from tests.providers import gupshup
from tests.providers.evolution import EvolutionServer
from tests.providers.gupshup import GupshupServer
from tests.providers.server import Answer, ProviderServer, Request

STAFF = "573000000001"
CHANNELS = ("gupshup", "evolution")


def server_of(front: Front, channel: str) -> GupshupServer | EvolutionServer:
    return front.gupshup if channel == "gupshup" else front.evolution


class Down:
    """From now on a provider answers everything with this, until `end`; `posts` are its requests."""

    def __init__(self, server: ProviderServer, answer: Answer | None) -> None:
        self.server = server
        self.answer = answer
        self.posts = 0
        self._usual = server.respond

        async def respond(request: Request) -> Answer:
            self.posts += 1
            if self.answer is None:
                raise ConnectionResetError  # the connection breaks, nothing was taken
            return self.answer

        server.respond = respond  # type: ignore[method-assign]

    def end(self) -> None:
        self.server.respond = self._usual  # type: ignore[method-assign]


def texts(front: Front, channel: str, phone: str) -> list[str]:
    """What this customer received, in order."""
    if channel == "gupshup":
        return [s.text for s in front.gupshup.sent if s.destination == phone]
    return [s.text for s in front.evolution.sent if s.jid.startswith(phone)]


async def pass_hours(front: Front, hours: float) -> None:
    """The worker and the watch look now and then: every two minutes at first, later more seldom."""
    left, step = hours * 3600, 120.0
    while left > 0:
        await front.pass_time(min(step, left))
        await front.container.worker.sweep()
        await front.work()
        await front.container.maintenance.run_due()
        left, step = left - step, min(step * 1.3, 1500.0)


async def chat_of(front: Front, customer: Customer) -> Json:
    """A chat in which nothing is to be answered."""
    await customer.write("hola")
    front.execute("update chat_messages set status = 'handled' where direction = 'inbound'")
    return {
        "organization": front.organization(customer.tenant),
        "conversation": customer.chat["id"],
    }


async def put(front: Front, chat: Json, *replies: str, **payload: Any) -> None:
    """The business says this by itself."""
    rows = [{"text": text, "payload": payload} for text in replies]
    await front.container.database.call("outbox_put", **chat, replies=rows)


async def with_evidence(front: Front, channel: str) -> None:
    """The provider shows what it has, and did so of a first message: Gupshup by events, Evolution's database."""
    server, first = server_of(front, channel), front.customer("573005550999", channel=channel)
    front.evolution.clock = front.clock.now
    await first.say("hola")
    if isinstance(server, GupshupServer):
        await foreign_status(front, server.sent[-1].id, first.phone)
    server.sent.clear()
    server.requests.clear()


async def foreign_status(front: Front, id: str, phone: str, status: str = "delivered") -> None:
    """Gupshup tells this of a message with this id, ours or not."""
    name = front.connection_name("aurora", "gupshup")
    event = gupshup.message_event(id, status, destination=phone, app=name)
    assert (await front.post("gupshup", "aurora", event)).status_code == 200


def states(front: Front) -> Counter[str]:
    return Counter(
        row["status"]
        for row in front.rows("select status from chat_messages where direction = 'outbound'")
    )


def notices(front: Front, topic: str) -> list[str]:
    """Bodies of notices to staff about replies that wait."""
    query = "select body from notifications where topic = %s order by created_at"
    return [row["body"] for row in front.rows(query, topic)]
