-- What a recipient asks of the agenda by WhatsApp. Written down (staff_actions). A professional is told of their own
-- agenda and of their own customers only (frontdesk.agenda_scope).

-- Free time of the members who work on a local day, what is past of it left out: in stretches as long as the step of
-- starts or longer, [{from, to}], local times; in the order in which members are listed (nth).
create or replace function frontdesk.free_of_members(p_org organizations, p_day date)
returns table (member_id uuid, key text, name text, nth bigint, free jsonb)
language plpgsql stable as $$
declare
    v_day tstzrange := tstzrange(greatest(frontdesk.now(), frontdesk.local_midnight(p_day, p_org.time_zone)),
        greatest(frontdesk.now(), frontdesk.local_midnight(p_day + 1, p_org.time_zone)));
    v_open tstzmultirange := frontdesk.opening(p_org, p_day - 1, p_day + 1) * tstzmultirange(v_day);
begin
    return query
    select m.id, m.key, m.name, row_number() over (order by m.position, m.key), (
        select coalesce(jsonb_agg(jsonb_build_object('from', frontdesk.local_text(lower(f), p_org.time_zone),
            'to', frontdesk.local_text(upper(f), p_org.time_zone)) order by f), '[]')
        from unnest(v_open * h.hours - coalesce(t.taken, '{}')) f
        where upper(f) - lower(f) >= make_interval(mins => p_org.slot_step_minutes))
    from members m
    join frontdesk.member_hours(p_org.time_zone, array(
        select x.id from members x where x.organization_id = p_org.id and x.active), p_day - 1, p_day + 1) h
        on m.id = any (h.members)
    left join lateral (
        select range_agg(o.during) as taken from occupancies o
        where o.subject_id = m.id and o.during && v_day
          and coalesce(o.expires_at > frontdesk.now(), true)) t on true;
end;
$$;

-- Free time of members on a local day, what is past of it left out: [{name, free: [{from, to}]}], local times; a member
-- who does not work then has none. `p_member`: a key; null: all. Written down as a look into the agenda.
create or replace function staff_gaps(
    p_organization uuid, p_recipient uuid, p_day date, p_member text default null
) returns jsonb
language plpgsql as $$
declare
    v_org organizations;
begin
    perform frontdesk.enter(p_organization);
    if not (frontdesk.agenda_scope(p_recipient)).allowed then
        return '[]';
    end if;
    perform frontdesk.recipient_did(p_organization, p_recipient, 'agenda', null);
    select * into v_org from organizations where id = p_organization;
    return (
        select coalesce(jsonb_agg(jsonb_build_object('name', f.name, 'free', f.free) order by f.nth), '[]')
        from frontdesk.free_of_members(v_org, p_day) f
        where (p_member is null or f.key = p_member)
          and f.member_id = coalesce((frontdesk.agenda_scope(p_recipient)).member, f.member_id));
end;
$$;

-- Customers with a number that ends in these digits, at most three: [{name, phone, stated_phone, visits (kept or to
-- come), last (local), next (local), service (of the next)}]. Written down as a search.
create or replace function staff_who(p_organization uuid, p_recipient uuid, p_digits text) returns jsonb
language plpgsql as $$
declare
    v_zone text;
    v_member uuid;
begin
    perform frontdesk.enter(p_organization);
    v_member := (frontdesk.agenda_scope(p_recipient)).member;
    if not (frontdesk.agenda_scope(p_recipient)).allowed then
        return '[]';
    end if;
    perform frontdesk.recipient_did(p_organization, p_recipient, 'searched', null);
    select o.time_zone into v_zone from organizations o where o.id = p_organization;
    return (
        select coalesce(jsonb_agg(jsonb_build_object('name', c.name, 'phone', c.phone,
            'stated_phone', frontdesk.stated_phone(c.id), 'visits', v.visits,
            'last', frontdesk.local_text(v.last, v_zone), 'next', frontdesk.local_text(v.next, v_zone),
            'service', (
                select s.name from appointments a join services s on s.id = a.service_id
                where a.contact_id = c.id and a.starts_at = v.next and a.status <> 'cancelled'
                  and a.member_id = coalesce(v_member, a.member_id) limit 1))), '[]')
        from (
            select * from contacts c
            where c.organization_id = p_organization and c.merged_into is null and length(p_digits) >= 4
              and (right(c.phone, length(p_digits)) = p_digits or right(c.stated_phone, length(p_digits)) = p_digits)
              and (v_member is null or exists (
                  select from appointments a where a.contact_id = c.id and a.member_id = v_member))
            order by c.created_at desc limit 3) c
        cross join lateral (
            select count(*) as visits, max(a.starts_at) filter (where a.starts_at <= frontdesk.now()) as last,
                min(a.starts_at) filter (where a.starts_at > frontdesk.now()) as next
            from appointments a
            where a.contact_id = c.id and a.status not in ('cancelled', 'no_show')
              and a.member_id = coalesce(v_member, a.member_id)) v);
end;
$$;

-- agenda_list of one day, each appointment with `answers` (visit_answers_of), written down as a look into the agenda.
create or replace function staff_agenda(
    p_organization uuid, p_recipient uuid, p_day date, p_member text default null
) returns jsonb
language plpgsql as $$
declare
    v_agenda jsonb;
begin
    perform frontdesk.enter(p_organization);
    if not (frontdesk.agenda_scope(p_recipient)).allowed then
        return '{"status": "ok", "appointments": []}';
    end if;
    perform frontdesk.recipient_did(p_organization, p_recipient, 'agenda', null);
    v_agenda := agenda_list(p_organization, p_day, p_day, coalesce(
        (select m.key from members m where m.id = (frontdesk.agenda_scope(p_recipient)).member), p_member));
    return v_agenda || jsonb_build_object('appointments', (
        select coalesce(jsonb_agg(a || jsonb_build_object(
            'answers', frontdesk.visit_answers_of((a ->> 'id')::uuid)) order by place), '[]')
        from jsonb_array_elements(v_agenda -> 'appointments') with ordinality l (a, place)));
end;
$$;
