"""What is said about the name on an appointment, in the three languages (see the package)."""

PHRASES: dict[str, dict[str, tuple[str, ...]]] = {
    "es": {
        "take_your_time": (
            "Sin afán, aquí [te|le] espero. Cuando [quieras|quiera|quieras] me [dices|dice|decís] a nombre de quién.",
            "Con calma. Apenas [sepas|sepa|sepas], me [escribes|escribe|escribís] el nombre.",
        ),
        "why_name": (
            "El nombre es para apartar la cita y saber a quién esperamos.",
            "Es para que la cita quede a nombre de quien viene.",
        ),
        "only_name_missing": (
            "Sí, ya casi: solo me falta el nombre de quien viene.",
            "Listo, solo falta eso: ¿a nombre de quién?",
        ),
        "your_own_name": (
            "Claro. ¿Cómo [te llamas|se llama|te llamás]?",
            "Perfecto. ¿Me [escribes|escribe|escribís] [tu|su] nombre y apellido?",
        ),
        "address_no_name": (
            "Gracias. Me falta el nombre: ¿cómo se llama quien viene?",
            "Ese dato no es un nombre. ¿A nombre de quién la reservo?",
        ),
        "one_of_two": (
            "Cada cita es para una persona. ¿Esta es para {one} o para {other}?",
            "En cada cita va una persona: ¿esta queda a nombre de {one} o de {other}?",
        ),
        "one_person": (
            "Cada cita es para una persona. ¿A nombre de quién dejo esta?",
            "Esta cita es para una persona. ¿Para quién es?",
        ),
        "first_for": (
            "Cada cita es para una persona. ¿Dejo esta a nombre de {name}?",
            "Vamos una por una: ¿esta queda a nombre de {name}?",
        ),
        "ask_their_name": (
            "Claro. ¿Cómo se llama la persona que viene?",
            "Entendido. ¿Cuál es el nombre de quien viene?",
        ),
        "name_noted": ("Anotado, a nombre de {name}.", "Bien, va a nombre de {name}."),
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
        "take_your_time": (
            "Sem pressa, eu espero aqui. Quando puder, me diga em nome de quem.",
            "Com calma. Assim que souber, me escreva o nome.",
        ),
        "why_name": (
            "O nome serve para reservar o horário e saber quem vamos receber.",
            "É para o horário ficar em nome de quem vem.",
        ),
        "only_name_missing": (
            "Sim, quase lá: só falta o nome de quem vem.",
            "Certo, só falta isso: em nome de quem?",
        ),
        "your_own_name": (
            "Claro. Qual é o seu nome?",
            "Perfeito. Pode escrever o seu nome e sobrenome?",
        ),
        "address_no_name": (
            "Obrigado. Falta o nome: como se chama quem vem?",
            "Isso não é um nome. Em nome de quem eu reservo?",
        ),
        "one_of_two": (
            "Cada horário é para uma pessoa. Este é para {one} ou para {other}?",
            "Em cada horário vem uma pessoa: este fica em nome de {one} ou de {other}?",
        ),
        "one_person": (
            "Cada horário é para uma pessoa. Em nome de quem fica este?",
            "Este horário é para uma pessoa. Para quem é?",
        ),
        "first_for": (
            "Cada horário é para uma pessoa. Deixo este em nome de {name}?",
            "Vamos um por um: este fica em nome de {name}?",
        ),
        "ask_their_name": (
            "Claro. Como se chama a pessoa que vem?",
            "Entendi. Qual é o nome de quem vem?",
        ),
        "name_noted": ("Anotado, em nome de {name}.", "Certo, vai em nome de {name}."),
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
        "take_your_time": (
            "No rush, I'll be here. Just tell me the name when you're ready.",
            "Take your time. Send me the name once you know.",
        ),
        "why_name": (
            "The name is so the time is kept for you and we know who is coming.",
            "It's so the appointment is under the name of the person who is coming.",
        ),
        "only_name_missing": (
            "Yes, almost there: all I need is the name of the person coming.",
            "Great, just one thing left: what name should it be under?",
        ),
        "your_own_name": (
            "Sure. What is your name?",
            "Of course. Could you write your first and last name?",
        ),
        "address_no_name": (
            "Thanks. I still need the name: who is coming?",
            "That isn't a name. Who should I put it under?",
        ),
        "one_of_two": (
            "An appointment is for one person. Is this one for {one} or for {other}?",
            "Each appointment is for one person: should this one be for {one} or {other}?",
        ),
        "one_person": (
            "An appointment is for one person. Who is this one for?",
            "This appointment is for one person. Whose name should it be under?",
        ),
        "first_for": (
            "An appointment is for one person. Should I put this one under {name}?",
            "One at a time: is this one for {name}?",
        ),
        "ask_their_name": (
            "Sure. What is the name of the person who is coming?",
            "Got it. What's the name of the person coming?",
        ),
        "name_noted": ("Noted, under {name}.", "All right, it will be under {name}."),
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
