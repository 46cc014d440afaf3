-- How staff log in: sessions that are listed, a second factor, browsers that are known, and a log of it
-- (docs/decisions/login.md).

-- Roles were any words before. Who was an administrator owns the place; everybody else is at its desk.
update staff_accounts set roles = case
    when roles && array['owner', 'admin'] then array['owner']
    when roles && array['professional'] then array['professional']
    else array['reception']
end;
alter table staff_accounts alter column roles set default '{reception}';
-- squawk-ignore constraint-missing-not-valid
alter table staff_accounts add constraint staff_accounts_roles
    check (roles <@ array['owner', 'reception', 'professional'] and cardinality(roles) > 0) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table staff_accounts validate constraint staff_accounts_roles;

-- The second factor of an account: the key of its authenticator, encrypted, and what was used of it.
alter table staff_accounts add column factor bytea;
alter table staff_accounts add column factor_key_id text;
alter table staff_accounts add column factor_step bigint not null default 0;
alter table staff_accounts add column factor_required boolean not null default false;
comment on column staff_accounts.factor is 'The sealed key of the authenticator (gateway/access/vault.py); null: none';
comment on column staff_accounts.factor_step is 'The 30 seconds, counted from 1970, whose code was used last';

-- Codes for who lost the authenticator; each is deleted with its use.
create table staff_recovery_codes (
    account_id uuid not null references staff_accounts on delete cascade,
    code_hash bytea not null check (length(code_hash) = 32),
    organization_id uuid not null references organizations on delete cascade,
    primary key (account_id, code_hash)
);
create index staff_recovery_codes_organization on staff_recovery_codes (organization_id);

-- Rewrites a table of a few rows: one a login of a week.
-- squawk-ignore adding-field-with-default
alter table staff_sessions add column id uuid not null default gen_random_uuid();
alter table staff_sessions add column stage text not null default 'open';
alter table staff_sessions add column address text not null default '';
alter table staff_sessions add column browser text not null default '';
alter table staff_sessions add column confirmed_at timestamptz;
alter table staff_sessions add column tries integer not null default 0;
-- squawk-ignore constraint-missing-not-valid
alter table staff_sessions add constraint staff_sessions_stage check (stage in ('open', 'code', 'enrol')) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table staff_sessions validate constraint staff_sessions_stage;
comment on column staff_sessions.stage is
    'open; code: the password was right and a code is awaited; enrol: a second factor has to be set up first';
comment on column staff_sessions.confirmed_at is 'When the person last proved who they are';
comment on column staff_sessions.tries is 'Codes that were tried before the session opened';

-- Browsers in which somebody has logged in before. A stranger's wrong passwords do not count against them.
create table staff_devices (
    account_id uuid not null references staff_accounts on delete cascade,
    token_hash bytea not null check (length(token_hash) = 32),
    organization_id uuid not null references organizations on delete cascade,
    seen_at timestamptz not null,
    tries_left double precision not null,
    tries_at timestamptz not null,
    primary key (account_id, token_hash)
);
create index staff_devices_organization on staff_devices (organization_id);

-- What happened to accounts: who, when, from where and in which browser.
create table staff_events (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    account_id uuid not null references staff_accounts on delete cascade,
    at timestamptz not null,
    kind text not null check (kind in (
        'signed_in', 'sign_in_failed', 'sign_in_paused', 'code_failed', 'confirm_failed', 'recovery_used',
        'signed_out', 'session_ended', 'session_expired', 'password_changed', 'password_chosen',
        'factor_on', 'factor_off', 'factor_reset', 'recovery_renewed', 'account_opened', 'account_reset',
        'account_disabled', 'roles_changed', 'factor_required', 'factor_optional'
    )),
    address text check (length(address) <= 64),
    browser text not null default '' check (length(browser) <= 300),
    times integer not null default 1
);
create index staff_events_organization on staff_events (organization_id, at);
create index staff_events_account on staff_events (account_id, at);
create index staff_events_time on staff_events (at);
comment on column staff_events.address is 'Null: a command of the operator';
comment on column staff_events.times is 'How often within an hour; `at` is the last time';

-- Tries at logins from browsers that are not known, by a number that is derived from the e-mail address,
-- whether such an account exists or not: at most 65,536 rows, which nobody can push out.
create table frontdesk.login_tries (
    cell integer primary key check (cell between 0 and 65535),
    tries_left double precision not null,
    tries_at timestamptz not null
);

alter table organizations add column staff_second_factor boolean not null default false;
comment on column organizations.staff_second_factor is 'Whether staff need a second factor to log in';
