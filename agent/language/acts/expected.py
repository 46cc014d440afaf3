"""How what the desk asked last changes what an answer is likely to be."""

from collections.abc import Sequence

from agent.language.acts.act import Act, Expecting
from agent.language.acts.heads import Chances

_ODDS: dict[Expecting, dict[Act, float]] = {
    Expecting.NOTHING: {},
    Expecting.SLOT: {
        Act.CHOOSE: 4,
        Act.GIVE_TIME: 3,
        Act.ACCEPT: 2,
        Act.EXCLUDE: 2,
        Act.ASK_TIMES: 1.5,
        Act.REFUSE: 1.5,
    },
    Expecting.YES_NO: {Act.ACCEPT: 4, Act.REFUSE: 4, Act.CONFIRM: 2},
    Expecting.SERVICE: {Act.ANSWER_OTHER: 4, Act.BOOK: 2, Act.ASK_SERVICE: 1.5},
    Expecting.DAY: {Act.GIVE_TIME: 5, Act.EXCLUDE: 2, Act.ASK_TIMES: 1.5},
    Expecting.NAME: {Act.GIVE_NAME: 5, Act.FOR_OTHER: 2, Act.CORRECT_NAME: 1.5},
    Expecting.CONSENT: {Act.ACCEPT: 4, Act.REFUSE: 4},
    Expecting.PERSON: {Act.ACCEPT: 4, Act.REFUSE: 4, Act.HUMAN: 2},
}
"""How many times likelier an act is than where nothing was asked. The examples know no question, so
this is an estimate; it shifts what is open and outweighs nothing that is plainly said."""


def in_context(chances: Chances, acts: Sequence[Act], expecting: Expecting) -> Chances:
    """`chances` of `acts`, after what the desk asked."""
    odds = _ODDS[expecting]
    if not odds:
        return chances
    pairs = zip(acts, chances.acts, strict=True)
    weighed = [chance * odds.get(act, 1.0) for act, chance in pairs]
    whole = sum(weighed)
    return Chances([one / whole for one in weighed], chances.one_clause)
