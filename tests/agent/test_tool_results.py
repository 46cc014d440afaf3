"""What tools answer: the very text that a model reads, and what the dialogue reads of it."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.tool_answers import Answer, Consent, NameHeard, Outcome, ToolFault
from agent.tool_results import (
    RESULTS,
    AlreadyNamed,
    AmbiguousService,
    AppointmentList,
    Change,
    Changed,
    ChangeRefused,
    InvalidDate,
    KnowledgeFound,
    NextHoliday,
    NobodyLeft,
    NoSlots,
    OffWaitingList,
    OnWaitingList,
    OpeningHours,
    PersonCalled,
    Proposed,
    RefusedByCustomer,
    ServiceList,
    ServiceRefused,
    SlotGone,
    SlotSearch,
    SlotsFound,
    StandsSo,
    TooLate,
    TooManyServices,
    UnknownService,
    WaitLeft,
    WaitLimit,
    WhichAppointment,
    WhichMember,
    WordsRead,
    encode,
    read_result,
)
from agent.tool_views import (
    DayHours,
    DayReading,
    Entry,
    MoveTo,
    ServiceView,
    Slot,
    StaffedService,
    VisitPart,
    WaitAgain,
    WaitOffer,
    WaitView,
    WeekdayHours,
    WholeAppointment,
    WholeService,
)

SERVICE = WholeService(
    service="cejas", name="Cejas", duration="1 hora", price=None, description=None, group_of=None,
    bookable=True,
)  # fmt: skip
SERVICE_TEXT = (
    '{"service":"cejas","name":"Cejas","duration":"1 hora","price":null,"description":null,'
    '"group_of":null,"bookable":true}'
)
PART = VisitPart(service="Cejas", person="Laura", time="3:00 p. m.", at="15:00")
SLOT = Slot(
    slot="t1", label="martes 24, 3:00 p. m.", short="mar 24, 3:00 p. m.", day="martes 24",
    time="3:00 p. m.", date="2026-11-24", at="15:00", person="Laura", parts=(PART, PART),
)  # fmt: skip
SLOT_TEXT = (
    '{"slot":"t1","label":"martes 24, 3:00 p. m.","short":"mar 24, 3:00 p. m.","day":"martes 24",'
    '"time":"3:00 p. m.","date":"2026-11-24","at":"15:00","with":"Laura","parts":['
    '{"service":"Cejas","with":"Laura","time":"3:00 p. m.","at":"15:00"},'
    '{"service":"Cejas","with":"Laura","time":"3:00 p. m.","at":"15:00"}]}'
)
APPOINTMENT = WholeAppointment(
    appointment="a1", label="martes 24", short="mar 24", service="Cejas", service_key="cejas",
    person="Laura", name=None, date="2026-11-24", at="15:00", appointment_status="scheduled",
    awaiting_confirmation=False,
)  # fmt: skip
APPOINTMENT_TEXT = (
    '{"appointment":"a1","label":"martes 24","short":"mar 24","service":"Cejas",'
    '"service_key":"cejas","with":"Laura","name":null,"date":"2026-11-24","at":"15:00",'
    '"appointment_status":"scheduled","awaiting_confirmation":false}'
)
OFFER = WaitOffer(slot="t2", label="l", person="Laura", until="las 10", held=True, last=False)
OFFER_TEXT = '{"slot":"t2","label":"l","with":"Laura","until":"las 10","held":true,"last":false}'
WAIT: dict[str, Any] = {
    "waiting": "w1", "label": "martes 24", "service": "Cejas", "service_key": "cejas",
    "person": None,
}  # fmt: skip
WAIT_TEXT = '"waiting":"w1","label":"martes 24","service":"Cejas","service_key":"cejas","with":null'
READING = DayReading(
    date="2026-11-24", end_date=None, time=None, part="morning", not_before=None, not_after=None,
    label="martes 24", words="el martes",
)  # fmt: skip
DAY = DayHours(
    date="2026-11-24", date_to="2026-11-24", label="martes 24", state="closed", hours="", why=None,
    cause="holiday", today=False, over=False, far=False,
)  # fmt: skip
DAY_TEXT = (
    '{"date":"2026-11-24","date_to":"2026-11-24","label":"martes 24","state":"closed","hours":"",'
    '"why":null,"cause":"holiday","today":false,"over":false,"far":false}'
)
SEARCH, CHANGE = "check_availability", "reschedule_appointment"
WRITTEN: list[tuple[str, Outcome, str]] = [
    (SEARCH, SlotsFound(service=SERVICE, status="available", exact=True, slots=(SLOT,), reason=None),
     f'{{"service":{SERVICE_TEXT},"status":"available","exact":true,"slots":[{SLOT_TEXT}],"reason":null}}'),
    (SEARCH, NoSlots(service=SERVICE, visit=(SERVICE, SERVICE), status="unavailable", exact=False,
                     reason="full", reason_label="no hay", slots=(), can_wait={"date_from": "d"}),
     f'{{"service":{SERVICE_TEXT},"visit":[{SERVICE_TEXT},{SERVICE_TEXT}],"status":"unavailable",'
     '"exact":false,"reason":"full","reason_label":"no hay","slots":[],"can_wait":{"date_from":"d"}}'),
    (SEARCH, AmbiguousService(status="ambiguous_service", options=(SERVICE,), said="ceja"),
     f'{{"status":"ambiguous_service","options":[{SERVICE_TEXT}],"said":"ceja"}}'),
    (SEARCH, UnknownService(status="unknown_service", suggestions=(SERVICE,), said="ceja"),
     f'{{"status":"unknown_service","suggestions":[{SERVICE_TEXT}],"said":"ceja"}}'),
    (SEARCH, ServiceRefused(status="needs_assessment", service=SERVICE, assessment=SERVICE, said="x"),
     f'{{"status":"needs_assessment","service":{SERVICE_TEXT},"assessment":{SERVICE_TEXT},"said":"x"}}'),
    (SEARCH, ServiceRefused(status="not_bookable", service=ServiceView(name="Cejas")),
     '{"status":"not_bookable","service":{"name":"Cejas"}}'),
    (SEARCH, NobodyLeft(status="nobody_left", service=SERVICE, members=("Laura",)),
     f'{{"status":"nobody_left","service":{SERVICE_TEXT},"members":["Laura"]}}'),
    (SEARCH, WhichMember(status="other_member", members=(), member="Ana"),
     '{"status":"other_member","members":[],"member":"Ana"}'),
    (SEARCH, TooManyServices(status="too_many_services", limit=4),
     '{"status":"too_many_services","limit":4}'),
    (SEARCH, InvalidDate(status="invalid_date", expected="ISO"),
     '{"status":"invalid_date","expected":"ISO"}'),
    (SEARCH, TooLate(status="too_late", label="l", service="Cejas", reason_label="r", message=None),
     '{"status":"too_late","label":"l","service":"Cejas","reason_label":"r","message":null}'),
    (SEARCH, Answer(status="not_found"), '{"status":"not_found"}'),
    ("join_waiting_list", OnWaitingList(status="joined", **WAIT), f'{{"status":"joined",{WAIT_TEXT}}}'),
    ("join_waiting_list", WaitLimit(status="too_many", limit=3), '{"status":"too_many","limit":3}'),
    ("leave_waiting_list", OffWaitingList(
        status="declined", **WAIT, offer=OFFER,
        again=WaitAgain(service="cejas", date_from="d", date_to="d", time="15:00")),
     f'{{"status":"declined",{WAIT_TEXT},"offer":{OFFER_TEXT},'
     '"again":{"service":"cejas","date_from":"d","date_to":"d","time":"15:00"}}'),
    ("leave_waiting_list", WaitLeft(status="several", entries=(WaitView(**WAIT),)),
     f'{{"status":"several","entries":[{{{WAIT_TEXT}}}]}}'),
    (CHANGE, Changed(status="moved", appointment="a1", label="l", service="Cejas", person="Laura",
                     name=None, receipt="ok"),
     '{"status":"moved","appointment":"a1","label":"l","service":"Cejas","with":"Laura","name":null,'
     '"receipt":"ok"}'),
    (CHANGE, Proposed(status="proposed", proposal="p", appointment=APPOINTMENT,
                      to=MoveTo(slot="t", label="l", person="Laura")),
     f'{{"status":"proposed","proposal":"p","appointment":{APPOINTMENT_TEXT},'
     '"to":{"slot":"t","label":"l","with":"Laura"}}'),
    (CHANGE, SlotGone(status="taken", slots=(SLOT,)), f'{{"status":"taken","slots":[{SLOT_TEXT}]}}'),
    (CHANGE, StandsSo(status="overlaps_own", label="l", service="Cejas"),
     '{"status":"overlaps_own","label":"l","service":"Cejas"}'),
    (CHANGE, TooLate(status="too_late", label="l", service="Cejas", reason_label="r", message="m"),
     '{"status":"too_late","label":"l","service":"Cejas","reason_label":"r","message":"m"}'),
    (CHANGE, WhichAppointment(status="several", appointments=(APPOINTMENT,)),
     f'{{"status":"several","appointments":[{APPOINTMENT_TEXT}]}}'),
    (CHANGE, ChangeRefused(status="too_many_open", limit=2, service="Cejas"),
     '{"status":"too_many_open","limit":2,"service":"Cejas"}'),
    (CHANGE, RefusedByCustomer(status="refused_by_customer", refused=("mon",)),
     '{"status":"refused_by_customer","refused":["mon"]}'),
    ("correct_booking_name", AlreadyNamed(status="already_named", name="Ana", label="l"),
     '{"status":"already_named","name":"Ana","label":"l"}'),
    ("list_appointments", AppointmentList(status="none", appointments=()),
     '{"status":"none","appointments":[]}'),
    ("knowledge_search", KnowledgeFound(
        status="found", entries=(Entry(title="t", content="c", source=None),), services=()),
     '{"status":"found","entries":[{"title":"t","content":"c","source":null}],"services":[]}'),
    ("list_services", ServiceList(status="ok", services=(
        StaffedService(**msgspec.structs.asdict(SERVICE) | {"professionals": ()}),)),
     f'{{"status":"ok","services":[{SERVICE_TEXT[:-1]},"professionals":[]}}]}}'),
    ("resolve_date", WordsRead(status="ok", readings=(READING,), reason=None, refused=(), asked=False),
     '{"status":"ok","readings":[{"date":"2026-11-24","end_date":null,"time":null,"part":"morning",'
     '"not_before":null,"not_after":null,"label":"martes 24","words":"el martes"}],"reason":null,'
     '"refused":[],"asked":false}'),
    ("opening_hours", OpeningHours(
        status="ok", days=(), longer=False, next_open=DAY, open_now=False,
        weekdays=(WeekdayHours(label="los lunes", hours=""),), exceptions=(DAY,), member="Ana"),
     f'{{"status":"ok","days":[],"longer":false,"next_open":{DAY_TEXT},"open_now":false,'
     f'"weekdays":[{{"label":"los lunes","hours":""}}],"except":[{DAY_TEXT}],"member":"Ana"}}'),
    ("opening_hours", NextHoliday(status="holidays", kept=True, next_holiday=None),
     '{"status":"holidays","kept":true,"next_holiday":null}'),
    ("escalate_to_human", PersonCalled(
        status="notified", answers="now", answers_label=None, emergency=None, address="Calle 1"),
     '{"status":"notified","answers":"now","answers_label":null,"emergency":null,"address":"Calle 1"}'),
    ("resolve_contact_on_booking", NameHeard(status="ok", name="Ana"), '{"status":"ok","name":"Ana"}'),
    ("record_consent", Consent(status="recorded", granted=False),
     '{"status":"recorded","granted":false}'),
    ("hand_over", ToolFault(error="there is no such tool", tools=("a", "b")),
     '{"error":"there is no such tool","tools":["a","b"]}'),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "outcome", "text"), WRITTEN)
def test_what_is_written_is_read(tool: str, outcome: Outcome, text: str) -> None:
    """To the byte, because a hosted model is sent it; and as the tool's own type, with all it says."""
    assert encode(outcome) == text
    read = read_result(tool, text)
    assert type(read) is RESULTS[tool]
    assert read.status == json.loads(text).get("status", "")
    lost = json.loads(text).keys() - json.loads(encode(read)).keys()
    values = {json.dumps(json.loads(text)[key]) for key in lost}
    assert lost <= {"expected", "refused", "tools", "service_key", "with"} or values <= {
        "null",
        "[]",
        "false",
    }


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
FIELDS = st.sampled_from(sorted({f for kind in RESULTS.values() for f in kind.__struct_encode_fields__}))  # fmt: skip


@given(
    tool=st.sampled_from([*sorted(RESULTS), "another"]),
    status=st.sampled_from(["ok", "booked", "available", "weird"]),
    result=st.dictionaries(FIELDS, ANYTHING, max_size=4),
)
def test_whatever_a_thread_holds_keeps_its_status(tool: str, status: str, result: Any) -> None:
    """Other models and older versions wrote it."""
    text = json.dumps(result | {"status": status})
    read = read_result(tool, text)
    assert isinstance(read, RESULTS.get(tool, Answer))
    assert read.status == (status if isinstance(result.get("error", ""), str) else "error")


@pytest.mark.parametrize("text", ["", "no JSON", "[1]", "null", '{"status":3}', "[" * 100_000])
def test_what_is_no_result_is_an_error(text: str) -> None:
    assert read_result(SEARCH, text) == SlotSearch(status="error")
    assert read_result(CHANGE, text) == Change(status="error")
