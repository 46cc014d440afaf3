"""A certain person's call or visit is nobody's to promise; what only resembles one goes out."""

import dataclasses

import pytest

from agent.reply_checks import Done, Kind, Service, check
from tests.agent.reply_checks.empty import nothing


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Si se abre un cupo, te llama la dueña."),
        ("es", "Nuria te va a escribir el lunes."),
        ("pt", "Se abrir vaga, a Neusa vai te ligar."),
        ("pt", "A gerente te manda um áudio."),
        ("en", "If it hurts again, Nadia will come out to you."),
        ("en", "The owner will phone you."),
    ],
)
def test_is_vetoed_even_where_somebody_was_told(language: str, text: str) -> None:
    told = dataclasses.replace(nothing(language), escalated=True)
    for evidence in (nothing(language), told):
        assert Kind.PROMISE in {one.kind for one in check(text, evidence)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "¿Quieres que te llame la dueña?"),
        ("es", "Eso te lo explica la doctora en la consulta."),
        ("pt", "Não posso prometer que a gerente vai te ligar."),
        ("en", "It will come to you by message."),
        ("en", "Should the owner call you?"),
    ],
)
def test_what_resembles_it_goes_out(language: str, text: str) -> None:
    assert Kind.PROMISE not in {one.kind for one in check(text, nothing(language))}


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("es", "Vive en la Calle Los Jazmines.", Kind.ADDRESS),
        ("en", "The other door is on Miller Road.", Kind.ADDRESS),
        ("es", "El segundo corte va sin costo.", Kind.DISCOUNT),
        ("en", "We'll redo it at no cost.", Kind.DISCOUNT),
        ("en", "Время свободно в пятницу в пять.", Kind.LANGUAGE),
    ],
)
def test_kinds_that_passed_before(language: str, text: str, kind: Kind) -> None:
    assert kind in {one.kind for one in check(text, nothing(language))}


def test_free_is_what_was_cancelled_in_time() -> None:
    rule = "Cambios\nCancelar con 24 horas de anticipación no tiene costo."
    done = (Done("cancelled", "Corte"),)
    text = "Cancelada, sin cargo porque avisaste con tiempo."
    services = (Service("Corte", "30"),)
    known = dataclasses.replace(nothing("es"), entries=(rule,), services=services, done=done)
    assert Kind.DISCOUNT not in {one.kind for one in check(text, known)}
    unknown = dataclasses.replace(known, entries=())
    assert Kind.DISCOUNT in {one.kind for one in check(text, unknown)}
