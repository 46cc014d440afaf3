"""Puts the login of staff together: its pages, and the sessions that other pages ask for."""

from dataclasses import dataclass

from fastapi import APIRouter

from agent.clock import Clock
from agent.data.database import Database
from agent.settings import Settings
from gateway.access.account_page import account_router
from gateway.access.factor_page import factor_router
from gateway.access.factors import Factors
from gateway.access.limits import RateLimits
from gateway.access.login_page import login_router
from gateway.access.login_tries import LoginTries
from gateway.access.logins import Logins
from gateway.access.passwords import Passwords
from gateway.access.secret_key import derive_key
from gateway.access.sessions import Sessions
from gateway.access.staff import StaffAccounts
from gateway.access.vault import vault_of


@dataclass(frozen=True, slots=True)
class StaffDoors:
    """`sessions` for whatever staff may see; `routers` with the pages, in their order."""

    sessions: Sessions
    routers: tuple[APIRouter, ...]


def staff_doors(
    settings: Settings, database: Database, limits: RateLimits, clock: Clock
) -> StaffDoors:
    """The login over this database."""
    passwords = Passwords()
    accounts = StaffAccounts(database, passwords)
    sessions = Sessions(settings, accounts)
    factors = Factors(database, vault_of(settings), clock)
    tries = LoginTries(database, derive_key(settings, "login tries"))
    logins = Logins(database, accounts, factors, passwords, limits, tries)
    return StaffDoors(
        sessions,
        (
            account_router(sessions, accounts, factors, tries, database),
            # Before `/login/{link}`, which would take `/login/enrol` for a link.
            factor_router(sessions, factors, logins, database),
            login_router(sessions, accounts, logins, limits),
        ),
    )
