"""Answers of SQL functions become their types at the border."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest

from agent.data.decoding import convert, decode
from agent.errors import UnexpectedAnswer

ID = UUID("0e7c2e4e-7d3b-4d0c-9a2c-3f6a8a1f0d55")
TEXT = b'{"id": "%s", "at": "2026-11-29T15:00:00+00:00", "new": 1}' % str(ID).encode()


class Row(msgspec.Struct, frozen=True):
    id: UUID
    at: datetime
    amount: int | None = None


def test_bytes_become_the_type_and_what_it_does_not_name_is_left_out() -> None:
    row = Row(ID, datetime(2026, 11, 29, 15, tzinfo=UTC))
    assert decode(Row, TEXT, "f") == row
    assert decode(list[Row], b"[" + TEXT + b"]", "f") == [row]
    assert decode(type(None), None, "f") is None
    assert convert(Row, {"id": str(ID), "at": "2026-11-29T15:00:00Z"}, "f") == row


@pytest.mark.parametrize("text", [b"{}", b"null", b'{"id": "juan perez", "at": "x"}', b"[]"])
def test_another_type_is_an_error_that_quotes_nothing(text: bytes) -> None:
    with pytest.raises(UnexpectedAnswer, match=r"^f answered another type at \$") as refused:
        decode(Row, text, "f")
    assert "juan" not in str(refused.value)


def test_a_number_without_an_end_hides_nothing_beside_it() -> None:
    text = TEXT.replace(b'"new": 1', b'"amount": 1e999')
    assert decode(Row, text, "f").amount is None
