"""What is said about the name on an appointment, in the three languages (see the package)."""

PHRASES: dict[str, dict[str, tuple[str, ...]]] = {
    "es": {
        "confirm_name": (
            "¿La reservo a nombre de {name}?",
            "Para estar seguros: ¿queda a nombre de {name}?",
        ),
        "ask_right_name": (
            "Claro, lo corrijo. ¿Cómo es el nombre completo?",
            "Lo arreglo enseguida. ¿Me [escribes|escribe|escribís] el nombre completo como debe quedar?",
        ),
        "which_rename": (
            "¿En cuál de tus citas corrijo el nombre?",
            "¿El nombre de cuál cita corrijo?",
        ),
        "whose_name": (
            "La cita {label} está a nombre de {name}.",
            "Por ahora la cita {label} está a nombre de {name}.",
        ),
        "already_named": (
            "La cita ya está a nombre de {name}.",
            "Así está: la cita es a nombre de {name}.",
        ),
        "name_overlaps": (
            "A nombre de esa persona ya hay otra cita a esa hora, así que no lo cambié.",
            "Esa persona ya tiene otra cita a esa misma hora; por eso no cambié el nombre.",
        ),
    },
    "pt": {
        "confirm_name": (
            "Reservo em nome de {name}?",
            "Só para ter certeza: fica em nome de {name}?",
        ),
        "ask_right_name": (
            "Claro, eu corrijo. Qual é o nome completo?",
            "Já arrumo. Pode escrever o nome completo como deve ficar?",
        ),
        "which_rename": (
            "Em qual dos seus horários eu corrijo o nome?",
            "O nome de qual horário eu corrijo?",
        ),
        "whose_name": (
            "O horário {label} está em nome de {name}.",
            "Por enquanto o horário {label} está em nome de {name}.",
        ),
        "already_named": (
            "O horário já está em nome de {name}.",
            "Está assim: o horário é em nome de {name}.",
        ),
        "name_overlaps": (
            "Essa pessoa já tem outro horário na mesma hora, por isso não mudei o nome.",
            "Em nome dessa pessoa já existe outro horário na mesma hora; não mudei o nome.",
        ),
    },
    "en": {
        "confirm_name": (
            "Should I put it under {name}?",
            "Just to be sure: is it for {name}?",
        ),
        "ask_right_name": (
            "Sure, I'll fix that. What is the full name?",
            "I'll put that right. Could you write the full name as it should be?",
        ),
        "which_rename": (
            "On which of your appointments should I correct the name?",
            "Which appointment has the wrong name?",
        ),
        "whose_name": (
            "The appointment {label} is under {name}.",
            "Right now the appointment {label} is under {name}.",
        ),
        "already_named": (
            "The appointment is already under {name}.",
            "That is how it stands: the appointment is under {name}.",
        ),
        "name_overlaps": (
            "That person already has another appointment at that time, so I left the name as it was.",
            "There is another appointment for that person at the same time, so I didn't change the name.",
        ),
    },
}
