-- Changes of the agenda that a recipient plans by WhatsApp ("Camila está enferma hoy"). A plan is tried out as a whole
-- and taken back, so that what is shown is what the same functions as the console's would do; a yes does exactly that,
-- in one transaction, or nothing.

-- What of a business a plan is about: [{member (id), from, until}] of spans with members' keys.
create or replace function frontdesk.plan_spans(p_organization uuid, p_spans jsonb)
returns table (place bigint, member uuid, begins timestamptz, ends timestamptz)
language sql stable as $$
    select s.place, m.id, (s.span ->> 'from')::timestamptz, (s.span ->> 'until')::timestamptz
    from jsonb_array_elements(p_spans) with ordinality s (span, place)
    left join members m on m.organization_id = p_organization and m.key = s.span ->> 'member' and m.active
$$;

-- Chats of those who are booked in spans: {status: ok, chats: [{appointment, channel, opted_out, last_inbound_at,
-- window_closed, now}]}, or what agenda_concerned refuses the first of them with.
create or replace function staff_plan_chats(p_organization uuid, p_recipient uuid, p_spans jsonb) returns jsonb
language plpgsql stable as $$
declare
    v_span record;
    v_found jsonb;
    v_ids uuid[] := '{}';
begin
    perform frontdesk.enter(p_organization);
    for v_span in select * from frontdesk.plan_spans(p_organization, p_spans) loop
        v_found := agenda_concerned(p_organization, p_recipient, v_span.begins, v_span.ends, v_span.member);
        if v_found ->> 'status' <> 'ok' then
            return v_found;
        end if;
        v_ids := v_ids || array(select (c ->> 'id')::uuid from jsonb_array_elements(v_found -> 'concerned') c);
    end loop;
    return jsonb_build_object('status', 'ok', 'chats', (
        select coalesce(jsonb_agg(jsonb_build_object('appointment', w.id, 'channel', c.channel,
            'opted_out', frontdesk.opted_out(i), 'last_inbound_at', i.last_inbound_at,
            'window_closed', i.window_closed, 'now', frontdesk.now())), '[]')
        from unnest(v_ids) w (id) cross join lateral frontdesk.chat_of(w.id) i
        join platform_connections c on c.id = i.connection_id));
end;
$$;

-- Blocks spans and offers everybody who is booked in them another time, as the console does: {status: ok, blocks: [id],
-- concerned: [{id, version, local, until, customer, phone, service, member, chat, offer (agenda_offer)}], digest}, or
-- what agenda_block refuses with. A visit is there once. `p_closed`: appointments whose chat takes no free text now;
-- `p_tokens`: how the offers of appointments are to be called.
create or replace function frontdesk.plan_carry_out(
    p_organization uuid, p_recipient uuid, p_spans jsonb, p_closed uuid[], p_tokens jsonb, p_key text
) returns jsonb
language plpgsql as $$
declare
    v_span record;
    v_one jsonb;
    v_found jsonb;
    v_blocks uuid[] := '{}';
    v_all jsonb := '[]';
    v_rows jsonb := '[]';
    v_seen uuid[] := '{}';
begin
    -- Chats before agendas, as every booking locks them: the other way round two would wait for each other.
    perform 1 from chat_identities i
    where i.id in (
        select (frontdesk.chat_of(a.id)).id from frontdesk.plan_spans(p_organization, p_spans) s
        join appointments a on a.member_id = s.member and a.during && tstzrange(s.begins, s.ends)
            and a.status in ('scheduled', 'confirmed'))
    order by i.id for update;
    for v_span in select * from frontdesk.plan_spans(p_organization, p_spans) order by member, begins loop
        v_found := agenda_concerned(p_organization, p_recipient, v_span.begins, v_span.ends, v_span.member);
        v_found := agenda_block(p_organization, p_recipient,
            case when p_key <> '' then left(md5(p_key || v_span.place), 32) else '' end, v_found ->> 'seen',
            v_span.begins, v_span.ends, v_span.member);
        if v_found ->> 'status' <> 'blocked' then
            return v_found;
        end if;
        v_blocks := v_blocks || (v_found ->> 'block')::uuid;
        v_all := v_all || (v_found -> 'concerned');
    end loop;
    for v_one in select c from jsonb_array_elements(v_all) c order by c ->> 'local', c ->> 'id' loop
        continue when (v_one ->> 'id')::uuid = any (v_seen);
        v_seen := v_seen || frontdesk.parts_of((v_one ->> 'id')::uuid);
        v_rows := v_rows || (v_one || jsonb_build_object('offer', case
            when (v_one ->> 'id')::uuid = any (p_closed) then '{"status": "none", "why": "window"}'
            else agenda_offer(p_organization, p_recipient, (v_one ->> 'id')::uuid, p_tokens ->> (v_one ->> 'id'))
            end));
    end loop;
    return jsonb_build_object('status', 'ok', 'blocks', to_jsonb(v_blocks), 'concerned', v_rows,
        'digest', frontdesk.plan_digest(v_rows));
