-- Who may do what, settled for every function and table at once, and last of all files.
--
-- A function in `public` is one of the contract: the application (frontdesk_caller), what runs with the
-- tables' rights (frontdesk_app) and Supabase's service_role may call it, nobody else. It runs with the
-- rights of frontdesk_app, which row level security binds, whoever calls it: so it binds service_role
-- too, which bypasses row level security, and a caller needs no right but to execute it. A function
-- that says `security definer` itself is one of the platform: it keeps its owner, the role that
-- migrates. A function in `frontdesk` is for those functions only; no caller may use that schema.
--
-- A table is read and written by frontdesk_app, for the tenant that was entered. Nobody else has a right
-- to it, but for the columns that staff read through Supabase's own login.
--
-- tests/migrations/test_rights.py lists what comes of it.

-- The procedures of the numbering before, which this file replaces.
drop procedure if exists frontdesk.protect(regclass, text);
drop procedure if exists frontdesk.staff_reads(regclass, text, text);

-- What anybody could create here, a function of the contract could mistake for its own.
revoke create on schema public from public;
grant usage on schema frontdesk, public to frontdesk_app;
grant usage on schema public to frontdesk_caller;

-- Takes away what Supabase's default privileges grant to the roles of its API. service_role keeps
-- the functions, but reads and writes no table of ours by itself.
create or replace procedure frontdesk.hide(p_kind text, p_name text)
language plpgsql as $$
declare
    v_role text;
    v_sequence regclass;
begin
    for v_role in select rolname from pg_roles where rolname in ('anon', 'authenticated', 'service_role') loop
        continue when p_kind = 'function' and v_role = 'service_role';
        execute format('revoke all on %s %s from %I', p_kind, p_name, v_role);
        continue when p_kind <> 'table';
        for v_sequence in
            select d.objid from pg_depend d join pg_class c on c.oid = d.objid and c.relkind = 'S'
            where d.refobjid = p_name::regclass and d.deptype in ('a', 'i')
        loop
            execute format('revoke all on sequence %s from %I', v_sequence, v_role);
        end loop;
    end loop;
end;
$$;

-- A function of the contract. `create or replace` takes the settings away, so this comes after it.
create or replace procedure frontdesk.expose(p_function regproc)
language plpgsql as $$
declare
    v_name text := p_function::regprocedure::text;
    v_function pg_proc;
begin
    select * into v_function from pg_proc where oid = p_function;
    execute format('revoke all on function %s from public', v_name);
    call frontdesk.hide('function', v_name);
    execute format('grant execute on function %s to frontdesk_app, frontdesk_caller', v_name);
    if exists (select 1 from pg_roles where rolname = 'service_role') then
        execute format('grant execute on function %s to service_role', v_name);
    end if;
    if v_function.prosecdef and v_function.proowner <> 'frontdesk_app'::regrole then
        return;
    end if;
    execute format('alter function %s security definer', v_name);
    execute format('alter function %s set search_path = public, frontdesk, pg_temp', v_name);
    if v_function.proowner <> 'frontdesk_app'::regrole then
        -- An owner needs the right to create in the schema, for this moment only.
        execute format('grant create on schema %s to frontdesk_app', v_function.pronamespace::regnamespace);
        execute format('alter function %s owner to frontdesk_app', v_name);
        execute format('revoke create on schema %s from frontdesk_app', v_function.pronamespace::regnamespace);
    end if;
end;
$$;

-- The application's role sees the rows of the entered tenant only; the owner (platform functions,
-- migrations) sees all.
create or replace procedure frontdesk.protect(p_table regclass, p_tenant text, p_entered text)
language plpgsql as $$
begin
    if not (select relrowsecurity and relforcerowsecurity from pg_class where oid = p_table) then
        execute format('alter table %s enable row level security, force row level security', p_table);
    end if;
    call frontdesk.attach('policy', 'tenant', p_table, format(
        'create policy tenant on %s to frontdesk_app using (%2$I = %3$s) with check (%2$I = %3$s)',
        p_table, p_tenant, p_entered));
    call frontdesk.attach('policy', 'owner', p_table, format(
        'create policy owner on %s to current_user using (true) with check (true)', p_table));
    execute format('grant select, insert, update, delete on %s to frontdesk_app', p_table);
    call frontdesk.hide('table', p_table::text);
