"""The login's pages as HTML, in the browser's language. They need no script."""

from html import escape
from string import Template

LANGUAGES = ("es", "pt", "en")

_TEXTS = {
    "es": {
        "login": "Entrar",
        "email": "Correo electrónico",
        "password": "Contraseña",
        "enter": "Entrar",
        "wrong": "El correo o la contraseña no son correctos.",
        "stale": "La página era vieja. Inténtalo otra vez.",
        "slow": "Demasiados intentos. Espera un momento e inténtalo otra vez.",
        "logout": "Salir",
        "leave": "¿Quieres salir?",
        "choose": "Elige tu contraseña",
        "new": "Contraseña nueva (al menos 12 caracteres)",
        "again": "Otra vez la misma",
        "keep": "Guardar",
        "short": "La contraseña necesita entre 12 y 200 caracteres.",
        "different": "Las dos contraseñas no son iguales.",
        "spent": "Este enlace ya no sirve. Pide otro.",
        "chosen": "La contraseña está guardada. Ya puedes entrar.",
        "down": "Ahora no es posible. Inténtalo en un momento.",
    },
    "pt": {
        "login": "Entrar",
        "email": "E-mail",
        "password": "Senha",
        "enter": "Entrar",
        "wrong": "O e-mail ou a senha não estão certos.",
        "stale": "A página estava antiga. Tente de novo.",
        "slow": "Tentativas demais. Espere um momento e tente de novo.",
        "logout": "Sair",
        "leave": "Quer sair?",
        "choose": "Escolha sua senha",
        "new": "Senha nova (pelo menos 12 caracteres)",
        "again": "A mesma outra vez",
        "keep": "Salvar",
        "short": "A senha precisa de 12 a 200 caracteres.",
        "different": "As duas senhas não são iguais.",
        "spent": "Este link não vale mais. Peça outro.",
        "chosen": "A senha foi salva. Já pode entrar.",
        "down": "Agora não é possível. Tente daqui a pouco.",
    },
    "en": {
        "login": "Log in",
        "email": "E-mail address",
        "password": "Password",
        "enter": "Log in",
        "wrong": "The e-mail address or the password is not right.",
        "stale": "The page was old. Please try again.",
        "slow": "Too many attempts. Please wait a moment and try again.",
        "logout": "Log out",
        "leave": "Do you want to log out?",
        "choose": "Choose your password",
        "new": "New password (at least 12 characters)",
        "again": "The same once more",
        "keep": "Keep it",
        "short": "The password needs 12 to 200 characters.",
        "different": "The two passwords are not the same.",
        "spent": "This link is no longer valid. Please ask for another.",
        "chosen": "The password is kept. You can log in now.",
        "down": "This is not possible right now. Please try again in a moment.",
    },
}

_PAGE = Template("""<!doctype html>
<html lang="$language">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <meta name="robots" content="noindex">
  <title>$title · frontdesk</title>
  <link rel="icon" href="/static/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/static/theme.css">
  <link rel="stylesheet" href="/static/login.css">
  <script type="module" src="/static/login.js"></script>
</head>
<body class="door">
  <main>
    <p class="brand"><img src="/static/icon.svg" alt="" width="26" height="26"><span>frontdesk</span></p>
    <h1>$title</h1>
    $said
    $form
  </main>
</body>
</html>
""")


def language_of(accepted: str) -> str:
    """The first of our languages in an Accept-Language header, else English."""
    wanted = (part.strip().lower()[:2] for part in accepted[:500].split(","))
    return next((language for language in wanted if language in LANGUAGES), "en")


def login_page(language: str, token: str, *, said: str | None = None, email: str = "") -> str:
    """The form; `said` is a key of the texts, shown above it."""
    fields = _field(language, "email", "email", "email", "username", email) + _field(
        language, "password", "password", "password", "current-password"
    )
    return _page(language, "login", said, _form(language, "/login", token, fields, "enter"))


def logout_page(language: str, token: str) -> str:
    """Asks before the session ends."""
    return _page(language, "logout", "leave", _form(language, "/logout", token, "", "logout"))


def choose_page(language: str, token: str, link: str, *, said: str | None = None) -> str:
    """Where a one-time link leads."""
    fields = "".join(
        _field(language, name, name, "password", "new-password") for name in ("new", "again")
    )
    form = _form(language, f"/login/{link}", token, fields, "keep")
    return _page(language, "choose", said, form)


def notice_page(language: str, said: str) -> str:
    """A sentence and nothing to fill in."""
    return _page(language, "login", said, "")


def _page(language: str, title: str, said: str | None, form: str) -> str:
    texts = _TEXTS[language]
    return _PAGE.substitute(
        language=language,
        title=escape(texts[title]),
        said=f'<p class="said" role="alert">{escape(texts[said])}</p>' if said else "",
        form=form,
    )


def _form(language: str, action: str, token: str, fields: str, button: str) -> str:
    return (
        f'<form method="post" action="{escape(action)}">'
        f'<input type="hidden" name="form" value="{escape(token)}">{fields}'
        f'<button type="submit">{escape(_TEXTS[language][button])}</button></form>'
    )


def _field(language: str, label: str, name: str, kind: str, fills: str, value: str = "") -> str:
    return (
        f'<label>{escape(_TEXTS[language][label])}<input type="{kind}" name="{name}" required '
        f'maxlength="254" autocomplete="{fills}" value="{escape(value)}"></label>'
    )
