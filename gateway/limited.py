"""Limits what a process of its own may take: for programs that read what may be hostile."""

import sys
from contextlib import suppress
from pathlib import Path


def limit(memory: int, seconds: int) -> None:
    """`memory` in bytes, `seconds` of the processor. It may write no file, and dies of its limits."""
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
    for what, most in limits.items():
        with suppress(ValueError, OSError):  # not every system knows each
            resource.setrlimit(what, (most, most))
