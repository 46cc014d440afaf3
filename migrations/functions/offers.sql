-- Offers: who takes a start, its token, and the hold for the one that a customer is asked about.

-- Records what a turn offers: starts of a visit of `p_services`, with none of the members `p_without`.
-- Answers in the order of p_starts with
-- {slot, at, local, items: [{service_id, service, member_id, member, at, local}]}, or null for a start
-- that is not free any more. The tokens can be booked once that turn's reply went out, and only in a
-- later turn. `p_appointment`: offered to move it to. `p_hold`: which start (from 1) to keep for the chat.
-- `p_party`: for two people, `together` (of one service, at the same time) or `in_turn` (p_services is one each).
drop function if exists offers_put(uuid, uuid, uuid, jsonb, jsonb, uuid, uuid, integer, jsonb);
create or replace function offers_put(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_services jsonb, p_starts jsonb,
    p_member uuid default null, p_appointment uuid default null, p_hold integer default null,
    p_without jsonb default '[]', p_party text default null
) returns jsonb
language plpgsql
set plan_cache_mode = force_generic_plan
as $$
declare
    v_org organizations;
    v_moved uuid[] := '{}';
    v_starts timestamptz[] := array(select s::timestamptz from jsonb_array_elements_text(p_starts) s);
    v_tokens text[] := '{}';
    v_items jsonb[] := '{}';
    v_without uuid[] := array(select w::uuid from jsonb_array_elements_text(p_without) w);
    v_row record;
begin
    perform frontdesk.enter(p_organization);
    if p_appointment is not null and p_conversation is not null then
        p_appointment := (frontdesk.own_appointment(p_conversation, p_appointment)).id;
    end if;
    select * into v_org from organizations where id = p_organization;
    if p_appointment is not null then
        v_moved := frontdesk.visit_of(p_appointment);
    end if;
    -- What was taken from the waiting list stays: the figures count by it.
    delete from slot_offers o where o.chat_identity_id = p_conversation
        and o.expires_at < frontdesk.now() - interval '7 days'
        and not exists (select from waiting_list w where w.offer_token = o.token and w.status = 'booked');
    for v_row in select * from frontdesk.assign(v_org, p_services, v_starts, p_member, p_conversation, v_moved,
        v_without) loop
        if p_party = 'together' then
            v_row.items := frontdesk.items_for_two(v_org, v_row.items, p_conversation, v_without);
            continue when v_row.items is null;
        end if;
        v_tokens[v_row.n] := left(replace(gen_random_uuid()::text, '-', ''), 20);
        v_items[v_row.n] := v_row.items;
        insert into slot_offers (token, organization_id, chat_identity_id, turn_id, service_id, member_id,
            starts_at, items, party, appointment_id, offered_at, expires_at)
        values (v_tokens[v_row.n], p_organization, p_conversation, p_turn, (v_row.items -> 0 ->> 'service')::uuid,
            (v_row.items -> 0 ->> 'member')::uuid, (v_row.items -> 0 ->> 'at')::timestamptz, v_row.items,
            case when p_party is not null then jsonb_array_length(v_row.items) end, p_appointment,
            frontdesk.now(), frontdesk.now() + interval '24 hours');
    end loop;
    if v_tokens[p_hold] is not null then
        perform frontdesk.hold_put(p_organization, p_conversation, 'choice', v_tokens[p_hold], v_org.hold_minutes);
    end if;
    return (
        select coalesce(jsonb_agg(case when v_tokens[s.n] is not null then jsonb_build_object('slot', v_tokens[s.n],
            'at', s.at, 'local', frontdesk.local_text(s.at, v_org.time_zone),
            'items', frontdesk.items_json(v_items[s.n], v_org.time_zone)) end order by s.n), '[]')
        from unnest(v_starts) with ordinality as s(at, n));
end;
$$;

-- What an offer of this chat is for, as items_json has it; [] for a token that is none of its own.
create or replace function offer_items(p_organization uuid, p_conversation uuid, p_slot text) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return coalesce((
        select frontdesk.items_json(f.items, o.time_zone)
        from slot_offers f join organizations o on o.id = f.organization_id
        where f.token = p_slot and f.chat_identity_id = p_conversation), '[]');
end;
$$;

