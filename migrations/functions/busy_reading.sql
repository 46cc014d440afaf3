-- Reading calendars elsewhere: when each is due, what its times take of the agenda, and who hears that it fails.

-- Enqueues the reading of calendars that are due, those that wait longest first; how many.
create or replace function busy_calendars_due(p_limit integer default 200) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
declare
    v_row busy_calendars;
    v_count integer := 0;
begin
    for v_row in
        select * from busy_calendars b where b.due_at <= frontdesk.now() and frontdesk.has_address(b)
        order by b.due_at limit p_limit for update skip locked
    loop
        update busy_calendars set due_at = frontdesk.now() + make_interval(mins => v_row.every_minutes)
        where id = v_row.id;
        perform frontdesk.defer('media', 'calendar', 'calendar:' || v_row.id,
            jsonb_build_object('organization', v_row.organization_id, 'calendar', v_row.id));
        v_count := v_count + 1;
    end loop;
    return to_jsonb(v_count);
end;
$$;

-- Begins to read a calendar: {attempt, kind, url, url_env, username, password_env, secrets: {name: {ciphertext
-- (hexadecimal), key_id}}, etag (of the last whole reading of this day, else null), zone, first, last (what is looked
-- at: from this day's beginning to as far as anybody can book)}; null: there is none.
create or replace function busy_calendar_begin(p_organization uuid, p_calendar uuid) returns jsonb
language plpgsql as $$
declare
    v_row busy_calendars;
    v_org organizations;
    v_today date;
begin
    perform frontdesk.enter(p_organization);
    update busy_calendars b set attempted_at = greatest(frontdesk.now(), b.attempted_at + interval '1 microsecond')
    where b.id = p_calendar returning * into v_row;
    if v_row.id is null then
        return null;
    end if;
    select * into v_org from organizations where id = p_organization;
    v_today := frontdesk.local_day(p_organization);
    return jsonb_build_object('attempt', v_row.attempted_at, 'kind', v_row.kind, 'url', v_row.url,
        'url_env', v_row.url_env, 'username', v_row.username, 'password_env', v_row.password_env,
        'secrets', (
            select coalesce(jsonb_object_agg(s.name, jsonb_build_object(
                'ciphertext', encode(s.ciphertext, 'hex'), 'key_id', s.key_id)), '{}')
            from busy_calendar_secrets s where s.calendar_id = p_calendar),
        'etag', case when v_row.read_day = v_today and v_row.failing_since is null then v_row.etag end,
        'zone', frontdesk.zone_of(v_org),
        'first', frontdesk.local_midnight(v_today, v_org.time_zone),
        'last', frontdesk.local_midnight(v_today + 2 + greatest(v_org.horizon_days,
            (select max(s.horizon_days) from services s where s.active),
            (select max(m.horizon_days) from members m where m.active)), v_org.time_zone));
end;
$$;

-- Appointments and group sessions of the business among these ids: what a calendar shows of them is our own feed.
create or replace function busy_calendar_own(p_organization uuid, p_ids jsonb) returns jsonb
language plpgsql stable as $$
declare
    v_ids uuid[] := array(select i::uuid from jsonb_array_elements_text(p_ids) i);
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(k.id), '[]')
        from (
            select a.id from appointments a where a.id = any (v_ids)
            union all
            select g.id from group_sessions g where g.id = any (v_ids)
            union all
            select b.id from agenda_blocks b where b.id = any (v_ids)) k);
end;
$$;

-- Locks a calendar and the agenda that it is about, in the order in which everybody locks them: agenda first.
create or replace function frontdesk.calendar_lock(p_calendar uuid) returns busy_calendars
language plpgsql as $$
declare
    v_row busy_calendars;
begin
    perform 1 from members m join busy_calendars b on b.member_id = m.id
    where b.id = p_calendar for no key update of m;
    perform 1 from resource_units u join busy_calendars b on b.unit_id = u.id
    where b.id = p_calendar for no key update of u;
    select * into v_row from busy_calendars where id = p_calendar for update;
    return v_row;
end;
$$;

-- It is read: notes that, for the attempt that it was. False: a later one was before, or the calendar is gone.
create or replace function frontdesk.calendar_read(p_calendar uuid, p_attempt timestamptz) returns boolean
language plpgsql as $$
begin
    update busy_calendars set good_at = frontdesk.now(), failing_since = null, failures = 0, error = null, empties = 0
    where id = p_calendar and attempted_at = p_attempt;
    return found;
end;
$$;

-- It has not changed since it was last read. Whether that counts.
create or replace function busy_calendar_same(p_organization uuid, p_calendar uuid, p_attempt timestamptz)
returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return to_jsonb(frontdesk.calendar_read(p_calendar, p_attempt));
end;
$$;

-- It could not be read, `p_error` in a word: what was known of it stays. Whether that counts.
create or replace function busy_calendar_failed(
    p_organization uuid, p_calendar uuid, p_attempt timestamptz, p_error text
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    update busy_calendars set failures = failures + 1, failing_since = coalesce(failing_since, frontdesk.now()),
        error = left(p_error, 40)
    where id = p_calendar and attempted_at = p_attempt;
    return to_jsonb(found);
end;
$$;

-- Makes the times that a followed calendar takes exactly these [{starts, ends}] from p_from (a day's beginning) to
-- p_until. What is booked stays booked: where the calendar lies over it there is a conflict, and the time is the
-- calendar's when the booking leaves it. {status: ok (added, removed, same: how many; conflicts: how many nobody was
-- told of) | empty (it has no event, and had some: believed when it says so a third time) | late (a later reading was
-- before, or the calendar is gone)}
create or replace function busy_calendar_take(
    p_organization uuid, p_calendar uuid, p_attempt timestamptz, p_times jsonb, p_from timestamptz,
    p_until timestamptz, p_events integer, p_unread integer, p_etag text default null
) returns jsonb
language plpgsql as $$
declare
    v_row busy_calendars;
    v_subject uuid;
    v_times tstzmultirange;
    v_gone tstzrange[];
    v_new tstzrange[];
