-- Organizations looked up, the document of organization_apply.sql read back (active things only, in a fixed
-- order, without secrets), and the days of public holidays.
--
-- An export has `token_fingerprint` (8 hex digits, enough to see that a token changed) in place of
-- `token_hash`.

-- The organization's document, or null when there is none.
create or replace function organization_export(p_organization uuid) returns jsonb
language plpgsql as $$
declare
    v_document jsonb;
begin
    perform frontdesk.enter(p_organization);
    select jsonb_build_object(
        'slug', o.slug, 'name', o.name, 'language', o.language, 'tone', o.tone, 'instructions', o.instructions,
        'formality', o.formality, 'emoji', o.emoji, 'time_zone', o.time_zone, 'country', o.country,
        'currency', o.currency, 'address', o.address, 'emergency', o.emergency,
        'keep_texts_days', o.keep_texts_days, 'conversation_hours', o.conversation_hours,
        'model_limits', o.model_limits, 'mcp_servers', o.mcp_servers,
        'staff_second_factor', o.staff_second_factor,
        'review', case when o.review_link is not null then jsonb_build_object(
            'link', o.review_link, 'hours', o.review_hours, 'months', o.review_months) end,
        'scheduling', frontdesk.export_scheduling(o.id),
        'hours', frontdesk.export_hours(o.id),
        'special_dates', frontdesk.export_special_dates(o.id),
        'vacations', frontdesk.export_vacations(o.id, null),
        'resources', frontdesk.export_resources(o.id),
        'services', frontdesk.export_services(o.id),
        'members', frontdesk.export_members(o.id),
        'calendars', frontdesk.export_calendars(o.id),
        'knowledge', frontdesk.export_knowledge(o.id),
        'escalation', frontdesk.export_escalation(o.id),
        'connections', frontdesk.export_connections(o.id))
    into v_document from organizations o where o.id = p_organization;
    return v_document;
end;
$$;

create or replace function frontdesk.export_scheduling(p_organization uuid) returns jsonb
language sql stable as $$
    select jsonb_build_object(
        'slot_step_minutes', o.slot_step_minutes, 'notice_minutes', o.notice_minutes,
        'horizon_days', o.horizon_days, 'cancel_notice_minutes', o.cancel_notice_minutes,
        'move_notice_minutes', o.move_notice_minutes, 'late_message', o.late_message,
        'max_open_appointments', o.max_open_appointments, 'handoff_minutes', o.handoff_minutes,
        'second_notice_minutes', o.second_notice_minutes,
        'holidays', o.holidays, 'region', o.holiday_region,
        'hold_minutes', o.hold_minutes, 'waiting_hold_minutes', o.waiting_hold_minutes,
        'confirmation', o.confirmation_minutes, 'reminders', o.reminder_minutes,
        'release', o.release_minutes,
        'quiet_hours', jsonb_build_object(
            'from', frontdesk.clock_text(o.quiet_from), 'to', frontdesk.clock_text(o.quiet_to)))
    from organizations o where o.id = p_organization
$$;

create or replace function frontdesk.export_hours(p_organization uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'weekday', weekday, 'opens', frontdesk.clock_text(opens), 'closes', frontdesk.clock_text(closes))
        order by weekday, opens), '[]')
    from organization_availability where organization_id = p_organization
$$;

create or replace function frontdesk.export_special_dates(p_organization uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(frontdesk.export_day(d.day, d.label, d.intervals) order by d.day), '[]')
    from (
        select day, label, jsonb_agg(jsonb_build_object(
            'opens', frontdesk.clock_text(opens), 'closes', frontdesk.clock_text(closes))
            order by opens) filter (where opens is not null) as intervals
        from organization_special_dates where organization_id = p_organization
        group by day, label
    ) d
$$;

-- Days of one organization or member, grouped from rows (day, label, opens, closes).
create or replace function frontdesk.export_day(p_day date, p_label text, p_intervals jsonb) returns jsonb
language sql immutable parallel safe as $$
    select jsonb_build_object('day', p_day, 'label', p_label, 'intervals', coalesce(p_intervals, '[]'))
$$;

-- Of a member, or (null) of the whole business.
create or replace function frontdesk.export_vacations(p_organization uuid, p_member uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'from', first_day, 'until', last_day, 'label', label) order by first_day, last_day), '[]')
    from vacations where organization_id = p_organization and member_id is not distinct from p_member
$$;

