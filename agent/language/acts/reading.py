"""Reads the acts of a message: short answers by their words, all else by clause with the heads."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from agent.language.acts.act import Act, Expecting
from agent.language.acts.acts_read import ActFound, ActsRead, By, NotUnderstood
from agent.language.acts.clauses import READ_AT_MOST
from agent.language.acts.expected import in_context
from agent.language.acts.heads import Chances, Heads, shipped_heads
from agent.language.acts.segments import Judged, Sketch, judged_clauses
from agent.language.acts.sure_words import must_not_miss, short_act
from agent.language.encoder import Encoder, encoder
from agent.texts import Words, worded

SURE = 0.6
"""From here on the likeliest act is taken."""
EARLY = {Act.EMERGENCY: 0.25, Act.HEALTH: 0.35, Act.COMPLAINT: 0.35}
"""What is worse to miss than to ask about needs less."""
PLAIN = 0.9
"""How sure n-grams alone must be that a text is one clause, and of what, to do without its vector."""
REMEMBERED = 1_024
"""Clauses whose chances are kept, 2 kB each."""
_CERTAIN = 0.99
_PLAINLY_ELSE = 0.9
_MOST_SHOWN = 2

_log = logging.getLogger(__name__)


class Reader:
    """Reads with given heads and encoder; without an encoder, or with another than the heads were
    trained with, by n-grams alone. May be used from any thread."""

    def __init__(self, heads: Heads, encoder: Encoder | None) -> None:
        self._heads = heads
        if encoder is not None and not heads.fits(encoder):
            _log.warning("the sentence encoder is not the one that was trained with; left out")
            encoder = None
        self._encoder = encoder
        self._sketched = lru_cache(maxsize=REMEMBERED)(heads.by_letters)
        self._recent: OrderedDict[str, Chances] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def understands_meaning(self) -> bool:
        """Whether the encoder is used."""
        return self._encoder is not None

    def acts_of(self, message: str, expecting: Expecting = Expecting.NOTHING) -> ActsRead:
        """The acts of a message of any length and content. `expecting`: what the desk asked last."""
        if act := short_act(message, expecting):
            words = message.strip()
            return ActsRead((ActFound(act, _CERTAIN, words, message.index(words), By.WORDS),))

        def judge(texts: Sequence[str]) -> list[Chances]:
            acts = self._heads.acts
            return [in_context(chances, acts, expecting) for chances in self._thrifty(texts)]

        acts: list[ActFound] = []
        open_words: list[NotUnderstood] = []
        for judged in judged_clauses(message, judge, self._sketch):
            result = self._settled(judged)
            acts.extend([result] if isinstance(result, ActFound) else [])
            open_words.extend([result] if isinstance(result, NotUnderstood) else [])
        if rest := message[READ_AT_MOST:].strip():
            open_words.append(NotUnderstood(rest, message.index(rest, READ_AT_MOST)))
        return ActsRead(tuple(acts), tuple(open_words))

    def chances(self, texts: Sequence[str]) -> list[Chances]:
        """The probability of every act of the heads for each text, read as one clause."""
        if self._encoder is None:
            return [self._heads.by_letters(text) for text in texts]
        return self._heads.by_both(texts, self._encoder.encode(texts))

    @property
    def _sketch(self) -> Sketch | None:
        """What the n-grams alone say, where they are not all there is."""
        return self._sketched if self._encoder else None

    def _thrifty(self, texts: Sequence[str]) -> list[Chances]:
        """The same as `chances`, but that nothing is encoded of which the n-grams alone are sure, and
        nothing judged again: a message is read for several questions, and its parts by themselves."""
        with self._lock:
            judged = {text: self._recent[text] for text in texts if text in self._recent}
        new = [text for text in dict.fromkeys(texts) if text not in judged]
        if self._encoder:
            judged |= {text: self._sketched(text) for text in new if self._is_plain(text)}
            new = [text for text in new if text not in judged]
        judged |= dict(zip(new, self.chances(new), strict=True)) if new else {}
        self._remember(judged)
        return [judged[text] for text in texts]

    def _is_plain(self, text: str) -> bool:
        """Whether the n-grams alone are sure; they know little of signs."""
        chances = self._sketched(text)
        sure = max(chances.acts) * chances.one_clause
        return sure >= PLAIN and any(map(str.isalpha, text))

    def _remember(self, judged: Mapping[str, Chances]) -> None:
        with self._lock:
            for text, chances in judged.items():
                self._recent[text] = chances
                self._recent.move_to_end(text)
            while len(self._recent) > REMEMBERED:
                self._recent.popitem(last=False)

    def _settled(self, judged: Judged) -> ActFound | NotUnderstood:
        words, start = judged.clause.words, judged.clause.start
        ranked = sorted(zip(judged.chances.acts, self._heads.acts, strict=True), reverse=True)
        best, act = ranked[0]
        asks_about = best >= _PLAINLY_ELSE and act.startswith("ask_")
        if (urgent := must_not_miss(words)) and not asks_about:
            return ActFound(urgent, _CERTAIN, words, start, By.WORDS)
        for chance, candidate in ranked:
            if chance >= EARLY.get(candidate, SURE):
                return ActFound(candidate, chance, words, start)
        likeliest = (ActFound(act, sure, words, start) for sure, act in ranked[:_MOST_SHOWN])
        return NotUnderstood(words, start, tuple(likeliest))


@cache
def shipped_reader() -> Reader:
    """The reader with the shipped heads and the process's encoder: the first call waits for both."""
    return Reader(shipped_heads(), encoder())


def acts_of(message: str, expecting: Expecting = Expecting.NOTHING) -> ActsRead:
    """The acts of a message, by `shipped_reader`. `expecting`: what the desk asked last."""
    return _acts_of(message, expecting, worded())


@lru_cache(maxsize=512)
def _acts_of(message: str, expecting: Expecting, _languages: tuple[Words, ...]) -> ActsRead:
    """Kept for as long as the same words of folders are understood."""
    return shipped_reader().acts_of(message, expecting)
