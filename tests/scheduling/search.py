"""`python -m tests.scheduling.search --examples 5000 --operations 20`: the long versions.

Looks for random worlds in which database and model differ, then runs random operations, so many
times at once and so many times one by one. Prints what was compared and done.
"""

import argparse
import asyncio
import time

from hypothesis import HealthCheck, Phase, given, seed, settings

from agent.data.embedded import start_embedded
from tests.databases import BARE, Server, make_fast, prepare, server_folder
from tests.scheduling.business import Question, World
from tests.scheduling.calendars import worlds
from tests.scheduling.comparing import Compared, compare
from tests.scheduling.runs import Done, run_at_once, run_one_by_one
from tests.scheduling.world import open_connection


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=5000, help="random worlds")
    parser.add_argument("--operations", type=int, default=0, help="runs of each kind")
    parser.add_argument("--steps", type=int, default=80, help="of each customer in a run")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    wanted = parser.parse_args()
    print(f"seed {wanted.seed}")
    with server_folder() as folder:
        server = prepare(make_fast(start_embedded(folder / "postgres")))
        if wanted.examples:
            _worlds(server, wanted.examples, wanted.seed)
        if wanted.operations:
            asyncio.run(_operations(server, wanted.operations, wanted.steps, wanted.seed))


def _worlds(server: Server, examples: int, number: int) -> None:
    seen = Compared()
    began = time.monotonic()
    with server.database(template=BARE) as url, open_connection(url) as owner:

        @seed(number)
        @given(drawn=worlds())
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
        )
        def same(drawn: tuple[World, Question]) -> None:
            compare(owner, *drawn, seen)

        try:
            same()
        finally:
            print(f"{time.monotonic() - began:.0f} s: {seen}")


async def _operations(server: Server, runs: int, steps: int, first: int) -> None:
    began = time.monotonic()
    for name, run in (("at once", run_at_once), ("one by one", run_one_by_one)):
        done = Done()
        for number in range(first, first + runs):
            with server.database(template=BARE) as url:
                try:
                    await run(url, steps=steps, seed=number, done=done)
                except BaseException:
                    print(f"{name}, seed {number}")
                    raise
        print(f"{time.monotonic() - began:.0f} s, {runs} runs {name}: {done}")


if __name__ == "__main__":
    main()
