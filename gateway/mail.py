"""One e-mail through the deployment's SMTP server (SMTP_URL)."""

import smtplib
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

from agent.errors import OperatorError
from agent.settings import Settings
from agent.tls import tls_context

EMAIL = "email"
"""The channel of a recipient who has an address instead of a phone."""
SECONDS = 15.0
_PORTS = {"smtp": 587, "smtps": 465}


def sender(settings: Settings) -> str | None:
    """From whom e-mails are."""
    return settings.operator_email_from or settings.operator_email


def send(settings: Settings, to: str, subject: str, text: str) -> None:
    """Blocks for up to some SECONDS. Raises OSError and smtplib.SMTPException as smtplib does, OperatorError for a
    setting that is missing or wrong."""
    source = sender(settings)
    if not settings.smtp_url or not source:
        raise OperatorError("e-mail needs SMTP_URL, and OPERATOR_EMAIL_FROM or OPERATOR_EMAIL")
    message = EmailMessage()
    message["From"] = source
    message["To"] = to
    message["Subject"] = " ".join(subject.split())
    message.set_content(text)
    server = urlsplit(settings.smtp_url.get_secret_value())
    if server.scheme not in _PORTS or not server.hostname:
        raise OperatorError(
            "SMTP_URL is no address such as smtp://user:password@mail.example.com:587"
        )
    with _connection(server) as connection:
        _introduce(connection, server)
        connection.send_message(message)


def _connection(server: SplitResult) -> smtplib.SMTP:
    host, port = server.hostname or "", server.port or _PORTS[server.scheme]
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=tls_context())
    return smtplib.SMTP(host, port, timeout=SECONDS)


def _introduce(connection: smtplib.SMTP, server: SplitResult) -> None:
    connection.ehlo()
    if server.scheme == "smtp" and (server.username or connection.has_extn("starttls")):
        connection.starttls(context=tls_context())  # a password never goes out in the open
    if server.username:
        connection.login(unquote(server.username), unquote(server.password or ""))


def reason(error: Exception) -> str:
    """Without the address, which is a secret, and without the server's words, which may quote one."""
    return str(error) if isinstance(error, OperatorError) else type(error).__name__
