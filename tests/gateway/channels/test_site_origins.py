"""The sites that a business's file lets show its chat: what is taken, and what is said of the rest."""

import pytest

from gateway.channels.kit.site_origins import MOST, origins_problem, site_origin, site_origins
from gateway.channels.web import Web


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://clinic.example", "https://clinic.example"),
        ("HTTPS://Clinic.Example", "https://clinic.example"),
        ("https://clinic.example:443", "https://clinic.example"),
        ("https://clinic.example:8443", "https://clinic.example:8443"),
        ("https://xn--clnica-3ya.example", "https://xn--clnica-3ya.example"),
        ("http://localhost:5500", "http://localhost:5500"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("http://localhost:80", "http://localhost"),
    ],
)
def test_an_origin_is_as_browsers_write_it(written: str, origin: str) -> None:
    assert site_origin(written) == origin
    assert Web.setting_problems({"origins": [written]}) == {}


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("*", "wildcard"),
        ("https://*.clinic.example", "wildcard"),
        ("http://clinic.example", "not encrypted"),
        ("http://localhost.clinic.example", "not encrypted"),
        ("clinic.example", "with its scheme"),
        ("//clinic.example", "with its scheme"),
        ("null", "with its scheme"),
        ("data:text/html,x", "with its scheme"),
        ("https://clínica.example", "xn--"),
        ("https://clinic.example/", "alone"),
        ("https://clinic.example/precios", "alone"),
        ("https://ana@clinic.example", "alone"),
        ("https://clinic.example:0", "alone"),
        ("https://clinic.example:65536", "alone"),
        ("https://clinic.example; script-src 'unsafe-inline'", "alone"),
        ("https://clinic.example 'unsafe-inline'", "alone"),
        ("https://clinic.example\n", "alone"),
        ("https://clinic.example\r\nset-cookie: a=b", "alone"),
        ("https://clínic.example".replace("í", "ſ"), "xn--"),
        ("https://[::1]", "alone"),
        ("https://", "alone"),
        (7, "with its scheme"),
        (None, "with its scheme"),
        ({"a": 1}, "with its scheme"),
    ],
    ids=str,
)
def test_anything_else_is_refused_with_what_to_write(written: object, advice: str) -> None:
    problem = Web.setting_problems({"origins": ["https://clinic.example", written]})["origins"]
    assert advice in problem
    assert str(written)[:100] in problem
    assert site_origins({"origins": [written]}) == ()


@pytest.mark.parametrize("written", ["https://clinic.example", {}, 7, None])
def test_it_is_a_list(written: object) -> None:
    assert "list the sites" in (origins_problem({"origins": written}) or "")
    assert site_origins({"origins": written}) == ()


def test_there_are_not_too_many() -> None:
    many = [f"https://s{number}.example" for number in range(MOST + 1)]
    assert origins_problem({"origins": many[1:]}) is None
    assert str(MOST) in (origins_problem({"origins": many}) or "")
    assert len(site_origins({"origins": many})) == MOST


def test_each_stands_once() -> None:
    twice = ["https://a.example", "https://A.example:443", "https://b.example"]
    assert site_origins({"origins": twice}) == ("https://a.example", "https://b.example")
