-- The document of 0010, read back: active things only, in a fixed order, without secrets.

create function frontdesk.clock_text(p_time time) returns text
language sql immutable parallel safe as $$
    select to_char(p_time, 'HH24:MI')
$$;

-- Days of one organization or member, grouped from rows (day, label, opens, closes).
create function frontdesk.export_day(p_day date, p_label text, p_intervals jsonb) returns jsonb
language sql immutable parallel safe as $$
    select jsonb_build_object('day', p_day, 'label', p_label, 'intervals', coalesce(p_intervals, '[]'))
$$;

create function frontdesk.export_hours(p_organization uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'weekday', weekday, 'opens', frontdesk.clock_text(opens), 'closes', frontdesk.clock_text(closes))
        order by weekday, opens), '[]')
    from organization_availability where organization_id = p_organization
$$;

create function frontdesk.export_special_dates(p_organization uuid) returns jsonb
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

create function frontdesk.export_services(p_organization uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'key', s.key, 'name', s.name, 'synonyms', s.synonyms, 'description', s.description,
        'duration_minutes', s.duration_minutes, 'buffer_before_minutes', s.buffer_before_minutes,
        'buffer_after_minutes', s.buffer_after_minutes, 'price', trim_scale(s.price),
        'price_note', s.price_note, 'slot_step_minutes', s.slot_step_minutes,
        'requires_assessment', a.key, 'bookable', s.bookable) order by s.position, s.key), '[]')
    from services s left join services a on a.id = s.requires_assessment and a.active
    where s.organization_id = p_organization and s.active
$$;

create function frontdesk.export_member_hours(p_member uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'weekday', weekday, 'opens', frontdesk.clock_text(opens), 'closes', frontdesk.clock_text(closes))
        order by weekday, opens), '[]')
    from member_availability where member_id = p_member
$$;

create function frontdesk.export_member_special_dates(p_member uuid) returns jsonb
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

create function frontdesk.export_members(p_organization uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'key', m.key, 'name', m.name, 'role', m.role,
        'services', coalesce((
            select jsonb_agg(s.key order by s.position, s.key)
            from member_services ms join services s on s.id = ms.service_id
            where ms.member_id = m.id and s.active), '[]'),
        'hours', frontdesk.export_member_hours(m.id),
        'special_dates', frontdesk.export_member_special_dates(m.id)) order by m.position, m.key), '[]')
    from members m where m.organization_id = p_organization and m.active
$$;

create function frontdesk.export_knowledge(p_organization uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'key', key, 'title', title, 'content', content, 'keywords', keywords, 'source', source)
        order by key), '[]')
    from knowledge_base where organization_id = p_organization
$$;

create function frontdesk.export_escalation(p_organization uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'key', key, 'name', name, 'channel', channel, 'address', address) order by key), '[]')
    from internal_notifications_config where organization_id = p_organization and active
$$;

create function frontdesk.export_connections(p_organization uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'key', key, 'channel', channel, 'name', name, 'phone', phone, 'token_env', token_env,
        'token_fingerprint', left(encode(token_hash, 'hex'), 8), 'secret_env', secret_env,
        'settings', settings) order by key), '[]')
    from platform_connections where organization_id = p_organization and active
$$;

-- The organization's document, or null when there is none.
create function organization_export(p_organization uuid) returns jsonb
language plpgsql as $$
declare
    v_document jsonb;
begin
    perform frontdesk.enter(p_organization);
    select jsonb_build_object(
        'slug', o.slug, 'name', o.name, 'language', o.language, 'tone', o.tone,
        'formality', o.formality, 'emoji', o.emoji, 'time_zone', o.time_zone, 'country', o.country,
        'currency', o.currency, 'address', o.address, 'emergency', o.emergency,
        'scheduling', jsonb_build_object(
            'slot_step_minutes', o.slot_step_minutes, 'notice_minutes', o.notice_minutes,
            'horizon_days', o.horizon_days, 'cancel_notice_minutes', o.cancel_notice_minutes,
            'max_open_appointments', o.max_open_appointments, 'handoff_minutes', o.handoff_minutes),
        'hours', frontdesk.export_hours(o.id),
        'special_dates', frontdesk.export_special_dates(o.id),
        'services', frontdesk.export_services(o.id),
        'members', frontdesk.export_members(o.id),
        'knowledge', frontdesk.export_knowledge(o.id),
        'escalation', frontdesk.export_escalation(o.id),
        'connections', frontdesk.export_connections(o.id))
    into v_document from organizations o where o.id = p_organization;
    return v_document;
end;
$$;

call frontdesk.expose('organization_export');
