"""What an Evolution instance tells over its websocket comes in like its webhooks, once."""

import json
import logging

import pytest

from agent.types import Json
from gateway.channels.evolution.channel import Evolution
from tests.front import Front
from tests.gateway.listening.listened import (
    CUSTOMER,
    INSTANCE,
    JID,
    OTHER_INSTANCE,
    all_is_here,
    at,
    bodies,
    is_listening,
    messages,
    state,
    text,
    until,
    worker,
)
from tests.providers import evolution
from tests.providers.evolution_socket import EvolutionSocketServer


async def test_a_message_is_taken_and_answered(front: Front, played: EvolutionSocketServer) -> None:
    played.namespaces.add(f"/{INSTANCE}")
    async with worker(front):
        await played.until_joined()
        assert await played.emit(text(front, "Hola")) == 1
        assert bodies(front) == ["Hola"]
        await front.settle()
    assert [sent.jid for sent in played.sent] == [JID]


async def test_a_namespace_begins_with_the_first_event_which_is_asked_for(
    front: Front, played: EvolutionSocketServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "gateway.listening")
    async with worker(front):
        await played.until(lambda: played.refused_joins >= 5)
        assert (state(front) or ("", None))[0] == "waiting"
        await until(lambda: played.asked)  # for what came before
        assert await played.emit(played.keep(text(front, "Hola"))) == 0, "nobody heard it"
        await played.until_joined()
        await until(lambda: bodies(front) == ["Hola"])
        assert await played.emit(text(front, "¿Hay alguien?")) == 1
    assert bodies(front) == ["Hola", "¿Hay alguien?"]
    assert played.opened == 1, "it is asked for on the same connection"
    told = [m.partition(" is ")[2] for m in messages(caplog)]
    assert [one.partition(":")[0] for one in told] == ["waiting", "listening"], "said once each"


async def test_what_came_while_nobody_listened_is_asked_for(
    front: Front, played: EvolutionSocketServer
) -> None:
    played.namespaces.add(f"/{INSTANCE}")
    async with worker(front):
        await until(lambda: is_listening(front) and all_is_here(front))
        front.clock.advance(60)
        await played.emit(played.keep(text(front, "before", id="A")))
        played.namespaces.clear()
        played.cut()
        await played.until(lambda: not played.joined[f"/{INSTANCE}"])
        played.keep(text(front, "in between", id="B"))
        typed = text(front, "Hola, soy Marta, ya te ayudo con tu cita", id="C", from_me=True)
        played.keep(typed)
        await played.emit(played.keep(text(front, "and this", id="D")))
        await until(lambda: len(bodies(front)) == 3)
        assert await played.emit(text(front, "after", id="E")) == 1
    assert bodies(front) == ["before", "in between", "and this", "after"]
    assert bodies(front, "staff") == ["Hola, soy Marta, ya te ayudo con tu cita"]
    await front.settle()
    assert played.sent == [], "the bot is silent when a person answered meanwhile"


async def test_what_became_of_our_messages_is_asked_for_too(
    front: Front, played: EvolutionSocketServer
) -> None:
    played.namespaces.add(f"/{INSTANCE}")
    async with worker(front):
        await played.until_joined()
        await played.emit(text(front, "Hola"))
        await front.settle()
    [sent] = played.sent
    reply = evolution.upsert(
        {"conversation": sent.text}, jid=JID, id=sent.id, from_me=True, instance=INSTANCE
    )
    played.keep(at(front, reply), "DELIVERY_ACK", "READ", "SERVER_ACK")
    async with worker(front):
        await until(lambda: all_is_here(front) and is_listening(front))
        await until(lambda: _replies(front) == [(sent.text, "read")])
    assert bodies(front, "staff") == [], "our own message is nobody else's"


def _replies(front: Front) -> list[tuple[str, str]]:
    query = "select body, status from chat_messages where direction = 'outbound' order by seq"
    return [(row["body"], row["status"]) for row in front.rows(query)]


