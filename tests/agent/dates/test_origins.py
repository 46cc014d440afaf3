"""Where an appointment stands and where it shall go, told apart."""

import pytest

from agent.dates.origins import moved_from


@pytest.mark.parametrize(
    ("text", "origin", "rest"),
    [
        ("move it from thursday to friday", "thursday", "move it to friday"),
        ("pásame la del martes al jueves a las 4", "martes", "pásame la al jueves a las 4"),
        ("la del jueves cámbiala para el lunes 7", "jueves", "la cámbiala para el lunes 7"),
        ("the thursday one, can we change to monday", "thursday", "the one, can we change to monday"),
        ("a de quinta pode passar pra sexta às 10?", "quinta", "a pode passar pra sexta às 10?"),
        ("mover a consulta de quinta-feira para segunda", "quinta-feira", "mover a consulta para segunda"),
        ("reschedule from tuesday 3pm to tuesday 5pm", "tuesday 3pm", "reschedule to tuesday 5pm"),
        ("Can I move my Tuesday appointment to Wednesday?", "Tuesday", "Can I move my appointment to Wednesday?"),
        ("The one on Thursday, please change to Monday Dec 7", "Thursday", "The one , please change to Monday Dec 7"),
    ],
)  # fmt: skip
def test_told(text: str, origin: str, rest: str) -> None:
    moved = moved_from(text)
    assert moved is not None
    assert (moved.origin, moved.rest) == (origin, rest)


@pytest.mark.parametrize(
    "text",
    [
        "quiero cambiar la del jueves",
        "from thursday to friday i'm away",
        "trabajo de lunes a viernes, puedo mover la cita al sábado?",
        "cámbiame el masaje por el drenaje",
        "i moved here, can i get the one on thursday or the one on friday",
        "quiero la del jueves",
    ],
)
def test_not_told(text: str) -> None:
    assert moved_from(text) is None
