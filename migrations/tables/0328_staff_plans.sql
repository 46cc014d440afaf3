-- Changes of the agenda by WhatsApp, shown before they are done, and what each recipient of notices may see and do.

alter table internal_notifications_config
    add column role text not null default 'owner',
    add column member_id uuid,
    add column asking_plan uuid;
-- squawk-ignore constraint-missing-not-valid
alter table internal_notifications_config add constraint internal_notifications_config_role
    check (role in ('owner', 'reception', 'professional') and (role = 'owner' or not weekly)) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table internal_notifications_config validate constraint internal_notifications_config_role;
-- squawk-ignore constraint-missing-not-valid
alter table internal_notifications_config add constraint internal_notifications_config_member
    foreign key (member_id) references members on delete set null not valid;
-- squawk-ignore constraint-missing-not-valid
alter table internal_notifications_config validate constraint internal_notifications_config_member;
-- squawk-ignore require-concurrent-index-creation
create index internal_notifications_config_member on internal_notifications_config (member_id)
    where member_id is not null;
comment on column internal_notifications_config.role is 'What they see and do by WhatsApp; figures are the owner''s';
comment on column internal_notifications_config.member_id is 'Whose agenda a professional sees and plans';
comment on column internal_notifications_config.asking_plan is 'The plan that a yes would do: the last they were shown';

-- What a recipient was shown of a change of the agenda, and what became of it. No customer's words or names.
create table staff_plans (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    recipient_id uuid not null references internal_notifications_config on delete cascade,
    connection_id uuid references platform_connections on delete set null,
    kind text not null constraint staff_plans_kind check (kind in ('block', 'lift')),
    wish jsonb not null,
    seen text not null,
    status text not null default 'open' constraint staff_plans_status check (status in ('open', 'done', 'dropped')),
    blocks uuid[] not null default '{}',
    shown_at timestamptz not null,
    expires_at timestamptz not null,
    done_at timestamptz,
    told_at timestamptz
);
create index staff_plans_organization on staff_plans (organization_id, shown_at);
create index staff_plans_recipient on staff_plans (recipient_id, shown_at);
create index staff_plans_connection on staff_plans (connection_id) where connection_id is not null;
create index staff_plans_untold on staff_plans (done_at) where status = 'done' and kind = 'block' and told_at is null;
comment on column staff_plans.wish is 'Of a block {spans: [{member, from, until}]}, of a lift {blocks: [id]}';
comment on column staff_plans.seen is 'A digest of what was shown: a yes does this and nothing else';
comment on column staff_plans.told_at is 'When its recipient was told how it ended';

-- Who blocked time from a phone, and the notice that shows a plan or how it ended.
alter table agenda_blocks add column recipient_id uuid;
comment on column agenda_blocks.recipient_id is 'Who blocked it by WhatsApp; no key: it outlives the recipient';
alter table notifications add column staff_plan_id uuid;
comment on column notifications.staff_plan_id is
    'The plan that it shows, or whose end it tells; no key: it outlives the plan';
-- squawk-ignore require-concurrent-index-creation
create index staff_actions_recipient_form on staff_actions (recipient_id, form_key) where form_key is not null;
