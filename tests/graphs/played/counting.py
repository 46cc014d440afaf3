"""Calls and input of played turns, and how much of it a provider has seen before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LETTERS_A_TOKEN = 4
SMALLEST_CACHED, STEP = 1024, 128
"""Tokens: OpenAI caches a beginning from the first on, in steps of the second (guide "Prompt caching")."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the model: its whole request as text, the tools first, then the messages as they stand.
    `tools` and `system` are letters of it."""

    request: str
    tools: int
    system: int
    of_supervisor: bool

    @property
    def tokens(self) -> int:
        return len(self.request) // LETTERS_A_TOKEN


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums over all turns, in tokens of four letters.

    `previous`: of the input, the beginning that is equal to that of the call before in the same
    conversation. `earlier`: the longest that is equal to that of any earlier call of any conversation.
    `cached`: of `earlier`, what a provider caches. `busy`: the longest that is equal to that of a call before in
    the same conversation or of any call in another one, as where many customers write.
    """

    turns: int
    calls: int
    supervisor: int
    tokens: int
    tools: int
    system: int
    previous: int
    earlier: int
    cached: int
    busy: int

    def __str__(self) -> str:
        return (
            f"{self.turns} turns, {self.calls / self.turns:.2f} calls a turn "
            f"({self.supervisor / self.turns:.2f} of the supervisor), "
            f"{self.tokens / self.turns:,.0f} input tokens a turn ({self._share(self.tools)} tools, "
            f"{self._share(self.system)} system); cacheable: {self._share(self.previous)} by the call "
            f"before, {self._share(self.earlier)} by any earlier one, {self._share(self.cached)} in a "
            f"provider's steps, {self._share(self.busy)} where many write"
        )

    def _share(self, tokens: int) -> str:
        return f"{100 * tokens / self.tokens:.0f} %"


def figures(conversations: Sequence[tuple[int, Sequence[Call]]]) -> Figures:
    """Of conversations, each with its number of turns and its calls, in the order of time."""
    every = [call for _, calls in conversations for call in calls]
    earlier = [shared(call.request, (c.request for c in every[:i])) for i, call in enumerate(every)]
    return Figures(
        turns=sum(turns for turns, _ in conversations),
        calls=len(every),
        supervisor=sum(call.of_supervisor for call in every),
        tokens=sum(call.tokens for call in every),
        tools=sum(call.tools for call in every) // LETTERS_A_TOKEN,
        system=sum(call.system for call in every) // LETTERS_A_TOKEN,
        previous=sum(_previous(calls) for _, calls in conversations),
        earlier=sum(earlier),
        busy=sum(_busy(n, conversations) for n in range(len(conversations))),
        cached=sum(tokens // STEP * STEP for tokens in earlier if tokens >= SMALLEST_CACHED),
    )


def _busy(number: int, conversations: Sequence[tuple[int, Sequence[Call]]]) -> int:
    _, own = conversations[number]
    others = [c.request for n, (_, calls) in enumerate(conversations) if n != number for c in calls]
    before = [call.request for call in own]
    return sum(shared(call.request, [*before[:n], *others]) for n, call in enumerate(own))


def _previous(calls: Sequence[Call]) -> int:
    pairs = zip(calls[1:], calls[:-1], strict=True)
    return sum(shared(call.request, [before.request]) for call, before in pairs)


def shared(request: str, others: Iterable[str]) -> int:
    """Tokens of the longest beginning that `request` has in common with one of the others."""
    return max((_beginning(request, other) for other in others), default=0) // LETTERS_A_TOKEN


def _beginning(one: str, other: str) -> int:
    """Letters of the beginning that both have; it is looked for by halves."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        if one[least:middle] == other[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least
