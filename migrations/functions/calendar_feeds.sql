-- Read-only calendar feeds of the agenda, out: who made which, and what stands in one.

-- Makes a feed of a member's agenda, or (null) of the whole business's, or gives it another address: the one before
-- leads nowhere then. {status: made | not_found}
create or replace function calendar_feed_put(
    p_organization uuid, p_account uuid, p_member uuid, p_token_hash bytea
) returns jsonb
language plpgsql as $$
declare
    v_feed uuid;
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.may_have_calendar(p_account, p_member, null) then
        return '{"status": "not_found"}';
    end if;
    insert into calendar_feeds (organization_id, member_id, token_hash, account_id, made_at)
    values (p_organization, p_member, p_token_hash, p_account, frontdesk.now())
    on conflict (organization_id, coalesce(member_id, organization_id)) do update set
        token_hash = excluded.token_hash, account_id = excluded.account_id, made_at = excluded.made_at, read_at = null
    returning id into v_feed;
    if p_account is not null then
        perform frontdesk.staff_did(p_organization, p_account, 'feed_made', null, v_feed);
    end if;
    return '{"status": "made"}';
end;
$$;

-- Takes the feed of a member, or (null) of the business, away. Whether there was one of theirs.
create or replace function calendar_feed_revoke(p_organization uuid, p_account uuid, p_member uuid) returns jsonb
language plpgsql as $$
declare
    v_feed uuid;
begin
    perform frontdesk.enter(p_organization);
    -- Also of a member who has left: by whoever sees to the business's.
    if not frontdesk.may_have_calendar(p_account, p_member, null)
        and not frontdesk.may_have_calendar(p_account, null, null) then
        return 'false';
    end if;
    delete from calendar_feeds f where f.organization_id = p_organization and f.member_id is not distinct from p_member
    returning f.id into v_feed;
    if v_feed is not null and p_account is not null then
        perform frontdesk.staff_did(p_organization, p_account, 'feed_revoked', null, v_feed);
    end if;
    return to_jsonb(v_feed is not null);
end;
$$;

-- Owner or reception choose what feeds show of a customer. Whether they may.
create or replace function calendar_names_put(p_organization uuid, p_account uuid, p_shown text) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    if not (frontdesk.agenda_scope(p_account)).chats then
        return 'false';
    end if;
    update organizations set feed_names = p_shown where id = p_organization;
    perform frontdesk.staff_did(p_organization, p_account, 'feed_names', null);
    return 'true';
end;
$$;

-- [{id, member, key (the member's), name, made_at, read_at, by}]: of the business and everybody, or of one member.
create or replace function frontdesk.calendar_feeds_json(p_organization uuid, p_all boolean, p_member uuid)
returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'member', f.member_id, 'key', m.key, 'name', m.name,
        'made_at', f.made_at, 'read_at', f.read_at, 'by', frontdesk.staff_name(f.account_id))
        order by m.position nulls first, m.key), '[]')
    from calendar_feeds f left join members m on m.id = f.member_id
    where f.organization_id = p_organization and (p_all or f.member_id = p_member)
$$;

-- The id of the member with this key, also of one who has left; null: there is none.
create or replace function member_find(p_organization uuid, p_key text) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (select to_jsonb(m.id) from members m where m.organization_id = p_organization and m.key = p_key);
end;
$$;

create or replace function calendar_feeds_list(p_organization uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return frontdesk.calendar_feeds_json(p_organization, true, null);
end;
$$;

-- What a feed shows of a customer, as the business chose.
create or replace function frontdesk.feed_name(p_shown text, p_name text) returns text
language sql immutable as $$
    select case p_shown
        when 'first_name' then nullif(split_part(btrim(regexp_replace(p_name, '\s+', ' ', 'g')), ' ', 1), '')
        when 'initials' then (
            select string_agg(upper(left(w, 1)) || '.', ' ' order by i)
            from unnest(regexp_split_to_array(btrim(p_name), '\s+')) with ordinality x (w, i)
            where w <> '' and i <= 4)
        end
$$;

-- The feed of a token's hash: {organization (its name), language, member (its name, or null), digest (changes with
-- whatever it shows), events: [{id, kind (appointment, session, block), service, member, customer, seats, starts_at,
-- ends_at, status, sequence, modified, place}]}; null: nobody's token. 30 days back, 180 ahead, at most 5000, the
-- nearest. `p_digest`: what the asker has; then there are no events when they are the same. Notes once an hour that it
-- is read. Of a customer as much as the business chose; no phone, no note, no place of a home visit.
create or replace function calendar_feed_find(p_token_hash bytea, p_digest text default null) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
declare
    v_feed calendar_feeds;
    v_org organizations;
    v_member members;
    v_events jsonb;
    v_digest text;
