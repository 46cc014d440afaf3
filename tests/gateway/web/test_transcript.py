"""Nothing lost, nothing twice, and nothing remembered for ever."""

from itertools import pairwise
from typing import Any

from gateway.web.transcript import Transcript

ANA = "a" * 32
Frame = dict[str, Any]


def row(seq: int, status: str = "sent") -> Frame:
    return {"seq": seq, "id": str(seq), "direction": "outbound", "text": "x", "status": status}


def test_a_transcript_shows_each_row_once_and_each_change() -> None:
    transcript = Transcript(ANA, 0)
    assert len(transcript.news([row(1), row(2)])) == 2
    assert transcript.news([row(1), row(2)]) == []
    assert [f["seq"] for f in transcript.news([row(1), row(2, "read")])] == [2]


def test_a_transcript_remembers_only_what_it_reads_again() -> None:
    transcript = Transcript(ANA, 0)
    afters = []
    for seq in range(1, 500):
        rows = [row(s) for s in range(1, seq + 1) if s > transcript.after]
        assert [f["seq"] for f in transcript.news(rows)] == [seq]
        afters.append(transcript.after)
    assert len(transcript._shown) <= 30
    assert all(before <= after for before, after in pairwise(afters))
    assert transcript.after == 499 - 30
