"""What is said about the waiting list, in the three languages (see the package)."""

PHRASES: dict[str, dict[str, tuple[str, ...]]] = {
    "es": {
        "or_wait_day": (
            "O [te|le] aviso si se libera algo ese día.",
            "También [te|le] puedo avisar si se libera algo ese día.",
        ),
        "or_wait_days": (
            "O [te|le] aviso si se libera algo en esos días.",
            "También [te|le] puedo avisar si se libera algo en esos días.",
        ),
        "or_wait_hour": (
            "O [te|le] aviso si se libera esa hora.",
            "También [te|le] puedo avisar si se libera esa hora.",
        ),
        "ask_wait_day": (
            "¿[Te|Le] aviso si se libera algo ese día? También podemos mirar otro.",
            "¿[Quieres|Quiere|Querés] que [te|le] avise si se libera algo ese día? O buscamos otro.",
        ),
        "ask_wait_days": (
            "¿[Te|Le] aviso si se libera algo en esos días? También podemos mirar otros.",
            "¿[Quieres|Quiere|Querés] que [te|le] avise si se libera algo en esos días? O buscamos otros.",
        ),
        "ask_wait_hour": (
            "¿[Te|Le] aviso si se libera esa hora? También podemos mirar otra.",
            "¿[Quieres|Quiere|Querés] que [te|le] avise si se libera esa hora? O buscamos otra.",
        ),
        "ask_wait_name": (
            "Claro. ¿A nombre de quién [te|lo] anoto en la lista de espera?",
            "Con gusto. Para la lista de espera, ¿me [regalas|regala|das] nombre y apellido?",
        ),
        "on_list": (
            "Listo, [quedas|queda|quedás] en la lista de espera: {wait}. [Te|Le] escribo por aquí si se libera.",
            "Anotado en la lista de espera: {wait}. Si se libera, [te|le] escribo por este chat.",
        ),
        "already_on_list": (
            "Ya [estás|está] en la lista de espera: {wait}. [Te|Le] escribo si se libera.",
            "[Sigues|Sigue|Seguís] en la lista de espera: {wait}. Si se libera, [te|le] aviso.",
        ),
        "waiting_for": (
            "[Estás|Está] en la lista de espera: {waits}. [Te|Le] escribo si se libera.",
            "Sí: {waits}. Si se libera, [te|le] aviso por aquí.",
        ),
        "free_after_all": ("¡Mira, sí hay espacio!", "¡Justo hay espacio!"),
        "too_many_waits": (
            "Ya [estás|está] en {limit} listas de espera, que es el máximo. ¿[Quieres|Quiere|Querés] que [te|le] saque de alguna?",
            "El máximo de listas de espera es {limit}. ¿De cuál [te|le] saco?",
        ),
        "cannot_wait": (
            "Por este medio no puedo avisar[te|le] más tarde. ¿Miramos otro día?",
            "Desde aquí no puedo escribir[te|le] después. ¿Buscamos otro día?",
        ),
        "declined": (
            "De acuerdo, se la ofrezco a otra persona. ¿[Te|Le] sigo avisando si se libera otra hora?",
            "Listo, esa se la paso a quien sigue. ¿[Quieres|Quiere|Querés] seguir en la lista por si se libera otra?",
        ),
        "off_list": (
            "Listo, ya no [estás|está] en la lista de espera.",
            "Hecho, [te|le] saqué de la lista de espera.",
        ),
        "not_on_list": (
            "No [estás|está] en ninguna lista de espera.",
            "No [te|lo] tengo en ninguna lista de espera.",
        ),
        "which_wait": ("¿De cuál [te|lo] saco?", "¿Cuál de estas esperas dejamos?"),
    },
    "pt": {
        "or_wait_day": (
            "Ou te aviso se abrir uma vaga nesse dia.",
            "Também posso te avisar se abrir uma vaga nesse dia.",
        ),
        "or_wait_days": (
            "Ou te aviso se abrir uma vaga nesses dias.",
            "Também posso te avisar se abrir uma vaga nesses dias.",
        ),
        "or_wait_hour": (
            "Ou te aviso se esse horário vagar.",
            "Também posso te avisar se esse horário vagar.",
        ),
        "ask_wait_day": (
            "Quer que eu te avise se abrir uma vaga nesse dia? Também podemos ver outro.",
            "Te aviso se abrir uma vaga nesse dia? Ou procuramos outro.",
        ),
        "ask_wait_days": (
            "Quer que eu te avise se abrir uma vaga nesses dias? Também podemos ver outros.",
            "Te aviso se abrir uma vaga nesses dias? Ou procuramos outros.",
        ),
        "ask_wait_hour": (
            "Quer que eu te avise se esse horário vagar? Também podemos ver outro.",
            "Te aviso se esse horário vagar? Ou procuramos outro.",
        ),
        "ask_wait_name": (
            "Claro. Em nome de quem eu coloco na lista de espera?",
            "Com prazer. Para a lista de espera, me passa nome e sobrenome?",
        ),
        "on_list": (
            "Pronto, você está na lista de espera: {wait}. Escrevo por aqui se abrir uma vaga.",
            "Anotado na lista de espera: {wait}. Se abrir uma vaga, te escrevo por este chat.",
        ),
        "already_on_list": (
            "Você já está na lista de espera: {wait}. Escrevo se abrir uma vaga.",
            "Você continua na lista de espera: {wait}. Se abrir uma vaga, te aviso.",
        ),
        "waiting_for": (
            "Você está na lista de espera: {waits}. Escrevo se abrir uma vaga.",
            "Sim: {waits}. Se abrir uma vaga, te aviso por aqui.",
        ),
        "free_after_all": ("Olha, tem vaga sim!", "Acabou de ter vaga!"),
        "too_many_waits": (
            "Você já está em {limit} listas de espera, que é o máximo. Quer que eu tire você de alguma?",
            "O máximo de listas de espera é {limit}. De qual eu tiro você?",
        ),
        "cannot_wait": (
            "Por este canal não consigo te avisar depois. Vemos outro dia?",
            "Daqui não consigo te escrever mais tarde. Procuramos outro dia?",
        ),
        "declined": (
            "Tudo bem, ofereço para outra pessoa. Continuo te avisando se abrir outro horário?",
            "Certo, esse passo para a próxima pessoa. Quer continuar na lista, caso abra outro?",
        ),
        "off_list": (
            "Pronto, você não está mais na lista de espera.",
            "Feito, tirei você da lista de espera.",
        ),
        "not_on_list": (
            "Você não está em nenhuma lista de espera.",
            "Não encontrei você em nenhuma lista de espera.",
        ),
        "which_wait": ("De qual eu tiro você?", "Qual destas esperas deixamos?"),
    },
    "en": {
        "or_wait_day": (
            "Or I can let you know if something opens up that day.",
            "I can also tell you if something opens up that day.",
        ),
        "or_wait_days": (
            "Or I can let you know if something opens up on those days.",
            "I can also tell you if something opens up on those days.",
        ),
        "or_wait_hour": (
            "Or I can let you know if that time opens up.",
            "I can also tell you if that time opens up.",
        ),
        "ask_wait_day": (
            "Should I let you know if something opens up that day? We can look at another one, too.",
            "Would you like me to tell you if something opens up that day? Or we try another one.",
        ),
        "ask_wait_days": (
            "Should I let you know if something opens up on those days? We can look at others, too.",
            "Would you like me to tell you if something opens up on those days? Or we try others.",
        ),
        "ask_wait_hour": (
            "Should I let you know if that time opens up? We can look at another one, too.",
            "Would you like me to tell you if that time opens up? Or we try another one.",
        ),
        "ask_wait_name": (
            "Sure. What name should I put on the waiting list?",
            "Happy to. Which first and last name should I put on the waiting list?",
        ),
        "on_list": (
            "Done, you're on the waiting list: {wait}. I'll write to you here if it opens up.",
            "You're on the waiting list now: {wait}. If it opens up, I'll write to you here.",
        ),
        "already_on_list": (
            "You're already on the waiting list: {wait}. I'll write if it opens up.",
            "You're still on the waiting list: {wait}. I'll let you know if it opens up.",
        ),
        "waiting_for": (
            "You're on the waiting list: {waits}. I'll write if it opens up.",
            "Yes: {waits}. I'll let you know here if it opens up.",
        ),
        "free_after_all": ("Good news, there is room!", "There is room after all!"),
        "too_many_waits": (
            "You're on {limit} waiting lists already, which is the most I can do. Should I take you off one?",
            "The most is {limit} waiting lists. Which one should I take you off?",
        ),
        "cannot_wait": (
            "I can't write to you later from here. Should we look at another day?",
            "From here I can't reach you afterwards. Shall we try another day?",
        ),
        "declined": (
            "All right, I'll offer it to someone else. Should I still tell you if another time opens up?",
            "OK, that one goes to the next person. Would you like to stay on the list for another time?",
        ),
        "off_list": (
            "Done, you're off the waiting list.",
            "I've taken you off the waiting list.",
        ),
        "not_on_list": (
            "You're not on any waiting list.",
            "I don't have you on any waiting list.",
        ),
        "which_wait": ("Which one should I take you off?", "Which of these should I drop?"),
    },
}
