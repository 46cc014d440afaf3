-- An organization as one document: applied. (organizations.sql reads it back.)
--
-- The document is what the operator's file says, normalised:
--   slug, name, language, tone, instructions, formality, emoji, time_zone, country, currency, address, emergency,
--   keep_texts_days, conversation_hours, staff_second_factor, review {link, hours, months},
--   model_limits {daily_spend_usd, daily_model_calls, sender_daily_spend_usd, sender_daily_model_calls},
--   scheduling {slot_step_minutes, notice_minutes, horizon_days, cancel_notice_minutes,
--               max_open_appointments, handoff_minutes, second_notice_minutes, holidays, region, move_notice_minutes,
--               late_message, hold_minutes, waiting_hold_minutes, confirmation [minutes],
--               reminders [minutes], release (minutes), quiet_hours {from, to}},
--   hours [{weekday, opens, closes}], special_dates [{day, label, intervals [{opens, closes}]}],
--   vacations [{from, until, label}], resources [{key, name, capacity}],
--   services [{key, name, synonyms, description, duration_minutes, buffer_before_minutes,
--              buffer_after_minutes, price, price_note, currency, where (business or customer),
--              questions [{key, text, kind, choices, flag, flag_below, flag_above, ask_again_months}],
--              slot_step_minutes, requires_assessment (key), bookable, capacity, gap_from_minutes, gap_minutes,
--              notice_minutes, horizon_days, cancel_notice_minutes, move_notice_minutes,
--              max_open_appointments, recall_after ("6 months", "45 days"), aftercare, aftercare_hours, hours,
--              resources (keys)}],
--   members [{key, name, role, services (keys), hours, special_dates, vacations, notice_minutes,
--             horizon_days, cancel_notice_minutes, move_notice_minutes}],
--   knowledge [{key, title, content, keywords, source}],
--   escalation [{key, name, channel, address}],
--   calendars {shown, busy [{key, kind, member or resource (keys), unit, url, url_env, username, password_env,
--              every_minutes}]},
--   connections [{key, channel, name, phone, token_env, token_hash (hex), secret_env, settings}].
--               Whose provider is listened to may have no token: token_env "" and no token_hash. Without a
--               token_hash one that has the same token_env keeps what it has.
-- Times are "HH:MM" of the organization's zone, weekdays ISO numbers, days ISO dates.

-- Makes the organization what the document says, all or nothing. Services, members and connections
-- that the document leaves out become inactive, appointments stay as they are. Applying the same
-- document again changes nothing. Returns {"organization": id} or {"refused": reason}.
-- Resources come before the services that need them.
create or replace function organization_apply(p_organization uuid, p_document jsonb) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    perform frontdesk.apply_organization(p_organization, p_document);
    perform frontdesk.apply_hours(p_organization, p_document);
    perform frontdesk.apply_resources(p_organization, p_document -> 'resources');
    perform frontdesk.apply_services(p_organization, p_document -> 'services');
    perform frontdesk.apply_members(p_organization, p_document -> 'members');
    perform frontdesk.apply_calendars(
        p_organization, coalesce(p_document -> 'calendars', '{"busy": []}'));
    perform frontdesk.apply_knowledge(
        p_organization, p_document ->> 'language', p_document -> 'knowledge');
    perform frontdesk.apply_escalation(p_organization, p_document -> 'escalation');
    perform frontdesk.apply_connections(p_organization, p_document -> 'connections');
    return jsonb_build_object('organization', p_organization);
exception when sqlstate 'FD001' then
    return jsonb_build_object('refused', sqlerrm);
end;
$$;

create or replace function frontdesk.apply_organization(p_organization uuid, p_document jsonb) returns void
language plpgsql as $$
declare
    v_slug text;