-- Whether a slot may be taken now, and why not: ok, choose_first (offered in this very turn, so the
-- customer has not seen it), not_offered, not_shown (of all that was found it stood in no message that was
-- sent), offer_expired. Offers of turns whose reply never went out do not count. `p_turn` null: asked outside
-- of a turn.
create or replace function frontdesk.offer_state(p_conversation uuid, p_turn uuid, p_offer slot_offers) returns text
language sql stable as $$
    select case
        when p_offer.token is null or p_offer.chat_identity_id <> p_conversation then 'not_offered'
        when p_offer.turn_id = p_turn then 'choose_first'
        when p_offer.turn_id is not null
            and not exists (select 1 from turns t where t.id = p_offer.turn_id and t.status = 'committed')
                then 'not_offered'
        when p_offer.expires_at < frontdesk.now() or p_offer.starts_at < frontdesk.now() then 'offer_expired'
        when p_offer.turn_id is not null and p_turn is not null
            and not frontdesk.was_shown(p_conversation, p_turn, p_offer.token)
            and not exists (select from appointment_proposals p where p.slot_token = p_offer.token
                and p.chat_identity_id = p_conversation and frontdesk.was_shown(p_conversation, p_turn, p.token))
                then 'not_shown'
        else 'ok'
    end
$$;

-- Who takes each start of a visit, by the rules of docs/decisions/scheduling.md; a start that is not
-- free any more has no row. `n` counts p_starts from 1. Items: {service, member, at} in order.
create or replace function frontdesk.assign(
    p_org organizations, p_services jsonb, p_starts timestamptz[], p_member uuid, p_conversation uuid, p_moved uuid[],
    p_without uuid[] default '{}'
) returns table (n bigint, items jsonb)
language plpgsql stable as $$
#variable_conflict use_column
declare
    v_now timestamptz := frontdesk.now();
    v_contact uuid := (select i.contact_id from chat_identities i where i.id = p_conversation);
    v_from date := (select min(s at time zone p_org.time_zone)::date from unnest(p_starts) s);
    v_to date := (select max(s at time zone p_org.time_zone)::date from unnest(p_starts) s);
    v_count integer := jsonb_array_length(p_services);
begin
    return query
    with wanted as materialized (
        select i.item, i.service, i.starts_after from frontdesk.visit_items(p_services) i
    ), free as materialized (
        select w.item, (w.service).id as service, w.starts_after, m.* from wanted w
        cross join lateral frontdesk.member_starts(p_org, w.service, v_from - 1,
            v_to + frontdesk.days_of(w.starts_after),
            frontdesk.named(p_services, (w.service).id, p_member), p_conversation, p_moved) m
        where m.member_id <> all (p_without)
    ), last_member as materialized (
        select w.item, (
            select a.member_id from appointments a
            where a.contact_id = v_contact and a.service_id = (w.service).id
                and a.status in ('scheduled', 'confirmed', 'completed')
            order by a.starts_at desc, a.id desc limit 1) as member_id
        from wanted w
    ), able as materialized (
        select s.n, f.item, f.service, s.at + f.starts_after as at, f.member_id,
            row_number() over (partition by s.n, f.item order by
                f.member_id is distinct from l.member_id,
                frontdesk.taken_minutes(f.member_id, s.at + f.starts_after, p_org.time_zone, v_now, p_conversation,
                    p_moved),
                f.position, f.member_id) as rank
        from unnest(p_starts) with ordinality as s(at, n)
        join free f on s.at + f.starts_after <@ f.starts and s.at + f.starts_after between f.earliest and f.latest
        join last_member l on l.item = f.item
    ), alone as (
        select distinct on (a.n) a.n, a.member_id from able a
        where a.item = 1 and v_count = (select count(*) from able b where b.n = a.n and b.member_id = a.member_id)
        order by a.n, a.rank
    ), chosen as (
        select distinct on (a.n, a.item) a.n, a.item, a.service, a.member_id, a.at
        from able a left join alone o on o.n = a.n
        order by a.n, a.item, a.member_id is distinct from o.member_id, a.rank
    )
    select c.n, jsonb_agg(jsonb_build_object('service', c.service, 'member', c.member_id, 'at', c.at) order by c.item)
    from chosen c group by c.n having count(*) = v_count;
end;
$$;

-- Whole days that lie in an interval, rounded up.
create or replace function frontdesk.days_of(p_interval interval) returns integer
language sql immutable as $$
    select ceil(extract(epoch from p_interval) / 86400)::integer
$$;

-- Minutes of a member's takings that begin on the local day of `p_at`.
create or replace function frontdesk.taken_minutes(
    p_member uuid, p_at timestamptz, p_zone text, p_now timestamptz, p_conversation uuid, p_moved uuid[]
) returns numeric
language plpgsql stable as $$
declare
    v_day date := (p_at at time zone p_zone)::date;
begin
    return coalesce((
        select sum(extract(epoch from o.ends_at - o.starts_at)) / 60 from occupancies o
        where o.subject_id = p_member and o.starts_at >= frontdesk.local_midnight(v_day, p_zone)
          and o.starts_at < frontdesk.local_midnight(v_day + 1, p_zone)
          and (o.appointment_id is null or o.appointment_id <> all (p_moved))
          and (o.session_id is null or o.session_id <> all (frontdesk.sessions_left(p_moved)))
          and (o.hold_id is null or (o.expires_at > p_now and o.hold_id not in (
              select h.id from holds h where h.chat_identity_id = p_conversation)))), 0);
