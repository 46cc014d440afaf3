"""An answer while a model writes it: its beginnings, sentence by sentence, each judged as a reply is."""

from collections.abc import Callable, Sequence
from typing import Self

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from agent.language.sentence_ends import sentence_ends
from graphs.reply import Outcome, read_outcome
from graphs.veto import DraftCheck

Release = Callable[[Outcome], bool]
"""Takes what the turn would say if the answer ended here. False: nothing of it may be shown."""

LONGEST = 4_000
"""Characters. What is longer is no conversation, and comes whole."""


class Draft:
    """The answer of a turn. What was released of it only grows: an answer that begins anew after that
    (because the first one could not be used, or called a tool) comes whole."""

    def __init__(self, release: Release, language: str, checked: DraftCheck | None = None) -> None:
        self._release = release
        self._checked = checked
        self._language = language
        self._before: Sequence[BaseMessage] = ()
        self._read = 0
        self._silent = False
        self.passed_on = False

    def of(self, messages: Sequence[BaseMessage]) -> Self:
        """The one that answers `messages`; they end with those of its turn."""
        customers = [i for i, m in enumerate(messages) if isinstance(m, HumanMessage)]
        self._before = messages[customers[-1] + 1 :] if customers else messages
        if self._checked:
            self._checked.begins(messages)
        return self

    def begins(self) -> None:
        self._silent = self._silent or self.passed_on
        self.passed_on = False
        self._read = 0

    def hears(self, text: str) -> None:
        if len(text) > LONGEST:
            return
        for end in sentence_ends(text, self._read):
            if self._silent:
                return
            self._read = end
            self._judge(text[:end].strip())

    def _judge(self, text: str) -> None:
        outcome = read_outcome([*self._before, AIMessage(text)], self._language)
        true_so_far = self._checked is None or self._checked.passes(text)
        if true_so_far and self._release(outcome):
            self.passed_on = True
        else:
            self._silent = True
