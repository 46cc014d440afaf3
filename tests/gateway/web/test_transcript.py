"""Nothing lost, nothing twice, and nothing remembered for ever."""

from itertools import pairwise
from uuid import UUID

from gateway.pipeline.chat_history import ShownMessage
from gateway.web.transcript import Transcript

ANA = "a" * 32


def row(seq: int, status: str = "sent") -> ShownMessage:
    return ShownMessage(
        seq=seq,
        id=UUID(int=seq),
        direction="outbound",
        text="x",
        kind="text",
        status=status,
        options=[],
        at="2026-11-20T10:00:00-05:00",
        provider_id=None,
    )


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
