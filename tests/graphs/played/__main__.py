"""`python -m tests.graphs.played`: plays every script and prints what the calls cost."""

import argparse
import asyncio
import os
import tempfile
from pathlib import Path

from agent.data.embedded import remove_embedded, start_embedded
from tests.databases import SECRETS, Server, make_fast, prepare, server_folder
from tests.graphs.played.counting import figures
from tests.graphs.played.play import Played, play
from tests.graphs.played.script import Dialogue, dialogues


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--talk", action="store_true", help="print what was written as well")
    given = parser.parse_args()
    os.environ.update(SECRETS)
    with server_folder() as folder:
        server = prepare(make_fast(start_embedded(folder / "postgres")))
        played = [_play(server, dialogue) for dialogue in dialogues()]
        remove_embedded(folder / "postgres")
    for one in played:
        _print(one, talk=given.talk)
    print(f"\nall: {figures([(len(one.turns), one.calls) for one in played])}")


def _play(server: Server, dialogue: Dialogue) -> Played:
    with tempfile.TemporaryDirectory() as folder, server.database() as url:
        return asyncio.run(play(url, Path(folder), dialogue))


def _print(played: Played, *, talk: bool) -> None:
    print(f"\n{played.dialogue.name}: {figures([(len(played.turns), played.calls)])}")
    for turn in played.turns if talk else ():
        print(f"> {' / '.join(turn.customer)}   [{turn.calls} calls]\n{turn.received}")
    for fault in played.faults:
        print(f"  FAULT {fault}")
    for path in played.unshown:
        print(f"  not shown any more: {path}")


if __name__ == "__main__":
    main()
