"""The navigation: what a phone's bar holds, and what stands behind "more"."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from gateway.console.rendering import Templates
from gateway.console.spoken import Spoken
from gateway.console.visit import Section

_NAMES = ("today", "chats", "third", "fourth", "fifth", "sixth")


@dataclass(frozen=True)
class _Spoken(Spoken):
    """Sections that are invented have no word."""

    def t(self, key: str, /, **values: str) -> str:
        return key if key.startswith("section.") else super().t(key, **values)


def _page(count: int, current: str) -> str:
    """The navigation of a page with so many sections."""
    spoken = _Spoken("es", None, ZoneInfo("UTC"), datetime(2026, 11, 20, tzinfo=UTC))
    answer = Templates().answer(
        "notice",
        spoken,
        sections=[Section(one, f"/console/{one}", frozenset(), {}, {}) for one in _NAMES[:count]],
        section=current,
        account=SimpleNamespace(name="Ana", organization="Clínica", waiting=0),
        token="",
        session="",
        title="gone",
        more="gone_more",
    )
    return bytes(answer.body).decode().partition("<nav")[2].partition("</nav>")[0]


def _linked(part: str) -> list[str]:
    return re.findall(r'href="/console/(\w+)"', part)


def test_four_sections_stand_in_the_bar_and_the_others_behind_more() -> None:
    rail, _, rest = _page(6, "sixth").partition("<details")
    assert _linked(rail) == list(_NAMES)
    assert re.findall(r'href="/console/(\w+)" class="later"', rail) == ["fifth", "sixth"]
    assert _linked(rest) == ["fifth", "sixth"]
    assert '<summary class="here">' in rest
    assert [one in rest for one in ('"/account"', '"/try"', '"/logout"')] == [True] * 3


def test_with_few_sections_only_what_is_ones_own_stands_behind_more() -> None:
    rail, _, rest = _page(2, "today").partition("<details")
    assert (_linked(rail), _linked(rest)) == (["today", "chats"], [])
    assert "later" not in rail
    assert "<summary>" in rest