end;
$$;

-- What of a plan somebody has to have seen: who is concerned, as they are, and what each is offered.
create or replace function frontdesk.plan_digest(p_rows jsonb) returns text
language sql immutable as $$
    select md5(coalesce(string_agg(concat_ws('|', r ->> 'id', r ->> 'version', r #>> '{offer,why}', r #>> '{offer,at}',
        r #>> '{offer,items}'), ' ' order by r ->> 'id'), ''))
    from jsonb_array_elements(p_rows) r
$$;

-- What a plan would do; nothing of it stays. As frontdesk.plan_carry_out.
create or replace function staff_plan_try(
    p_organization uuid, p_recipient uuid, p_spans jsonb, p_closed jsonb default '[]'
) returns jsonb
language plpgsql as $$
declare
    v_answer jsonb;
begin
    perform frontdesk.enter(p_organization);
    begin
        v_answer := frontdesk.plan_carry_out(p_organization, p_recipient, p_spans,
            array(select jsonb_array_elements_text(p_closed)::uuid), '{}', '');
        raise exception 'taken back' using errcode = 'FD009';
    exception when sqlstate 'FD009' then
        null;
    end;
    return v_answer;
end;
$$;

-- Keeps what a recipient was shown, instead of what they were shown before; its id. `p_message`: theirs.
create or replace function staff_plan_put(
    p_organization uuid, p_recipient uuid, p_message uuid, p_kind text, p_wish jsonb, p_seen text
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_plan uuid;
begin
    perform frontdesk.enter(p_organization);
    if not (frontdesk.agenda_scope(p_recipient)).allowed then
        return null;
    end if;
    delete from staff_plans where organization_id = p_organization and shown_at < v_now - interval '90 days';
    update staff_plans set status = 'dropped' where recipient_id = p_recipient and status = 'open';
    insert into staff_plans (
        organization_id, recipient_id, connection_id, kind, wish, seen, shown_at, expires_at)
    values (p_organization, p_recipient, (select s.connection_id from staff_messages s where s.id = p_message), p_kind,
        p_wish, p_seen, v_now, v_now + interval '10 minutes')
    returning id into v_plan;
    perform frontdesk.staff_did(p_organization, p_recipient, 'planned', null, v_plan);
    return to_jsonb(v_plan);
end;
$$;

-- A plan of a recipient's: {status: open | expired | done | dropped, kind, wish, seen}; null: none of theirs.
create or replace function staff_plan_read(p_organization uuid, p_recipient uuid, p_plan uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('status', case when p.status = 'open' and p.expires_at <= frontdesk.now()
            then 'expired' else p.status end, 'kind', p.kind, 'wish', p.wish, 'seen', p.seen)
        from staff_plans p where p.id = p_plan and p.recipient_id = p_recipient);
end;
$$;

-- Locks a plan of a recipient's that a yes may still do; null: it may not.
create or replace function frontdesk.plan_open(p_recipient uuid, p_plan uuid) returns staff_plans
language plpgsql as $$
declare
    v_plan staff_plans;
begin
    select * into v_plan from staff_plans p
    where p.id = p_plan and p.recipient_id = p_recipient and p.status = 'open' and p.expires_at > frontdesk.now()
    for update;
    return v_plan;
end;
$$;

-- Does a plan that blocks: all of it as it was shown, with the questions to those who are concerned (`p_replies`: by
-- appointment, written for offers called as in `p_tokens`), or nothing. {status: done, concerned} or gone (it is not
-- open), changed (it would not be what they saw), or what agenda_block refuses with.
create or replace function staff_plan_do(
    p_organization uuid, p_recipient uuid, p_plan uuid, p_closed jsonb, p_tokens jsonb, p_replies jsonb
) returns jsonb
language plpgsql as $$
declare
    v_plan staff_plans;
    v_answer jsonb;
    v_row jsonb;
    v_told jsonb;
    v_offered boolean := false;
begin
    perform frontdesk.enter(p_organization);
    v_plan := frontdesk.plan_open(p_recipient, p_plan);
    if v_plan.id is null or v_plan.kind <> 'block' then
        return '{"status": "gone"}';
    end if;
    begin
        v_answer := frontdesk.plan_carry_out(p_organization, p_recipient, v_plan.wish -> 'spans',
            array(select jsonb_array_elements_text(p_closed)::uuid), p_tokens, v_plan.id::text);
        if v_answer ->> 'status' = 'ok' and v_answer ->> 'digest' <> v_plan.seen then
            v_answer := '{"status": "changed"}';
        end if;
        for v_row in
            select r from jsonb_array_elements(v_answer -> 'concerned') r where r #>> '{offer,status}' = 'ask'
        loop
            v_told := agenda_offer_put(p_organization, p_recipient, (v_row ->> 'id')::uuid, v_row #>> '{offer,slot}',
                p_replies -> (v_row ->> 'id'));
            if v_told ->> 'status' is distinct from 'told' or jsonb_array_length(p_replies -> (v_row ->> 'id')) is null
            then
                v_answer := '{"status": "changed"}';
            end if;
            v_offered := true;
        end loop;
        if v_answer ->> 'status' <> 'ok' then
            raise exception 'taken back' using errcode = 'FD009';
        end if;
    exception when sqlstate 'FD009' then
        return v_answer;
    end;
    update staff_plans set status = 'done', done_at = frontdesk.now(),
        blocks = array(select jsonb_array_elements_text(v_answer -> 'blocks')::uuid),
        told_at = case when not v_offered then frontdesk.now() end
    where id = v_plan.id;
    return jsonb_build_object('status', 'done', 'concerned', v_answer -> 'concerned');
end;
$$;

-- Whoever was shown a plan does not want it.
create or replace function staff_plan_drop(p_organization uuid, p_recipient uuid, p_plan uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    update staff_plans set status = 'dropped'
    where id = p_plan and recipient_id = p_recipient and status = 'open';
    return to_jsonb(found);
end;
$$;

-- Blocks that are not over, of these members (keys; null: of all in the recipient's agenda): {blocks: [console_block]},
-- the earliest first, at most twenty.
create or replace function staff_blocks(p_organization uuid, p_recipient uuid, p_members jsonb default null)
returns jsonb
language plpgsql stable as $$
declare
    v_rows jsonb;
begin
    perform frontdesk.enter(p_organization);
    select coalesce(jsonb_agg(console_block(p_organization, p_recipient, b.id) order by b.starts_at, b.id), '[]')
    into v_rows
    from (
        select b.* from agenda_blocks b join members m on m.id = b.member_id
        where b.organization_id = p_organization and b.ends_at > frontdesk.now()
          and frontdesk.may_block(p_recipient, b.member_id, null)
          and (p_members is null or p_members ? m.key)
        order by b.starts_at, b.id limit 20) b;
    return jsonb_build_object('blocks', v_rows);
end;
$$;

-- What of these blocks somebody has to have seen who takes them away; null: one is none of theirs any more.
create or replace function staff_blocks_seen(p_organization uuid, p_recipient uuid, p_blocks jsonb) returns jsonb
language plpgsql stable as $$
declare
    v_rows jsonb;
begin
    perform frontdesk.enter(p_organization);
    select jsonb_agg(console_block(p_organization, p_recipient, i::uuid)) into v_rows
    from jsonb_array_elements_text(p_blocks) i;
    return case when not v_rows @> '[null]' then to_jsonb(frontdesk.lift_digest(v_rows)) end;
end;
$$;

create or replace function frontdesk.lift_digest(p_rows jsonb) returns text
language sql immutable as $$
    select md5(coalesce(string_agg(concat_ws('|', r ->> 'id', o.states), ' ' order by r ->> 'id'), ''))
    from jsonb_array_elements(p_rows) r
    cross join lateral (
        select string_agg(concat(o ->> 'id', o ->> 'state'), ',' order by o ->> 'id') as states
        from jsonb_array_elements(r -> 'outcomes') o) o
$$;

-- Does a plan that gives the time of blocks back: {status: done | gone | changed}.
create or replace function staff_plan_lift(p_organization uuid, p_recipient uuid, p_plan uuid) returns jsonb
language plpgsql as $$
declare
    v_plan staff_plans;
    v_rows jsonb;
    v_block uuid;
begin
    perform frontdesk.enter(p_organization);
    v_plan := frontdesk.plan_open(p_recipient, p_plan);
    if v_plan.id is null or v_plan.kind <> 'lift' then
        return '{"status": "gone"}';
    end if;
    perform 1 from agenda_blocks b where v_plan.wish -> 'blocks' ? b.id::text order by b.id for update;
    select coalesce(jsonb_agg(console_block(p_organization, p_recipient, i::uuid)), '[]') into v_rows
    from jsonb_array_elements_text(v_plan.wish -> 'blocks') i;
    if v_rows @> '[null]' or frontdesk.lift_digest(v_rows) <> v_plan.seen then
        return '{"status": "changed"}';
    end if;
    for v_block in select jsonb_array_elements_text(v_plan.wish -> 'blocks')::uuid loop
        perform agenda_block_lift(p_organization, p_recipient, v_block);
    end loop;
    update staff_plans set status = 'done', done_at = frontdesk.now(), told_at = frontdesk.now() where id = v_plan.id;
    return '{"status": "done"}';
end;
$$;

-- What became of a plan that was done: {wish, lifted (its blocks are gone), outcomes: block_outcomes, each with
-- `answer`: what the customer wrote after the question, {choice, words}}.
create or replace function frontdesk.plan_outcomes(p_plan staff_plans) returns jsonb
language plpgsql stable as $$
declare
    v_zone text := (select o.time_zone from organizations o where o.id = p_plan.organization_id);
begin
    return jsonb_build_object('wish', p_plan.wish,
        'lifted', not exists (select from agenda_blocks b where b.id = any (p_plan.blocks)),
        'outcomes', (
            select coalesce(jsonb_agg(r || jsonb_build_object('answer', frontdesk.offer_answer(
                (r ->> 'id')::uuid, p_plan.done_at)) order by r ->> 'local', r ->> 'id'), '[]')
            from agenda_blocks b cross join lateral jsonb_array_elements(frontdesk.block_outcomes(b, v_zone)) r
            where b.id = any (p_plan.blocks)));
end;
$$;

-- What a customer wrote first after they were offered another time for an appointment, {choice, words}; null: nothing.
create or replace function frontdesk.offer_answer(p_appointment uuid, p_since timestamptz) returns jsonb
language plpgsql stable as $$
begin
    return (
        select jsonb_build_object('choice', m.payload #>> '{choice,id}', 'words', left(m.body, 120))
        from slot_offers f join chat_messages m on m.chat_identity_id = f.chat_identity_id
        where f.turn_id is null and f.appointment_id = any (frontdesk.parts_of(p_appointment))
          and f.offered_at >= p_since and m.direction = 'inbound' and m.created_at > f.offered_at
        order by m.seq limit 1);
end;
$$;

-- How the recipient's last plan that blocks went: as frontdesk.plan_outcomes; null: there was none within a week.
create or replace function staff_plan_result(p_organization uuid, p_recipient uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select frontdesk.plan_outcomes(p) from staff_plans p
        where p.recipient_id = p_recipient and p.kind = 'block' and p.status = 'done'
          and p.done_at > frontdesk.now() - interval '7 days'
        order by p.done_at desc limit 1);
end;
$$;

-- Plans of the last day whose recipients were not told how they ended: [{organization, plan, language, country,
-- time_zone, members: {key: name}, now, result: plan_outcomes}].
create or replace function staff_plans_untold(p_limit integer default 100) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('organization', p.organization_id, 'plan', p.id,
        'language', o.language, 'country', o.country, 'time_zone', frontdesk.zone_of(o), 'now', frontdesk.now(),
        'members', (
            select coalesce(jsonb_object_agg(m.key, m.name), '{}') from members m where m.organization_id = o.id),
        'result', frontdesk.plan_outcomes(p))), '[]')
    from (
        select * from staff_plans p
        where p.status = 'done' and p.kind = 'block' and p.told_at is null
          and p.done_at > frontdesk.now() - interval '1 day'
        order by p.done_at limit p_limit) p
    join organizations o on o.id = p.organization_id
$$;

-- Tells a plan's recipient how it ended, once. Whether they are told now.
create or replace function staff_plan_tell(p_organization uuid, p_plan uuid, p_body text) returns jsonb
language plpgsql as $$
declare
    v_plan staff_plans;
    v_notice uuid;
begin
    perform frontdesk.enter(p_organization);
    update staff_plans set told_at = frontdesk.now() where id = p_plan and told_at is null
    returning * into v_plan;
    if v_plan.connection_id is null then
        return to_jsonb(false);
    end if;
    insert into notifications (organization_id, connection_id, recipient_id, staff_plan_id, body, created_at)
    values (p_organization, v_plan.connection_id, v_plan.recipient_id, v_plan.id, p_body, frontdesk.now())
    returning id into v_notice;
    perform frontdesk.defer('sends', 'notify', null,
        jsonb_build_object('organization', p_organization, 'notification', v_notice));
    return to_jsonb(true);
end;
$$;
