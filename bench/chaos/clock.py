"""The clock of PostgreSQL's machine, moved for the server alone by a small library loaded before all others."""

import asyncio
import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from agent.settings import export_environment

_SOURCE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
static volatile long long none = 0, *offset = &none;
__attribute__((constructor)) static void look(void) {
    int file = open(getenv("CHAOS_CLOCK"), O_RDONLY);
    if (file < 0) return;
    void *page = mmap(0, 8, PROT_READ, MAP_SHARED, file, 0);
    if (page != MAP_FAILED) offset = page;
    close(file);
}
int clock_gettime(clockid_t which, struct timespec *at) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int answer = real(which, at);
    if (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE) at->tv_sec += *offset;
    return answer;
}
int gettimeofday(struct timeval *at, void *zone) {
    static int (*real)(struct timeval *, void *);
    if (!real) real = dlsym(RTLD_NEXT, "gettimeofday");
    int answer = real(at, zone);
    at->tv_sec += *offset;
    return answer;
}
time_t time(time_t *at) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (at) *at = now.tv_sec;
    return now.tv_sec;
}
"""


class MovedClock:
    """Seconds that are added to the real time of whatever is started while it is `loaded`."""

    def __init__(self, folder: Path) -> None:
        self._offset = folder / "clock"
        self._library = folder / "clock.so"
        self._offset.write_bytes(struct.pack("q", 0))
        self.works = self._compile(folder)

    def _compile(self, folder: Path) -> bool:
        compiler = shutil.which("cc")
        if compiler is None:
            return False
        source = folder / "clock.c"
        source.write_text(_SOURCE, "utf-8")
        done = subprocess.run(  # noqa: S603 (our own source)
            [compiler, "-shared", "-fPIC", "-O1", "-o", str(self._library), str(source), "-ldl"],
            capture_output=True, check=False,
        )  # fmt: skip
        return done.returncode == 0

    @contextmanager
    def loaded(self) -> Iterator[None]:
        """Programs that this process starts meanwhile have the clock; gateways are started without."""
        names = {"LD_PRELOAD": str(self._library), "CHAOS_CLOCK": str(self._offset)}
        if self.works:
            export_environment(names)
        try:
            yield
        finally:
            for name in names:
                os.environ.pop(name, None)

    async def move_for(self, offset: int, seconds: float) -> None:
        """Jumps by `offset` seconds, and back."""
        self._set(offset)
        try:
            await asyncio.sleep(seconds)
        finally:
            self._set(0)

    def _set(self, offset: int) -> None:
        with self._offset.open("r+b") as file:
            file.write(struct.pack("q", offset))
