"""The answer to "is it about one of these?": the entry that the customer meant, by tap, number or title."""

from agent.dialogue.flows.failing import offer_human
from agent.dialogue.flows.telling import excerpt, noting_language, with_leads
from agent.dialogue.memo import AskData
from agent.dialogue.tools import keep_unanswered, search_knowledge
from agent.dialogue.turn import Maybe, Turn, join
from agent.language import close, ordinal, words

_SHORTEST = 4
"""Letters of a word by which a title is recognised."""


def entry_chosen(turn: Turn) -> Maybe:
    """The entry that was chosen, or that it is not known when none is meant; None when the message is
    about something else, and the question is dropped."""
    data = turn.memo.ask.data if turn.memo.ask else AskData()
    turn.memo.ask = None
    title = _title(turn, data.entries)
    if title:
        turn.memo.fails = 0
        result = yield from search_knowledge(title)
        meant = [entry for entry in result.entries if entry.title == title]
        if not meant:
            return turn.say("trouble")
        text = excerpt(meant[0].content, data.about)
        return join(*with_leads(turn, [noting_language(turn, text, text)]))
    if turn.agrees is False:
        yield from keep_unanswered(data.about)
        return join(turn.say("not_known"), offer_human(turn))
    return None


def _title(turn: Turn, titles: list[str]) -> str:
    prefix, _, place = turn.choice.partition(":")
    if prefix == "entry" and place.isdecimal() and int(place) < len(titles):
        return titles[int(place)]
    position = ordinal(turn.text, len(titles))
    if position is not None:
        return titles[position]
    spoken = [word for word in words(turn.text) if len(word) >= _SHORTEST]
    shared = [
        sum(close(word, heard) for word in words(title) for heard in spoken) for title in titles
    ]
    best = max(shared, default=0)
    named = [title for title, count in zip(titles, shared, strict=True) if count == best]
    return named[0] if best and len(named) == 1 and best * 2 >= len(spoken) else ""
