"""`python -m tests.scheduling.search --examples 5000`: looks for worlds in which they differ."""

import argparse
import time

from hypothesis import HealthCheck, Phase, given, seed, settings

from agent.databases.embedded import start_embedded
from tests.databases import BARE, make_fast, prepare, server_folder
from tests.scheduling.business import Question, World
from tests.scheduling.calendars import worlds
from tests.scheduling.comparing import Compared, compare
from tests.scheduling.world import Owner, open_connection


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    given_ = parser.parse_args()
    print(f"seed {given_.seed}")
    with server_folder() as folder:
        server = prepare(make_fast(start_embedded(folder / "postgres")))
        with server.database(template=BARE) as url, open_connection(url) as owner:
            compare_worlds(owner, given_.examples, given_.seed)


def compare_worlds(owner: Owner, examples: int, number: int) -> None:
    seen = Compared()
    began = time.monotonic()

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


if __name__ == "__main__":
    main()
