"""What customers write, by what they mean: one sentence a line."""

from agent.language import Intent

SAID: dict[Intent, str] = {
    Intent.BOOK: """
        quiero sacar turno
        quiero pedir una cita
        reservame para mañana
        me das cita para el jueves?
        tienen cupo el sábado?
        hay disponibilidad mañana?
        necesito agendar
        quiero agendar una valoración
        me gustaría reservar una hora
        quisiera una cita con la doctora
        me regala una cita porfa
        apartame un espacio
        podés darme un turno?
        tenés turno para hoy?
        tenes lugar mañana?
        sacar cita
        hacer una cita
        una cita por favor
        turno para manicure
        quiero una hora para mañana
        qiero agendar una sita
        kiero una cita
        quero marcar um horário
        queria agendar uma consulta
        tem vaga amanhã?
        tem horário na sexta?
        gostaria de marcar uma avaliação
        quero um horário
        dá pra marcar pra hoje?
        vocês têm disponibilidade?
        i want to book an appointment
        can i schedule a visit
        do you have any openings tomorrow?
        i need an appointment
        i'd like to make an appointment
        is there any availability on monday?
        book me in please
        """,
    Intent.WAIT: """
        avísame si se libera algo
        avisame si alguien cancela
        me avisas si se desocupa un cupo?
        si se libera un espacio me avisas
        si alguien cancela, me avisas
        lista de espera
        ponme en la lista de espera para el martes
        anótame en la lista
        ¿tienen lista de espera?
        prefiero esperar por si se libera
        me avisa se abrir vaga
        me avise se surgir um horário
        se alguém desistir me avisa
        me coloca na lista de espera
        quero entrar na fila de espera
        put me on the waiting list
        let me know if something opens up
        if someone cancels, let me know
        can you text me if a spot opens?
        is there a waitlist?
        """,
    Intent.UNWAIT: """
        sácame de la lista de espera
        quítame de la lista de espera por favor
        ya no quiero estar en la lista de espera
        cancela lo de la lista de espera
        me tira da lista de espera
        quero sair da lista de espera
        take me off the waiting list
        remove me from the waitlist
        """,
    Intent.CANCEL: """
        quiero cancelar la cita
        cancela mi turno
        cancelen la reserva
        canselar mi cita
        no puedo ir mañana
        ya no voy a ir
        no voy a poder asistir
        ya no quiero la cita
        anular la cita por favor
        dar de baja el turno
        borrar mi cita
        quiero desmarcar
        preciso cancelar meu horário
        não vou poder ir
        não consigo ir amanhã
        desmarca pra mim
        cancel my appointment
        i can't make it tomorrow
        i won't be able to come
        """,
    Intent.RESCHEDULE: """
        ¿puedo cambiar la hora?
        no quiero cancelar, quiero cambiarla
        quiero reagendar
        reprogramar mi cita
        correr la cita
        pasar la cita para el jueves
        se puede mover la cita?
        quiero cambiar mi turno
        puedes pasarla para el viernes
        cambiar de fecha la cita
        me cambias la cita para otro día
        podemos aplazar la cita
        adelantar mi cita
        reajendar mi cita
        quero remarcar
        dá pra mudar o horário?
        preciso trocar meu horário
        posso adiar a consulta?
        can i reschedule?
        i need to move my appointment
        change the time of my appointment
        push my appointment to friday
        """,
    Intent.CONFIRM: """
        confirmo
        confirmo mi cita
        confirmada
        quiero confirmar mi asistencia
        ahí estaré
        sí, confirmo
        confirmado, gracias
        confirmo presença
        vou sim
        i confirm
        i'll be there
        """,
    Intent.LIST: """
        cuándo es mi cita?
        a qué hora es mi cita?
        mis citas
        tengo cita mañana?
        qué día tengo la cita
        para cuándo quedó mi turno
        tengo alguna cita pendiente?
        quando é minha consulta?
        meus agendamentos
        que horas é meu horário?
        when is my appointment?
        do i have an appointment?
        what time is my appointment
        """,
    Intent.PRICE: """
        cuánto cuesta?
        cuánto vale la limpieza
        qué precio tiene
        precios
        precio porfa
        cuanto cobran por el masaje
        valor de la consulta
        cuánto sale
        qué costo tiene la valoración
        cuánto me cobrás
        cuanto cuesta cancelar
        quanto custa a limpeza?
        qual o valor?
        quanto é?
        quanto fica a massagem
        how much is it?
        what's the price
        how much do you charge for a facial
        """,
    Intent.HOURS: """
        qué horario tienen?
        a qué hora abren?
        hasta qué hora atienden?
        abren los domingos?
        atienden sábados
        quiero confirmar si abren el sábado
        horario de atención
        trabajan los festivos?
        que horas abre?
        qual o horário de funcionamento?
        vocês atendem sábado?
        are you open on sunday?
        what time do you close?
        opening hours
        """,
    Intent.LOCATION: """
        dónde están ubicados?
        dirección por favor
        donde quedan
        cómo llego?
        me mandas la ubicación
        onde fica?
        qual o endereço?
        where are you located?
        what's your address
        """,
    Intent.SERVICES: """
        qué servicios ofrecen?
        cuáles son los tratamientos
        qué hacen ahí?
        quais os serviços?
        what services do you offer?
        """,
    Intent.QUESTION: """
        tienen parqueadero?
        aceptan tarjeta?
        duele mucho?
        una pregunta, puedo ir con mi perro?
        tengo una consulta
        estoy embarazada, me puedo hacer el láser?
        quiero saber si el tratamiento sirve para acné
        tem estacionamento?
        aceitam cartão?
        do you take cards?
        is parking free?
        """,
    Intent.HUMAN: """
        quiero hablar con una persona
        pásame con un asesor
        necesito un humano
        me puede llamar alguien?
        quiero hablar con la doctora
        asesor
        quero falar com uma pessoa
        atendente por favor
        can i talk to a human?
        speak to a representative
        """,
    Intent.COMPLAINT: """
        tengo una queja
        pésimo servicio
        me dejaron esperando una hora
        quiero poner un reclamo
        estoy muy molesta con la atención
        quero fazer uma reclamação
        this is unacceptable
        i want a refund
        """,
    Intent.URGENT: """
        es una emergencia
        estoy sangrando
        no puedo respirar
        tengo dolor en el pecho
        é uma emergência
        chest pain
        """,
    Intent.HEALTH: """
        me duele mucho y tengo fiebre
        se me inflamó la cara después del tratamiento
        se me infectó la herida
        estou com muita dor
        my face is swollen
        """,
    Intent.BOT: """
        eres un robot?
        eres una persona real?
        hablo con un humano?
        sos un bot?
        você é um robô?
        are you a bot?
        am i talking to a real person?
        """,
    Intent.OPT_OUT: """
        no me escriban más
        dejen de escribirme
        no me envíen más mensajes
        pare de me enviar
        não me mande mais mensagens
        stop
        unsubscribe
        darme de baja
        """,
    Intent.RENAME: """
        quedó mal el nombre
        el nombre está mal escrito, es con z
        quiero cambiar el nombre de la cita por favor
        no!! no quiero moverla, solo corregir el nombre
        pusieron mal mi apellido
        ese no es mi nombre
        o nome está errado, é Bruna
        preciso corrigir o nome do agendamento
        escreveram errado o meu nome
        the name is wrong, please fix it
        you misspelled my name
        wrong name on the appointment
        can you change the name to Lucy Grant
        that's not my name
        """,
    Intent.GREETING: """
        hola
        buenas tardes
        holaaa
        oi, tudo bem?
        bom dia
        hey there
        """,
    Intent.THANKS: """
        gracias
        mil gracias
        obrigada
        thank you so much
        """,
    Intent.GOODBYE: """
        chao
        hasta luego
        tchau
        bye
        """,
}
TABLE = [
    (line.strip(), intent) for intent, lines in SAID.items() for line in lines.strip().splitlines()
]
