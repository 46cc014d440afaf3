-- The tables. All times are timestamptz; local times of opening hours are in the organization's zone.

create table organizations (
    id uuid primary key default gen_random_uuid(),
    slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
    name text not null check (length(name) between 1 and 200),
    language text not null check (language in ('es', 'pt', 'en')),
    tone text not null default '',
    formality text not null default 'neutral'
        check (formality in ('tu', 'usted', 'vos', 'voce', 'neutral')),
    emoji boolean not null default false,
    time_zone text not null,
    country text not null check (country ~ '^[A-Z]{2}$'),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    address text,
    emergency text,
    slot_step_minutes integer not null default 30 check (slot_step_minutes between 5 and 240),
    notice_minutes integer not null default 60 check (notice_minutes between 0 and 43200),
    horizon_days integer not null default 60 check (horizon_days between 1 and 730),
    cancel_notice_minutes integer not null default 0 check (cancel_notice_minutes between 0 and 43200),
    max_open_appointments integer not null default 5 check (max_open_appointments between 1 and 100),
    handoff_minutes integer not null default 120 check (handoff_minutes between 1 and 10080),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

create table platform_connections (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    key text not null,
    channel text not null check (channel ~ '^[a-z][a-z0-9_]*$'),
    name text not null,
    phone text check (phone ~ '^[0-9]{6,20}$'),
    token_hash bytea not null unique,
    token_env text not null,
    secret_env text,
    settings jsonb not null default '{}',
    active boolean not null default true,
    unique (organization_id, key)
);
comment on column platform_connections.name is 'The provider''s key: Gupshup app, Evolution instance';
comment on column platform_connections.secret_env is 'Name of the environment variable that holds the provider''s API key';

create table contacts (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    name text check (length(name) between 1 and 120),
    phone text check (phone ~ '^[0-9]{6,20}$'),
    email text,
    created_at timestamptz not null default now(),
    unique (organization_id, phone)
);

-- One chat of one person at one connection; also the row that owns the conversation's turns.
create table chat_identities (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    connection_id uuid not null references platform_connections,
    contact_id uuid references contacts on delete set null,
    address text not null,
    phone text check (phone ~ '^[0-9]{6,20}$'),
    display_name text,
    booking_name text,
    language text check (language in ('es', 'pt', 'en')),
    handled_by text not null default 'bot' check (handled_by in ('bot', 'person')),
    handled_until timestamptz,
    opted_out_at timestamptz,
    greeted_at timestamptz,
    last_inbound_at timestamptz,
    first_pending_at timestamptz,
    due_at timestamptz,
    turn_token bigint not null default 0,
    superseded integer not null default 0,
    checkpoint_id text,
    last_turn_seq bigint not null default 0,
    created_at timestamptz not null default now()
) with (fillfactor = 80);
create index chat_identities_pending on chat_identities (due_at) where first_pending_at is not null;
create index chat_identities_contact on chat_identities (contact_id);
create index chat_identities_organization on chat_identities (organization_id, last_inbound_at desc);

-- Every name under which a provider knows a chat (phone and LID of one person are two rows).
create table chat_addresses (
    organization_id uuid not null references organizations on delete cascade,
    connection_id uuid not null references platform_connections on delete cascade,
    address text not null,
    chat_identity_id uuid not null references chat_identities on delete cascade,
    primary key (connection_id, address)
);
create index chat_addresses_identity on chat_addresses (chat_identity_id);

-- Inbox and outbox in one history. Inbound: pending, handled, ignored. Staff: seen.
-- Outbound: queued, sending, sent, delivered, read, failed, unknown.
create table chat_messages (
    id uuid primary key default gen_random_uuid(),
    seq bigint generated always as identity,
    organization_id uuid not null references organizations on delete cascade,
    chat_identity_id uuid not null references chat_identities on delete cascade,
    connection_id uuid not null references platform_connections,
    direction text not null check (direction in ('inbound', 'outbound', 'staff')),
    status text not null,
    kind text not null default 'text',
    body text not null default '',
    payload jsonb not null default '{}',
    provider_id text,
    sent_at timestamptz,
    created_at timestamptz not null,
    turn_id uuid,
    attempts integer not null default 0,
    attempted_at timestamptz,
    retry_at timestamptz,
    error text,
    check (case direction
        when 'inbound' then status in ('pending', 'handled', 'ignored')
        when 'staff' then status = 'seen'
        else status in ('queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'unknown')
    end)
);
create unique index chat_messages_received on chat_messages (connection_id, provider_id)
    where direction in ('inbound', 'staff');
create index chat_messages_sent on chat_messages (connection_id, provider_id)
    where direction = 'outbound' and provider_id is not null;
create index chat_messages_history on chat_messages (chat_identity_id, seq);
create index chat_messages_pending on chat_messages (chat_identity_id, seq)
    where direction = 'inbound' and status = 'pending';
create index chat_messages_outbox on chat_messages (chat_identity_id, seq)
    where direction = 'outbound' and status in ('queued', 'sending', 'unknown');

-- One run of the graph over a burst. `trace` tells which nodes and tools ran.
create table turns (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    chat_identity_id uuid not null references chat_identities on delete cascade,
    token bigint not null,
    status text not null default 'running'
        check (status in ('running', 'committed', 'superseded', 'failed', 'dropped', 'lost')),
    message_ids uuid[] not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    trace jsonb not null default '{}'
);
create index turns_conversation on turns (chat_identity_id, started_at);

create table services (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    key text not null,
    position integer not null default 0,
    name text not null,
    synonyms text[] not null default '{}',
    description text,
    duration_minutes integer not null check (duration_minutes between 5 and 1440),
    buffer_before_minutes integer not null default 0 check (buffer_before_minutes between 0 and 480),
    buffer_after_minutes integer not null default 0 check (buffer_after_minutes between 0 and 480),
    price numeric(14, 2) check (price >= 0),
    price_note text,
    slot_step_minutes integer check (slot_step_minutes between 5 and 240),
    requires_assessment uuid references services,
    bookable boolean not null default true,
    active boolean not null default true,
    unique (organization_id, key)
);

create table members (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    key text not null,
    position integer not null default 0,
    name text not null,
    role text,
    active boolean not null default true,
    unique (organization_id, key)
);

create table member_services (
    organization_id uuid not null references organizations on delete cascade,
    member_id uuid not null references members on delete cascade,
    service_id uuid not null references services on delete cascade,
    primary key (member_id, service_id)
);
create index member_services_service on member_services (service_id);

-- weekday: ISO, 1 is Monday. Several rows a day are intervals with breaks between them.
create table organization_availability (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    weekday smallint not null check (weekday between 1 and 7),
    opens time not null,
    closes time not null,
    check (opens < closes)
);
create index organization_availability_organization on organization_availability (organization_id, weekday);

create table member_availability (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    member_id uuid not null references members on delete cascade,
    weekday smallint not null check (weekday between 1 and 7),
    opens time not null,
    closes time not null,
    check (opens < closes)
);
create index member_availability_member on member_availability (member_id, weekday);

-- A date on which other hours hold. No interval (opens null) means closed all day.
create table organization_special_dates (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    day date not null,
    label text,
    opens time,
    closes time,
    check ((opens is null and closes is null) or opens < closes)
);
create index organization_special_dates_day on organization_special_dates (organization_id, day);

create table member_special_dates (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    member_id uuid not null references members on delete cascade,
    day date not null,
    label text,
    opens time,
    closes time,
    check ((opens is null and closes is null) or opens < closes)
);
create index member_special_dates_day on member_special_dates (member_id, day);

-- `during` is what the member is not free for: the appointment with its buffers.
create table appointments (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    contact_id uuid not null references contacts,
    chat_identity_id uuid references chat_identities on delete set null,
    service_id uuid not null references services,
    member_id uuid not null references members,
    attendee_name text,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    during tstzrange not null,
    status text not null default 'scheduled'
        check (status in ('scheduled', 'confirmed', 'cancelled', 'completed', 'no_show')),
    confirmation_asked_at timestamptz,
    price numeric(14, 2),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    check (starts_at < ends_at),
    check (during @> tstzrange(starts_at, ends_at)),
    constraint appointments_no_overlap exclude using gist (
        (frontdesk.uuidrange(member_id, member_id, '[]')) with &&,
        during with &&
    ) where (status in ('scheduled', 'confirmed'))
);
create index appointments_member on appointments (member_id, starts_at)
    where status in ('scheduled', 'confirmed');
create index appointments_contact on appointments (contact_id, starts_at);
create index appointments_organization on appointments (organization_id, starts_at);
-- A repeated call books nothing twice.
create unique index appointments_once on appointments (contact_id, service_id, starts_at, coalesce(attendee_name, ''))
    where status in ('scheduled', 'confirmed');

create table appointment_events (
    id bigint primary key generated always as identity,
    organization_id uuid not null references organizations on delete cascade,
    appointment_id uuid not null references appointments on delete cascade,
    at timestamptz not null,
    kind text not null check (kind in
        ('booked', 'moved', 'confirmed', 'cancelled', 'completed', 'no_show', 'confirmation_asked')),
    actor text not null check (actor in ('customer', 'staff', 'system')),
    turn_id uuid,
    detail jsonb not null default '{}'
);
create index appointment_events_appointment on appointment_events (appointment_id, id);

-- What was offered to whom in which turn; only this can be booked, and only in a later turn.
create table slot_offers (
    token text primary key,
    organization_id uuid not null references organizations on delete cascade,
    chat_identity_id uuid not null references chat_identities on delete cascade,
    turn_id uuid not null references turns on delete cascade,
    service_id uuid not null references services on delete cascade,
    member_id uuid not null references members on delete cascade,
    starts_at timestamptz not null,
    offered_at timestamptz not null,
    expires_at timestamptz not null
);
create index slot_offers_conversation on slot_offers (chat_identity_id, expires_at);

-- A cancellation or a move that the customer was asked to accept.
create table appointment_proposals (
    token text primary key,
    organization_id uuid not null references organizations on delete cascade,
    chat_identity_id uuid not null references chat_identities on delete cascade,
    turn_id uuid not null references turns on delete cascade,
    kind text not null check (kind in ('cancel', 'move')),
    appointment_id uuid not null references appointments on delete cascade,
    slot_token text references slot_offers on delete cascade,
    proposed_at timestamptz not null,
    expires_at timestamptz not null,
    check ((kind = 'move') = (slot_token is not null))
);
create index appointment_proposals_conversation on appointment_proposals (chat_identity_id);

create table contact_authorizations (
    organization_id uuid not null references organizations on delete cascade,
    contact_id uuid not null references contacts on delete cascade,
    kind text not null check (kind in ('reminders')),
    granted boolean not null,
    at timestamptz not null,
    turn_id uuid,
    primary key (contact_id, kind)
);

create table knowledge_base (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    key text not null,
    title text not null,
    content text not null,
    keywords text[] not null default '{}',
    source text,
    search tsvector not null,
    unique (organization_id, key)
);
create index knowledge_base_search on knowledge_base using gin (search);

-- Questions that nothing answered, kept for staff.
create table knowledge_gaps (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    chat_identity_id uuid references chat_identities on delete set null,
    question text not null,
    asked_at timestamptz not null
);
create index knowledge_gaps_organization on knowledge_gaps (organization_id, asked_at);

-- Who is told when a person is needed, and how.
create table internal_notifications_config (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    key text not null,
    name text not null,
    channel text not null check (channel in ('gupshup', 'evolution', 'web')),
    address text,
    active boolean not null default true,
    unique (organization_id, key),
    check (channel = 'web' or address is not null)
);

create table escalations (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    chat_identity_id uuid not null references chat_identities on delete cascade,
    turn_id uuid,
    reason text not null,
    summary text not null default '',
    status text not null default 'open' check (status in ('open', 'notified', 'unreachable', 'closed')),
    created_at timestamptz not null
);
create index escalations_conversation on escalations (chat_identity_id, created_at);

-- One notice to one recipient; the outbox of staff.
create table notifications (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    escalation_id uuid not null references escalations on delete cascade,
    recipient_id uuid not null references internal_notifications_config on delete cascade,
    body text not null,
    params text[] not null default '{}',
    status text not null default 'queued'
        check (status in ('queued', 'sending', 'sent', 'failed')),
    attempts integer not null default 0,
    attempted_at timestamptz,
    retry_at timestamptz,
    provider_id text,
    error text,
    created_at timestamptz not null,
    unique (escalation_id, recipient_id)
);
create index notifications_open on notifications (retry_at) where status in ('queued', 'sending');

call frontdesk.protect('organizations', 'id');
call frontdesk.protect('platform_connections');
call frontdesk.protect('contacts');
call frontdesk.protect('chat_identities');
call frontdesk.protect('chat_addresses');
call frontdesk.protect('chat_messages');
call frontdesk.protect('turns');
call frontdesk.protect('services');
call frontdesk.protect('members');
call frontdesk.protect('member_services');
call frontdesk.protect('organization_availability');
call frontdesk.protect('member_availability');
call frontdesk.protect('organization_special_dates');
call frontdesk.protect('member_special_dates');
call frontdesk.protect('appointments');
call frontdesk.protect('appointment_events');
call frontdesk.protect('slot_offers');
call frontdesk.protect('appointment_proposals');
call frontdesk.protect('contact_authorizations');
call frontdesk.protect('knowledge_base');
call frontdesk.protect('knowledge_gaps');
call frontdesk.protect('internal_notifications_config');
call frontdesk.protect('escalations');
call frontdesk.protect('notifications');
