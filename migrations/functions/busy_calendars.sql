-- Calendars elsewhere that are followed: which there are, whose, and who may have them.

-- Whether an account may have a calendar of this member, this unit, or (both null) the whole business: a professional
-- their own, owner and reception every one. Without an account it is the operator.
create or replace function frontdesk.may_have_calendar(p_account uuid, p_member uuid, p_unit uuid) returns boolean
language plpgsql stable as $$
begin
    if p_account is null then
        return case when p_member is not null then exists (select from members m where m.id = p_member and m.active)
            when p_unit is not null then exists (select from resource_units u where u.id = p_unit and u.active)
            else true end;
    elsif num_nonnulls(p_member, p_unit) = 0 then
        return (frontdesk.agenda_scope(p_account)).chats;
    end if;
    return frontdesk.may_block(p_account, p_member, p_unit);
end;
$$;

-- Whether it is known where the calendar is.
create or replace function frontdesk.has_address(p_calendar busy_calendars) returns boolean
language sql stable as $$
    select p_calendar.url is not null or p_calendar.url_env is not null or exists (
        select from busy_calendar_secrets s where s.calendar_id = p_calendar.id and s.name = 'address')
$$;

-- Takes a calendar away, with its times; what else wanted these times has them then.
create or replace function frontdesk.busy_calendar_drop(p_calendar uuid) returns void
language plpgsql as $$
declare
    v_subject uuid;
    v_times tstzrange[];
begin
    perform frontdesk.calendar_lock(p_calendar);
    select coalesce(b.member_id, b.unit_id) into v_subject from busy_calendars b where b.id = p_calendar;
    v_times := array(select tstzrange(t.starts_at, t.ends_at) from busy_times t where t.calendar_id = p_calendar);
    delete from busy_calendars where id = p_calendar;
    perform frontdesk.blocks_fill(array[v_subject], r) from unnest(v_times) r;
end;
$$;

-- Makes the followed calendars those of a document [{key, kind, member, resource, unit, url, url_env, username,
-- password_env, every_minutes}]. One that is somebody else's now, or somewhere else, is read anew; one whose address is
-- sealed here keeps it.
create or replace function frontdesk.apply_calendars(p_organization uuid, p_calendars jsonb) returns void
language plpgsql as $$
declare
    v_row record;
    v_member uuid;
    v_unit uuid;
begin
    update organizations set feed_names = coalesce(p_calendars ->> 'shown', 'first_name') where id = p_organization;
    perform frontdesk.busy_calendar_drop(b.id) from busy_calendars b
    where b.organization_id = p_organization
      and b.key not in (select c ->> 'key' from jsonb_array_elements(p_calendars -> 'busy') c);
    for v_row in
        select * from jsonb_to_recordset(p_calendars -> 'busy') as c(
            key text, kind text, member text, resource text, unit integer, url text, url_env text, username text,
            password_env text, every_minutes integer)
    loop
        select m.id into v_member from members m
        where m.organization_id = p_organization and m.key = v_row.member and m.active;
        select u.id into v_unit from resource_units u join resources r on r.id = u.resource_id
        where r.organization_id = p_organization and r.key = v_row.resource and r.active and u.active
          and u.number = coalesce(v_row.unit, 1);
        if num_nonnulls(v_member, v_unit) <> 1 then
            perform frontdesk.refuse(format('the calendar "%s" is of nobody who is there', v_row.key));
        end if;
        perform frontdesk.busy_calendar_drop(b.id) from busy_calendars b
        where b.organization_id = p_organization and b.key = v_row.key
          and (b.member_id, b.unit_id) is distinct from (v_member, v_unit);
        insert into busy_calendars as b (
            organization_id, key, kind, member_id, unit_id, url, url_env, username, password_env, every_minutes,
            created_at, due_at)
        values (p_organization, v_row.key, v_row.kind, v_member, v_unit, v_row.url, v_row.url_env, v_row.username,
            v_row.password_env, v_row.every_minutes, frontdesk.now(), frontdesk.now())
        on conflict (organization_id, key) do update set kind = excluded.kind, url = excluded.url,
            url_env = excluded.url_env, username = excluded.username, password_env = excluded.password_env,
            every_minutes = excluded.every_minutes, due_at = frontdesk.now(), etag = null, read_day = null
        where (b.kind, b.url, b.url_env, b.username, b.password_env, b.every_minutes) is distinct from
            (excluded.kind, excluded.url, excluded.url_env, excluded.username, excluded.password_env,
                excluded.every_minutes);
    end loop;
end;
$$;

