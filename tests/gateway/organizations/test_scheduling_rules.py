"""The rules of the agenda in a file: what they become, and what is told when they cannot hold."""

import pytest

from gateway.organizations.difference import compare, render
from gateway.organizations.document import build_document, describe
from gateway.organizations.loading import loads
from gateway.organizations.writing import to_yaml
from tests.gateway.organizations.conftest import problems, secret

RULES = """\
slug: faro
name: Faro
language: es
time_zone: America/Bogota
country: BR
scheduling: {holidays: true, region: SP, reminders: [90, 3h], confirmation: [2d]}
hours: {mon-fri: ["08:00-24:00"]}
vacations:
  - {from: 2027-01-04, until: 2027-01-08, label: Receso}
  - {from: 2026-12-01, until: 2026-12-01}
resources:
  - {key: sala, name: Sala, capacity: 2}
  - {key: laser, name: Láser}
services:
  - {key: corte, name: Corte, duration_minutes: 30, resources: [sala, laser]}
  - {key: tinte, name: Tinte, duration_minutes: 90, gap_from_minutes: 20, gap_minutes: 40}
  - {key: clase, name: Clase, duration_minutes: 60, capacity: 8, hours: {sat: ["10:00-12:00"]}}
members:
  - {key: ana, name: Ana, vacations: [{from: 2026-12-01, until: 2026-12-04}]}
"""


def test_the_rules_become_a_normal_document() -> None:
    document = describe(loads(RULES.encode()))
    defaults = {
        "slot_step_minutes": 30,
        "notice_minutes": 60,
        "horizon_days": 60,
        "cancel_notice_minutes": 0,
        "move_notice_minutes": None,
        "late_message": None,
        "max_open_appointments": 5,
        "handoff_minutes": 120,
        "second_notice_minutes": 10,
        "hold_minutes": 10,
        "waiting_hold_minutes": 30,
        "release": None,
        "quiet_hours": {"from": "21:00", "to": "08:00"},
    }
    written = {"holidays": True, "region": "SP", "confirmation": [2880], "reminders": [180, 90]}
    assert document["scheduling"] == defaults | written
    assert document["hours"][0] == {"weekday": 1, "opens": "08:00", "closes": "24:00"}
    assert document["vacations"] == [
        {"from": "2026-12-01", "until": "2026-12-01", "label": None},
        {"from": "2027-01-04", "until": "2027-01-08", "label": "Receso"},
    ]
    assert document["resources"] == [
        {"key": "laser", "name": "Láser", "capacity": 1},
        {"key": "sala", "name": "Sala", "capacity": 2},
    ]
    corte, tinte, clase = document["services"]
    assert corte["resources"] == ["laser", "sala"]
    assert (tinte["gap_from_minutes"], tinte["gap_minutes"], tinte["capacity"]) == (20, 40, 1)
    assert clase["hours"] == [{"weekday": 6, "opens": "10:00", "closes": "12:00"}]
    assert document["members"][0]["vacations"][0]["until"] == "2026-12-04"