create or replace function frontdesk.export_resources(p_organization uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'key', r.key, 'name', r.name, 'capacity', (
            select count(*) from resource_units u where u.resource_id = r.id and u.active))
        order by r.key collate "C"), '[]')
    from resources r where r.organization_id = p_organization and r.active
$$;

create or replace function frontdesk.export_services(p_organization uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'key', s.key, 'name', s.name, 'synonyms', s.synonyms, 'description', s.description,
        'duration_minutes', s.duration_minutes, 'buffer_before_minutes', s.buffer_before_minutes,
        'buffer_after_minutes', s.buffer_after_minutes, 'price', trim_scale(s.price),
        'currency', s.currency, 'price_note', s.price_note, 'where', s.given_at,
        'slot_step_minutes', s.slot_step_minutes,
        'requires_assessment', a.key, 'bookable', s.bookable, 'capacity', s.capacity,
        'gap_from_minutes', s.gap_from_minutes, 'gap_minutes', s.gap_minutes,
        'notice_minutes', s.notice_minutes, 'horizon_days', s.horizon_days,
        'cancel_notice_minutes', s.cancel_notice_minutes,
        'move_notice_minutes', s.move_notice_minutes,
        'max_open_appointments', s.max_open_appointments, 'recall_after', s.recall_after,
        'aftercare', s.aftercare, 'aftercare_hours', s.aftercare_hours, 'questions', s.questions,
        'hours', frontdesk.export_service_hours(s.id),
        'resources', coalesce((
            select jsonb_agg(r.key order by r.key collate "C")
            from service_resources sr join resources r on r.id = sr.resource_id
            where sr.service_id = s.id and r.active), '[]')) order by s.position, s.key), '[]')
    from services s left join services a on a.id = s.requires_assessment and a.active
    where s.organization_id = p_organization and s.active
$$;

create or replace function frontdesk.export_service_hours(p_service uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'weekday', weekday, 'opens', frontdesk.clock_text(opens), 'closes', frontdesk.clock_text(closes))
        order by weekday, opens), '[]')
    from service_availability where service_id = p_service
$$;

create or replace function frontdesk.export_members(p_organization uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'key', m.key, 'name', m.name, 'role', m.role,
        'notice_minutes', m.notice_minutes, 'horizon_days', m.horizon_days,
        'cancel_notice_minutes', m.cancel_notice_minutes,
        'move_notice_minutes', m.move_notice_minutes,
        'services', coalesce((
            select jsonb_agg(s.key order by s.position, s.key)
            from member_services ms join services s on s.id = ms.service_id
            where ms.member_id = m.id and s.active), '[]'),
        'hours', frontdesk.export_member_hours(m.id),
        'special_dates', frontdesk.export_member_special_dates(m.id),
        'vacations', frontdesk.export_vacations(p_organization, m.id)) order by m.position, m.key), '[]')
    from members m where m.organization_id = p_organization and m.active
$$;

create or replace function frontdesk.export_member_hours(p_member uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'weekday', weekday, 'opens', frontdesk.clock_text(opens), 'closes', frontdesk.clock_text(closes))
        order by weekday, opens), '[]')
    from member_availability where member_id = p_member
$$;

create or replace function frontdesk.export_member_special_dates(p_member uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(frontdesk.export_day(d.day, d.label, d.intervals) order by d.day), '[]')
    from (
        select day, label, jsonb_agg(jsonb_build_object(
            'opens', frontdesk.clock_text(opens), 'closes', frontdesk.clock_text(closes))
            order by opens) filter (where opens is not null) as intervals
        from member_special_dates where member_id = p_member
        group by day, label
    ) d
$$;

create or replace function frontdesk.export_knowledge(p_organization uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'key', key, 'title', title, 'content', content, 'keywords', keywords, 'source', source)
        order by key), '[]')
    from knowledge_base where organization_id = p_organization and document_id is null
$$;

create or replace function frontdesk.export_escalation(p_organization uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'key', r.key, 'name', r.name, 'channel', r.channel, 'address', r.address, 'weekly', r.weekly, 'role', r.role,
        'member', m.key) order by r.position, r.key), '[]')
    from internal_notifications_config r left join members m on m.id = r.member_id
    where r.organization_id = p_organization and r.active
$$;

