"""Which cases the short form of the suite runs."""

from types import SimpleNamespace
from typing import Any

from tests.sampled import keep_some


def test_every_second_case_of_a_long_list_of_a_conversation() -> None:
    names = [f"tests/conversations/test_a.py::test_b[{n}]" for n in range(8)]
    names += [f"tests/conversations/test_a.py::test_few[{n}]" for n in range(6)]
    names += [f"tests/agent/test_a.py::test_b[{n}]" for n in range(8)]
    items: list[Any] = [SimpleNamespace(nodeid=name) for name in names]
    left = keep_some(items)
    assert [item.nodeid for item in left] == names[1:8:2]
    assert [item.nodeid for item in items] == [n for n in names if n not in names[1:8:2]]