create or replace function frontdesk.export_calendars(p_organization uuid) returns jsonb
language sql stable as $$
    select jsonb_build_object('shown', o.feed_names, 'busy', (
        select coalesce(jsonb_agg(jsonb_build_object('key', b.key, 'kind', b.kind, 'member', m.key,
            'resource', r.key, 'unit', case when u.number > 1 then u.number end, 'url', b.url, 'url_env', b.url_env,
            'username', b.username, 'password_env', b.password_env, 'every_minutes', b.every_minutes)
            order by b.key collate "C"), '[]')
        from busy_calendars b
        left join members m on m.id = b.member_id
        left join resource_units u on u.id = b.unit_id
        left join resources r on r.id = u.resource_id
        where b.organization_id = p_organization and coalesce(m.active, r.active and u.active)))
    from organizations o where o.id = p_organization
$$;

-- Follows one more calendar, whose address and password the gateway sealed for its id: `p_secrets` [{name, ciphertext
-- (hexadecimal), key_id}]. {status: added | not_found | too_many (five of one member or unit)}
create or replace function busy_calendar_add(
    p_organization uuid, p_account uuid, p_calendar uuid, p_kind text, p_member uuid, p_unit uuid, p_username text,
    p_every_minutes integer, p_secrets jsonb
) returns jsonb
language plpgsql as $$
declare
    v_key text;
begin
    perform frontdesk.enter(p_organization);
    perform 1 from organizations where id = p_organization for update;
    if num_nonnulls(p_member, p_unit) <> 1 or not frontdesk.may_have_calendar(p_account, p_member, p_unit) then
        return '{"status": "not_found"}';
    end if;
    if (select count(*) from busy_calendars b where coalesce(b.member_id, b.unit_id) = coalesce(p_member, p_unit)) >= 5
    then
        return '{"status": "too_many"}';
    end if;
    v_key := left(coalesce((select m.key from members m where m.id = p_member), (
        select r.key from resource_units u join resources r on r.id = u.resource_id where u.id = p_unit)), 50);
    select k.key into v_key
    from (select v_key || '-calendar' || case when n > 1 then '-' || n else '' end as key, n
        from generate_series(1, 500) n) k
    where not exists (select from busy_calendars b where b.organization_id = p_organization and b.key = k.key)
    order by k.n limit 1;
    insert into busy_calendars (
        id, organization_id, key, kind, member_id, unit_id, username, every_minutes, created_at, due_at)
    values (p_calendar, p_organization, v_key, p_kind, p_member, p_unit, p_username, p_every_minutes,
        frontdesk.now(), frontdesk.now());
    insert into busy_calendar_secrets (organization_id, calendar_id, name, ciphertext, key_id, set_at)
    select p_organization, p_calendar, s.name, decode(s.ciphertext, 'hex'), s.key_id, frontdesk.now()
    from jsonb_to_recordset(p_secrets) as s(name text, ciphertext text, key_id text);
    if p_account is not null then
        perform frontdesk.staff_did(p_organization, p_account, 'calendar_added', null, p_calendar);
    end if;
    return jsonb_build_object('status', 'added', 'key', v_key);
end;
$$;

-- Whether there was such a calendar of theirs.
create or replace function busy_calendar_remove(p_organization uuid, p_account uuid, p_calendar uuid) returns jsonb
language plpgsql as $$
declare
    v_calendar busy_calendars;
begin
    perform frontdesk.enter(p_organization);
    v_calendar := frontdesk.calendar_lock(p_calendar);
    if v_calendar.id is null
        or not frontdesk.may_have_calendar(p_account, v_calendar.member_id, v_calendar.unit_id) then
        return 'false';
    end if;
    perform frontdesk.busy_calendar_drop(p_calendar);
    if p_account is not null then
        perform frontdesk.staff_did(p_organization, p_account, 'calendar_removed', null, p_calendar);
    end if;
    perform frontdesk.notify_agenda(p_organization);
    return 'true';
end;
$$;

-- Keeps a sealed secret of a calendar instead of what is kept, or (`p_instead_of`) only if that is still kept.
create or replace function busy_calendar_secret_put(
    p_organization uuid, p_calendar uuid, p_name text, p_ciphertext bytea, p_key_id text,
    p_instead_of bytea default null
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    if p_instead_of is not null then
        update busy_calendar_secrets s set ciphertext = p_ciphertext, key_id = p_key_id
        where s.calendar_id = p_calendar and s.name = p_name and s.ciphertext = p_instead_of;
        return to_jsonb(found);
    end if;
    insert into busy_calendar_secrets (organization_id, calendar_id, name, ciphertext, key_id, set_at)
    select p_organization, b.id, p_name, p_ciphertext, p_key_id, frontdesk.now()
    from busy_calendars b where b.id = p_calendar
    on conflict (calendar_id, name) do update set
        ciphertext = excluded.ciphertext, key_id = excluded.key_id, set_at = excluded.set_at;
    update busy_calendars set due_at = frontdesk.now(), etag = null, read_day = null where id = p_calendar;
    return to_jsonb(found);
end;
$$;

-- What is sealed of a business's calendars: [{calendar, key, name, ciphertext (hexadecimal), key_id}].
create or replace function busy_calendar_secrets_list(p_organization uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object('calendar', b.id, 'key', b.key, 'name', s.name,
            'ciphertext', encode(s.ciphertext, 'hex'), 'key_id', s.key_id) order by b.key, s.name), '[]')
        from busy_calendar_secrets s join busy_calendars b on b.id = s.calendar_id);
