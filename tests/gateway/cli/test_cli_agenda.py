"""`frontdesk agenda`: what staff read and do, and what the customer is told."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from typer.testing import Result

from gateway.cli.agenda import agenda_app
from tests.agenda import Client, clients
from tests.bookings.clinic_rules import AT, BROWS, CAMILA, FACIAL, LAURA, book, events, offer
from tests.command_line import Deployment, command
from tests.front import Customer, Front


async def agenda(front: Front, *arguments: object) -> Result:
    """`frontdesk agenda …` at the front desk's time."""
    return await command(Deployment(front.url, clock=front.clock), agenda_app, *arguments)


@pytest.fixture
async def ana(front: Front) -> Client:
    (client,) = clients(front, 1)
    return await client.named()


async def visitor(front: Front, tenant: str = "aurora", wish: str = "") -> tuple[Customer, UUID]:
    """Somebody who booked in their chat at the demo clinic."""
    customer = front.customer(tenant=tenant)
    await customer.say(wish or "Hola, una limpieza facial mañana a las 3 de la tarde")
    await customer.say("sí" if tenant == "aurora" else "sim")
    assert "✅" in await customer.say("Ana Pérez")
    [row] = front.appointments(tenant)
    return customer, row["id"]


def status_of(front: Front, appointment: UUID) -> str:
    return str(
        front.rows("select status from appointments where id = %s", appointment)[0]["status"]
    )


# Reading


async def test_the_list_of_a_day(front: Front, ana: Client) -> None:
    late = await ana.booked(FACIAL, LAURA, AT + timedelta(hours=1))
    early = await ana.booked(BROWS, CAMILA, AT)
    await ana.booked(FACIAL, LAURA, AT + timedelta(days=1))
    lines = (await agenda(front, "list", "aurora", "--day", "2026-11-24")).output.splitlines()
    assert [line.split("\t")[-1] for line in lines] == [str(early), str(late)]
    assert lines[0].split("\t")[:5] == [
        "2026-11-24 15:00-15:30",
        "Diseño de cejas",
        "Camila Rojas",
        f"Persona 0 +{ana.phone}",
        "scheduled",
    ]
    of_one = await agenda(front, "list", "aurora", "--day", "2026-11-24", "--member", LAURA)
    assert [line.split("\t")[-1] for line in of_one.output.splitlines()] == [str(late)]
    assert (await agenda(front, "list", "sorriso", "--day", "2026-11-24")).output == (
        "no appointment on that day\n"
    )


async def test_today_and_several_days(front: Front, ana: Client) -> None:
    first = await ana.booked(FACIAL, LAURA, AT)
    second = await ana.booked(FACIAL, LAURA, AT + timedelta(days=1))
    assert (await agenda(front, "list", "aurora")).output == "no appointment on that day\n"
    none = await agenda(front, "list", "aurora", "--from", "2026-11-21", "--to", "2026-11-22")
    assert none.output == "no appointment on these days\n"
    days = await agenda(front, "list", "aurora", "--from", "2026-11-24", "--to", "2026-11-25")
    assert [line.split("\t")[-1] for line in days.output.splitlines()] == [str(first), str(second)]
    one = await agenda(front, "list", "aurora", "--from", "2026-11-25")
    assert [line.split("\t")[-1] for line in one.output.splitlines()] == [str(second)]


async def test_cancelled_ones_are_listed_when_asked_for(front: Front, ana: Client) -> None:
    appointment = await ana.booked(FACIAL, LAURA, AT)
    await agenda(front, "cancel", appointment)
    day = ("list", "aurora", "--day", "2026-11-24")
    assert (await agenda(front, *day)).output == "no appointment on that day\n"
    assert "\tcancelled\t" in (await agenda(front, *day, "--all")).output


