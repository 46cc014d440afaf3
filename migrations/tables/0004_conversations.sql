-- Customers, their chats, what was said, and the turns that answered it.

-- A customer. One that turned out to be another one stays as a row without a phone, so that nothing
-- that knows its id is lost.
create table contacts (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    name text check (length(name) between 1 and 120),
    phone text check (phone ~ '^[0-9]{6,20}$'),
    email text,
    created_at timestamptz not null default now(),
    merged_into uuid references contacts on delete cascade,
    unique (organization_id, phone),
    constraint contacts_merged check (merged_into is null or phone is null)
);
create index contacts_merged_into on contacts (merged_into) where merged_into is not null;
comment on column contacts.phone is 'Canonical: digits with the country code, as dialled today';
comment on column contacts.merged_into is 'The contact that this one turned out to be';

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
    created_at timestamptz not null default now(),
    media_due_at timestamptz,
    handled_since timestamptz,
    handled_because text check (handled_because in ('staff_wrote', 'given'))
) with (fillfactor = 80);
create index chat_identities_pending on chat_identities (due_at) where first_pending_at is not null;
create index chat_identities_contact on chat_identities (contact_id);
create index chat_identities_organization on chat_identities (organization_id, last_inbound_at desc);
comment on column chat_identities.phone is
    'Canonical, who the person is; replies go to address, as the provider gave it';
comment on column chat_identities.media_due_at is 'due_at, while the turn waits for files only';
comment on column chat_identities.handled_because is
    'Why a person has the chat: staff_wrote (in the provider''s app) or given (by a command)';

-- Every name under which a provider knows a chat (phone and LID of one person are two rows). Without
-- keys to organization and connection, which the chat refers to already: every new customer has two
-- rows here.
create table chat_addresses (
    organization_id uuid not null,
    connection_id uuid not null,
    address text not null,
    chat_identity_id uuid not null references chat_identities on delete cascade,
    primary key (connection_id, address)
);
create index chat_addresses_identity on chat_addresses (chat_identity_id);

-- A text as it is compared: without case, spaces and signs. An index is made with it, so a change of it
-- needs a file of its own here that makes the index again; it does not stand among the functions.
create function frontdesk.bare_text(p_text text) returns text
language sql immutable parallel safe as $$
    select regexp_replace(lower(p_text), '[^[:alnum:]]+', '', 'g')
$$;

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
    media_state text check (media_state in ('read', 'unread')),
    media_form text check (media_form in ('transcript', 'description', 'document')),
    media_text text check (length(media_text) between 1 and 4000),
    media_reason text check (length(media_reason) <= 40),
    media_read_at timestamptz,
    waiting_since timestamptz,
    refusals integer not null default 0,
    unknowns integer not null default 0,
    given_up_at timestamptz,
    given_up_told boolean not null default false,
    check (case direction
        when 'inbound' then status in ('pending', 'handled', 'ignored')
        when 'staff' then status = 'seen'
        else status in ('queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'unknown')
    end),
    constraint chat_messages_media check (
        coalesce(media_state = 'read', false) = (media_text is not null)
        and (media_text is null) = (media_form is null))
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
-- What cannot be read as it is: few messages, so that looking back costs nothing in a long chat.
create index chat_messages_files on chat_messages (chat_identity_id, created_at)
    where direction = 'inbound' and kind in ('audio', 'image', 'video', 'document', 'contact', 'unsupported');
-- Received files that are kept. The hour from which one is: a message that its customer took back
-- keeps nothing.
create index chat_messages_kept_files on chat_messages (
        organization_id,
        (case when payload ? 'deleted' then '-infinity'::timestamptz else created_at end))
    where payload ? 'media' and (payload -> 'media' ->> 'state') is distinct from 'deleted';
create index chat_messages_due on chat_messages (retry_at)
    where direction = 'outbound' and status in ('queued', 'unknown') and retry_at is not null;
create index chat_messages_on_their_way on chat_messages (connection_id, attempted_at)
    where direction = 'outbound' and status = 'sending';
create index chat_messages_given_up on chat_messages (organization_id, given_up_at)
    where given_up_at is not null;
create index chat_messages_staff_text on chat_messages (connection_id, md5(frontdesk.bare_text(body)))
    where direction = 'staff';
comment on column chat_messages.media_state is 'null: not read yet; unread: media_reason says why';
comment on column chat_messages.waiting_since is 'Since when it could not be sent; null: it never had to wait';
comment on column chat_messages.refusals is 'Answers that it was not taken, though the provider could be reached';
comment on column chat_messages.unknowns is 'Attempts that nobody saw the end of';
comment on column chat_messages.given_up_at is 'A failed message that may be sent again by hand';

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

-- What a customer agreed to or refused.
create table contact_authorizations (
    organization_id uuid not null references organizations on delete cascade,
    contact_id uuid not null references contacts on delete cascade,
    kind text not null check (kind in ('reminders')),
    granted boolean not null,
    at timestamptz not null,
    turn_id uuid,
    primary key (contact_id, kind)
);

-- Of which changes the customer was told (functions/receipts.sql).
create table told_changes (
    organization_id uuid not null references organizations on delete cascade,
    chat_identity_id uuid not null references chat_identities on delete cascade,
    change text not null check (length(change) between 1 and 120),
    told_at timestamptz not null,
    primary key (chat_identity_id, change)
);
comment on table told_changes is 'Changes of which the customer was told; forgotten once nobody looks that far back';

-- What a guard kept from a customer, and why. It lives as long as the texts of its chat.
create table withheld_replies (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    chat_identity_id uuid not null references chat_identities on delete cascade,
    turn_id uuid not null references turns on delete cascade,
    reason text not null check (length(reason) between 1 and 200),
    body text not null,
    created_at timestamptz not null
);
create index withheld_replies_time on withheld_replies (organization_id, created_at);
create index withheld_replies_chat on withheld_replies (chat_identity_id);
