-- Deleting what nobody needs any more. The words of chats go when the time is over that their organization keeps them
-- (keep_texts_days, or the deployment's); that something was written, and when, stays.

-- When each organization's words end: [{organization, before}]. `p_days`: of those that set no time.
drop function if exists texts_kept_for();
create or replace function texts_kept_for(p_days integer) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('organization', o.id,
        'before', frontdesk.now() - make_interval(days => coalesce(o.keep_texts_days, p_days))) order by o.id), '[]')
    from organizations o
$$;

-- Deletes the words of messages from before `p_before`, of `p_limit` chats at most; how many chats had some. A chat
-- in which a turn waits or runs is left for later; what is still to be sent, and a case that nobody closed, keep
-- their words until then.
drop function if exists texts_forget(uuid, integer);
create or replace function texts_forget(
    p_organization uuid, p_before timestamptz, p_limit integer default 100
) returns jsonb
language plpgsql as $$
declare
    v_before timestamptz := p_before;
    v_chat chat_identities;
    v_count integer := 0;
begin
    perform frontdesk.enter(p_organization);
    delete from knowledge_gaps g where g.organization_id = p_organization and g.asked_at < v_before;
    -- What a customer told before a visit, when that is over as long.
    delete from visit_answers v using appointments a
    where v.organization_id = p_organization and a.id = v.appointment_id and a.ends_at < v_before
      and coalesce(v.answered_at, v.asked_at) < v_before;
    delete from chat_notes n where n.organization_id = p_organization and n.noted_at < v_before;
    update visit_ratings v set words = null, words_at = null
    where v.organization_id = p_organization and v.words_at < v_before;
    -- A new one is made from the words that are left.
    delete from chat_summaries s where s.organization_id = p_organization and s.from_at < v_before;
    for v_chat in
        select i.* from chat_identities i
        where i.organization_id = p_organization and i.first_pending_at is null
          and frontdesk.first_words(i) < v_before
          and not exists (select from turns t where t.chat_identity_id = i.id and t.status = 'running'
                          and t.started_at > frontdesk.now() - interval '1 hour')
        order by i.id limit least(p_limit, 1000)
        for update of i skip locked
    loop
        perform frontdesk.chat_forgets(v_chat, v_before);
        v_count := v_count + 1;
    end loop;
    return to_jsonb(v_count);
end;
$$;

-- When the first message came whose words are still here, unless it waits to be sent.
create or replace function frontdesk.first_words(p_chat chat_identities) returns timestamptz
language sql stable as $$
    select case when not frontdesk.is_under_way(m.status) then m.created_at end from chat_messages m
    where m.chat_identity_id = p_chat.id and m.seq > p_chat.forgotten_seq
    order by m.seq limit 1
$$;

create or replace function frontdesk.is_under_way(p_status text) returns boolean
language sql immutable parallel safe as $$
    select p_status in ('pending', 'queued', 'sending', 'unknown')
$$;

-- One chat. Its thread holds the same words, so the next turn makes a new one from the messages that are left.
create or replace function frontdesk.chat_forgets(p_chat chat_identities, p_before timestamptz) returns void
language plpgsql as $$
declare
    v_stop bigint;
    v_last bigint;
begin
    select min(m.seq) into v_stop from chat_messages m
    where m.chat_identity_id = p_chat.id and m.seq > p_chat.forgotten_seq
      and (m.created_at >= p_before or frontdesk.is_under_way(m.status));
    with forgotten as (
        update chat_messages m set body = '', media_text = null, media_form = null,
            media_state = nullif(m.media_state, 'read'), payload = frontdesk.without_words(m.payload)
        where m.chat_identity_id = p_chat.id and m.seq > p_chat.forgotten_seq and m.seq < coalesce(v_stop, m.seq + 1)
        returning m.seq)
    select max(seq) into v_last from forgotten;
    perform frontdesk.threads_delete(array(
        select t.chat_identity_id || ':' || t.id from turns t where t.chat_identity_id = p_chat.id));
    update chat_identities set forgotten_seq = coalesce(v_last, forgotten_seq), checkpoint_id = null
    where id = p_chat.id;
    update turns set trace = '{}'
    where chat_identity_id = p_chat.id and started_at < p_before and status <> 'running' and trace <> '{}';
    delete from withheld_replies where chat_identity_id = p_chat.id and created_at < p_before;
    perform frontdesk.calls_forget(p_chat.id, p_before);
