"""Codes of WhatsApp's Cloud API and of Gupshup: which failures are final, and which pass by themselves.

Final is what this message, or this recipient, can never overcome. Everything that stands in neither
list may be mended by the provider or by an operator: it waits. An account that is locked or blocked
(131031, 368) is such a case: Meta advises not to try again, and every message of the account waits.
"""

FINAL_CODES = frozenset(
    {
        # Gupshup: not on WhatsApp; outside of the window, or without consent.
        "1002", "1004", "1005", "1006", "1007", "1008", "470",
        # Meta: undeliverable, the window is closed, the sender itself, opted out, an experiment.
        "131026", "131047", "131021", "131050", "130472",
        # Meta: the number is not one of those that a test account may write to; a BSUID is not served.
        "131030", "131062",
        # Meta: kept back, which it says of a day or longer.
        "131049",
        # Meta: a message of this kind is not supported, or what it says is not valid.
        "131051", "131008", "131009",
        # Meta: the template: its parameters, its text, its rules, or that it is not there, paused, off.
        "132000", "132001", "132005", "132007", "132008", "132012", "132015", "132016",
    }
)  # fmt: skip

PASSING_CODES = frozenset(
    {
        # Gupshup: no balance; too many messages.
        "1003", "4001",
        # Meta: limits of rate, of the pair and of spam; its own trouble; a locked or unpaid account.
        "4", "80007", "130429", "131048", "131056",
        "1", "2", "131000", "131016", "131057", "133004", "133016",
        "131031", "131042", "190", "368",
    }
)  # fmt: skip
"""These say that any message would have failed now. (131053, a file that Meta could not fetch, is about
its message alone and stands in neither list.)"""

NOT_TAKEN_CODES = PASSING_CODES - {"1", "2", "131000", "190"}
"""These say so whatever the HTTP status is; the others of Meta's own trouble tell nothing."""

_TOKEN_CODES = frozenset({"0", "10", "190"})


def is_of_the_token(code: str) -> bool:
    """Whether a code of Meta's says that the access token is wrong, expired or lacks a permission."""
    return code in _TOKEN_CODES or (code.isdigit() and 200 <= int(code) <= 299)
