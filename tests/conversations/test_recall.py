"""Being invited to come again: asked for, invited after months, taken up, put off, withdrawn."""

import pytest

from tests.beginnings import beginning
from tests.conversations.agenda_rules import at, booked, change
from tests.front import Customer, Front

FACIAL = "limpieza-facial"
DUE = "2027-05-24T15:30-05:00"  # six months and half an hour after the visit


def states(front: Front) -> list[tuple[str, str | None]]:
    """Status and reason of every invitation."""
    rows = front.rows("select status, reason from recalls order by created_at, id")
    return [(row["status"], row["reason"]) for row in rows]


def consents(front: Front) -> dict[str, bool]:
    rows = front.rows("select kind, granted from contact_authorizations order by kind")
    return {row["kind"]: row["granted"] for row in rows}


async def comes(front: Front, local: str) -> None:
    """Time passes until then, and whoever is due by then is invited."""
    await front.pass_time((at(local) - front.clock.now()).total_seconds())
    await front.container.recalls.round()
    await front.container.worker.wake()
    await front.work()


async def hears(customer: Customer, local: str) -> str:
    await comes(customer.front, local)
    rows = customer.front.rows(
        "select body from chat_messages where direction = 'outbound' order by seq desc limit 1"
    )
    return str(rows[0]["body"])


@beginning
async def ana_came(front: Front) -> Customer:
    """Ana comes for a facial in November, and may be written to when it is time again."""
    change(front, "services", FACIAL, recall_after="6 months")
    ana = front.customer("573005550101", name="Ana", channel="evolution")
    await ana.say("Hola, limpieza facial el martes a las 3 de la tarde")
    await ana.say("sí")
    receipt = await ana.say("Ana Pérez")
    assert "✅" in receipt
    assert "recordatorios" in receipt
    asked = await ana.say("sí")
    assert "volver" in asked
    assert "volver" in await ana.say("sí, claro")
    assert consents(front) == {"recall": True, "reminders": True}
    return ana


@pytest.fixture
async def ana(front: Front) -> Customer:
    return await ana_came(front)


async def test_invited_after_six_months_and_booked(front: Front, ana: Customer) -> None:
    await comes(front, "2027-05-20T10:00-05:00")
    assert states(front) == [("waiting", None)]
    text = await hears(ana, DUE)
    assert states(front) == [("sent", None)]
    assert "tu última cita de Limpieza facial fue el martes 24 de noviembre" in text
    offer = await ana.say("sí")
    assert "Limpieza facial" in offer
    assert "mayo" in offer
    await ana.say("la primera")
    assert booked(front)[-1][0] == FACIAL
    assert len(booked(front)) == 2


async def test_a_day_is_a_yes(front: Front, ana: Customer) -> None:
    await hears(ana, DUE)
    offer = await ana.say("el jueves a las 3 puede ser")
    assert "27 de mayo" in offer
    await ana.say("sí")
    assert booked(front)[-1][2] == "2027-05-27 15:00"


async def test_not_now_is_no_for_this_time(front: Front, ana: Customer) -> None:
    await hears(ana, DUE)
    answer = await ana.say("no, por ahora no")
    assert "Cuando quieras" in answer or "por ahora no" in answer
    assert consents(front) == {"recall": True, "reminders": True}
    await comes(front, "2027-08-24T15:30-05:00")
    assert states(front) == [("sent", None)]


@pytest.mark.parametrize(
    "words",
    [
        "no me escriban para eso",
        "por favor no me manden más mensajes de estos",
        "ya no me inviten a volver",
        "não me mandem mensagem para isso",
        "please don't text me for that",
        "stop sending me these",
    ],
)
async def test_withdrawing_this_kind_alone(front: Front, ana: Customer, words: str) -> None:
    await hears(ana, DUE)
    await ana.say(words)
    assert consents(front) == {"recall": False, "reminders": True}
    assert front.rows("select 1 from chat_identities where opted_out_at is not null") == []


async def test_opting_out_of_all(front: Front, ana: Customer) -> None:
    await ana.say("no me escriban más")
    await comes(front, DUE)
    assert states(front) == []


async def test_no_to_reminders_is_asked_nothing_more(front: Front) -> None:
    change(front, "services", FACIAL, recall_after="6 months")
    ana = front.customer("573005550101", name="Ana")
    await ana.say("Hola, limpieza facial el martes a las 3 de la tarde")
    await ana.say("sí")
    await ana.say("Ana Pérez")
    assert "volver" not in await ana.say("no")
    assert consents(front) == {"reminders": False}
    await comes(front, DUE)
    assert states(front) == []


async def test_reminders_do_not_cover_it(front: Front) -> None:
    change(front, "services", FACIAL, recall_after="6 months")
    ana = front.customer("573005550101", name="Ana", channel="evolution")
    await ana.say("Hola, limpieza facial el martes a las 3 de la tarde")
    await ana.say("sí")
    await ana.say("Ana Pérez")
    await ana.say("sí")
    answer = await ana.say("no, gracias")
    assert "invit" in answer
    assert consents(front) == {"recall": False, "reminders": True}
    await comes(front, DUE)
    assert states(front) == []


