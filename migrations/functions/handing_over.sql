-- A call for a person that nobody takes goes on: a second notice to those who were told, then the next recipient in the
-- order of the organization's file, then e-mail. The last step is the last recipient; a case stays open all the same.

-- Tells the next recipients of a call who were not told yet: those with the lowest place, e-mail behind everybody;
-- no professional, who sees no chats. With the first ones also those whom nothing reaches (the web page), so that it
-- stands in their rows. Returns how many were told of those who can be.
create or replace function frontdesk.escalation_wave(p_escalation uuid, p_body text, p_params text[]) returns integer
language plpgsql as $$
declare
    v_case escalations;
    v_notice record;
    v_count integer := 0;
begin
    select * into v_case from escalations where id = p_escalation;
    for v_notice in
        insert into notifications (organization_id, escalation_id, recipient_id, body, params, created_at)
        select v_case.organization_id, p_escalation, w.id, p_body, p_params, frontdesk.now()
        from (
            select r.id, frontdesk.can_be_told(r) as reached, rank() over (
                    partition by frontdesk.can_be_told(r) order by r.channel = 'email', r.position) as place
            from internal_notifications_config r
            where r.organization_id = v_case.organization_id and frontdesk.may_chat(r.id) and not exists (
                select from notifications n where n.escalation_id = p_escalation and n.recipient_id = r.id)) w
        where not w.reached or w.place = 1
        returning id, recipient_id
    loop
        v_count := v_count + (
            select frontdesk.can_be_told(r)::integer from internal_notifications_config r
            where r.id = v_notice.recipient_id);
        perform frontdesk.defer('sends', 'notify', null,
            jsonb_build_object('organization', v_case.organization_id, 'notification', v_notice.id));
    end loop;
    return v_count;
end;
$$;

-- The next ones of a call of which somebody was told already, in the same words.
create or replace function frontdesk.escalation_next(p_escalation uuid) returns integer
language sql as $$
    select frontdesk.escalation_wave(p_escalation, n.body, n.params) from notifications n
    where n.escalation_id = p_escalation and n.recipient_id is not null order by n.created_at, n.id limit 1
$$;

-- When a call goes on. Nobody is woken at night: while the business is closed it waits until some minutes after it
-- opens, but for what is urgent, or about somebody's health.
create or replace function frontdesk.next_step(p_organization uuid, p_reason text) returns timestamptz
language plpgsql stable as $$
declare
    v_org organizations;
    v_wait interval;
    v_at timestamptz;
    v_day date;
    v_open tstzmultirange;
begin
    select * into v_org from organizations where id = p_organization;
    v_org.time_zone := frontdesk.zone_of(v_org);
    v_wait := make_interval(mins => v_org.second_notice_minutes);
    v_at := frontdesk.now() + v_wait;
    if p_reason in ('urgent', 'health') then
        return v_at;
    end if;
    v_day := (v_at at time zone v_org.time_zone)::date;
    v_open := frontdesk.opening(v_org, v_day - 1, v_day + 14);
    if v_open @> v_at then
        return v_at;
    end if;
    return coalesce((select min(lower(r)) + v_wait from unnest(v_open) r where lower(r) > v_at), v_at);
end;
$$;

-- Whether a call still looks for somebody who takes it.
create or replace function frontdesk.looks_for_somebody(p_escalation escalations) returns boolean
language sql stable as $$
    select p_escalation.taken_at is null and p_escalation.answered_at is null and frontdesk.is_open(p_escalation)
        and not exists (
            select from chat_identities i
            where i.id = p_escalation.chat_identity_id and frontdesk.with_person(i, frontdesk.now()))
$$;

-- One step. The second notice is for those whom the first one reached.
create or replace function frontdesk.escalation_step(p_escalation escalations) returns void
language plpgsql as $$
declare
    v_notice uuid;
    v_count integer := 0;
begin
    if not frontdesk.looks_for_somebody(p_escalation) then
        update escalations set next_step_at = null where id = p_escalation.id;
        return;
    end if;
    if p_escalation.steps = 0 then
        for v_notice in
            insert into notifications (organization_id, escalation_id, recipient_id, body, params, round, created_at)
            select n.organization_id, n.escalation_id, n.recipient_id, n.body, n.params, 2, frontdesk.now()
            from notifications n join internal_notifications_config r on r.id = n.recipient_id
            where n.escalation_id = p_escalation.id and n.round = 1 and n.status = 'sent'
              and r.active and r.channel not in ('web', 'email')
            on conflict do nothing
            returning id
        loop
            v_count := v_count + 1;
            perform frontdesk.defer('sends', 'notify', null,
                jsonb_build_object('organization', p_escalation.organization_id, 'notification', v_notice));
        end loop;
    end if;
    if v_count = 0 then
        v_count := coalesce(frontdesk.escalation_next(p_escalation.id), 0);
    end if;
    update escalations e set steps = e.steps + 1,
        next_step_at = case when v_count > 0 then frontdesk.next_step(e.organization_id, e.reason) end
    where e.id = p_escalation.id;
end;
$$;

-- Calls whose next step is due.
create or replace function frontdesk.sweep_escalations(p_organization uuid, p_argument double precision) returns integer
language plpgsql as $$
declare
    v_case escalations;
    v_count integer := 0;
begin
    for v_case in
        select * from escalations e
        where e.next_step_at <= frontdesk.now() and e.organization_id = coalesce(p_organization, e.organization_id)
        order by e.next_step_at limit p_argument::integer for update skip locked
    loop
        perform frontdesk.escalation_step(v_case);
        v_count := v_count + 1;
    end loop;
    return v_count;
end;
$$;

-- The call for a person in a chat of which its customer knows, and that nobody answered: {since, name (of who has it)};
-- null: there is none.
create or replace function frontdesk.open_call(p_chat uuid) returns jsonb
language plpgsql stable as $$
begin
    return (
        select jsonb_build_object('since', e.created_at, 'name', coalesce(
            frontdesk.staff_name(e.taken_by), frontdesk.recipient_name(e.taken_recipient)))
        from escalations e
        where e.chat_identity_id = p_chat and e.answered_at is null and e.status in ('open', 'notified')
          and frontdesk.promised(e.reason) and frontdesk.is_open(e)
        order by e.created_at limit 1);
end;
$$;
