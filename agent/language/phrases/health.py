"""What is said when only a professional may answer (see the package)."""

PHRASES: dict[str, dict[str, tuple[str, ...]]] = {
    "es": {
        "health_for_professionals": (
            "Eso [te|le] lo debe responder una profesional: por aquí no damos indicaciones de salud.",
            "Prefiero que eso lo diga una profesional; por este chat no damos indicaciones de salud.",
        ),
    },
    "pt": {
        "health_for_professionals": (
            "Isso quem deve responder é um profissional: por aqui não damos orientação de saúde.",
            "Prefiro que um profissional responda isso; por este chat não damos orientação de saúde.",
        ),
    },
    "en": {
        "health_for_professionals": (
            "That's for one of our professionals to answer: we don't give health advice here.",
            "I'd rather a professional answered that; we don't give health advice in this chat.",
        ),
    },
}
