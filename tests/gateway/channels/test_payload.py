"""Reading values that nobody promised."""

import json
import math
from datetime import UTC, datetime
from typing import Any

import pytest

from gateway.channels.evolution.channel import Evolution
from gateway.channels.kit import payload


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (5, 5),
        ("5", 5),
        (5.9, 5),
        ({"low": 5, "high": 0, "unsigned": True}, 5),
        ({"low": -1, "high": 0}, 0xFFFFFFFF),
        ({"low": 1, "high": 1}, 2**32 + 1),
        (True, None),
        ("²", None),
        ("-5", None),
        ("9" * 5000, None),
        (10**40, None),
        (math.nan, None),
        (math.inf, None),
        ({"low": "5", "high": 0}, None),
        ({"low": 0, "high": 2**40}, None),
        ({"low": 5}, None),
        (None, None),
        ([5], None),
    ],
)
def test_a_whole_number_in_any_spelling(value: Any, read: int | None) -> None:
    assert payload.whole(value) == read


@pytest.mark.parametrize(
    ("value", "read"),
    [("4.5", 4.5), (-90, -90.0), (90.1, None), ("nan", None), (10**400, None), (True, None)],
)
def test_a_coordinate_is_on_earth(value: Any, read: float | None) -> None:
    assert payload.coordinate(value, 90) == read


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("+57 300 555-0101", "573005550101"),
        ("(57)3005550101", "573005550101"),
        ("57300XXXX", None),
        ("٣٠٠٥٥٥٠١٠١", None),
        ("911", None),
        ("1" * 21, None),
        ("", None),
        (None, None),
    ],
)
def test_a_phone_is_digits_or_none(value: str | None, read: str | None) -> None:
    assert payload.digits(value) == read


def test_a_time_outside_the_age_of_whatsapp_is_none() -> None:
    assert payload.moment(1795169156) == datetime(2026, 11, 20, 10, 5, 56, tzinfo=UTC)
    assert [payload.moment(odd) for odd in (None, 0, -1, 1795169156000, 1e300)] == [None] * 5


def test_a_storable_copy_has_clean_text_finite_numbers_and_an_end() -> None:
    deep: Any = "bottom"
    for _ in range(50_000):
        deep = [deep]
    value = {"a\x00": ["b\x00", math.nan, 1.5, None, True], "deep": deep}
    copy = payload.storable(value)
    assert isinstance(copy, dict)
    assert copy["a"] == ["b", None, 1.5, None, True]
    assert len(json.dumps(copy, allow_nan=False)) < 100


def test_a_label_for_the_log_carries_no_customer_data() -> None:
    assert payload.label("group-participants.update") == "group-participants.update"
    assert payload.label("call 573005550101\nnow") == "callnow"
    assert payload.label({"a": 1}) == "?"


@pytest.mark.parametrize("kind", [False, None, "", [0], 1])
def test_only_a_revocation_deletes(kind: Any) -> None:
    data = {"key": {"id": "3EB0"}, "type": kind}
    (event,) = Evolution("").parse({"event": "messages.edited", "data": data})
    assert type(event).__name__ == "Ignored"
