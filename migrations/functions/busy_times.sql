-- Time that calendars from elsewhere take.

create or replace function frontdesk.busy_occupies() returns trigger
language plpgsql as $$
begin
    if new.calendar_id is null then  -- else busy_calendar_take gives it what nothing else takes
        insert into occupancies (organization_id, subject_id, busy_id, starts_at, ends_at)
        values (new.organization_id, new.member_id, new.id, new.starts_at, new.ends_at);
    end if;
    return null;
end;
$$;

call frontdesk.attach('trigger', 'occupies', 'busy_times', $$
    create trigger occupies after insert on busy_times
        for each row execute function frontdesk.busy_occupies()
$$);

-- Makes the times that a calendar takes of a member exactly these ([{starts, ends}]), from `p_from` to `p_until`;
-- what is over stays as it was. What an appointment takes already is left to it and told. With `p_dry_run` it only
-- says what it would do. Returns {status: ok, added, removed, same: how many, clashes: [{starts, ends (of the
-- calendar), at (local start of the appointment)}]} or {status: no_member, members: [key]}.
create or replace function busy_import(
    p_organization uuid, p_source text, p_member text, p_times jsonb, p_from timestamptz, p_until timestamptz,
    p_dry_run boolean
) returns jsonb
language plpgsql as $$
declare
    v_member uuid;
    v_zone text;
    v_wanted tstzmultirange;
    v_others tstzmultirange;
    v_answer jsonb;
begin
    perform frontdesk.enter(p_organization);
    select o.time_zone into v_zone from organizations o where o.id = p_organization;
    select m.id into v_member from members m
    where m.organization_id = p_organization and m.key = p_member and m.active for no key update;
    if v_member is null then
        return jsonb_build_object('status', 'no_member', 'members', (
            select coalesce(jsonb_agg(m.key order by m.position, m.key), '[]') from members m where m.active));
    end if;
    select coalesce(range_agg(tstzrange(t.starts, t.ends)), '{}') into v_wanted
    from jsonb_to_recordset(p_times) as t (starts timestamptz, ends timestamptz)
    where t.ends > p_from and t.starts < p_until;
    v_others := frontdesk.taken_otherwise(v_member, p_source, v_wanted);
    v_answer := jsonb_build_object('status', 'ok', 'clashes', (
        select coalesce(jsonb_agg(jsonb_build_object('starts', frontdesk.local_text(lower(r), v_zone),
            'ends', frontdesk.local_text(upper(r), v_zone), 'at', frontdesk.local_text(o.starts_at, v_zone))
            order by o.starts_at, lower(r)), '[]')
        from unnest(v_wanted) r
        join occupancies o on o.subject_id = v_member and o.during && r
            and (o.appointment_id is not null or o.session_id is not null)));
    return v_answer || frontdesk.busy_put(p_organization, v_member, p_source, v_wanted - v_others, p_from, p_dry_run);
end;
$$;

-- What of these times something else than this calendar takes. A calendar goes before holds: whoever is choosing is
-- told that the time is taken.
create or replace function frontdesk.taken_otherwise(
    p_member uuid, p_source text, p_wanted tstzmultirange
) returns tstzmultirange
language sql stable as $$
    select coalesce(range_agg(o.during), '{}')
    from unnest(p_wanted) r
    join occupancies o on o.subject_id = p_member and o.during && r and o.hold_id is null
    left join busy_times b on b.id = o.busy_id
    where b.id is null or b.source <> p_source
$$;

create or replace function frontdesk.busy_put(
    p_organization uuid, p_member uuid, p_source text, p_times tstzmultirange, p_from timestamptz, p_dry_run boolean
) returns jsonb
language plpgsql as $$
declare
    v_gone uuid[] := array(
        select b.id from busy_times b
        where b.organization_id = p_organization and b.member_id = p_member and b.source = p_source
          and b.calendar_id is null and b.ends_at > p_from
          and tstzrange(b.starts_at, b.ends_at) not in (select r from unnest(p_times) r));
    v_new tstzrange[] := array(
        select r from unnest(p_times) r
        where not exists (select from busy_times b
            where b.member_id = p_member and b.source = p_source and b.starts_at = lower(r) and b.ends_at = upper(r)));
begin
    if not p_dry_run then
        delete from busy_times where id = any (v_gone);
        delete from holds h using occupancies o, unnest(v_new) r
        where o.subject_id = p_member and o.during && r and h.id = o.hold_id;
        insert into busy_times (organization_id, member_id, source, starts_at, ends_at, created_at)
        select p_organization, p_member, p_source, lower(r), upper(r), frontdesk.now() from unnest(v_new) r;
    end if;
    return jsonb_build_object('added', cardinality(v_new), 'removed', cardinality(v_gone),
        'same', (select count(*) from unnest(p_times)) - cardinality(v_new));
end;
$$;
