"""What a conversation waits for, how it ends, and what a message afterwards does."""

import typer

from gateway.cli.conversations import conversations
from tests.command_line import Deployment, command
from tests.front import Customer, Front
from tests.gateway.console.conftest import desk_of

HOUR = 3600
WISH = "quiero limpieza facial el jueves de la próxima semana a las 3 pm"
app = typer.Typer()
app.command()(conversations)


@app.callback()
def _group() -> None:
    """Keeps the command's name, as in `frontdesk`."""


async def state(customer: Customer) -> str:
    front = customer.front
    rows = await front.container.database.call(
        "conversation_states", organization=front.organization(customer.tenant)
    )
    return next(str(row["state"]) for row in rows if row["id"] == str(customer.chat["id"]))


def thread(customer: Customer) -> str:
    """The conversation's; another one when it began anew."""
    return str(customer.chat["checkpoint_id"]).split("/")[0]


async def test_a_goodbye_closes_after_an_hour(front: Front) -> None:
    ana = front.customer(name="Ana Ruiz")
    await ana.write(WISH)
    assert await state(ana) == "active"
    await ana.listen()
    assert await state(ana) == "waiting_for_customer"
    answer = await ana.say("muchas gracias, chao")
    assert "?" not in answer
    assert await state(ana) == "idle"
    first = thread(ana)
    await front.pass_time(HOUR / 2)
    assert "limpieza" in (await ana.say("ah, ¿y cuánto cuesta la limpieza facial?")).lower()
    assert front.rows("select closed_at from chat_identities")[0]["closed_at"] is None
    await ana.say("gracias, chao")
    assert thread(ana) == first, "people say goodbye and go on"
    await front.pass_time(HOUR)
    assert await state(ana) == "closed"
    await ana.say("sí")
    assert thread(ana) != first, "nothing of the closed conversation is taken up"
    assert await state(ana) != "closed"


async def test_each_organization_has_its_own_span(front: Front) -> None:
    front.execute("update organizations set conversation_hours = 3 where slug = 'aurora'")
    ana = front.customer(name="Ana Ruiz")
    joao = front.customer("5511987654321", tenant="sorriso", name="João Lima")
    await ana.say(WISH)
    await joao.say("quero limpeza na quinta da próxima semana às 15h")
    await front.pass_time(3 * HOUR)
    assert (await state(ana), await state(joao)) == ("expired", "waiting_for_customer")
    first = thread(ana)
    await ana.say("sí")
    assert thread(ana) != first
    await joao.say("sim")
    await joao.say("João Lima")
    assert [one["tenant"] for one in front.appointments()] == ["sorriso"]


async def test_staff_close_a_conversation(front: Front) -> None:
    desk = await desk_of(front)
    customer = desk.customer
    await customer.say(WISH)
    await desk.call()
    assert await state(customer) == "waiting_for_staff"
    await desk.beto.take(desk.chat)
    assert (await desk.ana.end(desk.chat)).status == "owned"
    assert (await desk.beto.end(desk.chat)).status == "closed"
    assert (await desk.ana.chats())[0].state == "closed"
    assert await desk.ana.cases() == [], "the call for a person is settled"
    assert ("beto", "ended") in desk.actions()
    first = thread(customer)
    assert await customer.say("sí"), "the assistant has the chat again"
    assert thread(customer) != first
    await desk.call("privacy")
    assert (await desk.ana.end(desk.chat)).status == "closed"
    assert len(await desk.ana.cases()) == 1, "what the law wants answered stays open"


async def test_the_command_lists_and_closes(front: Front) -> None:
    ana = front.customer(name="Ana Ruiz")
    await ana.write("hola")
    deployment, chat = Deployment(front.url, clock=front.clock), str(ana.chat["id"])
    refused = await command(deployment, app, "conversations", "aurora", "--close", chat)
    assert refused.exit_code == 1
    assert "waits for an answer" in refused.output
    await ana.listen()
    closed = await command(deployment, app, "conversations", "aurora", "--close", chat)
    assert closed.output.startswith("closed (closed by staff)\t2026-11-20 10:00\tAna Ruiz\tgupshup")
    none = await command(deployment, app, "conversations", "aurora", "--state", "expired")
    assert none.output == "there is no such conversation\n"
