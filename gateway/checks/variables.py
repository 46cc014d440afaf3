"""Whether organizations' connections name only variables of the environment that are their own."""

from agent.settings import Settings
from gateway.checks.finding import Finding
from gateway.checks.stored import Stored
from gateway.organizations.variables import environment_claims, refusal

_WHAT = "variables"


async def check_variables(settings: Settings, stored: Stored) -> list[Finding]:
    """Names, never values. What may not be named is not read either."""
    claims = await environment_claims(stored.database)
    refused = [
        (
            f"{one.slug} {one.connection} ({one.kind}): {one.name} {refused_name.explanation}",
            refused_name,
        )
        for one in claims.names
        if (refused_name := refusal(one.name, one.slug, claims))
    ]
    if refused:
        do = "rename it in the business's file and in .env, then frontdesk org apply FILE"
        if not all(refused_name.reserved for _, refused_name in refused):
            do += "; or let it: frontdesk org apply FILE --allow-env NAME"
        return [Finding("bad", _WHAT, f"not read: {'; '.join(s for s, _ in refused)}", do)]
    before = [f"{one.name} ({one.slug})" for one in claims.grants if not one.confirmed]
    if before:
        text = f"named before there was a rule: {', '.join(before)}"
        do = "is each its business's own? then frontdesk org apply FILE --allow-env NAME; else rename"
        return [Finding("warn", _WHAT, text, do)]
    return [Finding("ok", _WHAT, "every connection names its business's own")]
