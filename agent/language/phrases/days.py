"""What is said about the hours of certain days, in the three languages (see the package)."""

PHRASES: dict[str, dict[str, tuple[str, ...]]] = {
    "es": {
        "day_open": (
            "{day}{why} atendemos {hours}.",
            "{day}{why} abrimos {hours}.",
        ),
        "day_closed": ("{day} no abrimos{why}.", "{day} no atendemos{why}."),
        "far_open": (
            "Para {day} todavía no hay agenda; normalmente ese día de la semana atendemos {hours}.",
            "La agenda aún no llega hasta {day}. Lo habitual ese día de la semana es {hours}.",
        ),
        "far_closed": (
            "Para {day} todavía no hay agenda; normalmente ese día de la semana no abrimos.",
            "La agenda aún no llega hasta {day}. Ese día de la semana no solemos abrir.",
        ),
        "today_open": ("Hoy{why} atendemos {hours}.", "Hoy{why} estamos abiertos {hours}."),
        "today_closed": ("Hoy no abrimos{why}.", "Hoy no atendemos{why}."),
        "today_open_late": (
            "Sí, ahora mismo estamos abiertos.",
            "Sí, en este momento está abierto.",
        ),
        "today_over": (
            "Hoy ya cerramos{why}; atendimos {hours}.",
            "Por hoy ya está cerrado{why}: el horario era {hours}.",
        ),
        "open_now": (
            "Sí, ahora estamos abiertos. Hoy{why} atendemos {hours}.",
            "Sí, está abierto. El horario de hoy{why}: {hours}.",
        ),
        "closed_now": (
            "En este momento está cerrado. Hoy{why} atendemos {hours}.",
            "Ahora mismo no hay atención. El horario de hoy{why}: {hours}.",
        ),
        "next_open": (
            "Después abrimos {day}, {hours}.",
            "El siguiente día con atención: {day}, {hours}.",
        ),
        "weekday_open": ("{days} atendemos {hours}.", "{days} abrimos {hours}."),
        "weekday_closed": ("{days} no abrimos.", "{days} no atendemos."),
        "these_days": ("Estos son los horarios:", "Así atendemos esos días:"),
        "these_far": (
            "La agenda todavía no llega tan lejos; lo habitual esos días es:",
            "Para esas fechas aún no hay agenda. Normalmente sería así:",
        ),
        "but_these": ("Salvo estos días:", "Con estas excepciones:"),
        "more_days": (
            "Y otros días más: [pregúntame|pregúnteme|preguntame] por la fecha que [te|le] interesa.",
            "Hay más días distintos; [dime|dígame|decime] la fecha y la reviso.",
        ),
        "holidays_kept": ("Los festivos no atendemos.", "En festivos no abrimos."),
        "holidays_next": (
            "Los festivos no atendemos. El próximo es {day}{why}.",
            "En festivos no abrimos; el que viene es {day}{why}.",
        ),
        "holidays_next_open": (
            "El próximo festivo, {day}{why}, sí atendemos: {hours}.",
            "El festivo que viene, {day}{why}, abrimos {hours}.",
        ),
        "member_in": ("{member} atiende {day}{why} {hours}.", "{day}{why} {member} está {hours}."),
        "member_out": ("{member} no atiende {day}.", "{day} {member} no está."),
        "which_date": (
            "¿Qué fecha es? Con el día y el mes [te|le] digo si abrimos.",
            "¿Me [dices|dice|decís] la fecha de ese día? Así [te|le] confirmo el horario.",
        ),
    },
    "pt": {
        "day_open": ("{day}{why} atendemos {hours}.", "{day}{why} abrimos {hours}."),
        "day_closed": ("{day} não abrimos{why}.", "{day} não atendemos{why}."),
        "far_open": (
            "Para essa data ({day}) ainda não há agenda; normalmente nesse dia da semana atendemos {hours}.",
            "A agenda ainda não chega lá ({day}). O habitual nesse dia da semana é {hours}.",
        ),
        "far_closed": (
            "Para essa data ({day}) ainda não há agenda; normalmente nesse dia da semana não abrimos.",
            "A agenda ainda não chega lá ({day}). Nesse dia da semana não costumamos abrir.",
        ),
        "today_open": ("Hoje{why} atendemos {hours}.", "Hoje{why} estamos abertos {hours}."),
        "today_closed": ("Hoje não abrimos{why}.", "Hoje não atendemos{why}."),
        "today_open_late": ("Sim, agora estamos abertos.", "Sim, neste momento está aberto."),
        "today_over": (
            "Hoje já fechamos{why}; atendemos {hours}.",
            "Por hoje já está fechado{why}: o horário foi {hours}.",
        ),
        "open_now": (
            "Sim, agora estamos abertos. Hoje{why} atendemos {hours}.",
            "Sim, está aberto. O horário de hoje{why}: {hours}.",
        ),
        "closed_now": (
            "Neste momento está fechado. Hoje{why} atendemos {hours}.",
            "Agora não há atendimento. O horário de hoje{why}: {hours}.",
        ),
        "next_open": (
            "Depois abrimos {day}, {hours}.",
            "O próximo dia com atendimento: {day}, {hours}.",
        ),
        "weekday_open": ("{days} atendemos {hours}.", "{days} abrimos {hours}."),
        "weekday_closed": ("{days} não abrimos.", "{days} não atendemos."),
        "these_days": ("Estes são os horários:", "Nesses dias atendemos assim:"),
        "these_far": (
            "A agenda ainda não chega tão longe; o habitual nesses dias é:",
            "Para essas datas ainda não há agenda. Normalmente seria assim:",
        ),
        "but_these": ("Menos nestes dias:", "Com estas exceções:"),
        "more_days": (
            "E há outros dias: me pergunte pela data que você quer.",
            "Há mais dias diferentes; me diga a data e eu confiro.",
        ),
        "holidays_kept": ("Nos feriados não atendemos.", "Em feriados não abrimos."),
        "holidays_next": (
            "Nos feriados não atendemos. O próximo é {day}{why}.",
            "Em feriados não abrimos; o próximo é {day}{why}.",
        ),
        "holidays_next_open": (
            "No próximo feriado, {day}{why}, atendemos {hours}.",
            "O próximo feriado é {day}{why}, e abrimos {hours}.",
        ),
        "member_in": ("{member} atende {day}{why} {hours}.", "{day}{why} {member} está {hours}."),
        "member_out": ("{member} não atende {day}.", "{day} {member} não está."),
        "which_date": (
            "Que data é? Com o dia e o mês eu digo se abrimos.",
            "Pode me dizer a data desse dia? Assim confirmo o horário.",
        ),
    },
    "en": {
        "day_open": ("{day}{why} we're open {hours}.", "{day}{why} our hours are {hours}."),
        "day_closed": ("{day} we're closed{why}.", "We're closed {day}{why}."),
        "far_open": (
            "Our calendar doesn't reach that far yet ({day}); on that weekday we're usually open {hours}.",
            "There's no calendar for that date yet ({day}). The usual hours for that weekday are {hours}.",
        ),
        "far_closed": (
            "Our calendar doesn't reach that far yet ({day}); on that weekday we're usually closed.",
            "There's no calendar for that date yet ({day}). We don't usually open on that weekday.",
        ),
        "today_open": ("Today{why} we're open {hours}.", "Today's hours{why}: {hours}."),
        "today_closed": ("We're closed today{why}.", "Today we're closed{why}."),
        "today_open_late": ("Yes, we're open right now.", "Yes, it's open at the moment."),
        "today_over": (
            "We've already closed for today{why}; we were open {hours}.",
            "Today we're already closed{why}: the hours were {hours}.",
        ),
        "open_now": (
            "Yes, we're open now. Today{why} we're open {hours}.",
            "Yes, it's open. Today's hours{why}: {hours}.",
        ),
        "closed_now": (
            "We're closed at the moment. Today{why} we're open {hours}.",
            "It's closed right now. Today's hours{why}: {hours}.",
        ),
        "next_open": ("After that we open {day}, {hours}.", "The next open day is {day}, {hours}."),
        "weekday_open": ("{days} we're open {hours}.", "{days} our hours are {hours}."),
        "weekday_closed": ("{days} we're closed.", "We don't open {days}."),
        "these_days": ("These are the hours:", "Here's how we're open:"),
        "these_far": (
            "Our calendar doesn't reach that far yet; on those days it's usually:",
            "There's no calendar for those dates yet. The usual hours would be:",
        ),
        "but_these": ("Except for these days:", "With these exceptions:"),
        "more_days": (
            "And a few more: ask me about the date you need.",
            "There are more days like that; tell me the date and I'll check.",
        ),
        "holidays_kept": ("We're closed on public holidays.", "We don't open on public holidays."),
        "holidays_next": (
            "We're closed on public holidays. The next one is {day}{why}.",
            "We don't open on public holidays; the next one is {day}{why}.",
        ),
        "holidays_next_open": (
            "The next public holiday is {day}{why}, and we're open {hours}.",
            "We do open on the next public holiday, {day}{why}: {hours}.",
        ),
        "member_in": ("{member} is in {day}{why} {hours}.", "{day}{why} {member} works {hours}."),
        "member_out": ("{member} isn't in {day}.", "{day} {member} isn't in."),
        "which_date": (
            "Which date is that? With the day and month I can tell you whether we're open.",
            "Could you tell me the date? Then I can check the hours.",
        ),
    },
}
