"""Messages that came half a day late: nobody answers them by themselves, and staff hear of them."""

from datetime import timedelta
from typing import Any

from gateway.pipeline.late_messages import SETTLED_SECONDS, LateMessages
from gateway.pipeline.sending_watch import SendingWatch
from tests.front import Front
from tests.providers import evolution, gupshup


def late(front: Front, words: str, *, hours: float, id: str, phone: str = "573005550101") -> Any:
    payload = gupshup.text(
        words, id=id, phone=phone, app=front.connection_name("aurora", "gupshup")
    )
    sent = front.clock.now() - timedelta(hours=hours)
    return {**payload, "timestamp": int(sent.timestamp() * 1000)}


async def come(front: Front, *payloads: Any) -> None:
    for payload in payloads:
        assert (await front.post("gupshup", "aurora", payload)).status_code == 200
    await front.settle()


async def told(front: Front) -> list[str]:
    """The task runs after things have settled; the notices of late messages until now."""
    await front.pass_time(SETTLED_SECONDS + 1)
    await LateMessages(front.container.database).round()
    rows = front.rows(
        "select n.body from notifications n join escalations e on e.id = n.escalation_id "
        "where e.reason = 'late_messages' order by n.created_at"
    )
    return [row["body"] for row in rows]


async def test_staff_hear_once_of_a_chat_with_late_messages(front: Front) -> None:
    await come(
        front,
        late(front, "¿Me pueden atender hoy?", hours=30, id="l-1"),
        late(front, "¿Siguen ahí?", hours=29, id="l-2"),
    )
    assert front.gupshup.sent == []
    notices = await told(front)
    assert notices
    assert all("¿Siguen ahí?" in body and "+573005550101" in body for body in notices)
    assert await told(front) == notices
    customer = [sent for sent in front.gupshup.sent if sent.destination == "573005550101"]
    assert customer == [], "the customer is told nothing"


async def test_not_before_everything_has_come(front: Front) -> None:
    await come(front, late(front, "Hola", hours=30, id="l-1"))
    await LateMessages(front.container.database).round()
    assert front.rows("select * from escalations") == []


async def test_also_when_the_customer_goes_on_writing(front: Front) -> None:
    """That one is answered, and nobody has seen the late one."""
    await come(front, late(front, "Cancelen mi cita, por favor", hours=30, id="l-1"))
    assert await front.customer().say("¿Cuánto cuesta el láser?")
    assert any("Cancelen mi cita" in body for body in await told(front))


async def test_not_what_staff_answered_meanwhile(front: Front) -> None:
    name = front.connection_name("aurora", "evolution")
    about: dict[str, Any] = {
        "jid": "573005550102@s.whatsapp.net",
        "alternative": None,
        "instance": name,
    }
    asked = evolution.text("¿Tienen cita?", id="e-1", **about)
    answered = evolution.text("Sí, te espero a las 5, saludos", id="e-2", from_me=True, **about)
    for payload, hours in ((asked, 30), (answered, 28)):
        sent = front.clock.now() - timedelta(hours=hours)
        payload["data"]["messageTimestamp"] = int(sent.timestamp())
        assert (await front.post("evolution", "aurora", payload)).status_code == 200
    assert await told(front) == []


async def test_of_a_history_that_is_synchronised_they_hear_as_a_whole(front: Front) -> None:
    for number in range(21):
        phone = f"5730055502{number:02}"
        await come(front, late(front, "Feliz año", hours=24 * 9, id=f"l-{number}", phone=phone))
    watch = SendingWatch(front.container.database)
    await watch.round()
    assert histories(front) == [], "it may go on coming"
    assert await told(front) == []
    await watch.round()
    await watch.round()
    notices = histories(front)
    assert len(notices) == len(set(notices)) == len(front.rows(RECIPIENTS))
    assert all("21 chats" in body or "21 conversas" in body for _, body in notices)


RECIPIENTS = (
    "select r.id from internal_notifications_config r join organizations o on o.id = r.organization_id "
    "where o.slug = 'aurora' and frontdesk.can_be_told(r)"
)


def histories(front: Front) -> list[tuple[Any, str]]:
    rows = front.rows("select recipient_id, body from notifications where topic = 'history'")
    return [(row["recipient_id"], row["body"]) for row in rows]


async def test_of_many_chats_staff_hear_of_each(front: Front) -> None:
    for number in range(25):
        payload = late(front, "Hola", hours=30, id=f"l-{number}", phone=f"5730055502{number:02}")
        assert (await front.post("gupshup", "aurora", payload)).status_code == 200
    await told(front)
    await told(front)
    assert len(front.rows("select 1 from escalations where reason = 'late_messages'")) == 25


async def test_also_of_more_than_a_week_where_it_is_no_history(front: Front) -> None:
    await come(front, late(front, "¿Siguen ahí?", hours=24 * 9, id="l-1"))
    assert await told(front)


async def test_not_what_was_taken_back(front: Front) -> None:
    name = front.connection_name("aurora", "evolution")
    jid = "573005550102@s.whatsapp.net"
    payload = evolution.text("Hola", id="e-1", jid=jid, alternative=None, instance=name)
    payload["data"]["messageTimestamp"] = int(front.clock.now().timestamp())
    await front.post("evolution", "aurora", payload)
    await front.post("evolution", "aurora", evolution.deleted("e-1", jid=jid, instance=name))
    assert await told(front) == []