end;
$$;

-- A free unit of each resource of a service, the one whose last taking ended latest; null when one has none.
create or replace function frontdesk.units_for(p_service uuid, p_during tstzrange) returns uuid[]
language plpgsql stable as $$
declare
    v_units uuid[] := '{}';
    v_resource uuid;
    v_unit uuid;
begin
    for v_resource in select r.resource_id from service_resources r where r.service_id = p_service order by 1 loop
        select u.id into v_unit from resource_units u join resources r on r.id = u.resource_id and r.active
        where u.resource_id = v_resource and u.active and not exists (
            select 1 from occupancies o where o.subject_id = u.id
              and o.starts_at < upper(p_during) and o.ends_at > lower(p_during)
              and o.starts_at > lower(p_during) - interval '40 hours')
        order by (select max(o.ends_at) from occupancies o where o.subject_id = u.id and o.starts_at < lower(p_during)
                  and o.starts_at > lower(p_during) - interval '2 days') desc nulls last, u.number
        limit 1;
        if v_unit is null then
            return null;
        end if;
        v_units := v_units || v_unit;
    end loop;
    return v_units;
end;
$$;

-- A service as it is given once for so many minutes (null: as always); a gap that does not fit into them falls away.
create or replace function frontdesk.lasting(p_service services, p_minutes integer) returns services
language plpgsql immutable as $$
begin
    if p_minutes is not null and p_minutes <> p_service.duration_minutes then
        p_service.duration_minutes := p_minutes;
        if p_service.gap_from_minutes + p_service.gap_minutes >= p_minutes then
            p_service.gap_minutes := null;
            p_service.gap_from_minutes := null;
        end if;
    end if;
    return p_service;
end;
$$;

-- What an appointment at this start takes: [start - before, end + after) and the gap in it.
create or replace function frontdesk.taking(
    p_service services, p_at timestamptz, out during tstzrange, out gap tstzrange
)
language sql immutable as $$
    select tstzrange(p_at - make_interval(mins => p_service.buffer_before_minutes),
            p_at + make_interval(mins => p_service.duration_minutes + p_service.buffer_after_minutes)),
        tstzrange(p_at + make_interval(mins => p_service.gap_from_minutes),
            p_at + make_interval(mins => p_service.gap_from_minutes + p_service.gap_minutes))
    where p_service.gap_minutes is not null
    union all
    select tstzrange(p_at - make_interval(mins => p_service.buffer_before_minutes),
            p_at + make_interval(mins => p_service.duration_minutes + p_service.buffer_after_minutes)), null
    where p_service.gap_minutes is null
$$;

-- Keeps an offer for its chat until it expires; the chat's earlier hold of that kind ends. False when
-- somebody was faster. Of a group session that somebody booked it keeps a seat, else the time itself. A
-- rehearsal keeps nothing from anybody, and all chats of one visitor together keep three slots: the next
-- one ends the earliest, which stays on offer as long as it is free.
create or replace function frontdesk.hold_put(
    p_organization uuid, p_conversation uuid, p_kind text, p_token text, p_minutes integer
) returns boolean
language plpgsql as $$
declare
    v_items jsonb := (select o.items from slot_offers o where o.token = p_token);
    v_until timestamptz := frontdesk.now() + make_interval(mins => p_minutes);
    v_item jsonb;
    v_service services;
    v_units uuid[];
    v_taking record;
    v_hold uuid;
begin
    if frontdesk.is_rehearsal(p_conversation) then
        return true;
    end if;
    if p_kind = 'choice' then
        perform frontdesk.holds_of_visitor_end(p_organization, p_conversation, 2);
    end if;
    perform frontdesk.agenda_lock(v_items);
    delete from holds h where h.chat_identity_id = p_conversation and h.kind = p_kind;
    insert into holds (organization_id, chat_identity_id, kind, offer_token, created_at, expires_at)
    values (p_organization, p_conversation, p_kind, p_token, frontdesk.now(), v_until)
    returning id into v_hold;
    for v_item in select jsonb_array_elements(v_items) loop
        select * into v_service from services s where s.id = (v_item ->> 'service')::uuid;
        if v_service.capacity > 1 and exists (
                select 1 from group_sessions g where g.service_id = v_service.id
                  and g.member_id = (v_item ->> 'member')::uuid and g.starts_at = (v_item ->> 'at')::timestamptz) then
            insert into hold_seats (organization_id, hold_id, service_id, member_id, starts_at, expires_at)
            values (p_organization, v_hold, v_service.id, (v_item ->> 'member')::uuid, (v_item ->> 'at')::timestamptz,
                v_until);
            continue;
        end if;
        v_taking := frontdesk.taking(v_service, (v_item ->> 'at')::timestamptz);
        v_units := frontdesk.units_for(v_service.id, v_taking.during);
        if v_units is null then
            delete from holds where id = v_hold;
            return false;
        end if;
        perform frontdesk.occupy(p_organization, (v_item ->> 'member')::uuid, v_units, v_taking.during, v_taking.gap,
            p_hold => v_hold, p_expires => v_until);
    end loop;
    return true;
