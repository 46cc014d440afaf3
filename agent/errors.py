"""Every error we raise on purpose, named by who must act.

FrontdeskError
├── CallerError          the request is wrong; the caller changes it
│   ├── NotFound
│   └── Unauthorized
├── OperatorError        configuration or deployment; a person who runs this acts
│   └── MigrationError
├── DatabaseUnavailable  the database cannot be reached; try again later
└── ProviderError        a provider's side
    ├── SendError        a definite answer that the message was not taken
    ├── SendUnknown      no answer: nobody knows whether the message was taken
    ├── MediaError       a received file could not be fetched or kept
    └── Unreadable       a received file could not be turned into words

Anything else is a bug and is allowed to surface.
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


class ProviderError(FrontdeskError):
    """The provider did not do what was asked."""


class SendError(ProviderError):
    """The provider refused the message."""

    def __init__(self, message: str, *, permanent: bool, code: str | None = None) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.code = code


class SendUnknown(ProviderError):
    """The provider did not answer, so the message may or may not have been taken."""


class MediaError(ProviderError):
    """The file could not be fetched."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.permanent = permanent


class MediaTooLarge(MediaError):
    """The file is larger than what is taken."""

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=True)


class Unreadable(ProviderError):
    """The file could not be read.

    `reason` is one of agent.media.Reason; with `later`, another try may succeed.
    """

    def __init__(self, reason: str, *, later: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.later = later