begin
    perform frontdesk.check_time_zone(p_document ->> 'time_zone');
    select slug into v_slug from organizations where id = p_organization for update;
    if v_slug <> p_document ->> 'slug' then
        perform frontdesk.refuse(format(
            'this organization is "%s" and cannot become "%s"', v_slug, p_document ->> 'slug'));
    end if;
    insert into organizations (id, slug, name, language, time_zone, country, currency)
    select p_organization, d.slug, d.name, d.language, d.time_zone, d.country, d.currency
    from jsonb_to_record(p_document) as d(
        slug text, name text, language text, time_zone text, country text, currency text)
    on conflict (id) do nothing;
    update organizations o set
        name = d.name, language = d.language, tone = d.tone,
        instructions = d.instructions, formality = d.formality,
        emoji = d.emoji, time_zone = d.time_zone, country = d.country, currency = d.currency,
        address = d.address, emergency = d.emergency, keep_texts_days = d.keep_texts_days,
        conversation_hours = d.conversation_hours,
        model_limits = coalesce(d.model_limits, '{}'), mcp_servers = coalesce(d.mcp_servers, '[]'),
        staff_second_factor = coalesce(d.staff_second_factor, false),
        slot_step_minutes = s.slot_step_minutes, notice_minutes = s.notice_minutes,
        horizon_days = s.horizon_days, cancel_notice_minutes = s.cancel_notice_minutes,
        move_notice_minutes = s.move_notice_minutes, late_message = s.late_message,
        max_open_appointments = s.max_open_appointments, handoff_minutes = s.handoff_minutes,
        second_notice_minutes = s.second_notice_minutes,
        holidays = s.holidays, holiday_region = s.region,
        hold_minutes = s.hold_minutes, waiting_hold_minutes = s.waiting_hold_minutes,
        confirmation_minutes = s.confirmation, reminder_minutes = s.reminders, release_minutes = s.release,
        review_link = r.link, review_hours = r.hours, review_months = r.months,
        quiet_from = (s.quiet_hours ->> 'from')::time, quiet_to = (s.quiet_hours ->> 'to')::time,
        updated_at = frontdesk.now()
    from jsonb_to_record(p_document) as d(
            name text, language text, tone text, instructions text[], formality text, emoji boolean, time_zone text,
            country text, currency text, address text, emergency text, keep_texts_days integer,
            conversation_hours integer,
            model_limits jsonb, mcp_servers jsonb, staff_second_factor boolean, scheduling jsonb, review jsonb),
        jsonb_to_record(coalesce(nullif(d.review, 'null'), '{}')) as r(link text, hours integer, months integer),
        jsonb_to_record(d.scheduling) as s(
            slot_step_minutes integer, notice_minutes integer, horizon_days integer,
            cancel_notice_minutes integer, move_notice_minutes integer, late_message text,
            max_open_appointments integer, handoff_minutes integer, second_notice_minutes integer, holidays boolean,
            region text, hold_minutes integer, waiting_hold_minutes integer, confirmation integer[],
            reminders integer[], release integer, quiet_hours jsonb)
    where o.id = p_organization;
exception when unique_violation then
    perform frontdesk.refuse(format('the slug "%s" is taken', p_document ->> 'slug'));
end;
$$;

create or replace function frontdesk.apply_hours(p_organization uuid, p_document jsonb) returns void
language plpgsql as $$
begin
    delete from organization_availability where organization_id = p_organization;
    insert into organization_availability (organization_id, weekday, opens, closes)
    select p_organization, h.weekday, h.opens, h.closes
    from jsonb_to_recordset(p_document -> 'hours') as h(weekday smallint, opens time, closes time);
    delete from organization_special_dates where organization_id = p_organization;
    insert into organization_special_dates (organization_id, day, label, opens, closes)
    select p_organization, r.day, r.label, r.opens, r.closes
    from frontdesk.special_date_rows(p_document -> 'special_dates') r;
    perform frontdesk.apply_vacations(p_organization, null, p_document -> 'vacations');
end;
$$;

-- Rows (day, label, opens, closes): one an interval, or one without times for a day off.
create or replace function frontdesk.special_date_rows(p_dates jsonb)
returns table (day date, label text, opens time, closes time)
language sql stable as $$
    select d.day, d.label, i.opens, i.closes
    from jsonb_to_recordset(p_dates) as d(day date, label text, intervals jsonb)
    left join lateral jsonb_to_recordset(d.intervals) as i(opens time, closes time) on true
$$;

-- Of a member, or (null) of the whole business.
create or replace function frontdesk.apply_vacations(p_organization uuid, p_member uuid, p_vacations jsonb) returns void
language sql as $$
    delete from vacations
    where organization_id = p_organization and member_id is not distinct from p_member;
    insert into vacations (organization_id, member_id, first_day, last_day, label)
    select p_organization, p_member, v."from", v.until, v.label
    from jsonb_to_recordset(p_vacations) as v("from" date, until date, label text)
