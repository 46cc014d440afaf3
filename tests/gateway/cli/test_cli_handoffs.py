"""`frontdesk handoffs`: in which chats the assistant is silent, and giving one back."""

import typer
from typer.testing import Result

from gateway.cli.handoffs import handoffs
from tests.command_line import Deployment, command
from tests.front import Customer, Front
from tests.providers import evolution

app = typer.Typer()
app.command()(handoffs)


@app.callback()
def _group() -> None:
    """Keeps the command's name, as in `frontdesk`."""


async def listed(front: Front, *arguments: object) -> Result:
    return await command(Deployment(front.url, clock=front.clock), app, "handoffs", *arguments)


async def staff_writes(front: Front, customer: Customer, text: str) -> None:
    payload = evolution.text(
        text,
        jid=f"{customer.phone}@s.whatsapp.net",
        alternative=None,
        from_me=True,
        instance=front.connection_name("aurora", "evolution"),
    )
    payload["data"]["messageTimestamp"] = int(front.clock.now().timestamp())
    assert (await front.post("evolution", "aurora", payload)).status_code == 200


async def test_a_chat_that_a_person_has_is_listed_and_given_back(front: Front) -> None:
    assert (await listed(front, "aurora")).output == "the assistant answers in every chat\n"
    ana = front.customer(channel="evolution")
    await ana.say("hola")
    await staff_writes(front, ana, "Ana, te llamo\nya mismo")
    chat = str(ana.chat["id"])
    line = (await listed(front, "aurora")).output.strip().split("\t")
    assert line == [
        "until 2026-11-20 12:00",
        "Ana +573005550101",
        "since 10:00, somebody wrote in the chat",
        "«Ana, te llamo ya mismo»",
        chat,
    ]
    assert await ana.say("¿qué horario tienen?") == ""
    given = await listed(front, "aurora", "--end", chat)
    assert given.output == "the assistant answers in every chat\n"
    assert "lunes a viernes" in await ana.say("¿qué horario tienen?")


async def test_what_is_not_there_is_said(front: Front) -> None:
    unknown = await listed(front, "nadie")
    assert unknown.exit_code == 1
    foreign = front.customer("5511987654321", tenant="sorriso")
    await foreign.say("oi")
    refused = await listed(front, "aurora", "--end", str(foreign.chat["id"]))
    assert refused.exit_code == 1
