"""`python -m bench.acts.measure FILE…`: how messages that were not trained with are read.

Each file has messages with their acts (bench/acts/examples.py). They are read with the encoder, by
n-grams alone, and by the patterns that were there before (agent.language.intents).
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import psutil
import typer

from agent.language.acts.act import Act
from agent.language.acts.heads import shipped_heads
from agent.language.acts.reading import SURE, Reader
from agent.language.encoder import UniversalSentenceEncoder
from agent.language.intent import Intent
from agent.language.intents import intents
from bench.acts.examples import UNSEEN, Example, read

BY_PATTERN = {
    Intent.GREETING: {Act.GREET},
    Intent.GOODBYE: {Act.GOODBYE},
    Intent.THANKS: {Act.THANK},
    Intent.BOOK: {Act.BOOK, Act.ASK_TIMES},
    Intent.CANCEL: {Act.CANCEL},
    Intent.RESCHEDULE: {Act.MOVE},
    Intent.CONFIRM: {Act.CONFIRM},
    Intent.LIST: {Act.OWN_APPOINTMENTS},
    Intent.PRICE: {Act.ASK_PRICE},
    Intent.HOURS: {Act.ASK_HOURS},
    Intent.LOCATION: {Act.ASK_LOCATION},
    Intent.SERVICES: {Act.ASK_SERVICE},
    Intent.QUESTION: {Act.ASK_SERVICE, Act.ASK_PEOPLE, Act.ASK_POLICY, Act.ASK_PAYMENT},
    Intent.HUMAN: {Act.HUMAN},
    Intent.COMPLAINT: {Act.COMPLAINT},
    Intent.URGENT: {Act.EMERGENCY},
    Intent.HEALTH: {Act.HEALTH},
    Intent.BOT: {Act.ARE_YOU_BOT},
    Intent.RENAME: {Act.CORRECT_NAME},
    Intent.OPT_OUT: {Act.OPT_OUT},
    Intent.WAIT: {Act.WAIT},
    Intent.UNWAIT: {Act.UNWAIT},
}
"""The acts that an intention stands for; where it is several, the right one of them counts."""

Read = Callable[[str], list[set[Act]]]
"""A message's acts, each as the set that the reader cannot tell apart."""


@dataclass
class Tally:
    """Counts over messages."""

    messages: int = 0
    first: int = 0
    """Messages whose likeliest act is one of theirs."""
    exact: int = 0
    """Messages whose acts are all read, and no other."""
    wanted: int = 0
    told: int = 0
    right: int = 0

    def add(self, acts: Sequence[Act], told: list[set[Act]]) -> None:
        """Counts a message."""
        got = [one for one in told if one & set(acts)]
        missed = [act for act in set(acts) if not any(act in one for one in told)]
        self.messages += 1
        self.first += bool(got)
        self.exact += len(got) == len(told) and not missed
        self.wanted += len(set(acts))
        self.told += len(told)
        self.right += len(set(acts)) - len(missed)

    def line(self) -> str:
        """The shares, for people."""
        count = max(self.messages, 1)
        return (
            f"{self.messages:5} messages  some act {self.first / count:.3f}  all and no other {self.exact / count:.3f}"
            f"  recall {self.right / max(self.wanted, 1):.3f}  precision {min(1, self.right / max(self.told, 1)):.3f}"
        )


def main(
    files: Annotated[list[Path] | None, typer.Argument(help="Italian and French if none.")] = None,
    wrong: Annotated[bool, typer.Option(help="Count what is taken for what.")] = False,
) -> None:
    """Measure how messages with known acts are read."""
    before, began = _memory(), time.perf_counter()
    encoder = UniversalSentenceEncoder()
    typer.echo(f"encoder: {time.perf_counter() - began:.2f} s, {_memory() - before:.0f} MB")
    heads = shipped_heads()
    readers = {"encoder": Reader(heads, encoder), "n-grams": Reader(heads, None)}
    examples = [one for file in files or sorted(UNSEEN.glob("*.toml")) for one in read(file)]
    for name, reader in readers.items():
        _print_time(name, reader, examples)
        _print_clauses(name, reader, examples)
        _print_messages(name, _by(reader), examples)
    _print_messages("patterns", _patterns, examples)
    if wrong:
        _print_wrong(readers["encoder"], examples)


def _by(reader: Reader) -> Read:
    return lambda text: [{one} for one in dict.fromkeys(a.act for a in reader.acts_of(text).acts)]


def _patterns(text: str) -> list[set[Act]]:
    return [BY_PATTERN[intent] for intent, sure in intents(text).items() if sure >= 0.5]


def _print_clauses(name: str, reader: Reader, examples: Sequence[Example]) -> None:
    """Messages of one act, each read as one clause: how often the likeliest act is the right one."""
    single = [one for one in examples if len(one.acts) == 1]
    acts, right, when_sure = shipped_heads().acts, dict[str, list[bool]](), list[bool]()
    for one, chances in zip(single, reader.chances([e.text for e in single]), strict=True):
        sure = max(chances.acts)
        hit = acts[chances.acts.index(sure)] is one.acts[0]
        right.setdefault(one.language, []).append(hit)
        when_sure.extend([hit] if sure >= SURE else [])
    shares = "  ".join(f"{language} {_share(hits):.3f}" for language, hits in right.items())
    every = [hit for hits in right.values() for hit in hits]
    typer.echo(
        f"{name:9} one clause, likeliest act: {_share(every):.3f}  {shares}"
        f"  from {SURE} on: {_share(when_sure):.3f} of {len(when_sure)}"
    )


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / max(len(hits), 1)


def _print_messages(name: str, told: Read, examples: Sequence[Example]) -> None:
    for kind, some in (("one act", False), ("several", True)):
        by_language: dict[str, Tally] = {"all": Tally()}
        for one in examples:
            if (len(set(one.acts)) > 1) is some:
                for key in ("all", one.language):
                    by_language.setdefault(key, Tally()).add(one.acts, told(one.text))
        for language, tally in by_language.items():
            if tally.messages:
                typer.echo(f"{name:9} {kind:8} {language:4} {tally.line()}")


def _print_time(name: str, reader: Reader, examples: Sequence[Example]) -> None:
    """Before all else, so that nothing of a message is remembered."""
    taken = []
    for one in examples:
        began = time.process_time()
        reader.acts_of(one.text)
        taken.append((time.process_time() - began) * 1_000)
    taken.sort()
    middle, late = taken[len(taken) // 2], taken[int(len(taken) * 0.99)]
    typer.echo(f"{name:9} processor time a message: p50 {middle:.1f} ms, p99 {late:.1f} ms")


def _print_wrong(reader: Reader, examples: Sequence[Example]) -> None:
    wrong: Counter[tuple[str, str]] = Counter()
    for one in examples:
        told = {str(part.act) for part in reader.acts_of(one.text).acts}
        for act in set(map(str, one.acts)) - told:
            others = sorted(told - set(map(str, one.acts))) or ["nothing"]
            wrong.update((act, other) for other in others)
    for (meant, read_as), times in wrong.most_common(25):
        typer.echo(f"  {meant} read as {read_as}: {times}")


def _memory() -> float:
    return float(psutil.Process().memory_info().rss) / 1e6


if __name__ == "__main__":
    typer.run(main)
