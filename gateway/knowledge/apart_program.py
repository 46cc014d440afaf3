"""A program of its own: a packed file on standard input, what is in it as JSON on standard output.

`python -I apart_program.py .docx MEMORY SECONDS`, as gateway/knowledge/apart.py starts it.
"""

import sys
from pathlib import Path


def main(kind: str, memory: int, seconds: int) -> None:
    """Reads, answers, ends with 0; dies of its limits."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from gateway.limited import limit

    limit(memory, seconds)
    from gateway.knowledge.apart import Answer, told
    from gateway.knowledge.document import DocumentError
    from gateway.knowledge.reading import read_here

    try:
        contents = read_here(kind, sys.stdin.buffer.read())
        answer = Answer(contents.sections, contents.unread)
    except DocumentError as error:
        answer = Answer(refused=str(error))
    sys.stdout.buffer.write(told(answer))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