begin
    select * into v_feed from calendar_feeds f where f.token_hash = p_token_hash;
    if v_feed.id is null then
        return null;
    end if;
    select * into v_member from members m where m.id = v_feed.member_id;
    if v_feed.member_id is not null and not v_member.active then
        return null;
    end if;
    update calendar_feeds f set read_at = frontdesk.now()
    where f.id = v_feed.id and (f.read_at is null or f.read_at < frontdesk.now() - interval '1 hour');
    select * into v_org from organizations o where o.id = v_feed.organization_id;
    v_events := frontdesk.feed_events(v_org, v_feed.member_id);
    v_digest := md5(concat_ws('|', v_feed.id, v_org.name, v_org.language, v_member.name, v_events::text));
    return jsonb_build_object('organization', v_org.name, 'language', v_org.language, 'member', v_member.name,
        'address', v_org.address, 'digest', v_digest,
        'events', case when v_digest is distinct from p_digest then v_events else '[]' end);
end;
$$;

create or replace function frontdesk.feed_events(p_org organizations, p_member uuid) returns jsonb
language plpgsql stable as $$
declare
    v_now timestamptz := frontdesk.now();
    v_day date := (v_now at time zone frontdesk.zone_of(p_org))::date;
    v_span tstzrange := tstzrange(frontdesk.local_midnight(v_day - 30, p_org.time_zone),
        frontdesk.local_midnight(v_day + 181, p_org.time_zone));
begin
    return (
        with near as materialized (
            select a.* from appointments a
            where a.organization_id = p_org.id and (p_member is null or a.member_id = p_member)
              and a.starts_at >= lower(v_span) and a.starts_at < upper(v_span)
            order by abs(extract(epoch from a.starts_at - v_now)) limit 5000
        ), changes as (
            select e.appointment_id, count(*) filter (where e.kind <> 'booked') as sequence, max(e.at) as modified
            from appointment_events e
            where e.appointment_id in (select n.id from near n)
              and e.kind not in ('confirmation_asked', 'reminded', 'arrived')
            group by e.appointment_id
        ), shown as (
            select n.id, 'appointment' as kind, s.name as service, m.name as member,
                frontdesk.feed_name(p_org.feed_names, coalesce(n.attendee_name, c.name)) as customer,
                null::bigint as seats, n.starts_at, n.ends_at, n.status = 'cancelled' as cancelled,
                coalesce(k.sequence, 0) as sequence, coalesce(k.modified, n.updated_at) as modified
            from near n
            join services s on s.id = n.service_id
            join members m on m.id = n.member_id
            join contacts c on c.id = n.contact_id
            left join changes k on k.appointment_id = n.id
            where n.session_id is null
            union all
            -- A group is one event; who has left it is no event any more.
            select g.id, 'session', s.name, m.name, null, count(*) filter (where n.status <> 'cancelled'),
                g.starts_at, max(n.ends_at), false,
                sum(1 + coalesce(k.sequence, 0)), max(coalesce(k.modified, n.updated_at))
            from near n
            join group_sessions g on g.id = n.session_id
            join services s on s.id = g.service_id
            join members m on m.id = g.member_id
            left join changes k on k.appointment_id = n.id
            group by g.id, s.name, m.name
            having count(*) filter (where n.status <> 'cancelled') > 0
            union all
            select b.id, 'block', null, m.name, null, null, b.starts_at, b.ends_at, false, 0, b.created_at
            from agenda_blocks b join members m on m.id = b.member_id
            where b.organization_id = p_org.id and (p_member is null or b.member_id = p_member)
              and b.starts_at >= lower(v_span) and b.starts_at < upper(v_span)
        )
        select coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'kind', x.kind, 'service', x.service,
            'member', x.member, 'customer', x.customer, 'seats', x.seats, 'starts_at', x.starts_at,
            'ends_at', x.ends_at, 'cancelled', x.cancelled, 'sequence', x.sequence, 'modified', x.modified)
            order by x.starts_at, x.id), '[]')
        from shown x);
end;
$$;