def test_messages_that_are_switched_off_stay_off_in_an_export() -> None:
    text = RULES.replace("[90, 3h]", "[]").replace("[2d]", "[]")
    document = describe(loads(text.encode()))
    assert document["scheduling"]["confirmation"] == document["scheduling"]["reminders"] == []
    assert describe(loads(to_yaml(document).encode())) == document


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # Holidays
        ("region: SP", "region: São Paulo", "6: `São Paulo` is not a region code; write SP"),
        ("region: SP", "region: sp", "6: `sp` is not a region code; write SP"),
        ("region: SP", "region: XX", "6: BR has no region `XX`; write one of AC, AL"),
        ("region: SP", "region: Sao Pablo", "6: BR has no region `Sao Pablo` (did you mean `São"),
        ("country: BR", "country: CO", "6: no region of CO has holidays of its own; leave"),
        ("country: BR", "country: IC", "6: the public holidays of IC are not known; write holi"),
        ("holidays: true", "holidays: sí", "6: `holidays`: write true or false"),
        # Messages before an appointment
        ("[90, 3h]", "[3 horas]", '6: `3 horas` is not a span of time; write it like "24h"'),
        ("[90, 3h]", "[1.5]", '6: `1.5` is not a span of time; write it like "24h"'),
        ("[90, 3h]", "[true]", "6: `True` is not a span of time"),
        ("[90, 3h]", "['']", "6: `` is not a span of time"),
        ("[90, 3h]", "[0]", '6: `0` is not before the appointment; write it like "24h"'),
        ("[90, 3h]", "[0h]", "6: `0h` is not before the appointment"),
        ("[90, 3h]", "[-60]", "6: `-60` is not before the appointment"),
        ("[90, 3h]", "[31d]", "6: `31d` is over 720h before; write less"),
        ("[90, 3h]", "[3h, 180]", "6: `3h` stands here twice; keep one"),
        ("[90, 3h]", "[2d]", "6: `48h` also stands in `confirmation`; one message is enough"),
        ("[90, 3h]", "3h", "6: `reminders`: write a list"),
        ("[90, 3h]", "[1h, 2h, 3h, 4h, 5h, 6h]", "6: `reminders`: List should have at most 5"),
        (
            "holidays: true",
            'quiet_hours: "08:00-08:00"',
            "6: `08:00-08:00` is a whole day or nothing; write it like",
        ),
        ("holidays: true", 'quiet_hours: "9 a 8"', "6: `9 a 8` is not a time range"),
        (
            "holidays: true",
            'quiet_hours: "20:00-24:00"',
            '6: `20:00-24:00`: write midnight as "20:00-00:00"',
        ),
        (
            "holidays: true",
            "hold_minutes: 0",
            "6: `hold_minutes`: this should be greater than or equal to 1",
        ),
        ("holidays: true", "move_notice: 60", "6: unknown key `move_notice` (did you mean `move_n"),
        ("holidays: true", "late_message: " + "x" * 501, "6: `late_message`: "),
        # Vacations
        ("until: 2027-01-08", "until: 2027-01-03", "9: the vacation ends before it begins, on"),
        ("until: 2027-01-08", "until: 2037-01-08", "9: a vacation lasts two years at most"),
        ("until: 2027-01-08", "util: 2027-01-08", "9: unknown key `util` (did you mean `until`?)"),
        ("from: 2027-01-04", "form: 2027-01-04", "9: unknown key `form` (did you mean `from`?)"),
        ("from: 2027-01-04, ", "", "9: `from` is missing here"),
        ("from: 2027-01-04", "from: 4/1/2027", "9: `4/1/2027` is not a date"),
        (
            "until: 2026-12-01}\n",
            "until: 2027-01-04}\n",
            "10: overlaps the vacation from 2027-01-04 to 2027-01-08; write one",
        ),
        (
            "until: 2026-12-04",
            "until: 2026-11-30",
            "19: the vacation ends before it begins, on 2026-12-01",
        ),
        # Resources
        ("[sala, laser]", "[sala, laseer]", "15: there is no resource `laseer` (did you mean"),
        ("[sala, laser]", "[sala, sala]", "15: `sala` stands here twice; keep one"),
        ("key: laser", "key: sala", "13: the key `sala` is used twice in resources; change one"),
        ("capacity: 2", "capacity: 0", "12: `capacity`: this should be greater"),
        ("name: Láser", "nombre: Láser", "13: unknown key `nombre`"),
        # Services
        (
            "gap_minutes: 40",
            "gap_minutes: 70",
            "16: the gap ends after 90 minutes and must end before the service does, after 90",
        ),
        (", gap_minutes: 40", "", "16: `gap_minutes` is missing here: how long is the gap?"),
        ("gap_from_minutes: 20, ", "", "16: `gap_from_minutes` is missing here: when does it"),
        ("gap_minutes: 40", "gap_minutes: 0", "16: `gap_minutes`: this should be greater"),
        ("gap_minutes: 40", "gap_minutes: 40, capacity: 3", "16: a group has no gap; remove the"),
        ("capacity: 8", "capacity: 8, where: customer", "17: a group comes to the business"),
        ("capacity: 8", "where: home", "17: `where`: write business or customer"),
        ("gap_minutes: 40", "gap_minutes: 40, currency: PESO", "16: `PESO` is not a currency"),
        ('sat: ["10:00-12:00"]', "sat: []", "17: no hours at all; leave `hours` out to follow"),
        ('sat: ["10:00-12:00"]', 'sab: ["10:00-12:00"]', "17: `sab` in `sab` is not a weekday"),
        ("capacity: 8", "notice_minutes: 43201", "17: `notice_minutes`: this should be less"),
        ("capacity: 8", "max_open_appointments: 0", "17: `max_open_appointments`: this should"),
        ("name: Ana,", "name: Ana, max_open_appointments: 2,", "19: unknown key `max_open_app"),
        ("name: Ana,", "name: Ana, horizon_days: 0,", "19: `horizon_days`: this should be gre"),
    ],
)
def test_a_rule_that_cannot_hold_is_told_with_its_line(old: str, new: str, expected: str) -> None:
    assert old in RULES
    found = problems(RULES.replace(old, new, 1))
    assert any(line.startswith(f"faro.yaml:{expected}") for line in found), found


