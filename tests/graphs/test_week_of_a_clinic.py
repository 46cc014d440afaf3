"""A week of a clinic: customers in three languages, whose conversations expire, are closed, begun anew and remembered."""

from dataclasses import dataclass
from datetime import datetime

from tests.conversations.test_changes import book
from tests.front import Customer, Front

HOUR, DAY = 3600, 24 * 3600


@dataclass
class Week:
    """The clinic's desk, from Friday 20 November, 10:00."""

    front: Front

    async def until(self, day: int, hour: int) -> None:
        """To a day of November, by the clinic's clock."""
        at = datetime.fromisoformat(f"2026-11-{day}T{hour:02}:00-05:00")
        await self.front.pass_time((at - self.front.clock.now()).total_seconds())

    async def states(self) -> dict[str, str]:
        """What each customer's conversation waits for, or how it ended."""
        rows = await self.front.container.database.call(
            "conversation_states", organization=self.front.organization("aurora")
        )
        return {row["customer"]: row["state"] for row in rows}

    async def anew(self, customer: Customer, text: str) -> bool:
        """Whether the message begins a conversation: the thread of the one before is left."""
        before = customer.chat["checkpoint_id"].split("/")[0]
        await customer.say(text)
        return bool(customer.chat["checkpoint_id"].split("/")[0] != before)

    def booked(self) -> list[tuple[str, str, str, str]]:
        """Whose, what, with whom and when, of all that stands."""
        return [
            (one["phone"], one["service"], one["member"], f"{one['local']:%d %H:%M}")
            for one in self.front.appointments("aurora")
        ]

    def done(self, customer: Customer) -> list[tuple[str, str | None]]:
        """What the desk remembers that it did in earlier conversations."""
        [row] = self.front.rows(
            "select frontdesk.memory_of(i, 'infinity') as memory from chat_identities i where i.id = %s",
            customer.chat["id"],
        )
        assert row["memory"]["summary"] is None, "no hosted model wrote one"
        return [(one["what"], one["starts"]) for one in row["memory"]["matters"]]


async def test_a_week(front: Front) -> None:
    week = Week(front)
    ana = front.customer("573005550101", name="Ana Ruiz")
    bea = front.customer("5511987654321", name="Beatriz Lima")
    carl = front.customer("14155550103", name="Carl Moss")
    dora = front.customer("573005550104", name="Dora Paz")

    # Friday: Ana books and says goodbye; Beatriz leaves an offer open; Carl drops his.
    await book(ana, "quiero limpieza facial el martes a las 3 pm", "Ana Ruiz")
    assert not await week.anew(ana, "muchas gracias, chao")
    assert "?" in await bea.say("oi, quero massagem relaxante na quarta às 16h")
    assert "?" in await carl.say("hi, I'd like a facial cleansing on Wednesday at 11 am")
    assert "start over" in (await carl.say("/reset")).lower()
    await carl.say("yes")
    await carl.say("Carl Moss")
    assert [one[0] for one in week.booked()] == [ana.phone]
    await front.pass_time(HOUR)
    states = await week.states()
    assert (states["Ana Ruiz"], states["Beatriz Lima"]) == ("closed", "waiting_for_customer")

    # Monday: Friday's offer is not taken up; a new wish is, in the same chat.
    await week.until(23, 9)
    assert (await week.states())["Beatriz Lima"] == "expired"
    assert await week.anew(bea, "sim")
    assert not await week.anew(bea, "Beatriz Lima")
    assert [one[0] for one in week.booked()] == [ana.phone]
    await book(bea, "quero massagem relaxante na quinta às 10h", "Beatriz Lima")
    await book(dora, "Hola, diseño de cejas para el viernes a las 10 am", "Dora Paz")
    assert "?" in await carl.say("hi, I'd like a relaxing massage on Friday at 4 pm")

    # Wednesday: staff closed Carl's chat, and his late yes books nothing; Dora cancels across conversations.
    await week.until(23, 12)
    closed = await front.container.database.call(
        "chat_close", organization=front.organization("aurora"), conversation=carl.chat["id"]
    )
    assert closed == {"status": "closed"}
    assert await week.anew(carl, "yes")
    await carl.say("Carl Moss")
    await week.until(25, 9)
    assert await week.anew(dora, "quiero cancelar mi cita")
    await dora.say("sí")
    assert week.done(dora) == [("booked", "2026-11-27T10:00"), ("cancelled", "2026-11-27T10:00")]

    # Thursday: the usual is what Ana came for on Tuesday, with the same person.
    await week.until(26, 9)
    assert (
        "limpieza" in (await ana.say("hola! lo de siempre, el próximo martes a las 3 pm")).lower()
    )
    await ana.say("sí")
    assert week.done(ana) == [("booked", "2026-11-24T15:00"), ("booked", "2026-12-01T15:00")]

    [tuesday, thursday, again] = week.booked()
    assert tuesday[:2] == (ana.phone, "limpieza-facial")
    assert (thursday[0], thursday[1], thursday[3]) == (bea.phone, "masaje-relajante", "26 10:00")
    assert again == (*tuesday[:3], "01 15:00")
    assert (await week.states())["Carl Moss"] == "expired"
