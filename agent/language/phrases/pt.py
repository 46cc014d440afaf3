"""Portuguese, as it is written on WhatsApp in São Paulo."""

PHRASES: dict[str, tuple[str, ...]] = {
    "greet": (
        "Oi! Aqui é o assistente virtual da {business}.",
        "Olá! Sou o assistente virtual da {business}.",
    ),
    "greet_known": (
        "Oi, {name}! Aqui é o assistente virtual da {business}.",
        "Olá, {name}! Que bom falar com você; sou o assistente virtual da {business}.",
    ),
    "what_can_i_do": (
        "Como posso ajudar? Posso marcar, remarcar ou cancelar um horário e tirar dúvidas.",
        "Me conta o que você precisa: um horário, um preço, o endereço?",
        "Estou por aqui. Você quer marcar um horário ou tem alguma dúvida?",
    ),
    "as_said": ("Como eu dizia:", "Repetindo:"),
    "hello_again": ("Oi de novo! Como posso ajudar?", "Oi! Me diz, do que você precisa?"),
    "at_your_service": (
        "Perfeito. Se precisar de mais alguma coisa, estou por aqui.",
        "Combinado! Qualquer coisa, é só chamar.",
    ),
    "welcome": ("Imagina!", "Por nada!", "De nada! Tenha um ótimo dia."),
    "goodbye": (
        "Até logo! Fique bem.",
        "Tchau! Estamos por aqui quando quiser.",
        "Tudo de bom para você!",
    ),
    "nothing_then": (
        "Tudo bem. Se mudar de ideia, estou por aqui.",
        "Certo, deixamos assim. Qualquer coisa, é só chamar.",
    ),
    "am_assistant": (
        "Sou o assistente virtual da {business}. Se preferir falar com uma pessoa, é só dizer que eu aviso.",
        "Sou um assistente automático da {business}, não uma pessoa. Se quiser falar com alguém da equipe, é só pedir.",
    ),
    "off_limits": (
        "Com isso eu não consigo ajudar. Posso ajudar com os seus horários e com dúvidas sobre serviços e preços.",
        "Isso não está ao meu alcance; aqui eu ajudo com os seus agendamentos, os serviços e o funcionamento.",
    ),
    "opted_out": (
        "Entendido, não envio mais lembretes. Se um dia precisar, estamos por aqui.",
        "Certo, sem mais lembretes. Quando quiser voltar a escrever, estamos por aqui.",
    ),
    "hours": ("Nosso horário: {hours}.", "Atendemos assim: {hours}."),
    "no_price": (
        "O preço de {service} eu não tenho aqui.",
        "De {service} não tenho o valor publicado.",
    ),
    "lasts": ("Dura {duration}.", "Leva {duration}."),
    "services": ("Estes são os nossos serviços:", "Fazemos o seguinte:"),
    "services_some": ("Estes são alguns dos nossos serviços:", "Entre outras coisas, fazemos:"),
    "prices": ("Estes são os valores:", "Os preços são estes:"),
    "prices_some": ("Estes são alguns dos valores:", "Alguns dos preços:"),
    "not_known": (
        "Essa informação eu não tenho.",
        "Isso eu não sei com certeza e prefiro não inventar.",
    ),
    "not_known_partly": (
        "O restante eu não tenho aqui; deixei anotado para a equipe.",
        "Sobre o resto não tenho informação; fica anotado para a equipe.",
    ),
    "offer_human": (
        "Quer que eu avise uma pessoa da equipe?",
        "Posso chamar alguém da equipe para você?",
    ),
    "offer_booking": (
        "Quer que eu procure um horário?",
        "Procuro um horário de {service} para você?",
    ),
    "which_service": (
        "Para qual serviço você quer o horário?",
        "Qual serviço você gostaria de marcar?",
    ),
    "unknown_service": (
        "Esse serviço eu não encontrei na nossa lista.",
        "Não achei esse serviço entre os nossos.",
    ),
    "not_bookable": (
        "{service} não é marcado por aqui; quem combina é a equipe.",
        "Para {service}, o horário é combinado direto com a equipe.",
    ),
    "assessment_first": (
        "Para {service}, primeiro fazemos: {assessment}. Procuro um horário para essa primeira visita?",
        "Antes de {service} vem: {assessment}. Quer que eu marque?",
    ),
    "which_member": (
        "Não encontrei essa pessoa na equipe. Pode ser com {members}; com quem você prefere?",
        "Esse nome eu não tenho. Com quem você prefere: {members}?",
    ),
    "ask_day": (
        "Qual dia e horário ficam melhor para você?",
        "Para que dia você gostaria?",
        "Que outro dia serve para você?",
    ),
    "ask_day_move": ("Qual dia e horário ficam melhor para você?", "Para que dia passamos?"),
    "slots_for": ("Para {service}{who} eu tenho:", "Tenho estes horários para {service}{who}:"),
    "not_exact": (
        "Nesse horário não tenho, mas tenho:",
        "Exatamente nesse horário não tem vaga; os mais próximos:",
    ),
    "nearest": ("O mais próximo:", "Posso oferecer:"),
    "switched": ("Claro, seguimos em português.", "Com prazer, em português."),
    "which_slot": ("Qual fica melhor para você?", "Qual você prefere?", "Qual deles eu reservo?"),
    "which_slot_move": ("Para qual passamos?", "Qual fica melhor para você?"),
    "which_of_these": ("Claro. Só me diz qual destes:", "Com prazer, só falta escolher:"),
    "offer_one": (
        "Tenho vaga {label}. Posso reservar?",
        "Há um horário {label}. Marco para você?",
        "Consigo {label}. Serve para você?",
    ),
    "offer_one_move": ("Tenho vaga {label}. Serve para você?", "Há um horário {label}. Fica bom?"),
    "which_reading": ("Só para não errar: {readings}?", "Você quer dizer {readings}?"),
    "impossible_no_such_day": (
        "Esse dia não existe no calendário.",
        "Essa data não está no calendário.",
    ),
    "impossible_past": ("Esse momento já passou.", "Essa data já ficou para trás."),
    "impossible_no_such_time": (
        "Esse horário eu não entendi bem.",
        "Esse horário não existe, acho que houve um erro de digitação.",
    ),
    "impossible_too_far": (
        "Para essa data a agenda ainda não está aberta.",
        "Tão longe ainda não temos agenda aberta.",
    ),
    "impossible_nonexistent_local_time": (
        "Nesse dia, pela mudança de horário, essa hora não existe.",
        "Essa hora é pulada nesse dia por causa da mudança de horário.",
    ),
    "ask_name": (
        "Perfeito, {label}. Em nome de quem eu reservo?",
        "Para reservar {label}, me passa nome e sobrenome?",
    ),
    "ask_full_name": (
        "O nome não ficou claro para mim. Pode escrever com o sobrenome?",
        "Pode escrever o nome e o sobrenome, por favor?",
    ),
    "taken": ("Esse horário acabou de ser ocupado.", "Acabaram de pegar esse horário."),
    "offer_expired": (
        "Esses horários já não estavam guardados, olhei de novo.",
        "Passou um tempinho, então conferi de novo.",
    ),
    "too_many_open": (
        "Você já está com o máximo de horários marcados por aqui ({limit}). Quer remarcar ou cancelar algum?",
        "Por aqui o máximo de horários marcados é {limit}. Remarcamos ou cancelamos algum?",
    ),
    "overlaps_own": (
        "Nesse horário você já tem outro compromisso aqui: {label}.",
        "Bate com outro horário seu: {label}.",
    ),
    "trouble": ("Não consegui concluir isso agora.", "Isso não deu certo neste momento."),
    "ask_consent": (
        "Aceita receber lembretes do horário por este chat?",
        "Podemos escrever por aqui para lembrar você do horário?",
    ),
    "reminders_on": ("Combinado, deixo anotado.", "Perfeito, anotado: lembretes por aqui."),
    "reminders_off": ("Tudo bem, sem lembretes.", "Certo, não envio lembretes."),
    "no_appointments": (
        "Não encontrei horários marcados para você. Quer marcar um?",
        "Você não tem horários marcados com a gente. Procuramos um?",
    ),
    "one_appointment": ("Você tem {appointment}.", "Seu horário: {appointment}."),
    "your_appointments": ("Estes são os seus horários:", "Você tem estes horários:"),
    "which_cancel": ("Qual você quer cancelar?", "Qual destes cancelamos?"),
    "which_confirm": ("Qual você confirma?", "Qual destes confirmamos?"),
    "which_move": ("Qual você quer remarcar?", "Qual destes remarcamos?"),
    "ask_cancel": (
        "É o horário de {service} {label}. Cancelo? Se preferir, também posso remarcar.",
        "Cancelo o seu horário de {service} {label}? Também dá para remarcar.",
    ),
    "kept": (
        "Tudo bem, o horário continua como estava.",
        "Certo, não mudo nada: o horário fica igual.",
    ),
    "after_cancel": (
        "Quando quiser outro horário, é só chamar.",
        "Se mais para frente quiser marcar de novo, estou por aqui.",
    ),
    "already_cancelled": (
        "Esse horário já estava cancelado.",
        "Já estava cancelado; não precisa fazer mais nada.",
    ),
    "too_late": (
        "Esse horário eu já não consigo cancelar por aqui. {reason}",
        "Por aqui já não dá para cancelar. {reason}",
    ),
    "too_late_move": (
        "Esse horário eu já não consigo remarcar por aqui. {reason}",
        "Por aqui já não dá para remarcar. {reason}",
    ),
    "already_confirmed": (
        "O horário {label} já estava confirmado. Obrigado!",
        "Já estava confirmado, o horário {label}. Obrigado por avisar!",
    ),
    "move_to_when": (
        "Claro. Para que dia e hora passamos o horário {label}?",
        "Com prazer. Para quando mudamos o horário {label}?",
    ),
    "called": ("Já avisei uma pessoa da equipe.", "Pronto, avisei a equipe."),
    "already_called": ("A equipe já está avisada.", "Eu já tinha avisado a equipe."),
    "answers_now": (
        "Assim que puder, respondem por aqui.",
        "Alguém escreve para você por este chat assim que puder.",
    ),
    "answers_later": (
        "Agora não há ninguém atendendo; respondem {when}.",
        "Neste momento está fechado; escrevem para você {when}.",
    ),
    "answers_later_unknown": (
        "Agora não há ninguém atendendo; respondem quando abrir.",
        "Neste momento está fechado; escrevem para você na abertura.",
    ),
    "notice_waits": (
        "Guardei a sua mensagem para a equipe, mas eles ainda não a receberam: o aviso não está saindo e continuo tentando.",
        "Deixei a sua mensagem para a equipe; ainda não chegou até eles, continuo tentando.",
    ),
    "find_us": ("Você também nos encontra em {where}.", "Estamos em {where}."),
    "find_us_now": ("Agora estamos atendendo em {where}.", "Em {where} há alguém agora."),
    "find_us_later": (
        "Você também nos encontra em {where}; abrimos {when}.",
        "Estamos em {where} e abrimos {when}.",
    ),
    "nobody_to_call": (
        "Não consegui avisar uma pessoa agora. Enquanto isso, posso ajudar com horários, preços e serviços.",
        "Neste momento não consegui avisar ninguém da equipe. Se quiser, seguimos por aqui com o seu horário.",
    ),
    "sorry": ("Sinto muito pelo que aconteceu.", "Lamento o ocorrido."),
    "sorry_not_understood": (
        "Desculpa, não estou conseguindo entender.",
        "Perdão, não consegui entender.",
    ),
    "clarify_general": (
        "Desculpa, não entendi. Pode dizer de outro jeito? Por exemplo: «quero marcar» ou «quanto custa».",
        "Não sei se entendi bem. Você pode dizer, por exemplo: «marcar», «remarcar» ou «endereço».",
    ),
    "clarify_slot": (
        "Desculpa, não entendi qual. Pode dizer «o primeiro», um horário, ou por exemplo «melhor na quinta».",
        "Qual desses horários? Vale dizer «o segundo» ou pedir outro dia.",
    ),
    "clarify_day": (
        "Desculpa, não entendi o dia. Por exemplo: «amanhã à tarde» ou «quinta cedo».",
        "Me diz o dia e a hora? Por exemplo: «sexta de manhã».",
    ),
    "clarify_name": (
        "Pode escrever só o nome e o sobrenome de quem vem?",
        "Para a reserva falta o nome, por exemplo: «em nome da minha mãe» e o nome completo dela.",
    ),
    "clarify_service": (
        "Desculpa, não reconheci o serviço. Pode escrever como na lista ou dizer «o primeiro».",
        "Qual dos serviços da lista seria? Também vale «o segundo».",
    ),
    "clarify_cancel": (
        "Desculpa: cancelo, remarco ou deixo como está?",
        "Pode responder com «cancelar», «remarcar» ou «deixar»?",
    ),
    "clarify_yes_no": (
        "Desculpa, não entendi. Pode responder com «sim» ou «não»?",
        "Seria um «sim» ou um «não»?",
    ),
    "clarify_which": (
        "Desculpa, qual deles? Por exemplo: «o primeiro».",
        "Me diz qual: o primeiro, o segundo…?",
    ),
}
