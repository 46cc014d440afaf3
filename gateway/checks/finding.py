"""What a check says."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "off", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the screen.

    `state`: ok; off (not configured, works without); warn (works, with less or with a risk); bad
    (does not work, or is unsafe: the exit code is 1). `do` is the next step, empty where there is
    none. `group` is filled in by whoever runs the checks. No secret stands in any of them.
    """

    state: State
    what: str
    said: str
    do: str = ""
    group: str = ""
