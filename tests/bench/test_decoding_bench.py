"""The small measurement of decoding runs, and what it decodes is an answer of turn_begin."""

import msgspec
import pytest

from agent.records import Turn
from bench import decoding


def test_the_table_has_a_figure_for_every_way(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "ROUNDS", 1)
    monkeypatch.setattr(decoding, "CALLS", 1)
    decoding.main()
    size, _, head, rule, *ways = capsys.readouterr().out.splitlines()
    assert size.endswith("bytes")
    assert (head, rule) == ("| way | µs |", "|---|---|")
    assert len(ways) == 7
    assert all(float(way.split("|")[2]) >= 0 for way in ways)


def test_what_is_decoded_is_a_turn() -> None:
    turn = msgspec.json.decode(decoding.ANSWER, type=Turn)
    assert len(turn.messages) == 3
    assert turn.upcoming[0].parts[0].service == "Limpieza facial"
