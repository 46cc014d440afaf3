-- Work that nobody can do: jobs at which processes die, and what becomes of work that fails for good. It is put aside
-- where staff see it, and whatever stood behind it goes on.

-- Gives back the job of a process that died, which counts as a try. At `p_most` deaths it is put aside as failed, but
-- for a turn, which turn_begin counts itself. Those that died together are not begun together again: one of them may
-- have killed the others. Returns {deaths, failed}, null when somebody else was faster.
create or replace function job_died(
    p_job bigint, p_most integer, p_stalled_seconds double precision
) returns jsonb
language plpgsql security definer
set search_path = procrastinate, public, frontdesk, pg_temp
as $$
declare
    v_job record;
    v_deaths integer;
    v_failed boolean;
begin
    select j.id, j.task_name into v_job from procrastinate_jobs j
    where j.id = p_job and j.status = 'doing' and not exists (
        select from procrastinate_workers w where w.id = j.worker_id
        and w.last_heartbeat >= clock_timestamp() - make_interval(secs => p_stalled_seconds))
    for update skip locked;
    if v_job.id is null then
        return null;
    end if;
    insert into frontdesk.job_deaths as d (job_id, deaths, last_at) values (p_job, 1, frontdesk.now())
    on conflict (job_id) do update set deaths = d.deaths + 1, last_at = excluded.last_at
    returning deaths into v_deaths;
    v_failed := v_deaths >= p_most and v_job.task_name <> 'turn';
    if v_failed then
        perform procrastinate_finish_job_v1(p_job, 'failed', false);
    else
        perform procrastinate_retry_job_v2(p_job, case when v_deaths > 1
            then clock_timestamp() + make_interval(secs => (v_deaths - 1) * (p_job % 8)) end, null, null, null);
    end if;
    return jsonb_build_object('deaths', v_deaths, 'failed', v_failed);
end;
$$;

-- The first message that a chat has still to send cannot be sent, and has not been for `p_least_seconds`: it is put
-- aside for staff (sending_notices_due tells them), and those behind it go on. Returns whether one was.
create or replace function send_give_up(
    p_organization uuid, p_conversation uuid, p_error text, p_least_seconds double precision
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_message chat_messages;
begin
    perform frontdesk.enter(p_organization);
    select * into v_message from chat_messages m
    where m.chat_identity_id = p_conversation and m.direction = 'outbound'
      and m.status in ('queued', 'sending', 'unknown')
    order by m.seq limit 1 for update;
    if v_message.created_at > v_now - make_interval(secs => p_least_seconds) then
        return to_jsonb(false);
    end if;
    update chat_messages m set status = 'failed', given_up_at = v_now, retry_at = null, error = left(p_error, 300),
        awaits_place = false
    where m.id = v_message.id;
    if exists (
        select from chat_messages m where m.chat_identity_id = p_conversation and m.direction = 'outbound'
        and m.status in ('queued', 'unknown'))
    then
        perform frontdesk.defer('sends', 'send', 'outbox:' || p_conversation,
            jsonb_build_object('organization', p_organization, 'conversation', p_conversation));
    end if;
    if v_message.id is not null then
        perform frontdesk.share_freed(v_message.connection_id);
    end if;
    return to_jsonb(v_message.id is not null);
end;
$$;

-- A notice that cannot be sent at all: another one of the same case may still reach somebody, else its customer is
-- told the truth. Returns whether it was open.
create or replace function notice_give_up(p_organization uuid, p_notification uuid, p_error text) returns jsonb
language plpgsql as $$
declare
    v_notice notifications;
begin
    perform frontdesk.enter(p_organization);
    update notifications n set status = 'failed', retry_at = null, error = left(p_error, 300)
    where n.id = p_notification and n.status in ('queued', 'sending')
    returning * into v_notice;
    perform frontdesk.notice_freed(p_organization);
    if v_notice.escalation_id is not null then
        perform frontdesk.escalation_unreached(v_notice.escalation_id);
    end if;
    return to_jsonb(v_notice.id is not null);
end;
$$;

-- Whom a chat is with, for a turn of which nothing more can be read: {organization, language, chat_language, name,
-- phone}.
create or replace function turn_addressee(p_organization uuid, p_conversation uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select jsonb_build_object('organization', o.name, 'language', o.language, 'chat_language', i.language,
            'name', i.display_name, 'phone', i.phone)
        from chat_identities i join organizations o on o.id = i.organization_id where i.id = p_conversation);
end;
$$;

-- A turn that cannot even be begun, in whatever try: what was pending is handled, its customer gets `p_replies`, and
-- a failed turn with `p_trace` stands for it. Each of these may be what fails, so each fails alone; but where the
-- customer cannot be answered and no person was told (`p_told`), all stays as it was. Returns whether it was closed.
create or replace function turn_put_aside(
    p_organization uuid, p_conversation uuid, p_replies jsonb, p_trace jsonb, p_told boolean
) returns jsonb
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_chat chat_identities;
    v_answered boolean;
begin
    perform frontdesk.enter(p_organization);
    update chat_identities i set turn_token = i.turn_token + 1, first_pending_at = null, due_at = null
    where i.id = p_conversation and i.first_pending_at is not null returning * into v_chat;
    if v_chat.id is null then
        return to_jsonb(false);
    end if;
    v_answered := frontdesk.with_person(v_chat, v_now);
    begin
        if not v_answered then
            perform frontdesk.replies_put(p_organization, v_chat, null, p_replies, 'outbox');
            v_answered := true;
        end if;
    exception when others then
        raise warning 'no apology could be put into the outbox: %', sqlstate;
    end;
    if not v_answered and not p_told then
        raise exception 'a turn that cannot be begun can be told to nobody';
    end if;
    begin
        insert into turns (
            organization_id, chat_identity_id, token, status, message_ids, started_at, finished_at, trace)
        select p_organization, v_chat.id, v_chat.turn_token, 'failed', array_agg(m.id order by m.seq), v_now, v_now,
            p_trace
        from chat_messages m
        where m.chat_identity_id = v_chat.id and m.direction = 'inbound' and m.status = 'pending'
        having count(*) > 0;
    exception when others then
        raise warning 'no turn stands for what was put aside: %', sqlstate;
    end;
    update chat_messages m set status = 'handled'
    where m.chat_identity_id = v_chat.id and m.direction = 'inbound' and m.status = 'pending';
    return to_jsonb(true);
end;
$$;
