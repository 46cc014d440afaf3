"""Tells a loop (two automata that answer each other) by its words and its rhythm, however slow it is.

A rate alone does not know one whose cycle takes a minute, and a rate low enough for that would stop
people. An automaton says the same again, or answers after the same time again; a person, who reads
and thinks, does neither for long.
"""

from collections.abc import Sequence
from statistics import fmean, median

from agent.records import Utterance

_LONG = 15
"""Letters of words that nobody types the same way again and again; "sí" and "1" are an answer each time."""
_LATEST = 10
MOST_SAME = 5
"""Of the latest: the same long words."""
_CYCLE = 12
_MOST_DIFFERENT = 4
"""Of a cycle: a menu that goes round."""
_NEAR, _MOST_FAR = 0.2, 1
"""How near to their median the pauses of a cycle are, as a share of it, and how many need not be: a machine with
other work is late at times. A person's pauses are spread by half of it and more."""
_LEAST_PAUSE = 1.0
"""Seconds; what comes at once comes in bursts, whose rate tells enough."""


def is_loop(utterances: Sequence[Utterance]) -> bool:
    """Whether the newest of these (oldest first) belongs to a loop."""
    if not utterances:
        return False
    return _repeats(utterances) or _goes_round(utterances) or _ticks(utterances)


def _repeats(utterances: Sequence[Utterance]) -> bool:
    """The newest has been said before, in many words and often."""
    newest = utterances[-1]
    same = [one for one in utterances[-_LATEST:] if one.words == newest.words]
    return newest.letters >= _LONG and len(same) >= MOST_SAME


def _goes_round(utterances: Sequence[Utterance]) -> bool:
    """A few texts, of many words together, take turns."""
    cycle = utterances[-_CYCLE:]
    words = {one.words for one in cycle}
    long = fmean(one.letters for one in cycle) >= _LONG
    again = utterances[-1].words in {one.words for one in cycle[:-1]}
    return len(cycle) == _CYCLE and len(words) <= _MOST_DIFFERENT and long and again


def _ticks(utterances: Sequence[Utterance]) -> bool:
    """Each came as long after what was said before it as the others, whatever it says."""
    gaps = [one.gap for one in utterances[-_CYCLE:] if one.gap is not None]
    if len(gaps) < _CYCLE or (usual := median(gaps)) < _LEAST_PAUSE:
        return False
    return sum(abs(gap - usual) > _NEAR * usual for gap in gaps) <= _MOST_FAR
