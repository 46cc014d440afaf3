"""What an evaluation found: kept as JSON, compared with another, printed."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import fmean, quantiles
from typing import Literal

import msgspec
from msgspec import Struct

from agent.errors import OperatorError
from gateway.evaluation.judging import Verdict

Outcome = Literal["wrong row", "missing row", "not well", "served"]


class Served(Struct, frozen=True, kw_only=True):
    """One customer, once. `lines` are the conversation: ">" the customer, "<" the desk."""

    key: str
    language: str
    about: str
    score: float
    outcome: Outcome
    why: list[str]
    not_understood: int
    lines: list[str]
    seconds: list[float]
    calls: int
    tokens: int
    usd: float


class Report(Struct, frozen=True, kw_only=True):
    """All customers, each as often as was asked for. `model` as "provider:model" or "offline"."""

    model: str
    served: list[Served]

    def mean(self, language: str | None = None) -> float:
        """The mean score, of one language or of all."""
        scores = [s.score for s in self.served if language in (None, s.language)]
        return fmean(scores) if scores else 0.0

    @property
    def languages(self) -> list[str]:
        return sorted({s.language for s in self.served})

    @property
    def wrong(self) -> int:
        """Customers after whom a row stands that nobody wanted, or one is gone."""
        return sum(s.outcome == "wrong row" for s in self.served)


def of_verdict(verdict: Verdict) -> Served:
    rows = [f"wrong row: {row}" for row in verdict.wrong_rows]
    rows += [f"missing row: {row}" for row in verdict.missing_rows]
    return Served(
        key=verdict.customer.key,
        language=verdict.customer.language,
        about=verdict.customer.about,
        score=verdict.score,
        outcome=_outcome(verdict),
        why=rows + verdict.failures,
        not_understood=verdict.not_understood,
        lines=list(_lines(verdict)),
        seconds=[round(e.seconds, 4) for e in verdict.exchanges],
        calls=verdict.calls,
        tokens=verdict.tokens,
        usd=verdict.usd,
    )


def _outcome(verdict: Verdict) -> Outcome:
    if verdict.wrong_rows:
        return "wrong row"
    if verdict.missing_rows:
        return "missing row"
    return "served" if verdict.served else "not well"


def _lines(verdict: Verdict) -> Iterable[str]:
    for exchange in verdict.exchanges:
        yield from (f"> {text}" for text in exchange.written)
        for reply in exchange.replies:
            yield from (f"< {line}" for line in reply.text.split("\n"))
            if reply.options:
                yield "< " + " ".join(f"[{option.title}]" for option in reply.options)


def write(report: Report, file: Path) -> None:
    file.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1))


def read(file: Path) -> Report:
    """Raises OperatorError when the file is no report."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Report)
    except (OSError, msgspec.MsgspecError) as error:
        raise OperatorError(f"{file.name} is no report of an evaluation: {error}") from error


def summary(report: Report) -> list[str]:
    """The figures, a line each."""
    outcomes = [s.outcome for s in report.served]
    seconds = sorted(one for s in report.served for one in s.seconds)
    lines = [
        f"model            {report.model}",
        f"customers        {len(report.served)}",
        f"score            {report.mean():.2f} of 5"
        + "".join(f"   {name} {report.mean(name):.2f}" for name in report.languages),
        f"right rows       {len(outcomes) - outcomes.count('wrong row') - outcomes.count('missing row')}"
        f" of {len(outcomes)}   missing {outcomes.count('missing row')}   wrong {report.wrong}",
        f"served well      {outcomes.count('served')}",
        f"not understood   {sum(s.not_understood for s in report.served)}"
        f" of {len(seconds)} messages",
    ]
    if len(seconds) > 1:
        p95 = quantiles(seconds, n=20)[-1]
        lines.append(f"seconds a turn   p50 {seconds[len(seconds) // 2]:.3f}   p95 {p95:.3f}")
    if calls := sum(s.calls for s in report.served):
        tokens, usd = sum(s.tokens for s in report.served), sum(s.usd for s in report.served)
        lines.append(f"hosted models    {calls} calls   {tokens} tokens   {usd:.4f} USD")
    return lines


def failing(report: Report) -> list[str]:
    """Every customer who was not served well, with the reasons and the conversation."""
    lines: list[str] = []
    for served in sorted(report.served, key=lambda s: s.score):
        if served.outcome != "served":
            lines += ["", f"{served.score:.1f}  {served.key}: {served.about}"]
            lines += [f"     ! {why}" for why in served.why]
            lines += [f"     {line}" for line in served.lines]
    return lines


def changes(before: Report, now: Report) -> list[str]:
    """Who is served better or worse than in the report before."""
    then, today = _means(before.served), _means(now.served)
    lines = [f"score            {before.mean():.2f} before, {now.mean():.2f} now"]
    for key in sorted(then.keys() & today.keys()):
        if abs(today[key] - then[key]) > 0.01:
            lines.append(
                f"  {'+' if today[key] > then[key] else '-'} {key} {then[key]:.1f} → {today[key]:.1f}"
            )
    lines += [f"  new {key} {today[key]:.1f}" for key in sorted(today.keys() - then.keys())]
    lines += [f"  gone {key}" for key in sorted(then.keys() - today.keys())]
    return lines


def is_worse(before: Report, now: Report) -> bool:
    """Whether more rows are wrong, or the customers of both are served worse."""
    then, today = _means(before.served), _means(now.served)
    both = then.keys() & today.keys()
    worse = bool(both) and fmean(today[k] for k in both) < fmean(then[k] for k in both) - 0.01
    return now.wrong > before.wrong or worse


def _means(served: Sequence[Served]) -> dict[str, float]:
    scores: dict[str, list[float]] = {}
    for one in served:
        scores.setdefault(one.key, []).append(one.score)
    return {key: fmean(values) for key, values in scores.items()}