end;
$$;

-- Staff read these columns of their organization's rows through Supabase's own login, and change none.
-- What is a secret, or only of use inside (tokens, payloads, the queue, checkpoints), is granted to
-- nobody. The role `authenticated` exists on Supabase before anything of ours; elsewhere there is no
-- such login.
create or replace procedure frontdesk.show_to_staff(p_table regclass, p_tenant text, p_columns text)
language plpgsql as $$
begin
    call frontdesk.attach('policy', 'staff', p_table, format(
        'create policy staff on %s for select to authenticated '
        'using (%I = any ((select frontdesk.staff_organizations())::uuid[]))', p_table, p_tenant));
    execute format('grant select (%s) on %s to authenticated', p_columns, p_table);
end;
$$;

do $$
declare
    v_function regproc;
begin
    for v_function in
        select p.oid from pg_proc p
        where p.pronamespace = 'public'::regnamespace
          and 'public.' || p.proname = any (string_to_array(current_setting('frontdesk.defined'), ','))
    loop
        call frontdesk.expose(v_function);
    end loop;
end;
$$;

-- Every table of tenants, and the columns that staff read.
do $$
declare
    v_login boolean := exists (select from pg_roles where rolname = 'authenticated');
    v_table text;
    v_tenant text;
    v_columns text;