exception when exclusion_violation or unique_violation then
    -- Two seats of one start are not kept: they stay on offer.
    return false;
end;
$$;

-- Ends the earliest holds of other chats of this chat's visitor, so that `p_left` stay. A chat page is open to
-- everybody, and whoever opens it anew is a new customer: without this, one person could keep a whole day.
create or replace function frontdesk.holds_of_visitor_end(
    p_organization uuid, p_conversation uuid, p_left integer
) returns void
language plpgsql as $$
declare
    v_visitor text := (select i.visitor from chat_identities i where i.id = p_conversation);
begin
    if v_visitor is null then
        return;
    end if;
    -- One after the other, or calls at the same time would each count without the others.
    perform pg_advisory_xact_lock(hashtextextended(p_organization::text || v_visitor, 11));
    delete from holds where id in (
        select h.id from chat_identities i join holds h on h.chat_identity_id = i.id and h.kind = 'choice'
        where i.organization_id = p_organization and i.visitor = v_visitor and i.id <> p_conversation
          and h.expires_at > frontdesk.now()
        order by h.created_at desc, h.id offset p_left);
end;
$$;

-- Ends the chat's own holds that stand in the way of what it takes now.
create or replace function frontdesk.holds_release(p_conversation uuid, p_items jsonb) returns void
language sql as $$
    delete from holds h where h.chat_identity_id = p_conversation and (h.kind = 'choice' or exists (
        select 1 from jsonb_array_elements(p_items) i
        join services s on s.id = (i ->> 'service')::uuid
        cross join lateral frontdesk.taking(s, (i ->> 'at')::timestamptz) t
        join occupancies o on o.hold_id = h.id and o.subject_id = (i ->> 'member')::uuid
            and o.starts_at < upper(t.during) and o.ends_at > lower(t.during)))
$$;

-- Removes holds that ran out (sweeping.sql).
create or replace function holds_sweep() returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
begin
    return to_jsonb(frontdesk.sweep('frontdesk.sweep_holds'));
end;
$$;

create or replace function frontdesk.items_json(p_items jsonb, p_zone text) returns jsonb
language sql stable as $$
    select jsonb_agg(jsonb_build_object('service_id', s.id, 'service', s.name, 'member_id', m.id, 'member', m.name,
        'at', (i.value ->> 'at')::timestamptz, 'local', frontdesk.local_text((i.value ->> 'at')::timestamptz,
            p_zone)) order by i.ordinality)
    from jsonb_array_elements(p_items) with ordinality i
    join services s on s.id = (i.value ->> 'service')::uuid
    join members m on m.id = (i.value ->> 'member')::uuid
$$;

-- Writers of one agenda follow each other. The exclusion constraint alone would refuse an overlap too,
-- but rows inserted at once wait for each other there until the deadlock is noticed. Members and units
-- are locked in the order of their ids; holds of theirs that ran out are removed.
create or replace function frontdesk.agenda_lock(p_items jsonb) returns void
language plpgsql as $$
declare
    v_subjects uuid[];
begin
    perform 1 from members m
    where m.id in (select (i ->> 'member')::uuid from jsonb_array_elements(p_items) i)
    order by m.id for no key update;
    perform 1 from resource_units u join service_resources r on r.resource_id = u.resource_id
    where r.service_id in (select (i ->> 'service')::uuid from jsonb_array_elements(p_items) i)
    order by u.id for no key update of u;
    select array_agg(u.id) into v_subjects from resource_units u
        join service_resources r on r.resource_id = u.resource_id
    where r.service_id in (select (i ->> 'service')::uuid from jsonb_array_elements(p_items) i);
    v_subjects := coalesce(v_subjects, '{}') || array(select (i ->> 'member')::uuid
        from jsonb_array_elements(p_items) i);
    delete from holds h where h.expires_at <= frontdesk.now() and h.id in (
        select o.hold_id from occupancies o where o.subject_id = any (v_subjects)
          and o.expires_at <= frontdesk.now() and o.starts_at > frontdesk.now() - interval '2 days');
end;
$$;