create or replace function frontdesk.export_connections(p_organization uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'key', key, 'channel', channel, 'name', name, 'phone', phone, 'token_env', token_env,
        'secret_env', secret_env, 'settings', settings)
        || case when token_env = '' then '{}'
            else jsonb_build_object('token_fingerprint', left(encode(token_hash, 'hex'), 8)) end
        order by key), '[]')
    from platform_connections where organization_id = p_organization and active and channel <> 'api'
$$;

-- A connection with its credentials as they are kept: a webhook's check may need one, and another call in
-- its way would cost every webhook.
create or replace function frontdesk.connection_with_secrets(c platform_connections) returns jsonb
language sql stable
as $$
    select jsonb_build_object(
        'id', c.id, 'organization_id', c.organization_id, 'channel', c.channel, 'name', c.name,
        'phone', c.phone, 'secret_env', c.secret_env, 'settings', c.settings,
        'secrets', frontdesk.sealed_secrets(c.id))
$$;

-- The active connections of a channel with the provider's own key: what is for another number of an
-- account may come to the address of one.
create or replace function connections_named(p_channel text, p_name text) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(frontdesk.connection_with_secrets(c)), '[]')
    from (
        select * from platform_connections
        where channel = p_channel and name = p_name and active order by id limit 10
    ) c
$$;

-- The connection behind a webhook's token, or null.
create or replace function connection_find(p_channel text, p_token_hash bytea) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select frontdesk.connection_with_secrets(c)
    from platform_connections c
    where c.channel = p_channel and c.token_hash = p_token_hash and c.active
$$;

-- The id of an organization by its slug, or null.
create or replace function organization_find(p_slug text) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select to_jsonb(o.id) from organizations o where o.slug = p_slug
$$;

-- All organizations, for the operator's list.
create or replace function organization_list() returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(frontdesk.organization_row(o) order by o.slug), '[]')
    from organizations o
$$;

-- One of them, or null.
create or replace function organization_show(p_organization uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (select frontdesk.organization_row(o) from organizations o where o.id = p_organization);
end;
$$;

create or replace function frontdesk.organization_row(p_org organizations) returns jsonb
language sql immutable as $$
    select jsonb_build_object(
        'id', p_org.id, 'slug', p_org.slug, 'name', p_org.name, 'language', p_org.language,
        'time_zone', p_org.time_zone, 'country', p_org.country)
$$;

-- For which years each organization needs its public holidays, so that the application, which knows
-- them, can write them: [{organization, country, region, language, years}]. Without a year: they
-- are switched off, and days are still there. The years reach a month past the longest horizon, so
-- that a worker that stood still does no harm.
create or replace function holidays_wanted(p_organization uuid default null) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'organization', o.id, 'country', o.country, 'region', o.holiday_region,
        'language', o.language, 'years', (
            select coalesce(jsonb_agg(y), '[]')
            from generate_series(
                extract(year from t.today)::integer,
                extract(year from t.today + h.days + 31)::integer) y
            where o.holidays)) order by o.slug), '[]')
    from organizations o
    cross join lateral (
        select (frontdesk.now() at time zone frontdesk.zone_of(o))::date as today) t
    cross join lateral (
        select greatest(
            o.horizon_days,
            (select max(s.horizon_days) from services s where s.organization_id = o.id and s.active),
            (select max(m.horizon_days) from members m where m.organization_id = o.id and m.active)
        ) as days) h
    where o.id = coalesce(p_organization, o.id)
      and (o.holidays or exists (
          select 1 from organization_holidays d where d.organization_id = o.id))
$$;

-- Makes the public holidays of an organization exactly these: [{day, name}]. Returns how many days
-- came, went or got another name; the same list again changes nothing.
create or replace function holidays_put(p_organization uuid, p_holidays jsonb) returns jsonb
language plpgsql as $$
declare
    v_gone integer;
    v_come integer;
begin
    perform frontdesk.enter(p_organization);
    delete from organization_holidays h
    where h.organization_id = p_organization
      and h.day not in (select d.day from jsonb_to_recordset(p_holidays) as d(day date));
    get diagnostics v_gone = row_count;
    insert into organization_holidays (organization_id, day, name)
    select o.id, d.day, d.name
    from organizations o, jsonb_to_recordset(p_holidays) as d(day date, name text)
    where o.id = p_organization
    order by d.day
    on conflict (organization_id, day) do update set name = excluded.name
    where organization_holidays.name <> excluded.name;
    get diagnostics v_come = row_count;
    return to_jsonb(v_gone + v_come);
end;
$$;
