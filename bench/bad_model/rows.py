"""What the rows that stand say of a bad model: written against the customer, met otherwise, or not met at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from gateway.evaluation.judging import Verdict

_GONE = "gone: "


@dataclass
class Rows:
    """Each with the key of its customer. `wrong`: nobody wished for it, or it is gone and should have stayed.
    `otherwise`: a wish of that service was met with another time, person or name. `unmet`: a wish that was
    left as it was, which harms nobody: the model did not do it, or a person was called."""

    wrong: list[tuple[str, str]] = field(default_factory=list)
    otherwise: list[tuple[str, str]] = field(default_factory=list)
    unmet: list[tuple[str, str]] = field(default_factory=list)


def sorted_out(verdicts: Sequence[Verdict]) -> Rows:
    """The rows of all customers."""
    rows = Rows()
    for verdict in verdicts:
        key, missing = verdict.customer.key, list(verdict.missing_rows)
        for row in verdict.wrong_rows:
            wish = None if row.startswith(_GONE) else _wish_of(row, missing)
            if wish is None:
                rows.wrong.append((key, row))
            else:
                missing.remove(wish)
                rows.otherwise.append((key, f"{row} instead of: {wish}"))
        rows.unmet += [(key, wish) for wish in missing]
    return rows


def _wish_of(row: str, missing: Sequence[str]) -> str | None:
    """A wish of the same service: rows and wishes both begin with its key."""
    service = row.split()[0]
    return next((wish for wish in missing if wish.split()[0] == service), None)