end;
$$;

-- Whose agenda a calendar is about.
create or replace function frontdesk.calendar_whose(p_calendar busy_calendars) returns text
language sql stable as $$
    select coalesce((select m.name from members m where m.id = p_calendar.member_id),
        (select frontdesk.unit_name(u) from resource_units u where u.id = p_calendar.unit_id))
$$;

-- Followed calendars of a business: [{id, key, kind, whose, member, unit, url, url_env, username, every_minutes, sealed
-- (its address is kept here), has_address, good_at, failing_since, error, events, unread, times (ahead), conflicts}].
create or replace function busy_calendars_list(p_organization uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(frontdesk.busy_calendar_json(b) order by b.key), '[]')
        from busy_calendars b where b.organization_id = p_organization);
end;
$$;

create or replace function frontdesk.busy_calendar_json(p_calendar busy_calendars) returns jsonb
language sql stable as $$
    select jsonb_build_object('id', p_calendar.id, 'key', p_calendar.key, 'kind', p_calendar.kind,
        'whose', frontdesk.calendar_whose(p_calendar), 'member', p_calendar.member_id, 'unit', p_calendar.unit_id,
        'url', p_calendar.url, 'url_env', p_calendar.url_env, 'username', p_calendar.username,
        'password_env', p_calendar.password_env, 'every_minutes', p_calendar.every_minutes,
        'sealed', exists (
            select from busy_calendar_secrets s where s.calendar_id = p_calendar.id and s.name = 'address'),
        'has_address', frontdesk.has_address(p_calendar), 'good_at', p_calendar.good_at,
        'failing_since', p_calendar.failing_since, 'error', p_calendar.error, 'events', p_calendar.events,
        'unread', p_calendar.unread, 'times', (
            select count(*) from busy_times t where t.calendar_id = p_calendar.id and t.ends_at > frontdesk.now()),
        'conflicts', (
            select count(*) from calendar_conflicts c where c.calendar_id = p_calendar.id and c.closed_at is null))
$$;

-- What an account sees of calendars: {status: ok, business (they may have the business's), names (what feeds show of
-- customers), subjects: [{id, kind (member, unit), name}], feeds: [{id, member, name, made_at, read_at, by}],
-- calendars: as busy_calendars_list, conflicts: [as calendar_conflict_json, whose calendar]}; {status: not_allowed}.
create or replace function console_calendars(p_organization uuid, p_account uuid) returns jsonb
language plpgsql stable as $$
declare
    v_scope record;
    v_zone text;
begin
    perform frontdesk.enter(p_organization);
    v_scope := frontdesk.agenda_scope(p_account);
    if not v_scope.allowed then
        return '{"status": "not_allowed"}';
    end if;
    select frontdesk.zone_of(o) into v_zone from organizations o where o.id = p_organization;
    return jsonb_build_object('status', 'ok', 'business', v_scope.chats,
        'names', (select o.feed_names from organizations o where o.id = p_organization),
        'subjects', (
            select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'kind', s.kind, 'name', s.name)
                order by s.kind, s.place, s.name), '[]')
            from (
                select m.id, 'member' as kind, m.name, m.position as place from members m
                where m.active and m.id = coalesce(v_scope.member, m.id)
                union all
                select u.id, 'unit', frontdesk.unit_name(u), u.number from resource_units u
                join resources r on r.id = u.resource_id
                where u.active and r.active and v_scope.chats) s),
        'feeds', frontdesk.calendar_feeds_json(p_organization, v_scope.chats, v_scope.member),
        'calendars', (
            select coalesce(jsonb_agg(frontdesk.busy_calendar_json(b) order by b.key), '[]')
            from busy_calendars b where v_scope.chats or b.member_id = v_scope.member),
        'conflicts', (
            select coalesce(jsonb_agg(frontdesk.calendar_conflict_json(c, v_zone)
                || jsonb_build_object('whose', frontdesk.calendar_whose(b)) order by c.starts_at, c.id), '[]')
            from calendar_conflicts c join busy_calendars b on b.id = c.calendar_id
            where c.closed_at is null and (v_scope.chats or b.member_id = v_scope.member)));
end;
$$;
