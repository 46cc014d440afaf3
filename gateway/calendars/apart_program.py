"""A program of its own: a calendar on standard input, the times that it takes as JSON on standard output.

`python -I apart_program.py MEMORY SECONDS FIRST LAST ZONE`, as gateway/calendars/apart.py starts it.
"""

import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo


def main(memory: int, seconds: int, first: str, last: str, zone: str) -> None:
    """Reads, answers, ends with 0; dies of its limits."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from gateway.limited import limit

    limit(memory, seconds)
    import msgspec

    from gateway.calendars.apart import Read, told
    from gateway.importing.calendar.reading import (
        CalendarTooMuch,
        CalendarUnreadable,
        Window,
        read_calendar,
    )

    window = Window(datetime.fromisoformat(first), datetime.fromisoformat(last), ZoneInfo(zone))
    try:
        # On a busy machine a second of the processor is several on the wall.
        answer = told(read_calendar(sys.stdin.buffer.read(), window, 3.0 * seconds))
    except CalendarUnreadable as error:
        answer = Read(refused=str(error), too_much=isinstance(error, CalendarTooMuch))
    sys.stdout.buffer.write(msgspec.json.encode(answer))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
