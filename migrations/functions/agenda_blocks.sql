-- Time of a member, or of a unit of a resource, that staff block. What was booked in it before stays until it is moved
-- or cancelled; the block takes that time then, so that nobody else is booked into it.

-- Gives blocks, and calendars elsewhere that are followed, of these subjects whatever of their time nothing else takes.
create or replace function frontdesk.blocks_fill(p_subjects uuid[], p_during tstzrange) returns void
language plpgsql as $$
declare
    v_claim record;
begin
    for v_claim in
        select b.organization_id, coalesce(b.member_id, b.unit_id) as subject, b.id as block, null::uuid as busy,
            b.starts_at, b.ends_at
        from agenda_blocks b
        where (b.member_id = any (p_subjects) or b.unit_id = any (p_subjects))
          and b.starts_at < upper(p_during) and b.ends_at > lower(p_during)
        union all
        select t.organization_id, coalesce(t.member_id, t.unit_id), null, t.id, t.starts_at, t.ends_at
        from busy_times t
        where t.calendar_id is not null and (t.member_id = any (p_subjects) or t.unit_id = any (p_subjects))
          and t.starts_at < upper(p_during) and t.ends_at > lower(p_during)
        order by block nulls last, busy
    loop
        insert into occupancies (organization_id, subject_id, block_id, busy_id, starts_at, ends_at)
        select v_claim.organization_id, v_claim.subject, v_claim.block, v_claim.busy, lower(r), upper(r)
        from unnest(tstzmultirange(tstzrange(v_claim.starts_at, v_claim.ends_at)) - coalesce((
            select range_agg(o.during) from occupancies o
            where o.subject_id = v_claim.subject
              and o.during && tstzrange(v_claim.starts_at, v_claim.ends_at)), '{}')) r;
    end loop;
end;
$$;

-- Whether an account may block this member or unit: a professional their own time, no resources.
create or replace function frontdesk.may_block(p_account uuid, p_member uuid, p_unit uuid) returns boolean
language plpgsql stable as $$
declare
    v_scope record := frontdesk.agenda_scope(p_account);
begin
    return v_scope.allowed and num_nonnulls(p_member, p_unit) = 1 and case when p_member is not null
        then p_member = coalesce(v_scope.member, p_member) and exists (
            select from members m where m.id = p_member and m.active)
        else v_scope.chats and exists (select from resource_units u where u.id = p_unit and u.active) end;
end;
$$;

-- Who is booked in a time that is to be blocked: {status: ok, seen (what this answer says, for agenda_block),
-- concerned: [{id, version, local, until, customer, phone, service, member, chat (they can be written to by us)}]}, or
-- not_found, past, too_long (more than 36 hours).
create or replace function agenda_concerned(
    p_organization uuid, p_account uuid, p_from timestamptz, p_until timestamptz, p_member uuid default null,
    p_unit uuid default null
) returns jsonb
language plpgsql stable as $$
declare
    v_rows jsonb;
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.may_block(p_account, p_member, p_unit) then
        return '{"status": "not_found"}';
    elsif p_until <= p_from or p_until <= frontdesk.now() then
        return '{"status": "past"}';
    elsif p_until - p_from > interval '36 hours' then
        return '{"status": "too_long"}';
    end if;
    select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'version', frontdesk.appointment_version(a.id),
        'local', frontdesk.local_text(a.starts_at, o.time_zone), 'until', frontdesk.local_text(a.ends_at, o.time_zone),
        'customer', coalesce(a.attendee_name, c.name), 'phone', coalesce(c.phone, frontdesk.stated_phone(c.id)),
        'service', s.name, 'member', m.name, 'chat', (frontdesk.chat_of(a.id)).id is not null)
        order by a.starts_at, a.id), '[]')
    into v_rows
    from appointments a
    join organizations o on o.id = a.organization_id
    join services s on s.id = a.service_id
    join members m on m.id = a.member_id
    join contacts c on c.id = a.contact_id
    left join group_sessions g on g.id = a.session_id
    where a.organization_id = p_organization and a.status in ('scheduled', 'confirmed')
      and a.ends_at > frontdesk.now() and a.during && tstzrange(p_from, p_until)
      and (a.member_id = p_member or p_unit = any (a.units || coalesce(g.units, '{}')));
    return jsonb_build_object('status', 'ok', 'concerned', v_rows, 'seen', md5((
        select coalesce(string_agg(concat(r ->> 'id', r ->> 'version'), ' '), '')
        from jsonb_array_elements(v_rows) r)));
end;
$$;