$$;

-- Pieces beyond the capacity are switched off, as are those of a kind that is left out; what is
-- booked on them stays.
create or replace function frontdesk.apply_resources(p_organization uuid, p_resources jsonb) returns void
language plpgsql as $$
begin
    update resources set active = false
    where organization_id = p_organization and active
      and key not in (select i ->> 'key' from jsonb_array_elements(p_resources) i);
    insert into resources (organization_id, key, name)
    select p_organization, i.key, i.name
    from jsonb_to_recordset(p_resources) as i(key text, name text)
    on conflict (organization_id, key) do update set name = excluded.name, active = true;
    insert into resource_units (organization_id, resource_id, number)
    select p_organization, r.id, n
    from jsonb_to_recordset(p_resources) as i(key text, capacity integer)
    join resources r on r.organization_id = p_organization and r.key = i.key
    cross join generate_series(1, i.capacity) n
    on conflict (resource_id, number) do nothing;
    update resource_units u set active = u.number <= k.capacity
    from (
        select r.id, coalesce(i.capacity, 0) as capacity
        from resources r
        left join jsonb_to_recordset(p_resources) as i(key text, capacity integer) on i.key = r.key
        where r.organization_id = p_organization
    ) k
    where u.resource_id = k.id and u.active <> (u.number <= k.capacity);
end;
$$;

-- The id of an active resource, refused when there is none.
create or replace function frontdesk.resource_id(p_organization uuid, p_key text) returns uuid
language plpgsql stable as $$
declare
    v_id uuid;
begin
    select id into v_id from resources
    where organization_id = p_organization and key = p_key and active;
    if v_id is null then
        perform frontdesk.refuse(format('there is no resource "%s"', p_key));
    end if;
    return v_id;
end;
$$;

create or replace function frontdesk.apply_services(p_organization uuid, p_services jsonb) returns void
language plpgsql as $$
declare
    v_item record;
begin
    update services set active = false
    where organization_id = p_organization and active
      and key not in (select i ->> 'key' from jsonb_array_elements(p_services) i);
    insert into services (
        organization_id, position, key, name, synonyms, description, duration_minutes,
        buffer_before_minutes, buffer_after_minutes, price, currency, price_note, given_at, slot_step_minutes,
        bookable, capacity, gap_from_minutes, gap_minutes, notice_minutes, horizon_days,
        cancel_notice_minutes, move_notice_minutes, max_open_appointments, recall_after, aftercare,
        aftercare_hours, questions)
    select p_organization, i.ordinality, i.key, i.name, i.synonyms, i.description, i.duration_minutes,
        i.buffer_before_minutes, i.buffer_after_minutes, i.price, i.currency, i.price_note,
        coalesce(i."where", 'business'),
        i.slot_step_minutes, i.bookable, i.capacity, i.gap_from_minutes, i.gap_minutes,
        i.notice_minutes, i.horizon_days, i.cancel_notice_minutes, i.move_notice_minutes,
        i.max_open_appointments, i.recall_after, i.aftercare, coalesce(i.aftercare_hours, 2),
        coalesce(i.questions, '[]')
    from rows from (jsonb_to_recordset(p_services) as (
        key text, name text, synonyms text[], description text, duration_minutes integer,
        buffer_before_minutes integer, buffer_after_minutes integer, price numeric, currency text,
        price_note text, "where" text, slot_step_minutes integer, bookable boolean, capacity integer,
        gap_from_minutes integer, gap_minutes integer, notice_minutes integer, horizon_days integer,
        cancel_notice_minutes integer, move_notice_minutes integer,
        max_open_appointments integer, recall_after text, aftercare text,
        aftercare_hours integer, questions jsonb)) with ordinality i
    on conflict (organization_id, key) do update set
        position = excluded.position, name = excluded.name, synonyms = excluded.synonyms,
        description = excluded.description, duration_minutes = excluded.duration_minutes,
        buffer_before_minutes = excluded.buffer_before_minutes,
        buffer_after_minutes = excluded.buffer_after_minutes,
        price = excluded.price, currency = excluded.currency, price_note = excluded.price_note,
        given_at = excluded.given_at,
        slot_step_minutes = excluded.slot_step_minutes, bookable = excluded.bookable,
        capacity = excluded.capacity, gap_from_minutes = excluded.gap_from_minutes,
        gap_minutes = excluded.gap_minutes, notice_minutes = excluded.notice_minutes,
        horizon_days = excluded.horizon_days, cancel_notice_minutes = excluded.cancel_notice_minutes,
        move_notice_minutes = excluded.move_notice_minutes,
        max_open_appointments = excluded.max_open_appointments, recall_after = excluded.recall_after,
        aftercare = excluded.aftercare, aftercare_hours = excluded.aftercare_hours,
        questions = excluded.questions, active = true;
    for v_item in
        select i.*, s.id from jsonb_to_recordset(p_services) as i(
            key text, requires_assessment text, hours jsonb, resources jsonb)
        join services s on s.organization_id = p_organization and s.key = i.key
    loop
        update services
        set requires_assessment = frontdesk.service_id(p_organization, v_item.requires_assessment)
        where id = v_item.id;
        perform frontdesk.apply_service_needs(p_organization, v_item.id, v_item.hours, v_item.resources);
    end loop;
