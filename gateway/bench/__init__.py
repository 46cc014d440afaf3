"""`frontdesk bench`: the hot paths, each beside the least that it could cost."""

from gateway.bench.figures import Figure, Report
from gateway.bench.run import run_bench
from gateway.bench.size import FULL, QUICK, Size

__all__ = ["FULL", "QUICK", "Figure", "Report", "Size", "run_bench"]
