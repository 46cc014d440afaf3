"""Portuguese for visits of several services, and for services and people that cannot be had."""

PHRASES: dict[str, tuple[str, ...]] = {
    "slots_for_visit": (
        "Para {service}, em uma só visita{who}, tenho:",
        "Tenho estes horários para começar com {service}, tudo em sequência{who}:",
    ),
    "offer_visit": (
        "Tenho {label}, tudo em sequência:{parts}\nPosso reservar a visita?",
        "Há vaga {label}, um depois do outro:{parts}\nVamos agendar?",
    ),
    "offer_visit_move": (
        "Posso passar a visita inteira, tenho {label}:{parts}\nServe para você?",
        "A visita inteira cabe {label}:{parts}\nFica bom?",
    ),
    "ask_cancel_visit": (
        "É uma só visita {label}: {service}. Cancelo inteira? Também posso remarcar.",
        "{service} estão na mesma visita {label}. Cancelo tudo? Também posso passar para outro dia.",
    ),
    "move_visit_to_when": (
        "Claro, a visita {label} muda inteira ({service}). Para que dia e horário?",
        "Pode deixar, mudo a visita toda {label}: {service}. Para que dia e horário?",
    ),
    "too_many_services": (
        "Em uma só visita cabem até {limit} serviços.",
        "Por visita posso agendar no máximo {limit} serviços.",
    ),
    "nobody_performs": (
        "No momento ninguém da equipe faz {service}.",
        "{service} ninguém da equipe está fazendo por enquanto.",
    ),
    "other_member": ("{member} não faz esse serviço.", "Esse serviço {member} não faz."),
    "which_of_members": (
        "Com quem você prefere: {members}?",
        "Você pode escolher {members}, com quem seria?",
    ),
    "only_member": (
        "Quem faz é {members}. Posso procurar um horário?",
        "É {members} quem faz. Vamos ver a agenda?",
    ),
    "too_many_of": (
        "De {service} você já tem o máximo de consultas marcadas por aqui ({limit}). Quer remarcar ou cancelar alguma?",
        "Por aqui o máximo de consultas marcadas de {service} é {limit}. Remarcamos ou cancelamos alguma?",
    ),
    "taken_with": (
        "Com {member} esse horário acabou de ser ocupado.",
        "Esse horário com {member} acabaram de pegar.",
    ),
    "move_dropped": (
        "Certo, seu horário continua como estava: {label}.",
        "Tudo bem, não mudo nada. Seu horário continua como estava: {label}.",
    ),
    "whom_not": (
        "Com quem não? Esses horários são com {members}.",
        "Claro, com quem você prefere que não seja? Esses horários são com {members}.",
    ),
    "only_they_do": (
        "Só {members} fazem esse serviço. Com quem posso procurar um horário?",
        "Aqui esse serviço é feito só por {members}. Serve com alguém dessa lista?",
    ),
    "only_one_does": (
        "Só {members} faz esse serviço. Procuro um horário mesmo assim?",
        "Aqui esse serviço é feito só por {members}. Quer marcar mesmo assim?",
    ),
}
