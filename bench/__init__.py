"""`make bench`: measures the hot paths, each beside a yardstick, the least that it could cost."""

from bench.figures import Figure, Report
from bench.run import run_bench
from bench.size import FULL, QUICK, Size

__all__ = ["FULL", "QUICK", "Figure", "Report", "Size", "run_bench"]
