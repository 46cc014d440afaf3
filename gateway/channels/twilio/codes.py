"""Twilio's error codes, of an answer (`code`) and of a status (`ErrorCode`), by what follows from them.

Source: the error dictionary, twilio.com/docs/api/errors. Codes that stand in no list may be about one
message: it waits, and is given up after a day.
"""

WINDOW_CLOSED = "63016"
"""Free text more than 24 hours after the customer's last message; mostly told by a status."""

FINAL = frozenset(
    {
        WINDOW_CLOSED,
        # The recipient: no valid number, no mobile, opted out, nobody on WhatsApp, not in the sandbox.
        "21211", "21610", "21614", "63003", "63015", "63024",
        # WhatsApp does not let this recipient have it: an experiment, a block, a limit of its own.
        "63032", "63033", "63049",
        # The message: to the sender itself, too long, with contents that are not taken.
        "21266", "63031", "21617", "63005", "63013", "63021",
    }
)  # fmt: skip

OF_THE_CONNECTION = frozenset(
    {
        # Too many requests or messages.
        "14107", "20429", "21611", "30001", "63018", "63038",
        # Trouble of the channel's.
        "63010", "63012",
        # The key, the account, the sender.
        "20003", "20005", "30002", "63001", "63002", "63007", "63020", "63051", "63112",
        "21212", "21603", "21606", "21659", "21660", "21703", "21704", "21705",
    }
)  # fmt: skip
"""Any message would have failed then: all wait, and what failed is sent again."""
