"""How many false replies the checks catch, and how many honest ones they withhold."""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from agent.reply_checks import check
from tests.agent.reply_checks.corpus_files import (
    FIFTH,
    FOLDER,
    FOURTH,
    LANGUAGES,
    SECOND,
    THIRD,
    Scene,
    scenes,
)


@dataclass
class Rates:
    """Of one language; counts are by the kind that the corpus gives."""

    false: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    honest: int = 0
    withheld: int = 0
    missed: list[str] = field(default_factory=list)
    wrongly: list[str] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    @property
    def share_caught(self) -> float:
        return 100 * self.caught.total() / max(1, self.false.total())

    @property
    def share_withheld(self) -> float:
        return 100 * self.withheld / max(1, self.honest)


def measured(language: str, folder: Path = FOLDER) -> Rates:
    """Every reply of the corpus, checked."""
    rates = Rates()
    for scene in scenes(language, folder):
        _false(scene, rates)
        _honest(scene, rates)
    return rates


def _false(scene: Scene, rates: Rates) -> None:
    for text, kind in scene.false:
        rates.false[kind] += 1
        if _problems(text, scene, rates):
            rates.caught[kind] += 1
        else:
            rates.missed.append(f"{scene.name} [{kind}] {text}")


def _honest(scene: Scene, rates: Rates) -> None:
    for text in scene.honest:
        rates.honest += 1
        if problems := _problems(text, scene, rates):
            rates.withheld += 1
            rates.wrongly.append(f"{scene.name} {problems} {text}")


def _problems(text: str, scene: Scene, rates: Rates) -> list[str]:
    start = perf_counter()
    problems = check(text, scene.evidence)
    rates.milliseconds.append(1000 * (perf_counter() - start))
    return [f"{one.kind}: {one.words}" for one in problems]


def lines(language: str, rates: Rates, *, verbose: bool) -> Iterator[str]:
    """As it is printed."""
    times = sorted(rates.milliseconds) or [0.0]
    yield (
        f"{language}: caught {rates.share_caught:.1f} % of {rates.false.total()} false, "
        f"withheld {rates.share_withheld:.1f} % of {rates.honest} honest; "
        f"{times[len(times) // 2]:.2f} ms at the median, {times[int(len(times) * 0.95)]:.2f} ms at 95 %"
    )
    for kind, number in sorted(rates.false.items()):
        yield f"  {kind:10} {rates.caught[kind]:4} of {number}"
    if verbose:
        yield from (f"  MISSED {text!r}" for text in rates.missed)
        yield from (f"  WITHHELD {text!r}" for text in rates.wrongly)


def main(arguments: list[str]) -> None:
    """`-v` lists what was missed and withheld; a language prints only that; a folder is read instead of our corpora."""
    verbose = "-v" in arguments
    folders = [Path(one) for one in arguments if "/" in one] or [
        FOLDER,
        SECOND,
        THIRD,
        FOURTH,
        FIFTH,
    ]
    languages = [one for one in arguments if one in LANGUAGES] or LANGUAGES
    for folder in folders:
        print(f"# {folder.name}")  # noqa: T201
        for language in languages:
            rates = measured(language, folder)
            print(*lines(language, rates, verbose=verbose), sep="\n")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
