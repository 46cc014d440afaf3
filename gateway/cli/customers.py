"""How commands name a customer."""


def shown_phone(phone: str | None, stated: str | None) -> str | None:
    """The phone that the provider told, or, marked as unproven, the one that the customer wrote."""
    if phone:
        return f"+{phone}"
    return f"+{stated} (stated)" if stated else None