begin
    perform frontdesk.enter(p_organization);
    v_row := frontdesk.calendar_lock(p_calendar);
    if v_row.attempted_at is distinct from p_attempt then
        return '{"status": "late"}';
    end if;
    if p_events = 0 and v_row.empties < 2
        and exists (select from busy_times t where t.calendar_id = p_calendar and t.ends_at > p_from) then
        update busy_calendars set empties = v_row.empties + 1 where id = p_calendar;
        perform busy_calendar_failed(p_organization, p_calendar, p_attempt, 'empty');
        return '{"status": "empty"}';
    end if;
    v_subject := coalesce(v_row.member_id, v_row.unit_id);
    select coalesce(range_agg(tstzrange(t.starts, t.ends)), '{}') into v_times
    from jsonb_to_recordset(p_times) as t (starts timestamptz, ends timestamptz)
    where t.ends > p_from and t.starts < p_until;
    delete from busy_times t where t.calendar_id = p_calendar and t.ends_at <= p_from - interval '7 days';
    with gone as (
        delete from busy_times t
        where t.calendar_id = p_calendar and t.ends_at > p_from
          and tstzrange(t.starts_at, t.ends_at) not in (select r from unnest(v_times) r)
        returning tstzrange(t.starts_at, t.ends_at) as during)
    select array_agg(g.during) into v_gone from gone g;
    v_new := array(
        select r from unnest(v_times) r
        except select tstzrange(t.starts_at, t.ends_at) from busy_times t where t.calendar_id = p_calendar);
    delete from holds h using occupancies o, unnest(v_new) r
    where o.subject_id = v_subject and o.during && r and h.id = o.hold_id;
    insert into busy_times (organization_id, member_id, unit_id, calendar_id, source, starts_at, ends_at, created_at)
    select p_organization, v_row.member_id, v_row.unit_id, p_calendar, 'calendar', lower(r), upper(r), frontdesk.now()
    from unnest(v_new) r;
    -- Of all its times, also of those that were there: an appointment that was deleted leaves its time to nobody.
    insert into occupancies (organization_id, subject_id, busy_id, starts_at, ends_at)
    select p_organization, v_subject, t.id, lower(r), upper(r)
    from busy_times t
    cross join lateral unnest(tstzmultirange(tstzrange(t.starts_at, t.ends_at)) - coalesce((
        select range_agg(o.during) from occupancies o
        where o.subject_id = v_subject and o.during && tstzrange(t.starts_at, t.ends_at)), '{}')) r
    where t.calendar_id = p_calendar and t.ends_at > p_from;
    perform frontdesk.blocks_fill(array[v_subject], r) from unnest(v_gone) r;
    update busy_calendars set events = p_events, unread = p_unread, etag = left(p_etag, 500),
        read_day = (p_from at time zone frontdesk.zone_of(o))::date
    from organizations o where busy_calendars.id = p_calendar and o.id = p_organization;
    perform frontdesk.calendar_read(p_calendar, p_attempt);
    if cardinality(v_new) > 0 or v_gone is not null then
        perform frontdesk.notify_agenda(p_organization);
    end if;
    return jsonb_build_object('status', 'ok', 'added', cardinality(v_new), 'removed', coalesce(cardinality(v_gone), 0),
        'same', (select count(*) from unnest(v_times)) - cardinality(v_new),
        'conflicts', frontdesk.calendar_conflicts_settle(p_calendar));
end;
$$;

-- Calendars that could not be read for so many hours and of which nobody was told, and those that can be again:
-- [{organization, calendar, name, language, country, whose, topic (calendar_failing or calendar_works), since (local),
-- error}].
create or replace function busy_calendars_untold(p_hours double precision, p_limit integer default 100) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('organization', o.id, 'calendar', b.id, 'name', o.name,
        'language', o.language, 'country', o.country, 'whose', frontdesk.calendar_whose(b),
        'topic', case when b.failing_since is null then 'calendar_works' else 'calendar_failing' end,
        'since', frontdesk.local_text(coalesce(b.good_at, b.created_at), frontdesk.zone_of(o)),
        'error', b.error)), '[]')
    from (
        select * from busy_calendars b
        where b.told_at is null and b.failing_since <= frontdesk.now() - make_interval(secs => p_hours * 3600)
           or b.told_at is not null and b.failing_since is null
        order by b.id limit p_limit) b
    join organizations o on o.id = b.organization_id
$$;

-- Tells that a calendar cannot be read, or can again, once each; how many notices there are.
create or replace function busy_calendar_tell(
    p_organization uuid, p_calendar uuid, p_topic text, p_body text, p_params jsonb
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    update busy_calendars b
    set told_at = case when p_topic = 'calendar_failing' then frontdesk.now() end
    where b.id = p_calendar and (b.told_at is null) = (p_topic = 'calendar_failing')
      and (b.failing_since is null) = (p_topic <> 'calendar_failing');
    if not found then
        return to_jsonb(0);
    end if;
    return to_jsonb(frontdesk.calendar_notice(p_organization, p_topic, p_body, p_params));
end;
$$;
