"""Who attends (see the package)."""

PHRASES: dict[str, dict[str, tuple[str, ...]]] = {
    "es": {
        "attends_you": ("[Te|Lo] atiende {people}.", "Con {people}."),
        "team": ("Atienden {people}.", "En el equipo: {people}."),
        "nobody_else": ("No hay nadie más para eso.", "Nadie más lo atiende."),
    },
    "pt": {
        "attends_you": ("Quem atende: {people}.", "Com {people}."),
        "team": ("Atendem: {people}.", "Na equipe: {people}."),
        "nobody_else": ("Não há mais ninguém para isso.", "Ninguém mais atende isso."),
    },
    "en": {
        "attends_you": ("That's with {people}.", "You'd be seen by {people}."),
        "team": ("Our team: {people}.", "Here you can see {people}."),
        "nobody_else": ("There's nobody else for that.", "Nobody else does that."),
    },
}
