"""What the evidence allows a reading of goes out, and its false neighbour does not."""

from datetime import datetime, time

import pytest

from agent.reply_checks import Booking, Done, Evidence, Service, Start, check

_OPEN = {
    **{day: ((time(9), time(13)), (time(15), time(19))) for day in (1, 2, 3, 4)},
    5: ((time(9), time(13)),),
}
_CUT, _COLOUR = datetime(2027, 6, 8, 16, 0), datetime(2027, 6, 9, 10, 0)
_SERVICES = {
    "es": ("Masaje", "Facial", "Paquete\nMasaje y facial en paquete: 120 soles."),
    "pt": ("Massagem", "Limpeza", "Pacote\nMassagem e limpeza no pacote: R$ 120."),
    "en": ("Massage", "Facial", "Package\nMassage and facial as a package: $120."),
}
_HELD = {
    "es": "Lista\nLa hora liberada se guarda 25 minutos.",
    "pt": "Lista\nA vaga liberada fica guardada por 25 minutos.",
    "en": "List\nA freed hour is held for 25 minutes.",
}


def _evidence(language: str, *, booked: bool, customer: str = "") -> Evidence:
    """Monday 7 June 2027, 11:00; a massage on the 8th at 16:00 with Ft. Rosa Peña, moved there or only offered, and
    a facial on the 9th."""
    first, second, bundle = _SERVICES[language]
    return Evidence(
        language,
        "PE",
        datetime(2027, 6, 7, 11, 0),
        customer=(customer,),
        entries=(bundle, _HELD[language]),
        services=(
            Service(first, "80", 60, ("Ft. Rosa Peña", "Ft. Iván Soto")),
            Service(second, "70", 45, ("Ft. Iván Soto",)),
        ),
        hours=_OPEN,
        starts=(Start(first, _CUT, "Ft. Rosa Peña"),),
        appointments=(
            Booking(first, _CUT, "Ft. Rosa Peña"),
            Booking(second, _COLOUR, "Ft. Iván Soto", status="confirmed"),
        )
        if booked
        else (),
        done=(Done("moved", first, _CUT),) if booked else (),
    )


@pytest.mark.parametrize(
    ("language", "customer", "text"),
    [
        ("es", "tipo 17 puede ser?", "Las 17 ya se fueron, pero tengo el martes a las 16:00."),
        ("es", "", "Qué pena lo del sábado. ¿Miramos otro día?"),
        ("es", "", "La guardamos 25 minutos, avísame."),
        ("pt", "", "A vaga fica guardada por 25 minutos."),
        ("en", "before like 17", "Before 17:00 I have 16:00 on Tuesday."),
        ("pt", "", "Na sexta à tarde não abrimos."),
        ("es", "", "Los sábados cerramos."),
        ("es", "", "Hay dos horas para masaje, la del martes a las 16:00 es una."),
        ("en", "waited 35 minutes", "35 minutes is a long wait, sorry about that."),
        ("en", "", "We're closed on Friday afternoon."),
    ],
)
def test_goes_out_before_anything_is_booked(language: str, customer: str, text: str) -> None:
    assert check(text, _evidence(language, booked=False, customer=customer)) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "La moví al martes a las 16:00; el facial del miércoles sigue igual."),
        ("es", "El único descuento es el del paquete: 120 por los dos."),
        ("es", "El facial sigue en pie, confirmado."),
        ("pt", "Mudei só a massagem; a limpeza de quarta continua igual."),
        ("pt", "Saindo às 17h, você está livre."),
        ("en", "The massage is moved, and the facial is still on Wednesday at 10:00."),
        ("en", "The only discount is the package: 120 for the two."),
    ],
)
def test_goes_out_after_a_move(language: str, text: str) -> None:
    assert check(text, _evidence(language, booked=True)) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Moví el masaje y el facial al martes."),
        ("es", "Quedó con Iván el martes a las 16:00."),
        ("es", "La sesión es el jueves a las 16:00."),
        ("pt", "Ficou na quinta às 16h."),
        ("pt", "Massagem marcada para terça às 17h."),
        ("en", "I've moved the massage and the facial."),
        ("en", "Before 17:00 I have 15:30 on Tuesday."),
        ("en", "We'll waive the fee this once."),
    ],
)
def test_its_false_neighbour_does_not(language: str, text: str) -> None:
    assert check(text, _evidence(language, booked=True)) != ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "La guardamos 40 minutos."),
        ("es", "Te la guardamos hasta mañana."),
        ("pt", "A vaga fica guardada por 40 minutos."),
        ("pt", "Na quinta à tarde não abrimos."),
        ("en", "We're closed on Thursday afternoon."),
    ],
)
def test_neither_before_anything_is_booked(language: str, text: str) -> None:
    assert check(text, _evidence(language, booked=False)) != ()