async def test_names_cannot_command_the_terminal(front: Front, ana: Client) -> None:
    await ana.booked(FACIAL, LAURA, AT)
    front.execute("update appointments set attendee_name = E'Ana\\x1b[2J\\nEva\\tX'")
    shown = await agenda(front, "list", "aurora", "--day", "2026-11-24")
    assert len(shown.output.splitlines()) == 1
    assert "Ana [2J Eva X" in shown.output


async def test_an_appointment_and_its_story(front: Front, ana: Client) -> None:
    appointment = await ana.booked(FACIAL, LAURA, AT)
    await front.pass_time(60)
    later = await offer(ana, [FACIAL], AT + timedelta(hours=2), appointment=appointment)
    assert later
    await ana.act("appointment_move", slot=later["slot"])
    await agenda(front, "cancel", appointment)
    lines = (await agenda(front, "show", appointment)).output.splitlines()
    assert lines[0] == f"{appointment}  cancelled"
    assert lines[1] == "when      2026-11-24 17:00 to 18:00 (America/Bogota)"
    assert lines[2].startswith("what      Limpieza facial with ")
    assert lines[3] == f"customer  Persona 0, +{ana.phone}"
    assert lines[5] == "2026-11-20 10:00  booked by customer, over api"
    assert lines[6].startswith("2026-11-20 10:01  moved from 2026-11-24 15:00 with Laura Méndez to")
    assert lines[6].endswith("by customer, over api")
    assert lines[7] == "2026-11-20 10:01  cancelled by staff"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("list", "nobody"), "there is no organization `nobody`"),
        (("list", "aurora", "--member", "zoe"), "`aurora` has no member `zoe`; there are `camila`"),
        (
            ("list", "aurora", "--from", "2026-11-25", "--to", "2026-11-24"),
            "2026-11-24 lies before 2026-11-25",
        ),
        (("show", UUID(int=7)), f"there is no appointment {UUID(int=7)}"),
        (("complete", UUID(int=7)), "there is no appointment"),
        (("cancel", UUID(int=7), "--tell"), "there is no appointment"),
    ],
)
async def test_what_is_not_there(front: Front, arguments: tuple[object, ...], said: str) -> None:
    result = await agenda(front, *arguments)
    assert result.exit_code == 1
    assert said in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "no-uuid"),
        ("list", "aurora", "--day", "tomorrow"),
        ("list", "aurora", "--day", "2026-11-24", "--to", "2026-11-25"),
        ("list", "aurora", "--to", "2026-11-25"),
    ],
)
async def test_what_cannot_be_meant(front: Front, arguments: tuple[str, ...]) -> None:
    assert (await agenda(front, *arguments)).exit_code == 2


# Closing


async def test_completed_and_missed_only_after_the_start(front: Front, ana: Client) -> None:
    came = await ana.booked(FACIAL, LAURA, AT)
    missed = await ana.booked(BROWS, CAMILA, AT + timedelta(days=1))
    early = await agenda(front, "complete", came)
    assert early.exit_code == 1
    assert "has not begun yet, so it cannot be completed" in early.output
    assert status_of(front, came) == "scheduled"
    await front.pass_time(6 * 86400)
    assert (await agenda(front, "complete", came)).output == "Limpieza facial: completed\n"
    assert (await agenda(front, "no-show", missed)).output == "Diseño de cejas: no-show\n"
    assert events(front, came) == ["booked", "completed"]
    assert events(front, missed) == ["booked", "no_show"]
    again = await agenda(front, "no-show", came)
    assert again.exit_code == 1
    assert "already completed; nothing was changed" in again.output


async def test_staff_cancel_a_whole_visit_and_its_time_is_free(front: Front, ana: Client) -> None:
    visit = (await book(ana, [FACIAL, BROWS], AT))["appointment"]
    result = await agenda(front, "cancel", visit["parts"][1]["id"])
    assert result.output == "Limpieza facial, Diseño de cejas: cancelled\n"
    assert front.appointments() == []
    assert await offer(ana, [FACIAL], AT, member=CAMILA)
    actors = front.rows("select distinct actor from appointment_events where kind = 'cancelled'")
    assert [row["actor"] for row in actors] == ["staff"]


