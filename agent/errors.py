"""Every error we raise on purpose, named by who must act.

FrontdeskError
├── CallerError          the request is wrong; the caller changes it
│   ├── NotFound
│   └── Unauthorized
├── OperatorError        configuration or deployment; a person who runs this acts
│   └── MigrationError
├── DatabaseUnavailable  the database cannot be reached; try again later
│   └── AccessRefused    … because it does not take the key that is configured
├── RedisUnavailable     Redis cannot be used; go on without it
└── ProviderError        a provider's side
    ├── SendError        the message was certainly not taken
    ├── SendUnknown      nobody knows whether the message was taken
    ├── MediaError       a received file could not be fetched or kept
    ├── Unreadable       a received file could not be turned into words
    ├── EmbeddingError   no usable embeddings came back
    └── BusinessSystemError  a business's own system gave no usable answer

Anything else is a bug and is allowed to surface; QueryError is one, with the database's word for it,
and UnexpectedAnswer another.
"""


class FrontdeskError(Exception):
    """Something that frontdesk refuses or cannot do."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip())


class CallerError(FrontdeskError):
    """The request is not valid."""


class NotFound(CallerError):
    """There is no such thing here."""


class Unauthorized(CallerError):
    """The request carries no valid credentials."""


class OperatorError(FrontdeskError):
    """The deployment is not configured correctly."""


class MigrationError(OperatorError):
    """The database's schema does not match the migrations."""


class DatabaseUnavailable(FrontdeskError):
    """The database cannot be reached right now."""


class AccessRefused(DatabaseUnavailable):
    """The database does not take the key that is configured."""


class RedisUnavailable(FrontdeskError):
    """Redis cannot be used right now."""


class ProviderError(FrontdeskError):
    """The provider did not do what was asked."""


class SendError(ProviderError):
    """The provider refused the message.

    `permanent`: the provider's own words prove that this message, or this recipient, can never
    work. Everything else waits: `about_message` when it may be about this message alone, else it
    would happen to every message of the connection. `retry_after`: seconds that the provider asks for.
    """

    def __init__(
        self,
        message: str,
        *,
        permanent: bool,
        code: str | None = None,
        about_message: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.code = code
        self.about_message = about_message
        self.retry_after = retry_after


class SendUnknown(ProviderError):
    """The provider did not answer, so the message may or may not have been taken.

    `answered`: it said that it is in trouble (5xx), which makes it unlikely but proves nothing; `unavailable`:
    that it takes nothing for now (503), which nearly does.
    """

    def __init__(
        self,
        message: str | None = None,
        *,
        answered: bool = False,
        unavailable: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.answered = answered
        self.unavailable = unavailable
        self.retry_after = retry_after


class MediaError(ProviderError):
    """The file could not be fetched."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.permanent = permanent


class MediaDamaged(MediaError):
    """The file is not the one that was sent."""


class MediaNotTaken(MediaError):
    """The file is of a kind that is not even kept."""

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=True)


class MediaTooLarge(MediaError):
    """The file is larger than what is taken."""

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=True)


class Unreadable(ProviderError):
    """The file could not be read.

    `reason` is one of agent.files.reader.Reason; with `later`, another try may succeed.
    """

    def __init__(self, reason: str, *, later: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.later = later


class EmbeddingError(ProviderError):
    """The embedding service gave no usable answer."""


class BusinessSystemError(ProviderError):
    """A business's own system gave no usable answer. `reason` is one word for it: slow, too_large, refused,
    unreachable, failed, resting."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class QueryError(Exception):
    """The database refused a statement; `sqlstate` says why, None when it has no code.

    Where a driver has an error of its own with a `sqlstate`, that surfaces instead. Not a
    FrontdeskError: its words may quote a customer's, and the log shows only those that cannot.
    """

    def __init__(self, message: str, sqlstate: str | None) -> None:
        super().__init__(message)
        self.sqlstate = sqlstate


class UnexpectedAnswer(ValueError):
    """An SQL function answered something else than its type; the message names the place, no value."""