def test_a_region_that_looks_like_a_number_is_a_region() -> None:
    text = RULES.replace("country: BR", "country: PT").replace("region: SP", "region: 20")
    assert describe(loads(text.encode()))["scheduling"]["region"] == "20"


def test_two_services_that_require_each_other_are_told() -> None:
    text = RULES.replace("name: Corte,", "name: Corte, requires_assessment: tinte,")
    text = text.replace("name: Tinte,", "name: Tinte, requires_assessment: corte,")
    found = problems(text)
    assert len(found) == 2
    assert all("requires an assessment itself" in line for line in found)


def test_changes_of_rules_are_told_in_words() -> None:
    before = build_document(loads(RULES.encode()), secret)
    changed = RULES
    for old, new in (
        ("holidays: true, region: SP", 'holidays: false, quiet_hours: "22:00-07:00"'),
        ("confirmation: [2d]", "confirmation: [24h, 90m], late_message: Llámanos, hold_minutes: 5"),
        ("reminders: [90, 3h]", "reminders: []"),
        ("until: 2027-01-08", "until: 2027-01-09"),
        ("  - {from: 2026-12-01, until: 2026-12-01}\n", ""),
        ("capacity: 2", "capacity: 1"),
        ("  - {key: laser, name: Láser}\n", ""),
        ("[sala, laser]", "[sala]"),
        ("gap_minutes: 40", "gap_minutes: 30, notice_minutes: 1440, currency: USD"),
        ("capacity: 8, ", ""),
        ("vacations: [{from: 2026-12-01, until: 2026-12-04}]", "horizon_days: 90"),
    ):
        assert old in changed
        changed = changed.replace(old, new, 1)
    after = build_document(loads(changed.encode()), secret)
    assert render(compare(before, after)).splitlines() == [
        "~ organization faro",
        "    late_message: nothing → Llámanos",
        "    holidays: yes → no",
        "    region: SP → nothing",
        "    hold_minutes: 10 → 5",
        "    confirmation: 48h → 24h, 90m",
        "    reminders: 3h, 90m → nothing",
        "    quiet_hours: 21:00-08:00 → 22:00-07:00",
        "~ vacation 2027-01-04: until 2027-01-08 → until 2027-01-09",
        "~ resource sala: capacity: 2 → 1",
        "~ service corte: resources: laser, sala → sala",
        "~ service tinte",
        "    notice_minutes: nothing → 1440",
        "    gap_minutes: 40 → 30",
        "    currency: nothing → USD",
        "~ service clase: capacity: 8 → 1",
        "~ member ana",
        "    horizon_days: nothing → 90",
        "    vacations: 2026-12-01 until 2026-12-04 → nothing",
        "- vacation 2026-12-01",
        "- resource laser: becomes inactive",
    ]
