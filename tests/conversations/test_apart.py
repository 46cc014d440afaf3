"""Services that each have a time of their own: separate appointments, one after the other."""

import pytest

from tests.conversations.agenda_rules import booked, visits
from tests.front import Front

TUESDAY, THURSDAY, FRIDAY = "2026-11-24", "2026-11-26", "2026-11-27"


@pytest.mark.parametrize(
    ("tenant", "said", "rows"),
    [
        (
            "aurora",
            (
                "Hola, una limpieza facial el jueves a las 10 y un masaje el viernes a las 3pm",
                "sí",
                "Jorge Palacio",
                "sí",
            ),
            [("limpieza-facial", f"{THURSDAY} 10:00"), ("masaje-relajante", f"{FRIDAY} 15:00")],
        ),
        (
            "aurora",
            (
                "Hola, limpieza facial y masaje el viernes a las 3pm",
                "NO, la limpieza es el jueves a las 10. El viernes a las 3 solo el masaje",
                "sí",
                "Jorge Palacio",
                "sí",
            ),
            [("limpieza-facial", f"{THURSDAY} 10:00"), ("masaje-relajante", f"{FRIDAY} 15:00")],
        ),
        (
            "aurora",
            (
                "Hola, limpieza facial el jueves a las 10",
                "sí",
                "Jorge Iván Palacio. y el masaje del viernes a las 3?",
                "sí",
            ),
            [("limpieza-facial", f"{THURSDAY} 10:00"), ("masaje-relajante", f"{FRIDAY} 15:00")],
        ),
        (
            "sorriso",
            (
                "ola! preciso de duas coisas: uma limpeza na terça às 14h e uma avaliação pra "
                "clareamento na quinta às 15h",
                "sim",
                "Helena Prates",
                "sim",
            ),
            [("limpeza", f"{TUESDAY} 14:00"), ("avaliacao", f"{THURSDAY} 15:00")],
        ),
        (
            "sorriso",
            (
                "as duas! limpeza na terça às 14h E avaliação na quinta às 15h",
                "sim",
                "Helena Prates",
                "sim",
            ),
            [("limpeza", f"{TUESDAY} 14:00"), ("avaliacao", f"{THURSDAY} 15:00")],
        ),
        (
            "aurora",
            (
                "Hi, eyebrows on Thursday at 10 am and a massage on Friday at 3 pm please",
                "yes",
                "Kate Winters",
                "yes",
            ),
            [("diseno-de-cejas", f"{THURSDAY} 10:00"), ("masaje-relajante", f"{FRIDAY} 15:00")],
        ),
    ],
)
async def test_each_service_is_booked_by_itself(
    front: Front, tenant: str, said: tuple[str, ...], rows: list[tuple[str, str]]
) -> None:
    ana = front.customer(tenant=tenant)
    for text in said:
        await ana.say(text)
    assert visits(front) == [], "no service shares a visit"
    assert [(service, at) for service, _, at in booked(front, tenant)] == rows


@pytest.mark.parametrize(
    ("tenant", "said"),
    [
        ("aurora", ("Hola, limpieza facial y masaje el jueves a las 3pm", "no, solo el masaje")),
        (
            "sorriso",
            (
                "Oi, limpeza e clareamento na terça às 14h",
                "nao, clareamento eu nao quero fazer agora",
            ),
        ),
        (
            "aurora",
            (
                "Hi, a facial and a massage on Thursday at 3 pm",
                "no just the massage. i dont want a facial",
            ),
        ),
    ],
)
async def test_a_no_books_nothing_and_what_is_refused_is_not_offered_again(
    front: Front, tenant: str, said: tuple[str, ...]
) -> None:
    ana = front.customer(tenant=tenant)
    for text in said:
        last = await ana.say(text)
    assert booked(front, tenant) == []
    assert "•" not in last, "one service"
    assert "lareamento" not in last
    await ana.say("ok")
    await ana.say("Ana Pérez")
    assert len(booked(front, tenant)) == 1