end;
$$;

-- When a service is given, and what it takes beside a member.
create or replace function frontdesk.apply_service_needs(
    p_organization uuid, p_service uuid, p_hours jsonb, p_resources jsonb
) returns void
language sql as $$
    delete from service_availability where service_id = p_service;
    insert into service_availability (organization_id, service_id, weekday, opens, closes)
    select p_organization, p_service, h.weekday, h.opens, h.closes
    from jsonb_to_recordset(p_hours) as h(weekday smallint, opens time, closes time);
    delete from service_resources where service_id = p_service;
    insert into service_resources (organization_id, service_id, resource_id)
    select p_organization, p_service, frontdesk.resource_id(p_organization, k)
    from jsonb_array_elements_text(p_resources) k
$$;

-- The id of an active service; null for a null key, refused when there is none.
create or replace function frontdesk.service_id(p_organization uuid, p_key text) returns uuid
language plpgsql stable as $$
declare
    v_id uuid;
begin
    select id into v_id from services
    where organization_id = p_organization and key = p_key and active;
    if v_id is null and p_key is not null then
        perform frontdesk.refuse(format('there is no service "%s"', p_key));
    end if;
    return v_id;
end;
$$;

create or replace function frontdesk.apply_members(p_organization uuid, p_members jsonb) returns void
language plpgsql as $$
declare
    v_item jsonb;
    v_position integer;
begin
    update members set active = false
    where organization_id = p_organization and active
      and key not in (select i ->> 'key' from jsonb_array_elements(p_members) i);
    for v_item, v_position in
        select value, ordinality from jsonb_array_elements(p_members) with ordinality
    loop
        perform frontdesk.apply_member(p_organization, v_item, v_position);
    end loop;
end;
$$;

create or replace function frontdesk.apply_member(p_organization uuid, p_member jsonb, p_position integer) returns void
language plpgsql as $$
declare
    v_id uuid;
begin
    insert into members (
        organization_id, key, position, name, role, notice_minutes, horizon_days,
        cancel_notice_minutes, move_notice_minutes)
    select p_organization, i.key, p_position, i.name, i.role, i.notice_minutes, i.horizon_days,
        i.cancel_notice_minutes, i.move_notice_minutes
    from jsonb_to_record(p_member) as i(
        key text, name text, role text, notice_minutes integer, horizon_days integer,
        cancel_notice_minutes integer, move_notice_minutes integer)
    on conflict (organization_id, key) do update set
        position = excluded.position, name = excluded.name, role = excluded.role,
        notice_minutes = excluded.notice_minutes, horizon_days = excluded.horizon_days,
        cancel_notice_minutes = excluded.cancel_notice_minutes,
        move_notice_minutes = excluded.move_notice_minutes, active = true
    returning id into v_id;
    delete from member_services where member_id = v_id;
    insert into member_services (organization_id, member_id, service_id)
    select p_organization, v_id, frontdesk.service_id(p_organization, k)
    from jsonb_array_elements_text(p_member -> 'services') k;
    delete from member_availability where member_id = v_id;
    insert into member_availability (organization_id, member_id, weekday, opens, closes)
    select p_organization, v_id, h.weekday, h.opens, h.closes
    from jsonb_to_recordset(p_member -> 'hours') as h(weekday smallint, opens time, closes time);
    delete from member_special_dates where member_id = v_id;
    insert into member_special_dates (organization_id, member_id, day, label, opens, closes)
    select p_organization, v_id, r.day, r.label, r.opens, r.closes
    from frontdesk.special_date_rows(p_member -> 'special_dates') r;
    perform frontdesk.apply_vacations(p_organization, v_id, p_member -> 'vacations');