@pytest.mark.parametrize(
    "words",
    [
        "avísame cuando me toque volver",
        "me escriben cuando toque la próxima limpieza?",
        "me avisa quando for hora de voltar",
        "let me know when it's time for my next visit",
        "text me when I'm due again",
    ],
)
async def test_they_may_say_so_themselves(front: Front, words: str) -> None:
    ana = front.customer("573005550101", name="Ana", channel="evolution")
    await ana.say("Hola, limpieza facial el martes a las 3 de la tarde")
    await ana.say("sí")
    await ana.say("Ana Pérez")
    await ana.say("no")
    await ana.say(words)
    assert consents(front) == {"recall": True, "reminders": False}
    assert front.rows("select 1 from waiting_list") == []


async def test_a_service_without_it_asks_nothing(front: Front) -> None:
    ana = front.customer("573005550101", name="Ana")
    await ana.say("Hola, limpieza facial el martes a las 3 de la tarde")
    await ana.say("sí")
    await ana.say("Ana Pérez")
    assert "volver" not in await ana.say("sí")
    assert consents(front) == {"reminders": True}


async def test_in_portuguese(front: Front) -> None:
    change(front, "services", "limpeza", "sorriso", recall_after="6 months")
    joao = front.customer("5511987654321", tenant="sorriso", name="João", channel="evolution")
    await joao.say("Oi, quero uma limpeza na terça às 10h")
    await joao.say("sim")
    assert "agendada" in await joao.say("João Lima")
    assert "voltar" in await joao.say("sim")
    assert "voltar" in await joao.say("sim")
    text = await hears(joao, "2027-05-24T10:30-03:00")
    assert "já está na hora de voltar" in text
    assert "maio" in (await joao.say("sim")) or joao.heard[-1]
    assert consents(front) == {"recall": True, "reminders": True}


async def test_in_english(front: Front) -> None:
    change(front, "services", FACIAL, recall_after="45 days")
    kate = front.customer("447700900123", name="Kate", channel="evolution")
    await kate.say("Hi, I'd like to book limpieza facial on Tuesday at 3 pm")
    await kate.say("yes")
    assert "booked" in await kate.say("Kate Winters")
    assert "come back" in await kate.say("yes") or "due again" in kate.heard[-1]
    await kate.say("yes please")
    text = await hears(kate, "2027-01-08T15:30-05:00")
    assert "it is time to come back" in text
    assert "Limpieza facial" in await kate.say("yes")


# The customer's people


@beginning
async def sofia_came(front: Front) -> Customer:
    """Ana's daughter Sofía comes for a facial in November, and Ana may be written to when it is time again."""
    change(front, "services", FACIAL, recall_after="6 months")
    ana = front.customer("573005550101", name="Ana Pérez", channel="evolution")
    await ana.say("Hola, limpieza facial para mi hija Sofía Pérez el martes a las 3 de la tarde")
    receipt = await ana.say("sí")
    if "✅" not in receipt:
        receipt = await ana.say("Sofía Pérez")
    assert "✅" in receipt, receipt
    assert "volver" in await ana.say("sí"), "after the reminders"
    await ana.say("sí, claro")
    assert consents(front)["recall"] is True
    return ana


async def sofias(front: Front) -> list[str]:
    rows = front.rows(
        "select p.name from appointments a join people p on p.id = a.person_id order by a.starts_at"
    )
    return [row["name"] for row in rows]


@pytest.mark.parametrize("tapped", [False, True])
async def test_whoever_books_for_somebody_is_invited_for_them(front: Front, tapped: bool) -> None:
    ana = await sofia_came(front)
    text = await hears(ana, DUE)
    assert states(front) == [("sent", None)]
    assert "última cita de Limpieza facial de Sofía Pérez fue el martes 24" in text
    assert "¿Te busco una hora para Sofía Pérez?" in text
    if tapped:
        [row] = front.rows(
            "select payload -> 'options' as options from chat_messages where payload ? 'recall'"
        )
        ana.options = [(one["id"], one["title"]) for one in row["options"]]
        assert "Limpieza facial" in await ana.tap("Sí")
    else:
        assert "Limpieza facial" in await ana.say("sí")
    booked_now = await ana.say("la primera")
    if "✅" not in booked_now:
        booked_now = await ana.say("sí")
    assert await sofias(front) == ["Sofía Pérez", "Sofía Pérez"], booked_now
    await comes(front, "2027-05-25T15:30-05:00")
    assert states(front) == [("sent", None)], "once for that visit"


async def test_somebody_elses_visit_is_not_theirs(front: Front) -> None:
    """Ana came since; Sofía did not. And nobody is written to about two of them on one day."""
    ana = await sofia_came(front)
    await ana.say("ahora quiero limpieza facial para mí el jueves a las 3 de la tarde")
    await ana.say("sí")
    receipt = await ana.say("Ana Pérez")
    assert "✅" in receipt, receipt
    await comes(front, "2027-05-27T12:00-05:00")
    assert sorted(states(front)) == [("sent", None), ("waiting", None)]
    await comes(front, "2027-05-28T16:00-05:00")
    assert [state for state, _ in states(front)] == ["sent", "sent"]
    rows = front.rows("select body from chat_messages where payload ? 'recall' order by seq")
    assert sorted("Sofía" in row["body"] for row in rows) == [False, True]