async def test_both_ways_at_once_bring_everything_once(
    front: Front, played: EvolutionSocketServer
) -> None:
    """The webhook is set, too, and the server sends through both namespaces."""
    played.namespaces.add(f"/{INSTANCE}")
    played.global_events = True

    async def happens(event: Json) -> None:
        assert (await front.post("evolution", "aurora", event)).status_code == 200
        assert await played.emit(event) == 2
        assert (await front.post("evolution", "aurora", event)).status_code == 200

    async with worker(front):
        await played.until_joined()
        await happens(text(front, "Hola", id="A"))
        await happens(evolution.edited("A", "Hola, ¿tienen cita?", instance=INSTANCE))
        await front.settle()
        [sent] = played.sent
        await happens(evolution.echo(sent.id, sent.text, jid=JID, instance=INSTANCE))
        for status in ("SERVER_ACK", "READ", "DELIVERY_ACK"):
            await happens(evolution.receipt(sent.id, status, jid=JID, instance=INSTANCE))
        await happens(evolution.edited("A", "Mejor mañana", instance=INSTANCE))
        await happens(text(front, "Hola, te habla Marta, ya te busco", id="S", from_me=True))
    assert bodies(front) == ["Hola, ¿tienen cita?", "Mejor mañana"]
    assert _replies(front) == [(sent.text, "read")]
    assert bodies(front, "staff") == ["Hola, te habla Marta, ya te busco"]


async def test_only_what_is_of_the_instance_is_taken(
    front: Front, played: EvolutionSocketServer, caplog: pytest.LogCaptureFixture
) -> None:
    """A server that sends all instances' events through one namespace."""
    played.global_events = True
    caplog.set_level(logging.INFO, "gateway.listening")
    async with worker(front):
        await played.until(lambda: played.joined["/"] and played.refused_joins)
        for number in range(5):
            await played.emit(text(front, "Oi", id=f"B{number}", instance=OTHER_INSTANCE))
        assert (state(front) or ("", None))[0] == "waiting"
        played.namespaces.clear()
        await played.emit(text(front, "Hola"))
        assert bodies(front) == ["Hola"]
        await until(lambda: is_listening(front))
    dropped = [one for one in messages(caplog) if "is for another" in one]
    assert len(dropped) == 1, "said once"


@pytest.mark.parametrize("broken", ["text", [1], {}, {"event": 7}, None])
async def test_what_cannot_be_read_is_dropped_and_the_next_is_taken(
    front: Front, played: EvolutionSocketServer, broken: Json
) -> None:
    played.namespaces.add(f"/{INSTANCE}")
    async with worker(front):
        await played.until_joined()
        await played.tell_anything("messages.upsert", broken)
        await played.emit(text(front, "Hola"))
        assert played.opened == 1
    assert bodies(front) == ["Hola"]


async def test_an_event_that_is_too_large_costs_itself_alone(
    front: Front, played: EvolutionSocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Evolution, "max_body_bytes", 20_000)
    played.namespaces.add(f"/{INSTANCE}")
    async with worker(front):
        await until(lambda: is_listening(front) and all_is_here(front))
        large = evolution.image(b"x" * 20_000, "mira", jid=JID, alternative=None, instance=INSTANCE)
        without_file = json.loads(json.dumps(at(front, large)))
        del without_file["data"]["message"]["base64"]
        played.keep(without_file)
        first = list(played.joined[f"/{INSTANCE}"])
        await played.emit_unasked(large)
        await until(lambda: bodies(front) == ["mira"])
        await played.until(lambda: set(played.joined[f"/{INSTANCE}"]).isdisjoint(first))
        await played.until_joined()
        await played.emit(text(front, "Hola"))
    assert played.opened == 2
    assert bodies(front) == ["mira", "Hola"]


async def test_binary_parts_do_no_harm(front: Front, played: EvolutionSocketServer) -> None:
    """Where Evolution passes on WhatsApp's keys as they are, an event comes in several frames."""
    played.namespaces.add(f"/{INSTANCE}")
    event = text(front, "Hola")
    event["data"]["message"]["messageContextInfo"] = {"messageSecret": b"\x00\x01", "of": [b"x"]}
    async with worker(front):
        await played.until_joined()
        await played.emit(event)
        await played.emit(text(front, f"Soy {CUSTOMER[-4:]}"))
    assert bodies(front) == ["Hola", "Soy 0171"]