end;
$$;

create or replace function frontdesk.apply_escalation(p_organization uuid, p_recipients jsonb) returns void
language plpgsql as $$
begin
    delete from internal_notifications_config
    where organization_id = p_organization
      and key not in (select i ->> 'key' from jsonb_array_elements(p_recipients) i);
    insert into internal_notifications_config (
        organization_id, key, position, name, channel, address, weekly, role, member_id)
    select p_organization, i.item ->> 'key', i.place, i.item ->> 'name', i.item ->> 'channel', i.item ->> 'address',
        coalesce((i.item ->> 'weekly')::boolean, false), coalesce(i.item ->> 'role', 'owner'),
        (select m.id from members m where m.organization_id = p_organization and m.key = i.item ->> 'member')
    from jsonb_array_elements(p_recipients) with ordinality as i(item, place)
    on conflict (organization_id, key) do update set
        position = excluded.position, name = excluded.name, channel = excluded.channel,
        address = excluded.address, weekly = excluded.weekly, role = excluded.role,
        member_id = excluded.member_id, active = true;
end;
$$;

-- Tokens that go or change are released first, so that a renamed connection keeps its token and two
-- connections can exchange theirs.
create or replace function frontdesk.apply_connections(p_organization uuid, p_connections jsonb) returns void
language plpgsql as $$
declare
    v_item record;
begin
    update platform_connections c set active = false
    where c.organization_id = p_organization and c.active
      -- Those of callers are made with their first message and stand in no file.
      and c.channel <> 'api'
      and c.key not in (select i ->> 'key' from jsonb_array_elements(p_connections) i);
    update platform_connections c set token_hash = frontdesk.no_token()
    where c.organization_id = p_organization
      and not exists (
          select 1 from jsonb_to_recordset(p_connections) as i(key text, token_env text, token_hash text)
          where i.key = c.key and coalesce(decode(i.token_hash, 'hex') = c.token_hash,
              i.token_env = c.token_env and i.token_env <> ''));
    for v_item in
        select * from jsonb_to_recordset(p_connections) as i(
            key text, channel text, name text, phone text, token_env text, token_hash text,
            secret_env text, settings jsonb)
    loop
        perform frontdesk.apply_connection(p_organization, to_jsonb(v_item));
    end loop;
end;
$$;

create or replace function frontdesk.apply_connection(p_organization uuid, p_connection jsonb) returns void
language plpgsql as $$
begin
    insert into platform_connections (
        organization_id, key, channel, name, phone, token_env, token_hash, secret_env, settings)
    select p_organization, i.key, i.channel, i.name, i.phone, i.token_env,
        coalesce(decode(i.token_hash, 'hex'), frontdesk.no_token()), i.secret_env, coalesce(i.settings, '{}')
    from jsonb_to_record(p_connection) as i(
        key text, channel text, name text, phone text, token_env text, token_hash text,
        secret_env text, settings jsonb)
    on conflict (organization_id, key) do update set
        channel = excluded.channel, name = excluded.name, phone = excluded.phone,
        token_env = excluded.token_env,
        -- A token that nobody said anew stays, as long as it has its name.
        token_hash = case
            when p_connection ->> 'token_hash' is null and excluded.token_env <> ''
                and platform_connections.token_env = excluded.token_env then platform_connections.token_hash
            else excluded.token_hash end,
        secret_env = excluded.secret_env, settings = excluded.settings, active = true;
exception when unique_violation then
    perform frontdesk.refuse(format(
        'the token of connection "%s" (%s) is already used by another connection; '
        'every connection needs its own', p_connection ->> 'key', p_connection ->> 'token_env'));
end;
$$;

-- A hash that no token has, for connections that must let go of theirs.
create or replace function frontdesk.no_token() returns bytea
language sql volatile as $$
    select sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'))
$$;

create or replace function frontdesk.check_time_zone(p_zone text) returns void
language plpgsql as $$
begin
    perform clock_timestamp() at time zone p_zone;
exception when invalid_parameter_value then
    perform frontdesk.refuse(format('the database does not know the time zone "%s"', p_zone));
end;
$$;