# Telling


async def test_the_customer_is_told_in_their_chat(front: Front) -> None:
    ana, appointment = await visitor(front)
    await ana.say("no")
    result = await agenda(front, "cancel", appointment, "--tell")
    assert result.exit_code == 0
    assert "a message waits to be sent over gupshup" in result.output
    told = await ana.listen()
    assert told.splitlines() == [
        "Lo sentimos mucho: Clínica Aurora Lumbre tuvo que cancelar esta cita.",
        "❌ *Cita cancelada*",
        "Limpieza facial con Camila Rojas",
        "sábado 21 de noviembre, 3:00 p. m.",
        "Para buscar otra hora basta responder por aquí.",
    ]
    again = await agenda(front, "cancel", appointment, "--tell")
    assert (again.exit_code, again.output) == (0, "the customer was told before\n")
    assert await ana.listen() == ""


async def test_in_their_language(front: Front) -> None:
    bia, appointment = await visitor(
        front, "sorriso", "Oi, quero marcar uma limpeza segunda às 15h"
    )
    await agenda(front, "cancel", appointment, "--tell")
    told = await bia.listen()
    assert told.startswith("Sentimos muito: ")
    assert "Consulta cancelada" in told


async def test_whoever_wants_no_messages_gets_none(front: Front) -> None:
    ana, appointment = await visitor(front)
    front.execute("update chat_identities set opted_out_at = %s", front.clock.now())
    result = await agenda(front, "cancel", appointment, "--tell")
    assert result.exit_code == 1
    assert "not told: the customer asked not to be written to" in result.output
    assert status_of(front, appointment) == "cancelled"
    assert await ana.listen() == ""


async def test_outside_of_the_24_hours_it_says_so(front: Front) -> None:
    ana, appointment = await visitor(front)
    front.execute("update chat_identities set last_inbound_at = last_inbound_at - interval '25 h'")
    result = await agenda(front, "cancel", appointment, "--tell")
    assert result.exit_code == 1
    assert "not told: their last message is more than 24 hours old" in result.output
    assert status_of(front, appointment) == "cancelled"
    assert await ana.listen() == ""
    # They write again, and the same command tells them.
    await ana.say("hola")
    assert (await agenda(front, "cancel", appointment, "--tell")).exit_code == 0
    assert "Cita cancelada" in await ana.listen()


async def test_without_a_chat_nobody_is_told(front: Front, ana: Client) -> None:
    appointment = await ana.booked(FACIAL, LAURA, AT)
    result = await agenda(front, "cancel", appointment, "--tell")
    assert result.exit_code == 1
    assert "there is no chat with the customer" in result.output
    assert status_of(front, appointment) == "cancelled"


async def test_nobody_is_told_of_an_appointment_that_stands(front: Front) -> None:
    _, appointment = await visitor(front)
    told = await front.container.database.call(
        "cancellation_tell",
        organization=front.organization("aurora"),
        appointment=appointment,
        text="…",
    )
    assert told == {"status": "not_cancelled"}


async def test_another_organization_sees_nothing(front: Front, ana: Client) -> None:
    appointment = await ana.booked(FACIAL, LAURA, AT)
    foreign = {"organization": front.organization("sorriso"), "appointment": appointment}
    database = front.container.database
    assert await database.call("appointment_events_list", **foreign) is None
    assert await database.call("cancellation_chat", **foreign) is None
    assert await database.call("cancellation_tell", **foreign, text="…") == {
        "status": "not_cancelled"
    }
    closed = await database.call("appointment_close", **foreign, status="cancelled")
    assert closed == {"status": "not_found"}
    assert await database.call("appointment_tenant", appointment=uuid4()) is None
