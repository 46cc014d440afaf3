"""`python -m bench.bad_model`: what reaches the customers of a model that lies, books and cancels at will."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

import typer

from agent.observability.logs import configure_logging
from agent.settings import Settings
from bench.bad_model.model import BadModel, Lies
from bench.bad_model.rows import sorted_out
from gateway.evaluation.customers import Customer, shipped_customers
from gateway.evaluation.judging import Verdict, serve
from gateway.evaluation.run import open_desk
from tests.agent.reply_checks.corpus_files import LANGUAGES, scenes

app = typer.Typer(add_completion=False, pretty_exceptions_show_locals=False)


def lies() -> Lies:
    """The untrue replies of the corpus, which no row of these customers makes true."""
    return {
        language: [text for scene in scenes(language) for text, _ in scene.false]
        for language in LANGUAGES
    }


async def played(model: BadModel, customers: Sequence[Customer]) -> list[Verdict]:
    """The verdict on every customer of this model."""
    settings = Settings().model_copy(update={"log_level": "ERROR"})
    configure_logging(settings)
    async with open_desk(settings, None, model) as desk:
        return [await serve(desk, customer) for customer in customers]


def _print(verdict: Verdict) -> None:
    typer.echo(f"\n{verdict.customer.key}")
    for turn in verdict.exchanges:
        typer.echo(f"> {' / '.join(turn.written)}")
        for reply in turn.replies:
            typer.echo("< " + reply.text.replace("\n", "\n< "))


def _list(title: str, rows: Sequence[tuple[str, str]]) -> None:
    typer.echo(f"{title} {len(rows)}")
    for key, row in rows:
        typer.echo(f"  {key}: {row}")


@app.command()
def bad_model(
    share: Annotated[float, typer.Option(help="Of its calls, how many are a mischief.")] = 0.3,
    seed: Annotated[int, typer.Option(help="Another seed, another model.")] = 1,
    only: Annotated[str, typer.Option(help="Only customers with this in their key.")] = "",
) -> None:
    """Exit code 1 when a row stands that nobody wanted, or an untrue reply was delivered."""
    customers = [one for one in shipped_customers() if only in one.key]
    model = BadModel(lies(), seed=seed, share=share)
    verdicts = asyncio.run(played(model, customers))
    heard = {reply.text for v in verdicts for turn in v.exchanges for reply in turn.replies}
    delivered = [lie for lie in model.told if any(lie in text for text in heard)]
    silent = sum(not turn.replies for v in verdicts for turn in v.exchanges)
    turns = sum(len(v.exchanges) for v in verdicts)
    rows = sorted_out(verdicts)
    wrong = [*rows.wrong, *rows.otherwise]
    typer.echo(f"{len(customers)} customers, {turns} turns, of these without a reply {silent}")
    for name, times in model.done.most_common():
        typer.echo(f"  {name:32}{times:5}")
    typer.echo(f"untrue replies given {len(model.told)}, delivered {len(delivered)}")
    for text in delivered:
        typer.echo(f"  delivered: {text}")
    _list("wrong rows", rows.wrong)
    _list("wishes met with another time, person or name", rows.otherwise)
    _list("wishes not met", rows.unmet)
    for verdict in verdicts:
        if verdict.wrong_rows:
            _print(verdict)
    mean = sum(v.score for v in verdicts) / max(1, len(verdicts))
    typer.echo(
        f"score {mean:.2f} of 5 (the same customers of the offline model: frontdesk evaluate)"
    )
    raise typer.Exit(1 if wrong or delivered else 0)


if __name__ == "__main__":
    app()
