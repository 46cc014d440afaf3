"""A program of its own: a packed file on standard input, what is in it as JSON on standard output.

`python -I apart_program.py .docx MEMORY SECONDS`, as gateway/knowledge/apart.py starts it.
"""

import sys
from contextlib import suppress
from pathlib import Path


def main(kind: str, memory: int, seconds: int) -> None:
    """Reads, answers, ends with 0; dies of its limits."""
    _limit(memory, seconds)
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from gateway.knowledge.apart import Answer, told
    from gateway.knowledge.document import DocumentError
    from gateway.knowledge.reading import read_here

    try:
        contents = read_here(kind, sys.stdin.buffer.read())
        answer = Answer(contents.sections, contents.unread)
    except DocumentError as error:
        answer = Answer(refused=str(error))
    sys.stdout.buffer.write(told(answer))


def _limit(memory: int, seconds: int) -> None:
    with suppress(OSError):  # where memory is short, this one goes first
        Path("/proc/self/oom_score_adj").write_text("1000")
    if sys.platform == "win32":
        return
    import resource

    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for limit, most in limits.items():
        with suppress(ValueError, OSError):  # not every system knows each
            resource.setrlimit(limit, (most, most))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
