"""The words that SQL functions answer as `status` are those of the types that read them."""

import re
import typing
from typing import Any

import pytest

from agent import records
from agent.data.functions import read_functions
from agent.data.migrate import MIGRATIONS

_DEFINITION = re.compile(r"create or replace function ([\w.]+)\(.*?\$\$;", re.DOTALL)
_STATUS = re.compile(r"'status',\s*(.*?)(?:,\s*'|\)(?:;|\s*\|\|))", re.DOTALL)
_LITERAL = re.compile(r'\{"status": "(\w+)"')
_CHANGES = ("appointment_book", "appointment_cancel", "appointment_move", "appointment_confirm", "appointment_rename", "attendees_correct")  # fmt: skip
ANSWERS: dict[Any, tuple[str, ...]] = {
    records.AppointmentChange: (*_CHANGES, "frontdesk.booking_refusal", "frontdesk.too_late_json"),
    records.WaitingChange: ("waiting_join", "waiting_leave"),
    records.TurnCommit: ("turn_commit",),
    records.ConsentRecord: ("consent_record",),
    records.EscalationResult: ("escalation_open",),
    records.Turn | records.NoTurn: ("turn_begin",),
    records.WaitingQuestion | records.NobodyToAsk: ("waiting_claim", "frontdesk.waiting_question"),
}
_STATES = ("frontdesk.offer_state", "frontdesk.proposal_state", "frontdesk.own_appointment")
"""What AppointmentChange has from these stands after `then`."""


def bodies() -> dict[str, str]:
    text = "\n".join(file.text for file in read_functions(MIGRATIONS / "functions").files)
    return {match[1]: match[0] for match in _DEFINITION.finditer(text)}


def words(answer: Any) -> set[str]:
    members = typing.get_args(answer) or (answer,)
    if tags := {one.__struct_config__.tag for one in members} - {None}:
        return tags
    return set(typing.get_args(typing.get_type_hints(answer)["status"]))


@pytest.mark.parametrize("answer", ANSWERS, ids=str)
def test_a_status_is_a_word_of_its_type(answer: Any) -> None:
    sql = bodies()
    said: set[str] = set()
    for name in ANSWERS[answer]:
        expressions = _STATUS.findall(sql[name])
        said |= {word for one in expressions for word in re.findall(r"'(\w+)'", one)}
        said |= set(_LITERAL.findall(sql[name]))
    assert said, "nothing was read"
    assert said - {"status"} <= words(answer)


def test_states_of_offers_and_proposals_are_words_of_a_change() -> None:
    sql = bodies()
    said = {word for name in _STATES for word in re.findall(r"then\s+'(\w+)'", sql[name])}
    assert said - {"ok"} <= words(records.AppointmentChange)
    assert {"not_offered", "proposal_expired", "none"} <= said
