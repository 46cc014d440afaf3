"""Checks whether tools and turns can reach the data through Supabase."""

import base64
import json

from pydantic import SecretStr

from agent.errors import AccessRefused, DatabaseUnavailable, OperatorError, QueryError
from agent.settings import Settings
from gateway.checks.finding import Finding
from gateway.container import open_database
from gateway.organizations.rows import list_organizations
from gateway.tools_database import open_tools_database, refuse_half_of_it

_WHAT = "Supabase"


async def check_supabase(settings: Settings) -> list[Finding]:
    """What runs through it, and what one of the two addresses alone switches off."""
    try:
        refuse_half_of_it(settings)
    except OperatorError as error:
        return [Finding("bad", _WHAT, str(error), "nothing starts like this")]
    if settings.supabase_url is None:
        text = "SUPABASE_URL is not set: no login for staff there"
        return [Finding("off", _WHAT, text)]
    try:
        return [await _compare_databases(settings)]
    except OperatorError as error:
        return [Finding("bad", _WHAT, str(error), "copy it again; nothing starts like this")]
    except AccessRefused:
        text = "the service key is refused: messages are kept, not answered"
        if _is_public(settings.supabase_service_role_key):
            text = "SUPABASE_SERVICE_ROLE_KEY holds the public key: messages are kept, not answered"
        do = "SUPABASE_SERVICE_ROLE_KEY is the project's secret key (service_role)"
        return [Finding("bad", _WHAT, text, do)]
    except DatabaseUnavailable:
        text = "it or DATABASE_URL does not answer: messages are kept, not answered"
        return [Finding("bad", _WHAT, text, "check SUPABASE_URL")]
    except QueryError as error:
        if error.sqlstate is None:  # PostgREST's own words: there is no such path or schema
            do = "SUPABASE_URL is the project's address alone, and `public` an exposed schema?"
            return [Finding("bad", _WHAT, f"its REST API says: {error}", do)]
        text = f"does not know our functions ({error.sqlstate})"
        do = "run `frontdesk migrate`; is this the service role's key?"
        return [Finding("bad", _WHAT, text, do)]


def _is_public(key: SecretStr | None) -> bool:
    """Whether this is the key that stands in pages: `sb_publishable_…`, or a token of `anon`."""
    text = key.get_secret_value() if key else ""
    if text.startswith("sb_publishable_"):
        return True
    try:
        claims = json.loads(base64.urlsafe_b64decode(text.split(".")[1] + "=="))
    except (IndexError, ValueError):
        return False
    return isinstance(claims, dict) and claims.get("role") == "anon"


async def _compare_databases(settings: Settings) -> Finding:
    """The same question on both ways tells whether they lead to one database."""
    async with (
        open_database(settings) as direct,
        open_tools_database(settings, direct) as database,
    ):
        there = await list_organizations(database)
        here = await list_organizations(direct)
    if {one.id for one in there} != {one.id for one in here}:
        text = "is another database than DATABASE_URL"
        return Finding("bad", _WHAT, text, "both must lead to the same project")
    return Finding("ok", _WHAT, "reachable, the key is taken; tools and turns run through it")