end;
$$;

-- Of a message without its words: the file, while it is kept (it has a time of its own), and that they were deleted.
create or replace function frontdesk.without_words(p_payload jsonb) returns jsonb
language sql immutable parallel safe as $$
    select jsonb_build_object('forgotten', true)
        || case when p_payload ? 'staff' then jsonb_build_object('staff', p_payload -> 'staff') else '{}' end
        || case when p_payload ? 'media' and (p_payload -> 'media' ->> 'state') is distinct from 'deleted'
            then jsonb_build_object('media', p_payload -> 'media') else '{}' end
$$;

-- What staff were told of a chat, but for cases that are open and notices that did not go out yet.
create or replace function frontdesk.calls_forget(p_conversation uuid, p_before timestamptz) returns void
language plpgsql as $$
begin
    update notifications n set body = '', params = '{}' from escalations e
    where e.id = n.escalation_id and e.chat_identity_id = p_conversation and e.created_at < p_before
      and n.status in ('sent', 'failed') and frontdesk.is_over(e);
    update escalations e set summary = ''
    where e.chat_identity_id = p_conversation and e.created_at < p_before and e.summary <> '' and frontdesk.is_over(e);
end;
$$;

create or replace function frontdesk.is_over(p_escalation escalations) returns boolean
language sql immutable as $$
    select p_escalation.closed_at is not null or p_escalation.reason not in ('privacy', 'money')
$$;

-- Threads of chats in which nobody wrote since `p_before`; how many chats. The next turn makes a new one from the
-- messages. A chat in which a turn waits or runs is left for later.
create or replace function threads_forget(p_before timestamptz, p_limit integer default 200) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
declare
    v_chats uuid[];
begin
    v_chats := array(
        select i.id from chat_identities i
        where i.checkpoint_id is not null and i.first_pending_at is null and i.last_inbound_at < p_before
          and not exists (select from turns t where t.chat_identity_id = i.id and t.started_at >= p_before)
        order by i.last_inbound_at limit p_limit
        for update of i skip locked);
    perform frontdesk.threads_delete(array(
        select t.chat_identity_id || ':' || t.id from turns t where t.chat_identity_id = any (v_chats)
        union
        select split_part(i.checkpoint_id, '/', 1) from chat_identities i where i.id = any (v_chats)));
    update chat_identities i set checkpoint_id = null where i.id = any (v_chats);
    return to_jsonb(cardinality(v_chats));
end;
$$;

-- Turns that ended before `p_before`, with what was offered, proposed and withheld in them; how many. Those stay that
-- failed (what broke them is left out of threads), and the one after which a chat's thread is named, so that
-- whoever deletes the chat finds it.
create or replace function turns_forget(p_before timestamptz, p_limit integer default 1000) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
declare
    v_turns uuid[];
begin
    v_turns := array(
        select t.id from turns t join chat_identities i on i.id = t.chat_identity_id
        where t.started_at < p_before and t.status in ('committed', 'superseded', 'dropped', 'lost')
          and coalesce(not starts_with(i.checkpoint_id, i.id || ':' || t.id), true)
        limit p_limit);
    perform frontdesk.threads_delete(array(
        select t.chat_identity_id || ':' || t.id from turns t where t.id = any (v_turns)));
    delete from turns t where t.id = any (v_turns);
    return to_jsonb(cardinality(v_turns));
end;
$$;

-- Jobs that ended before `p_before` without success (those with it go at once), and what is left of others; how many.
create or replace function jobs_forget(p_before timestamptz, p_limit integer default 1000) returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, procrastinate, pg_temp
as $$
declare
    v_count integer;
begin
    delete from procrastinate_jobs j where j.id in (
        select f.id from procrastinate_jobs f
        where f.status in ('failed', 'succeeded', 'cancelled', 'aborted')
          and not exists (select from procrastinate_events e where e.job_id = f.id and e.at >= p_before)
        limit p_limit);
    get diagnostics v_count = row_count;
    delete from frontdesk.job_deaths d where not exists (select from procrastinate_jobs j where j.id = d.job_id);
    return to_jsonb(v_count);
end;
$$;
