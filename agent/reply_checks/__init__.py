"""Whether what a reply says is so: its facts and claims, held against what tools, facts and the customer gave.

Pure: no model, no database, no clock of its own. docs/decisions/reply-checks.md
"""

from agent.reply_checks.check import LONGEST, check
from agent.reply_checks.evidence import Booking, Done, Evidence, Kind, Problem, Service, Start
from agent.reply_checks.ground import Ground

__all__ = [
    "LONGEST",
    "Booking",
    "Done",
    "Evidence",
    "Ground",
    "Kind",
    "Problem",
    "Service",
    "Start",
    "check",
]
