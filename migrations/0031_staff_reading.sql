-- Staff read the rows of their organization through Supabase's own login, and change none. What is
-- a secret, or only of use inside (tokens, payloads, the queue, checkpoints), is granted to nobody.
--
-- The role `authenticated` exists on Supabase before anything of ours; elsewhere there is no such
-- login, and this leaves only the list of who is staff.

create table organization_staff (
    organization_id uuid not null references organizations on delete cascade,
    user_id uuid not null,
    added_at timestamptz not null,
    primary key (organization_id, user_id)
);
create index organization_staff_user on organization_staff (user_id);
comment on column organization_staff.user_id is 'The id of a user of Supabase''s login (auth.users)';
call frontdesk.protect('organization_staff');

-- Organizations of whoever is logged in, by the claims that PostgREST verified. Nobody: none.
create function frontdesk.staff_organizations() returns uuid[]
language plpgsql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
declare
    v_user text := nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub';
begin
    if v_user is null or v_user !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
        return '{}';
    end if;
    return array(select s.organization_id from organization_staff s where s.user_id = v_user::uuid);
end;
$$;
revoke all on function frontdesk.staff_organizations() from public;

-- Lets staff read these columns of their organization's rows. Also for tables that come later.
create procedure frontdesk.staff_reads(
    p_table regclass, p_columns text, p_organization text default 'organization_id'
)
language plpgsql as $$
begin
    if exists (select 1 from pg_roles where rolname = 'authenticated') then
        execute format(
            'create policy staff on %s for select to authenticated '
            'using (%I = any ((select frontdesk.staff_organizations())::uuid[]))', p_table, p_organization);
        execute format('grant select (%s) on %s to authenticated', p_columns, p_table);
    end if;
end;
$$;

do $$
begin
    if exists (select 1 from pg_roles where rolname = 'authenticated') then
        grant usage on schema public to authenticated;
        grant execute on function frontdesk.staff_organizations() to authenticated;
    end if;
end;
$$;

call frontdesk.staff_reads('organizations',
    'id, slug, name, language, tone, formality, emoji, time_zone, country, currency, address, emergency, '
    'slot_step_minutes, notice_minutes, horizon_days, cancel_notice_minutes, move_notice_minutes, '
    'max_open_appointments, handoff_minutes, holidays, holiday_region, hold_minutes, '
    'waiting_hold_minutes, confirmation_minutes, reminder_minutes, quiet_from, quiet_to', 'id');
call frontdesk.staff_reads('platform_connections', 'id, organization_id, key, channel, name, phone, active');
call frontdesk.staff_reads('contacts', 'id, organization_id, name, phone, email, created_at, merged_into');
call frontdesk.staff_reads('contact_authorizations', 'organization_id, contact_id, kind, granted, at');
call frontdesk.staff_reads('chat_identities',
    'id, organization_id, connection_id, contact_id, phone, display_name, language, handled_by, '
    'handled_until, opted_out_at, last_inbound_at, created_at');
call frontdesk.staff_reads('chat_messages',
    'id, seq, organization_id, chat_identity_id, connection_id, direction, status, kind, body, sent_at, created_at');
call frontdesk.staff_reads('services',
    'id, organization_id, key, position, name, synonyms, description, duration_minutes, '
    'buffer_before_minutes, buffer_after_minutes, price, price_note, currency, requires_assessment, '
    'bookable, active, capacity');
call frontdesk.staff_reads('members', 'id, organization_id, key, position, name, role, active');
call frontdesk.staff_reads('member_services', 'organization_id, member_id, service_id');
call frontdesk.staff_reads('organization_availability', 'id, organization_id, weekday, opens, closes');
call frontdesk.staff_reads('member_availability', 'id, organization_id, member_id, weekday, opens, closes');
call frontdesk.staff_reads('service_availability', 'id, organization_id, service_id, weekday, opens, closes');
call frontdesk.staff_reads('organization_special_dates', 'id, organization_id, day, label, opens, closes');
call frontdesk.staff_reads('member_special_dates', 'id, organization_id, member_id, day, label, opens, closes');
call frontdesk.staff_reads('organization_holidays', 'organization_id, day, name');
call frontdesk.staff_reads('vacations', 'id, organization_id, member_id, first_day, last_day, label');
call frontdesk.staff_reads('resources', 'id, organization_id, key, name, active');
call frontdesk.staff_reads('appointments',
    'id, organization_id, contact_id, chat_identity_id, service_id, member_id, attendee_name, starts_at, '
    'ends_at, status, confirmation_asked_at, price, currency, visit_id, session_id, seats, created_at, updated_at');
call frontdesk.staff_reads('appointment_events',
    'id, organization_id, appointment_id, at, kind, actor, chat_identity_id');
call frontdesk.staff_reads('group_sessions', 'id, organization_id, service_id, member_id, starts_at, capacity');
call frontdesk.staff_reads('waiting_list',
    'id, organization_id, chat_identity_id, contact_id, services, member_id, first_day, last_day, '
    'not_before, not_after, status, joined_at, offered_until');
call frontdesk.staff_reads('escalations',
    'id, organization_id, chat_identity_id, reason, summary, status, created_at');
call frontdesk.staff_reads('knowledge_base', 'id, organization_id, key, title, content, keywords, source');
call frontdesk.staff_reads('knowledge_gaps', 'id, organization_id, chat_identity_id, question, asked_at');
call frontdesk.staff_reads('organization_staff', 'organization_id, user_id, added_at');

-- Who is staff: {status: added | known}.
create function reader_add(p_organization uuid, p_user uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    insert into organization_staff (organization_id, user_id, added_at)
    values (p_organization, p_user, frontdesk.now())
    on conflict do nothing;
    return jsonb_build_object('status', case when found then 'added' else 'known' end);
end;
$$;

-- {status: removed | not_found}
create function reader_remove(p_organization uuid, p_user uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    delete from organization_staff s where s.organization_id = p_organization and s.user_id = p_user;
    return jsonb_build_object('status', case when found then 'removed' else 'not_found' end);
end;
$$;

-- [{user, added_at}], longest first
create function reader_list(p_organization uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object('user', s.user_id, 'added_at', s.added_at)
            order by s.added_at, s.user_id), '[]')
        from organization_staff s where s.organization_id = p_organization);
end;
$$;

call frontdesk.expose('reader_add');
call frontdesk.expose('reader_remove');
call frontdesk.expose('reader_list');