-- Blocks time. `p_seen`: of agenda_concerned. {status: blocked, block, concerned} or what agenda_concerned refuses
-- with, changed (others are concerned than were seen; with the answer of agenda_concerned).
create or replace function agenda_block(
    p_organization uuid, p_account uuid, p_key text, p_seen text, p_from timestamptz, p_until timestamptz,
    p_member uuid default null, p_unit uuid default null, p_reason text default null
) returns jsonb
language plpgsql as $$
declare
    v_concerned jsonb;
    v_block uuid;
    v_during tstzrange;
begin
    perform frontdesk.enter(p_organization);
    perform 1 from members m where m.id = p_member for no key update;
    perform 1 from resource_units u where u.id = p_unit for no key update;
    v_concerned := agenda_concerned(p_organization, p_account, p_from, p_until, p_member, p_unit);
    if v_concerned ->> 'status' <> 'ok' then
        return v_concerned;
    end if;
    v_block := frontdesk.form_done(p_account, p_key);
    if v_block is not null then
        return v_concerned || jsonb_build_object('status', 'blocked', 'block', v_block);
    elsif v_concerned ->> 'seen' is distinct from p_seen then
        return v_concerned || '{"status": "changed"}';
    end if;
    v_during := tstzrange(p_from, p_until);
    -- Whoever is just choosing is told that the time is taken.
    delete from holds h using occupancies o
    where o.hold_id = h.id and o.subject_id = coalesce(p_member, p_unit) and o.during && v_during;
    insert into agenda_blocks (
        organization_id, member_id, unit_id, starts_at, ends_at, reason, account_id, recipient_id, concerned,
        created_at)
    select p_organization, p_member, p_unit, p_from, p_until, left(nullif(btrim(p_reason), ''), 200),
        case when r.id is null then p_account end, r.id,
        array(select (c ->> 'id')::uuid from jsonb_array_elements(v_concerned -> 'concerned') c), frontdesk.now()
    from (values (p_account)) as w (id) left join internal_notifications_config r on r.id = w.id
    returning id into v_block;
    perform frontdesk.blocks_fill(array[coalesce(p_member, p_unit)], v_during);
    perform frontdesk.staff_did(p_organization, p_account, 'blocked', null, v_block, p_key);
    perform frontdesk.notify_agenda(p_organization);
    return v_concerned || jsonb_build_object('status', 'blocked', 'block', v_block);
end;
$$;

-- A block, with whoever is booked in it still: {id, subject (its name), member, unit, from, until (local), day,
-- reason, by (who of staff), concerned: as agenda_concerned has it}; null when it is not of their agenda.
create or replace function console_block(p_organization uuid, p_account uuid, p_block uuid) returns jsonb
language plpgsql stable as $$
declare
    v_block agenda_blocks;
begin
    perform frontdesk.enter(p_organization);
    select * into v_block from agenda_blocks where id = p_block;
    if v_block.id is null or not frontdesk.may_block(p_account, v_block.member_id, v_block.unit_id) then
        return null;
    end if;
    return (
        select jsonb_build_object('id', v_block.id, 'member', v_block.member_id, 'unit', v_block.unit_id,
            'subject', coalesce(
                (select m.name from members m where m.id = v_block.member_id),
                (select frontdesk.unit_name(u) from resource_units u where u.id = v_block.unit_id)),
            'from', frontdesk.local_text(v_block.starts_at, o.time_zone),
            'until', frontdesk.local_text(v_block.ends_at, o.time_zone), 'reason', v_block.reason,
            'by', coalesce(frontdesk.staff_name(v_block.account_id), frontdesk.recipient_name(v_block.recipient_id)),
            'outcomes', frontdesk.block_outcomes(v_block, o.time_zone),
            'concerned', coalesce(
                agenda_concerned(p_organization, p_account, v_block.starts_at, v_block.ends_at, v_block.member_id,
                    v_block.unit_id) -> 'concerned', '[]'))
        from organizations o where o.id = p_organization);
end;
$$;

-- Gives the time of a block back. {status: lifted | not_found}
create or replace function agenda_block_lift(p_organization uuid, p_account uuid, p_block uuid) returns jsonb
language plpgsql as $$
declare
    v_block agenda_blocks;
begin
    perform frontdesk.enter(p_organization);
    select * into v_block from agenda_blocks where id = p_block for update;
    if v_block.id is null or not frontdesk.may_block(p_account, v_block.member_id, v_block.unit_id) then
        return '{"status": "not_found"}';
    end if;
    delete from agenda_blocks where id = p_block;
    perform frontdesk.blocks_fill(array[coalesce(v_block.member_id, v_block.unit_id)],
        tstzrange(v_block.starts_at, v_block.ends_at));
    perform frontdesk.staff_did(p_organization, p_account, 'unblocked', null, p_block);
    perform frontdesk.notify_agenda(p_organization);
    return '{"status": "lifted"}';
end;
$$;
