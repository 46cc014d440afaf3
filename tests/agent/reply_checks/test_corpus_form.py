"""The corpus of replies is what its readers rely on: its form, its size and the spread of its kinds."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

CORPUS = Path(__file__).parent / "corpus"
SECOND = Path(__file__).parent / "corpus_second"
THIRD = Path(__file__).parent / "corpus_third"
FOURTH = Path(__file__).parent / "corpus_fourth"
FIFTH = Path(__file__).parent / "corpus_fifth"
ALL = (CORPUS, SECOND, THIRD, FOURTH, FIFTH)
KINDS = frozenset({
    "amount", "percent", "date", "time", "duration", "address", "link", "phone", "name", "change",
    "promise", "receipt", "internals", "language", "health", "discount",
})  # fmt: skip
CHANGES = frozenset(
    {"booked", "moved", "cancelled", "confirmed", "joined", "renamed", "consent", "notified"}
)
NEEDED = frozenset(
    {"scene", "language", "country", "now", "business", "customer", "false", "honest"}
)
OPTIONAL = frozenset({"offered", "appointments", "done", "escalation"})
SMALLEST = {CORPUS: 320, SECOND: 160, THIRD: 125, FOURTH: 60, FIFTH: 60}
"""Sentences of each sort in one language."""


@pytest.fixture(
    params=sorted(path for folder in ALL for path in folder.glob("*.yaml")),
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def file(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture
def scenes(file: Path) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = YAML(typ="safe").load(file)
    return listed


def test_a_scene_has_what_is_needed_and_nothing_else(scenes: list[dict[str, Any]]) -> None:
    for scene in scenes:
        assert set(scene) >= NEEDED, scene["scene"]
        assert set(scene) <= NEEDED | OPTIONAL, scene["scene"]
        assert datetime.fromisoformat(scene["now"]).tzinfo is None
        dated = [*scene.get("offered", ()), *scene.get("appointments", ()), *scene.get("done", ())]
        for row in dated:
            assert row.get("at") is None or datetime.fromisoformat(row["at"]).tzinfo is None
        assert {row["change"] for row in scene.get("done", ())} <= CHANGES, scene["scene"]


def test_services_and_people_of_a_scene_are_the_business_own(scenes: list[dict[str, Any]]) -> None:
    for scene in scenes:
        services = {s["name"]: s.get("with", []) for s in scene["business"].get("services", ())}
        for row in [*scene.get("offered", ()), *scene.get("appointments", ())]:
            assert row["service"] in services, (scene["scene"], row)
            assert row.get("with") is None or row["with"] in services[row["service"]], row


def test_there_are_enough_of_every_kind(file: Path, scenes: list[dict[str, Any]]) -> None:
    least = SMALLEST[file.parent]
    false = [one for scene in scenes for one in scene["false"]]
    honest = [text for scene in scenes for text in scene["honest"]]
    assert len(false) >= least
    assert len(honest) >= least
    kinds = Counter(one["kind"] for one in false)
    # The third has one more kind, and a language of it and of the later ones may have none of some.
    is_whole = file.parent in (CORPUS, SECOND)
    assert set(kinds) == KINDS if is_whole else set(kinds) <= KINDS | {"offer"}
    assert kinds["change"] >= len(false) // 6


def test_no_sentence_stands_twice(scenes: list[dict[str, Any]]) -> None:
    texts = [one["text"] for scene in scenes for one in scene["false"]]
    texts += [text for scene in scenes for text in scene["honest"]]
    assert [text for text, times in Counter(texts).items() if times > 1] == []
