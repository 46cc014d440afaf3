"""`python -m tests.crash.soak --kills 100`: the long version, printing its figures."""

import argparse
import asyncio
import os
import tempfile
import time
from pathlib import Path

from tests.crash.run import run
from tests.databases import SECRETS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--customers", type=int, default=20, help="for each kill")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    given = parser.parse_args()
    os.environ.update(SECRETS)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="frontdesk-soak-") as folder:
        figures = asyncio.run(
            run(
                Path(folder),
                kills=given.kills,
                customers_per_kill=given.customers,
                seed=given.seed,
            )
        )
    print(f"seed {given.seed}, {time.monotonic() - began:.0f} s: {figures}")


if __name__ == "__main__":
    main()
