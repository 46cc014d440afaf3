// What the page says in the organization's language.

const TEXTS = {
  es: {
    conversation: "Conversación", business: "Negocio", customer: "Cliente", newCustomer: "Cliente nuevo", logOut: "Salir", happened: "Qué pasó",
    close: "Cerrar", write: "Escribe un mensaje", send: "Enviar", online: "en línea",
    typing: "escribiendo…", offline: "sin conexión", reconnecting: "Reconectando… lo que escribas se enviará después",
    toEnd: "Ir al final", today: "Hoy", yesterday: "Ayer", appointments: "Citas", notices: "Avisos al equipo",
    turns: "Turnos", noAppointments: "Todavía no hay citas en la base de datos.",
    noNotices: "Nadie ha sido avisado.", noTurns: "Escribe algo: aquí se ve qué hizo el asistente.",
    service: "Servicio", when: "Cuándo", withMember: "con", status: "Estado", forWhom: "para",
    arguments: "Argumentos", result: "Resultado", offers: ["1 hora ofrecida", "# horas ofrecidas"],
    messages: ["1 mensaje", "# mensajes"], running: "en curso", sending: "enviando", sent: "enviado",
    read: "leído", failed: "no entregado", slowDown: "Vas muy rápido: el mensaje sale en un momento.",
    unavailable: "No se pudo guardar todavía; se intenta de nuevo.", invalid: "Este mensaje no se puede enviar.",
    tooLong: "El mensaje es demasiado largo (máximo 4096 caracteres).", you: "Tú", staff: "Equipo",
    noBusiness: "Aquí no hay ningún chat abierto.", options: "Opciones", suggestions: "Sugerencias",
    states: {
      scheduled: "agendada", confirmed: "confirmada", cancelled: "cancelada", completed: "atendida",
      no_show: "no asistió", running: "en curso", committed: "respondido", superseded: "reemplazado",
      failed: "falló", dropped: "lo atiende una persona", lost: "interrumpido", queued: "en cola",
      sending: "enviando", sent: "enviado",
    },
  },
  pt: {
    conversation: "Conversa", business: "Empresa", customer: "Cliente", newCustomer: "Novo cliente", logOut: "Sair", happened: "O que aconteceu",
    close: "Fechar", write: "Escreva uma mensagem", send: "Enviar", online: "on-line",
    typing: "digitando…", offline: "sem conexão", reconnecting: "Reconectando… o que você escrever será enviado depois",
    toEnd: "Ir para o fim", today: "Hoje", yesterday: "Ontem", appointments: "Agendamentos", notices: "Avisos à equipe",
    turns: "Turnos", noAppointments: "Ainda não há agendamentos no banco de dados.",
    noNotices: "Ninguém foi avisado.", noTurns: "Escreva algo: aqui se vê o que o assistente fez.",
    service: "Serviço", when: "Quando", withMember: "com", status: "Situação", forWhom: "para",
    arguments: "Argumentos", result: "Resultado", offers: ["1 horário oferecido", "# horários oferecidos"],
    messages: ["1 mensagem", "# mensagens"], running: "em andamento", sending: "enviando", sent: "enviada",
    read: "lida", failed: "não entregue", slowDown: "Um pouco rápido demais: a mensagem sai já, já.",
    unavailable: "Ainda não foi possível guardar; tentando de novo.", invalid: "Esta mensagem não pode ser enviada.",
    tooLong: "A mensagem é longa demais (máximo de 4096 caracteres).", you: "Você", staff: "Equipe",
    noBusiness: "Não há nenhum chat aberto aqui.", options: "Opções", suggestions: "Sugestões",
    states: {
      scheduled: "agendado", confirmed: "confirmado", cancelled: "cancelado", completed: "atendido",
      no_show: "não compareceu", running: "em andamento", committed: "respondido", superseded: "substituído",
      failed: "falhou", dropped: "com uma pessoa", lost: "interrompido", queued: "na fila",
      sending: "enviando", sent: "enviado",
    },
  },
  en: {
    conversation: "Conversation", business: "Business", customer: "Customer", newCustomer: "New customer", logOut: "Log out", happened: "What happened",
    close: "Close", write: "Write a message", send: "Send", online: "online",
    typing: "typing…", offline: "offline", reconnecting: "Reconnecting… what you write is sent afterwards",
    toEnd: "Go to the end", today: "Today", yesterday: "Yesterday", appointments: "Appointments", notices: "Notices to staff",
    turns: "Turns", noAppointments: "No appointments in the database yet.",
    noNotices: "Nobody has been notified.", noTurns: "Write something: this shows what the assistant did.",
    service: "Service", when: "When", withMember: "with", status: "Status", forWhom: "for",
    arguments: "Arguments", result: "Result", offers: ["1 slot on offer", "# slots on offer"],
    messages: ["1 message", "# messages"], running: "running", sending: "sending", sent: "sent",
    read: "read", failed: "not delivered", slowDown: "That was a lot at once: the message goes out in a moment.",
    unavailable: "It could not be stored yet; trying again.", invalid: "This message cannot be sent.",
    tooLong: "The message is too long (at most 4096 characters).", you: "You", staff: "Staff",
    noBusiness: "There is no chat open here.", options: "Options", suggestions: "Suggestions",
    states: {
      scheduled: "scheduled", confirmed: "confirmed", cancelled: "cancelled", completed: "completed",
      no_show: "no show", running: "running", committed: "answered", superseded: "superseded",
      failed: "failed", dropped: "left to a person", lost: "interrupted", queued: "queued",
      sending: "sending", sent: "sent",
    },
  },
};

let language = "en";

/** Switches every labelled element of the page to `wanted` ("es", "pt", "en"). */
export function speak(wanted) {
  language = wanted in TEXTS ? wanted : "en";
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-text]")) {
    element.textContent = t(element.dataset.text);
  }
}

/** How times are written: as the reader's browser does it in the organization's language. */
export const locale = () =>
  navigator.languages.find((known) => known.split("-")[0] === language) ?? language;

export const t = (key) => TEXTS[language][key];

export const counted = (key, n) => t(key)[n === 1 ? 0 : 1].replace("#", n);

export const stateName = (state) => t("states")[state] ?? state;
