-- Messages that came more than half a day after they were written: nobody answers them by themselves, so a
-- person is told.

-- Chats of which staff should hear: [{organization, conversation, name, phone, stated_phone, language, business, count,
-- text, at (local)}], `text` of the newest. Not where the customer or somebody of the business wrote since, not where
-- a person has the chat, and not what is older than a week: that is a history that was synchronised.
create or replace function late_messages_due(p_settled_seconds double precision) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('organization', o.id, 'conversation', i.id, 'business', o.name,
        'language', o.language, 'name', coalesce(c.name, i.display_name), 'phone', i.phone,
        'stated_phone', frontdesk.stated_phone(i.contact_id), 'count', late.count, 'text', late.text,
        'at', to_char(late.written at time zone o.time_zone, 'YYYY-MM-DD HH24:MI')) order by late.written), '[]')
    from (
        select m.chat_identity_id, count(*), max(m.sent_at) as written, max(m.created_at) as came,
            (array_agg(m.body order by m.sent_at desc))[1] as text
        from chat_messages m
        where m.direction = 'inbound' and m.status = 'ignored' and m.sent_at < m.created_at - interval '12 hours'
          and m.created_at > frontdesk.now() - interval '1 day' and m.sent_at > frontdesk.now() - interval '7 days'
          and not m.payload ?| array['reaction', 'deleted']
        group by m.chat_identity_id
        having max(m.created_at) < frontdesk.now() - make_interval(secs => p_settled_seconds)
        limit 50
    ) late
    join chat_identities i on i.id = late.chat_identity_id
    join organizations o on o.id = i.organization_id
    left join contacts c on c.id = i.contact_id
    where not frontdesk.with_person(i, frontdesk.now())
      and not exists (
          select 1 from chat_messages m where m.chat_identity_id = i.id and (
              m.direction = 'inbound' and m.status <> 'ignored' and m.created_at >= late.came
              or frontdesk.speaker(m) = 'staff' and coalesce(m.sent_at, m.created_at) >= late.written))
      and not exists (
          select 1 from escalations e where e.chat_identity_id = i.id and e.created_at >= late.came)
$$;
