-- Questions of a business before a visit, and what customers answered (functions/visit_questions.sql).

-- In the order in which they are asked: [{key, text, kind, choices, flag, flag_below, flag_above, ask_again_months}].
alter table services add column questions jsonb not null default '[]';
-- squawk-ignore constraint-missing-not-valid
alter table services add constraint services_questions_check check (jsonb_typeof(questions) = 'array') not valid;
-- squawk-ignore constraint-missing-not-valid
alter table services validate constraint services_questions_check;

-- A question that was asked about an appointment, as it was then, and the answer: in short, and as the customer
-- said it.
create table visit_answers (
    id uuid primary key,
    organization_id uuid not null references organizations on delete cascade,
    appointment_id uuid not null references appointments on delete cascade,
    chat_identity_id uuid references chat_identities on delete set null,
    person_id uuid references people on delete set null,
    key text not null check (length(key) between 1 and 63),
    question text not null check (length(question) between 1 and 300),
    kind text not null check (kind in ('yes_no', 'choice', 'number', 'text')),
    choices text[] not null default '{}',
    flag jsonb not null default '{}',
    status text not null default 'asked'
    check (status in ('asked', 'answered', 'skipped', 'later', 'refused', 'left')),
    times smallint not null default 1 check (times between 1 and 2),
    asked_at timestamptz not null,
    answer text check (length(answer) <= 500),
    words text check (length(words) <= 1000),
    message_ids uuid[] not null default '{}',
    turn_id uuid,
    answered_at timestamptz,
    flagged boolean not null default false,
    called_at timestamptz,
    constraint visit_answers_once unique (appointment_id, key),
    constraint visit_answers_answered check (status <> 'answered' or answered_at is not null)
);
create index visit_answers_chat on visit_answers (chat_identity_id);
create index visit_answers_person on visit_answers (person_id);
create index visit_answers_organization on visit_answers (organization_id);
comment on column visit_answers.person_id is 'Whom it was asked about, where that is not the customer themself';
comment on column visit_answers.flag is 'Which answers need a person, as the business had it when it asked';
comment on column visit_answers.answer is 'As code read it: yes, no, a choice, a number; of a text the text';
comment on column visit_answers.message_ids is 'The messages that answered: a repeated turn reads them once more';
comment on column visit_answers.called_at is 'When a person was called for it: once';
