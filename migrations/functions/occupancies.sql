-- What is occupied, which changes of an appointment are allowed, and an event for every one: kept by
-- triggers, whoever writes.

-- Takes time of a member (the gap left out) and of units of resources, for whom is named.
create or replace function frontdesk.occupy(
    p_organization uuid, p_member uuid, p_units uuid[], p_during tstzrange, p_gap tstzrange,
    p_appointment uuid default null, p_session uuid default null, p_hold uuid default null,
    p_expires timestamptz default null
) returns void
language sql as $$
    insert into occupancies (organization_id, subject_id, appointment_id, session_id, hold_id, expires_at, starts_at,
        ends_at)
    select p_organization, t.subject, p_appointment, p_session, p_hold, p_expires, lower(t.part), upper(t.part)
    from (
        select p_member as subject,
            unnest(tstzmultirange(p_during) - coalesce(tstzmultirange(p_gap), '{}')) as part
        union all
        select u, p_during from unnest(p_units) u) t
$$;

create or replace function frontdesk.appointment_occupies() returns trigger
language plpgsql as $$
declare
    v_was boolean := tg_op <> 'INSERT' and old.status in ('scheduled', 'confirmed');
    v_is boolean := tg_op <> 'DELETE' and new.status in ('scheduled', 'confirmed');
begin
    if v_was and v_is and (old.member_id, old.during, old.units, old.session_id)
            is not distinct from (new.member_id, new.during, new.units, new.session_id)
            and old.gap is not distinct from new.gap
            and (new.session_id is not null or exists (select 1 from occupancies where appointment_id = new.id)) then
        return null;
    end if;
    if v_was then
        delete from occupancies where appointment_id = old.id;
    end if;
    if v_is and new.session_id is null then
        perform frontdesk.occupy(new.organization_id, new.member_id, new.units, new.during, new.gap,
            p_appointment => new.id);
    end if;
    -- A group session ends with its last appointment. Of two that leave at once, the second looks when
    -- the first is gone.
    if v_was and old.session_id is not null then
        perform 1 from group_sessions g where g.id = old.session_id for update;
        delete from group_sessions g where g.id = old.session_id and not exists (
            select 1 from appointments a where a.session_id = g.id and a.status in ('scheduled', 'confirmed'));
    end if;
    if v_was and tg_op = 'UPDATE' then
        perform frontdesk.blocks_fill(old.member_id || old.units, old.during);
        perform frontdesk.calendar_conflicts_settle(c.calendar_id)
        from calendar_conflicts c where c.appointment_id = old.id and c.closed_at is null;
    end if;
    return null;
end;
$$;

create or replace function frontdesk.session_occupies() returns trigger
language plpgsql as $$
begin
    perform frontdesk.occupy(new.organization_id, new.member_id, new.units, new.during, null, p_session => new.id);
    return null;
end;
$$;

-- Which change of an appointment is allowed; errors carry FD002.
create or replace function frontdesk.appointment_changes() returns trigger
language plpgsql as $$
begin
    if old.status not in ('scheduled', 'confirmed') and (new.status <> old.status
            or new.starts_at <> old.starts_at or new.member_id <> old.member_id) then
        raise exception 'an appointment that is % does not change', old.status using errcode = 'FD002';
    end if;
    if old.status = 'confirmed' and new.status = 'scheduled'
            and new.starts_at = old.starts_at and new.member_id = old.member_id then
        raise exception 'a confirmed appointment is scheduled again only by a move' using errcode = 'FD002';
    end if;
    if new.status in ('completed', 'no_show') and new.status <> old.status and new.starts_at > frontdesk.now() then
        raise exception 'an appointment that has not begun is neither completed nor missed' using errcode = 'FD002';
    end if;
    if new.service_id <> old.service_id
            or (new.contact_id <> old.contact_id
                and current_setting('frontdesk.merging', true) is distinct from 'on') then
        raise exception 'an appointment keeps its customer and its service' using errcode = 'FD002';
    end if;
    if greatest(new.starts_at, old.starts_at) - least(new.starts_at, old.starts_at) > interval '12 hours' then
        new.arrived_at := null;
    end if;
    if new is distinct from old and new.updated_at = old.updated_at then
        new.updated_at := frontdesk.now();  -- who reads what changed since then must not miss it
    end if;
    return new;
end;
$$;

-- Who acts in this transaction: written into every event until its end.
create or replace function frontdesk.acting(
    p_actor text, p_turn uuid default null, p_chat uuid default null
) returns void
language sql as $$
    select set_config('frontdesk.actor', p_actor, true), set_config('frontdesk.turn', coalesce(p_turn::text, ''), true),
        set_config('frontdesk.chat', coalesce(p_chat::text, ''), true), set_config('frontdesk.account', '', true)
$$;

-- The names themselves are not in the event: they are personal data, and events are kept.
create or replace function frontdesk.appointment_event() returns trigger
language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        perform frontdesk.event_put(new.organization_id, new.id, 'booked', jsonb_build_object(
            'starts_at', new.starts_at, 'member', new.member_id));
    elsif new.status in ('scheduled', 'confirmed')
            and (new.starts_at <> old.starts_at or new.member_id <> old.member_id) then
        perform frontdesk.event_put(new.organization_id, new.id, 'moved', jsonb_build_object(
            'from', old.starts_at, 'from_member', old.member_id, 'to', new.starts_at, 'to_member', new.member_id));
    elsif new.status <> old.status then
        perform frontdesk.event_put(new.organization_id, new.id, new.status);
    elsif new.attendee_name is distinct from old.attendee_name then
        perform frontdesk.event_put(new.organization_id, new.id, 'renamed');
    elsif new.ends_at <> old.ends_at then
        perform frontdesk.event_put(new.organization_id, new.id, 'resized');
    elsif new.arrived_at is not null and old.arrived_at is null then
        perform frontdesk.event_put(new.organization_id, new.id, 'arrived');
    end if;
    perform frontdesk.notify_agenda(new.organization_id);
    return null;
end;
$$;

-- Every change is an event: who, when, what, from where. Changes made outside of the functions are staff's.
create or replace function frontdesk.event_put(
    p_organization uuid, p_appointment uuid, p_kind text, p_detail jsonb default '{}'
) returns void
language sql as $$
    insert into appointment_events (
        organization_id, appointment_id, at, kind, actor, turn_id, chat_identity_id, account_id, detail)
    values (p_organization, p_appointment, frontdesk.now(), p_kind,
        frontdesk.acting_now(),
        nullif(current_setting('frontdesk.turn', true), '')::uuid,
        nullif(current_setting('frontdesk.chat', true), '')::uuid,
        nullif(current_setting('frontdesk.account', true), '')::uuid, p_detail)
$$;

call frontdesk.attach('trigger', 'occupies', 'appointments', $$
    create trigger occupies after insert or update or delete on appointments
        for each row execute function frontdesk.appointment_occupies()
$$);

call frontdesk.attach('trigger', 'occupies', 'group_sessions', $$
    create trigger occupies after insert on group_sessions
        for each row execute function frontdesk.session_occupies()
$$);

call frontdesk.attach('trigger', 'changes', 'appointments', $$
    create trigger changes before update on appointments
        for each row execute function frontdesk.appointment_changes()
$$);

call frontdesk.attach('trigger', 'event', 'appointments', $$
    create trigger event after insert or update on appointments
        for each row execute function frontdesk.appointment_event()
$$);
