"""Whatever JSON arrives, a channel yields events that can be stored, or says it is malformed."""

import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.types import Connection
from gateway.channels.base import InboundMessage, MalformedPayload, Reaction, StaffMessage
from tests.gateway.channels.samples import CHANNELS, load, plain, sample_paths
from tests.gateway.channels.samples import payload as contents

CONNECTION = Connection(UUID(int=1), UUID(int=2), "any", "any-name", "573005550100")
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=10**30, max_value=10**40),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["", " ", "\x00", "\ud800", "@", "@lid", "1" * 5000, "²", "-1", "1e999"]),
)
JSON = st.recursive(
    ODD,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=12,
)


WRONG: list[Any] = [..., None, True, 0, -1.5, 10**40, "", "\x00", "x", [], [None], {}]


def _paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    children: Any = []
    if isinstance(value, dict):
        children = value.items()
    elif isinstance(value, list):
        children = enumerate(value)
    return [at, *(path for key, child in children for path in _paths(child, (*at, key)))]


def _changed(payload: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy with the value at `path` replaced, or removed when it is `...`."""
    copy = json.loads(json.dumps(payload))
    place = copy
    for key in path[:-1]:
        place = place[key]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return copy


def _nested(depth: int) -> Any:
    value: Any = "bottom"
    for _ in range(depth):
        value = {"message": value, "contacts": [value]} if depth < 8 else {"message": value}
    return value


DEEP = _nested(900)


def _parse(name: str, payload: Any) -> None:
    channel = CHANNELS[name]
    parts = channel.parts(payload, CONNECTION)
    assert parts
    for part in parts:
        assert isinstance(channel.belongs_to(part.payload, CONNECTION), bool)
    try:
        events = channel.parse(payload)
    except MalformedPayload:
        return
    assert events
    for event in events:
        stored = json.dumps(plain(event), ensure_ascii=False, allow_nan=False)
        stored.encode("utf-8")
        assert "\\u0000" not in stored
        if isinstance(event, InboundMessage | StaffMessage | Reaction):
            assert event.provider_id
            assert all(event.addresses)
            assert event.addresses


@pytest.mark.parametrize("name", CHANNELS)
@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_a_damaged_sample_never_breaks_the_parser(name: str, data: st.DataObject) -> None:
    payload = contents(load(data.draw(st.sampled_from(sample_paths(name)))))
    for _ in range(data.draw(st.integers(1, 3))):
        paths = [path for path in _paths(payload) if path]
        if not paths:
            break
        path = data.draw(st.sampled_from(paths))
        value = data.draw(st.one_of(st.just(...), JSON, st.builds(_nested, st.integers(1, 200))))
        payload = _changed(payload, path, value)
    _parse(name, payload)


@pytest.mark.parametrize("name", CHANNELS)
@settings(max_examples=100, deadline=None)
@given(payload=st.dictionaries(st.text(max_size=10), JSON, max_size=5))
def test_any_object_never_breaks_the_parser(name: str, payload: dict[str, Any]) -> None:
    _parse(name, payload)


@pytest.mark.parametrize("name", CHANNELS)
def test_every_single_value_can_be_missing_null_or_of_another_type(name: str) -> None:
    for sample in sample_paths(name):
        payload = contents(load(sample))
        for path in filter(None, _paths(payload)):
            for value in WRONG:
                _parse(name, _changed(payload, path, value))


@pytest.mark.parametrize("name", CHANNELS)
def test_deep_nesting_does_not_exhaust_the_stack(name: str) -> None:
    for sample in sample_paths(name):
        payload = contents(load(sample))
        for path in (path for path in _paths(payload) if 0 < len(path) <= 3):
            _parse(name, _changed(payload, path, DEEP))
            _parse(name, _changed(payload, path, [DEEP]))


@pytest.mark.parametrize("name", CHANNELS)
@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff\xfe", b"1", b'{"a":' * 100_000])
def test_a_body_that_is_no_object_is_malformed(name: str, body: bytes) -> None:
    with pytest.raises(MalformedPayload):
        CHANNELS[name].decode(body)