begin
    for v_table, v_columns in values
        ('organizations',
            'id, slug, name, language, tone, instructions, formality, emoji, time_zone, country, currency, address, '
            'emergency, slot_step_minutes, notice_minutes, horizon_days, cancel_notice_minutes, '
            'move_notice_minutes, max_open_appointments, handoff_minutes, holidays, holiday_region, '
            'hold_minutes, waiting_hold_minutes, confirmation_minutes, reminder_minutes, quiet_from, '
            'quiet_to, review_link, review_hours, review_months, release_minutes, keep_texts_days, '
            'conversation_hours, staff_second_factor'),
        ('platform_connections',
            'id, organization_id, key, channel, name, phone, active'),
        ('internal_notifications_config', null),
        ('connection_secrets', null),
        ('connection_sending', null),
        ('connection_receiving', null),
        ('connection_feeds', null),
        ('environment_grants', null),
        ('services',
            'id, organization_id, key, position, name, synonyms, description, duration_minutes, '
            'buffer_before_minutes, buffer_after_minutes, price, price_note, currency, '
            'requires_assessment, bookable, active, capacity, given_at, recall_after, aftercare, aftercare_hours, '
            'questions'),
        ('members',
            'id, organization_id, key, position, name, role, active'),
        ('member_services',
            'organization_id, member_id, service_id'),
        ('organization_availability',
            'id, organization_id, weekday, opens, closes'),
        ('member_availability',
            'id, organization_id, member_id, weekday, opens, closes'),
        ('service_availability',
            'id, organization_id, service_id, weekday, opens, closes'),
        ('organization_special_dates',
            'id, organization_id, day, label, opens, closes'),
        ('member_special_dates',
            'id, organization_id, member_id, day, label, opens, closes'),
        ('vacations',
            'id, organization_id, member_id, first_day, last_day, label'),
        ('organization_holidays',
            'organization_id, day, name'),
        ('resources',
            'id, organization_id, key, name, active'),
        ('resource_units', null),
        ('service_resources', null),
        ('contacts',
            'id, organization_id, name, phone, email, created_at, merged_into, stated_phone, stated_phone_at'),
        ('chat_identities',
            'id, organization_id, connection_id, contact_id, phone, display_name, language, '
            'handled_by, handled_until, opted_out_at, marketing_stopped, last_inbound_at, created_at, '
            'closed_at, closed_because'),
        ('chat_addresses', null),
        ('chat_sessions', null),
        ('chat_summaries', null),
        ('queue_clearings', null),
        ('early_edits', null),
        ('chat_messages',
            'id, seq, organization_id, chat_identity_id, connection_id, direction, status, kind, '
            'body, sent_at, created_at, media_text'),
        ('turns', null),
        ('people',
            'id, organization_id, contact_id, name, relation, created_at'),
        ('contact_authorizations',
            'organization_id, contact_id, kind, granted, at'),
        ('contact_notes',
            'id, organization_id, contact_id, body, noted_at'),
        ('customer_notes', null),
        ('canned_answers', null),
        ('told_changes', null),
        ('withheld_replies',
            'id, organization_id, chat_identity_id, reason, body, created_at'),
        ('group_sessions',
            'id, organization_id, service_id, member_id, starts_at, capacity'),
        ('appointments',
            'id, organization_id, contact_id, chat_identity_id, service_id, member_id, attendee_name, person_id, '
            'starts_at, ends_at, status, confirmation_asked_at, price, currency, visit_id, '
            'session_id, seats, created_at, updated_at, arrived_at, place, place_latitude, place_longitude'),
        ('appointment_events',
            'id, organization_id, appointment_id, at, kind, actor, chat_identity_id'),
        ('visit_answers', null),
        ('slot_offers', null),
        ('appointment_proposals', null),
        ('holds', null),
        ('hold_seats', null),
        ('occupancies', null),
        ('reminders', null),
        ('recalls', null),
        ('visit_ratings', null),
        ('waiting_list',
            'id, organization_id, chat_identity_id, contact_id, services, member_id, first_day, '
            'last_day, not_before, not_after, status, joined_at, offered_until'),
        ('escalations',
            'id, organization_id, chat_identity_id, reason, summary, status, created_at, request, due_on, closed_at'),
        ('notifications', null),
        ('staff_messages', null),
        ('handed_files', null),
        ('staff_plans', null),
        ('chat_notes', null),
        ('chat_reads', null),
        ('staff_actions', null),
        ('erasures', null),
        ('imported_rows', null),
        ('busy_times',
            'id, organization_id, member_id, starts_at, ends_at'),
        ('agenda_blocks', null),
        ('busy_calendars', null),
        ('busy_calendar_secrets', null),
        ('calendar_conflicts', null),
        ('calendar_feeds', null),
        ('knowledge_documents',
            'id, organization_id, name, kind, size, language, added_at, changed_at'),
        ('knowledge_base',
            'id, organization_id, key, title, content, keywords, source, document_id, position'),
        ('knowledge_gaps',
            'id, organization_id, chat_identity_id, question, asked_at, done_at'),
        ('knowledge_embeddings', null),
        ('api_keys', null),
        ('staff_accounts', null),
        ('staff_sessions', null),
        ('staff_recovery_codes', null),
        ('staff_devices', null),
        ('staff_events', null),
        ('push_keys', null),
        ('push_subscriptions', null),
        ('pushes', null),
        ('event_endpoints', null),
        ('agenda_events', null),
        ('event_deliveries', null),
        ('organization_staff',
            'organization_id, user_id, added_at'),
        ('model_ceilings', null),
        ('model_usage',
            'organization_id, turn_id, day, node, model, calls, input_tokens, cached_input_tokens, '
            'output_tokens, cost_usd, recorded_at'),
        ('figure_days', null),
        ('figure_counts', null)
    loop
        v_tenant := case v_table when 'organizations' then 'id' else 'organization_id' end;
        -- A month of a member is read there: the tenant is looked up once a query, not once a row.
        call frontdesk.protect(v_table::regclass, v_tenant, case v_table
            when 'occupancies' then '(select frontdesk.tenant())' else 'frontdesk.tenant()' end);
        if v_login and v_columns is not null then
            call frontdesk.show_to_staff(v_table::regclass, v_tenant, v_columns);
        end if;
    end loop;
end;
$$;

-- Views show what their readers may see of the tables.
grant select on frontdesk.environment_names, frontdesk.feeds, frontdesk.kept_files, frontdesk.waiting_replies
to frontdesk_app;

revoke all on function frontdesk.staff_organizations() from public;
do $$
begin
    if exists (select 1 from pg_roles where rolname = 'authenticated') then
        grant usage on schema public to authenticated;
        grant execute on function frontdesk.staff_organizations() to authenticated;
    end if;
end;
$$;
