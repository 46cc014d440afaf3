"""The result of a check."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "off", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the screen.

    `state`: ok; off (not configured, works without); warn (works, with less or with a risk); bad
    (does not work, or is unsafe: the exit code is 1). `do` is the next step, empty where there is
    none. `brief` stands for the line where there is no room for all of it, empty where `what` does.
    `group` is filled in by whoever runs the checks, who also takes secrets out.
    """

    state: State
    what: str
    text: str
    do: str = ""
    group: str = ""
    brief: str = ""
