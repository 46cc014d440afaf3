"""Every mistake in a file is told with its line and what to write instead."""

from pathlib import Path

import pytest

from gateway.organizations.document import MissingToken, build_document, describe
from gateway.organizations.loading import load, loads
from gateway.organizations.source import InvalidFile
from tests.gateway.organizations.conftest import DEMO, problems, secret

SMALL = """\
slug: faro
name: Faro
language: es
time_zone: America/Bogota
country: CO
hours: {mon-fri: ["08:00-12:00"]}
services:
  - {key: corte, name: Corte, duration_minutes: 30}
  - {key: tinte, name: Tinte, duration_minutes: 90, price: 120000, requires_assessment: corte}
members:
  - {key: ana, name: Ana, services: [corte, tinte]}
knowledge:
  - {title: Dirección, content: Calle 1}
escalation:
  - {key: uno, name: Uno, channel: web}
connections:
  - {key: web, channel: web, name: faro-web, token_env: FARO_WEB_TOKEN}
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("name: Faro\n", "nmae: Faro\n", "2: unknown key `nmae` (did you mean `name`?)"),
        ("duration_minutes: 30", "durration_minutes: 30", "8: unknown key `durration_minutes`"),
        ("slug: faro", "slug: El Faro", "1: `El Faro` cannot be used here; use small letters"),
        (
            "language: es",
            "language: fr",
            "3: `fr` is not a language that is spoken here; write one of en, es, pt",
        ),
        (
            "language: es",
            "language: pt-BR",
            "3: `pt-BR` is not a language that is spoken here (did you mean `pt`?)",
        ),
        ("language: es", "language: no", "3: `no` is not a language that is spoken here; write"),
        (
            "FARO_WEB_TOKEN}",
            "FARO_WEB_TOKEN, settings: {reminder_template: {es: a, fr: b}}}",
            "17: `fr` is not a language that is spoken here; write one of en, es, pt",
        ),
        (
            "America/Bogota",
            "America/Bogotá",
            "4: `America/Bogotá` is not a time zone (did you mean",
        ),
        ("country: CO", "country: Colombia", "5: `Colombia` is not a country code; write CO"),
        ("country: CO", "country: ZZZ", "5: `ZZZ` is not a country code of two letters"),
        ("country: CO", "country: CO\ncurrency: PESO", "6: `PESO` is not a currency code"),
        ("country: CO", "country: CO\nformality: tuteo", "6: `tuteo` is not a form of address"),
        ("country: CO", "country: CO\nemoji: sí", "6: `emoji`: write true or false"),
        ('"08:00-12:00"', '"8:00-12:00"', '6: `8:00-12:00` must be written "08:00-12:00"'),
        ('"08:00-12:00"', '"8:00"', '6: `8:00` is not a time range; write it like "08:00-12:00"'),
        ('"08:00-12:00"', '"12:00-08:00"', 'closes before it opens; did you mean "08:00-12:00"?'),
        ('"08:00-12:00"', '"08:00-24:30"', "6: `08:00-24:30` is no time of a day; the last to end"),
        ('"08:00-12:00"', '"24:00-24:00"', "6: `24:00-24:00` is no time of a day; the last to end"),
        ('"08:00-12:00"', '"08:00-08:00"', "6: `08:00-08:00` ends when it begins"),
        (
            '"08:00-12:00"',
            '"08:00-12:00", "11:00-13:00"',
            '6: "08:00-12:00" and "11:00-13:00" overlap or touch; write "08:00-13:00"',
        ),
        ("{mon-fri:", "{lunes:", "6: `lunes` in `lunes` is not a weekday; write `mon`"),
        ("{mon-fri:", "{mon-fri: [], fri:", "6: fri stands in `mon-fri` and in `fri`; keep one"),
        ("{mon-fri:", "{fri-mon:", "6: `fri-mon` is not a range of days"),
        ('["08:00-12:00"]', "08:00-12:00", "6: `mon-fri`: write a list"),
        (
            "duration_minutes: 30",
            "duration_minutes: media hora",
            "8: `duration_minutes`: write a whole",
        ),
        (", duration_minutes: 30", "", "8: `duration_minutes` is missing here"),
        (
            "duration_minutes: 30",
            "duration_minutes: 2",
            "8: `duration_minutes`: this should be greater",
        ),
        ("price: 120000", "price: 120.000", "9: `price`: write a number without separators"),
        ("price: 120000", "price: $120", "9: `price`: write a number without separators"),
        ("price: 120000", "price: 1.005", "9: `1.005` has more than two decimals"),
        (
            "requires_assessment: corte",
            "requires_assessment: cort",
            "9: there is no service `cort` (did",
        ),
        (
            "requires_assessment: corte",
            "requires_assessment: tinte",
            "9: `tinte` cannot require itself",
        ),
        ("key: tinte", "key: corte", "9: the key `corte` is used twice in services; change one"),
        (
            "name: Corte,",
            "name: Corte, requires_assessment: tinte,",
            "requires an assessment itself",
        ),
        (
            "[corte, tinte]",
            "[corte, tintes]",
            "11: there is no service `tintes` (did you mean `tinte`?)",
        ),
        ("[corte, tinte]", "[corte]", "9: nobody does `tinte`; add it to a member's services"),
        ("[corte, tinte]", "todos", "11: `services`: write a list of keys, or all"),
        ("name: Ana,", "name: Ana, hours: {},", "11: no hours at all; leave `hours` out"),
        ("name: Ana,", "name: 12,", "11: `name`: write text here (in quotes"),
        ("content: Calle 1", "content: ''", "13: `content`: this must not be empty"),
        ("channel: web}", "channel: gupshup}", "15: `phone` is missing here: gupshup needs one"),
        ("channel: web}", "channel: gupshup, phone: '12'}", "15: `12` is not a phone number"),
        (
            "channel: web}",
            "channel: whatsapp}",
            "15: `whatsapp` is not a channel; write one of ",
        ),
        (
            "channel: web, name",
            "channel: webb, name",
            "17: `webb` is not a channel (did you mean `web`?)",
        ),
        ("token_env: FARO_WEB_TOKEN", "name_x: 1", "17: `token_env` is missing here"),
        (
            "token_env: FARO_WEB_TOKEN",
            "token: abc",
            "17: `token`: secrets do not belong in this file",
        ),
        (
            "FARO_WEB_TOKEN",
            "FARO_WEB_TOKEN, settings: {api_key: abc}",
            "17: `api_key`: secrets do not",
        ),
        (
            "country: CO",
            "country: CO\naddress: Calle 13 # 20-30",
            "6: `# 20-30` is read as a comment; put the whole value in quotes",
        ),
        (
            "country: CO",
            "country: CO\nspecial_dates:\n  - {date: 2026-12-08}\n  - {date: 2026-12-08}",
            "8: 2026-12-08 stands here a second time; keep one",
        ),
        (
            "country: CO",
            "country: CO\nspecial_dates: [{date: 8/12/2026}]",
            "6: `8/12/2026` is not a date",
        ),
        (
            "country: CO",
            "country: CO\nspecial_dates: [{date: 2026-12-08, until: 2026-12-01}]",
            "6: `until` must be a later day",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(old: str, new: str, expected: str) -> None:
    assert old in SMALL
    found = problems(SMALL.replace(old, new, 1))
    assert any(expected in line for line in found), found
    assert all(line.startswith("faro.yaml:") for line in found)


@pytest.mark.parametrize(
    "value", ["3f9a8c7d6e5b4a39", "sk-abcdef", "hunter2", "A1B2C3D4E5F6", "'AB CD'", "123456"]
)
def test_a_secret_in_place_of_a_name_is_refused_and_not_repeated(value: str) -> None:
    [line] = problems(SMALL.replace("FARO_WEB_TOKEN", value))
    assert line.startswith("faro.yaml:17:")
    assert "NAME of an environment variable" in line
    assert value.strip("'") not in line


def test_all_problems_are_told_at_once_in_the_order_of_lines() -> None:
    text = SMALL.replace("language: es", "language: xx").replace("minutes: 30", "minutes: 0")
    assert [line.split(":")[1] for line in problems(text)] == ["3", "8"]


def test_what_is_not_written_follows_from_country_and_language() -> None:
    spanish = loads(SMALL.encode())
    argentinian = loads(SMALL.replace("country: CO", "country: AR").encode())
    brazilian = loads(SMALL.replace("country: CO", "country: BR").replace(": es", ": pt").encode())
    assert (spanish.currency, spanish.formality) == ("COP", "tu")
    assert (argentinian.currency, argentinian.formality) == ("ARS", "vos")
    assert (brazilian.currency, brazilian.formality) == ("BRL", "voce")
    assert spanish.scheduling.slot_step_minutes == 30
    assert spanish.knowledge[0].key == "direccion"


def test_an_ordinary_comment_is_a_comment() -> None:
    text = SMALL.replace(
        "country: CO", 'country: CO # Colombia\naddress: "Calle 13 # 20"  # 2 floors'
    )
    assert loads(text.encode()).address == "Calle 13 # 20"


def test_the_document_is_normal() -> None:
    text = SMALL.replace("country: CO", "country: CO\nformality: Tú").replace(
        "name: Ana,",
        "name: Ana, special_dates: [{date: 2026-12-30, until: 2027-01-01, label: Libre}],",
    )
    text = text.replace("channel: web}", "channel: gupshup, phone: 300 000 0001}")
    document = describe(loads(text.encode()))
    assert document["formality"] == "tu"
    assert document["hours"][4] == {"weekday": 5, "opens": "08:00", "closes": "12:00"}
    assert [d["day"] for d in document["members"][0]["special_dates"]] == [
        *("2026-12-30", "2026-12-31", "2027-01-01"),
    ]
    assert document["escalation"][0]["address"] == "573000000001"
    assert document["services"][1]["price"] == 120000


def test_a_missing_token_is_named() -> None:
    file = loads(SMALL.encode())
    with pytest.raises(MissingToken, match=r"FARO_WEB_TOKEN .* is not set"):
        build_document(file, lambda name: None)
    with pytest.raises(MissingToken, match="fewer than 16 characters"):
        build_document(file, lambda name: "short")


def test_only_the_hash_of_a_token_leaves() -> None:
    token = "a-token-that-is-long-enough"
    document = build_document(loads(SMALL.encode()), lambda name: token)
    assert token not in str(document)
    assert len(document["connections"][0]["token_hash"]) == 64


@pytest.mark.parametrize("name", ["aurora", "sorriso"])
def test_the_demo_files_are_valid(name: str) -> None:
    document = build_document(load(DEMO / f"{name}.yaml"), secret)
    assert len(document["knowledge"]) >= 20
    assert {c["channel"] for c in document["connections"]} == {"gupshup", "evolution", "web"}
    assert any(s["requires_assessment"] for s in document["services"])


TRICKS: list[tuple[str, bytes, str]] = [
    ("anchor", b"a: &x 1", "1: anchors"),
    ("alias bomb", b"a: &a [x, x]\nb: [*a, *a]", "1: anchors"),
    ("alias", b"a: *x", "1: "),
    ("tag", b"a: !!python/object/apply:os.system ['true']", "1: tags"),
    ("own tag", b"a: !env SECRET", "1: tags"),
    ("merge", b"<<: {slug: x}", "1: unknown key `<<`"),
    ("two documents", b"a: 1\n---\nb: 2", "2: a second document"),
    ("nesting", b"[" * 5000 + b"]" * 5000, "1: more than 10 levels"),
    ("nested mappings", b"{a: " * 50 + b"1" + b"}" * 50, "1: more than 10 levels"),
    ("size", b"#" * 1_000_001, "1: the file is over 1 MB"),
    ("encoding", b"name: Cl\xednica", "1: save the file as UTF-8"),
    ("tab", b"a:\n\tb: 1", "2: a tab stands here"),
    ("syntax", b"a: b: c", "1: not YAML"),
    ("unclosed", b"a: [1", "1: not YAML"),
    ("zero byte", b"a: \x00", "1: not YAML"),
    ("duplicate", b"a: 1\na: 2", "2: `a` stands here a second time (first in line 1)"),
    ("list as key", b"? [a]\n: b", "1: a key must be a word"),
    ("empty", b"", "1: an organization is written as"),
    ("a list", b"- a", "1: an organization is written as"),
    ("long number", b"slug: " + b"9" * 100_000, "1: "),
]


@pytest.mark.parametrize(
    ("content", "expected"), [t[1:] for t in TRICKS], ids=[t[0] for t in TRICKS]
)
def test_tricks_are_refused(content: bytes, expected: str) -> None:
    with pytest.raises(InvalidFile) as caught:
        loads(content, "trick.yaml")
    assert f"trick.yaml:{expected}" in str(caught.value)


@pytest.mark.parametrize("bad", ["\u0007", "\u2028", "\ufeff"])
def test_characters_that_cannot_be_stored_are_refused(bad: str) -> None:
    escaped = f'"x\\u{ord(bad):04x}"'
    assert "cannot be stored" in problems(SMALL.replace("name: Faro", f"name: {escaped}"))[0]
    settings = SMALL.replace("FARO_WEB_TOKEN", f"FARO_WEB_TOKEN, settings: {{a: [{escaped}]}}")
    assert "cannot be stored" in problems(settings)[0]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match="cannot be read"):
        load(tmp_path / "none.yaml")


def test_a_missing_top_level_key_is_told() -> None:
    found = problems(SMALL.replace("time_zone: America/Bogota\n", ""))
    assert found == ["faro.yaml:1: `time_zone` is missing here"]
