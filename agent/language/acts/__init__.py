"""What customers do with their words: the acts of a message, learned from examples.

`acts_of(message, expecting)` is all that others need. Nothing is loaded before it is first called;
`agent.language.encoder.warm_up` loads early. docs/decisions/understanding.md
"""

from agent.language.acts.act import Act, Expecting
from agent.language.acts.acts_read import ActFound, ActsRead, By, NotUnderstood
from agent.language.acts.reading import Reader, acts_of, shipped_reader

__all__ = [
    "Act",
    "ActFound",
    "ActsRead",
    "By",
    "Expecting",
    "NotUnderstood",
    "Reader",
    "acts_of",
    "shipped_reader",
]
