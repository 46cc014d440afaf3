"""Checks of Langfuse, where traces go."""

from agent.observability.tracing import langfuse_problem
from agent.settings import Settings
from gateway.checks.finding import Finding
from gateway.checks.reach import ask

_ALL_THREE = "set LANGFUSE_HOST, LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY, or none of them"


async def check_langfuse(settings: Settings) -> list[Finding]:
    """Whether Langfuse answers and takes the keys."""
    if problem := langfuse_problem(settings):
        return [Finding("bad", "Langfuse", problem, _ALL_THREE)]
    public, secret = settings.langfuse_public_key, settings.langfuse_secret_key
    if not settings.langfuse_host or not public or secret is None:
        return [Finding("off", "Langfuse", "LANGFUSE_HOST is not set: no traces")]
    host = settings.langfuse_host.rstrip("/")
    answer = await ask(f"{host}/api/public/projects", auth=(public, secret.get_secret_value()))
    if answer is None:
        text = f"{host} does not answer; conversations go on without traces"
        return [Finding("warn", "Langfuse", text, "check LANGFUSE_HOST")]
    if answer.status in (401, 403):
        return [Finding("warn", "Langfuse", "the keys are refused", "check LANGFUSE_*_KEY")]
    if answer.status != 200:
        text = f"{host} answers {answer.status}"
        return [Finding("warn", "Langfuse", text, "is that Langfuse, and what says its own log?")]
    texts = [Finding("ok", "Langfuse", f"{host}, reachable, the keys are taken")]
    if settings.langfuse_texts:
        text = "LANGFUSE_TEXTS: what customers write is stored in Langfuse"
        texts.append(Finding("warn", "trace texts", text, "take it away unless they agreed"))
    return texts
