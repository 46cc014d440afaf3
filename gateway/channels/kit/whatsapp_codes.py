"""Codes of WhatsApp's Cloud API and of Gupshup: which failures are final, and which pass by themselves.

Final is what this message, or this recipient, can never overcome. Everything that stands in neither
list may be mended by the provider or by an operator: it waits.
"""

FINAL_CODES = frozenset(
    {
        # Gupshup: not on WhatsApp; outside of the window, or without consent.
        "1002", "1004", "1005", "1006", "1007", "1008", "470",
        # Meta: undeliverable, the window is closed, the sender itself, opted out, an experiment.
        "131026", "131047", "131021", "131050", "130472",
        # Meta: a message of this kind is not supported.
        "131051",
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
"""These say that any message would have failed now."""
