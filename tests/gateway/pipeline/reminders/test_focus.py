"""What a hosted model is told of a request, and which appointment its tools then mean."""

from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

from agent.facts import prompt_in
from tests.bookings.clinic_rules import BROWS, CAMILA, FACIAL
from tests.front import Customer, Front
from tests.front_fixtures import Opening
from tests.gateway.pipeline.reminders.reminded_customers import PHONE, at, guest, until
from tests.scripted_model import Messages, ScriptedModel, call

MONDAY, TUESDAY = at("2026-11-23T15:00"), at("2026-11-24T14:00")


async def both_asked(front: Front) -> Customer:
    """Someone with appointments on Monday and Tuesday who was just asked about Monday's."""
    ana = await guest(front)
    await ana.booked(BROWS, CAMILA, MONDAY)
    await ana.booked(FACIAL, CAMILA, TUESDAY)
    await until(front, at("2026-11-22T15:00"))
    return front.customer(PHONE, channel="evolution")


def confirmed(front: Front) -> list[str]:
    rows = front.rows(
        "select s.key from appointments a join services s on s.id = a.service_id "
        "where a.status = 'confirmed'"
    )
    return [row["key"] for row in rows]


def facts(messages: Messages) -> dict[str, str]:
    prompt = next(str(m.content) for m in messages if isinstance(m, SystemMessage))
    lines = prompt.rpartition("## Now\n")[2].splitlines()
    return {key: value for key, _, value in (line.partition(": ") for line in lines)}


async def test_the_request_stands_in_the_thread_and_the_tool_means_what_was_asked(
    open_front_with: Opening,
) -> None:
    model = ScriptedModel(lines=[call("confirm_appointment"), "¡Gracias!"], node="knowledge")
    async with open_front_with(model) as front:
        customer = await both_asked(front)
        answer = await customer.say("sí")
        assert "Cita confirmada" in answer
        assert confirmed(front) == [BROWS]
        shown = model.seen[0]
        assert isinstance(shown[-1], HumanMessage)
        assert isinstance(shown[-2], AIMessage)
        assert "¿Nos confirmas tu cita?" in str(shown[-2].content)
        known = facts(shown)
        prompt = prompt_in(shown)
        assert prompt is not None
        assert prompt.facts.node == "confirmation", "no router was asked"
        assert known["focus"].startswith(
            "Diseño de cejas, lunes 23 de noviembre, 3:00 p. m., with Camila Rojas ["
        )
        assert known["greeted"] == "yes"


async def test_a_cancellation_without_an_id_means_the_one_that_was_asked_about(
    open_front_with: Opening,
) -> None:
    model = ScriptedModel(lines=[call("cancel_appointment"), "¿La cancelo?"], node="cancellation")
    async with open_front_with(model) as front:
        customer = await both_asked(front)
        await customer.say("no puedo ir")
        rows = front.rows(
            "select s.key from appointment_proposals p join appointments a "
            "on a.id = p.appointment_id join services s on s.id = a.service_id"
        )
        assert rows == [{"key": BROWS}]


async def test_an_older_button_means_its_own_appointment(open_front_with: Opening) -> None:
    model = ScriptedModel(lines=[call("confirm_appointment"), "¡Gracias!"])
    async with open_front_with(model) as front:
        customer = await both_asked(front)
        await until(front, at("2026-11-23T12:00"))  # Monday's reminder
        await until(front, at("2026-11-23T14:00"))  # Tuesday's request
        assert "Limpieza facial" in front.evolution.sent[-1].text
        [monday] = front.rows("select id from appointments order by starts_at limit 1")
        customer.options = [(f"confirm:{monday['id']}:yes", "Sí")]
        assert "Cita confirmada" in await customer.tap("Sí")
        assert confirmed(front) == [BROWS]


async def test_a_button_of_somebody_elses_appointment_changes_nothing(
    open_front_with: Opening,
) -> None:
    model = ScriptedModel(lines=[call("confirm_appointment"), "No la encuentro."])
    async with open_front_with(model) as front:
        await both_asked(front)
        await guest(front, "573005550102", name="Eva Soto")
        [monday] = front.rows("select id from appointments order by starts_at limit 1")
        customer = front.customer("573005550102", channel="evolution")
        customer.options = [(f"confirm:{monday['id']}:yes", "Sí")]
        await customer.tap("Sí")
        assert confirmed(front) == []


async def test_after_the_answer_nothing_is_in_focus(open_front_with: Opening) -> None:
    model = ScriptedModel(lines=[call("confirm_appointment"), "¡Gracias!", "Con gusto."])
    async with open_front_with(model) as front:
        customer = await both_asked(front)
        await customer.say("sí")
        await customer.say("gracias")
        assert "focus" not in facts(model.seen[-1])
