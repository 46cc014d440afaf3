-- Messages that came more than half a day after they were written: nobody answers them by themselves, so a
-- person is told.

-- Chats of which staff should hear: [{organization, conversation, name, phone, stated_phone, language, business, count,
-- text, at (local)}], `text` of the newest. Not where somebody of the business wrote since or has the chat. What is
-- older than a week may be a history that was synchronised, of which staff are told as a whole (histories_due): so it
-- is when a connection brought such messages of more than twenty chats within a day. At most twenty chats of a business
-- at a time.
create or replace function late_messages_due(p_settled_seconds double precision) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('organization', o.id, 'conversation', l.id, 'business', o.name,
        'language', o.language, 'name', coalesce(c.name, l.display_name), 'phone', l.phone,
        'stated_phone', frontdesk.stated_phone(l.contact_id), 'count', l.count, 'text', l.text,
        'at', to_char(l.written at time zone frontdesk.zone_of(o), 'YYYY-MM-DD HH24:MI')) order by l.written), '[]')
    from (
        select i.*, late.count, late.written, late.text,
            row_number() over (partition by i.organization_id order by late.written) as place
        from (
            select m.chat_identity_id, count(*), max(m.sent_at) as written, max(m.created_at) as came,
                (array_agg(m.body order by m.sent_at desc))[1] as text
            from chat_messages m
            where m.direction = 'inbound' and m.status = 'ignored' and m.sent_at < m.created_at - interval '12 hours'
              and m.created_at > frontdesk.now() - interval '3 days'
              and (m.sent_at > m.created_at - interval '7 days' or not frontdesk.is_synchronised(m))
              and not m.payload ?| array['reaction', 'deleted', 'forgotten']
            group by m.chat_identity_id
            having max(m.created_at) < frontdesk.now() - make_interval(secs => p_settled_seconds)
        ) late
        join chat_identities i on i.id = late.chat_identity_id
        where not frontdesk.with_person(i, frontdesk.now())
          and not exists (
              select 1 from chat_messages m where m.chat_identity_id = i.id
              and frontdesk.speaker(m) = 'staff' and coalesce(m.sent_at, m.created_at) >= late.written)
          and not exists (
              select 1 from escalations e where e.chat_identity_id = i.id and e.created_at >= late.came)
    ) l
    join organizations o on o.id = l.organization_id
    left join contacts c on c.id = l.contact_id
    where l.place <= 20
$$;

-- Whether a message of more than a week ago came with a whole history of its connection.
create or replace function frontdesk.is_synchronised(p_message chat_messages) returns boolean
language sql stable as $$
    select count(*) > 20 from (
        select distinct m.chat_identity_id from chat_messages m
        where m.connection_id = p_message.connection_id and m.direction = 'inbound' and m.status = 'ignored'
          and m.created_at between p_message.created_at - interval '1 day' and p_message.created_at + interval '1 day'
          and m.sent_at < m.created_at - interval '7 days'
        limit 21) c
$$;

-- Histories that came and of which staff should hear once: [{topic, organization_id, connection, organization,
-- language, name, channel, count (chats), since (local: the oldest message)}]. Not before the last of it came
-- `p_settled_seconds` ago; those of more than three days ago are over.
create or replace function histories_due(p_settled_seconds double precision) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('topic', 'history', 'organization_id', o.id, 'connection', c.id,
        'organization', o.name, 'language', o.language, 'name', c.name, 'channel', c.channel, 'count', h.chats,
        'since', to_char(h.oldest at time zone frontdesk.zone_of(o), 'YYYY-MM-DD HH24:MI'), 'code', null)), '[]')
    from (
        select m.connection_id, count(distinct m.chat_identity_id) as chats, min(m.sent_at) as oldest
        from chat_messages m left join connection_sending s on s.connection_id = m.connection_id
        where m.direction = 'inbound' and m.status = 'ignored' and m.sent_at < m.created_at - interval '7 days'
          and m.created_at > greatest(frontdesk.now() - interval '3 days', s.history_told_at)
        group by m.connection_id
        having count(distinct m.chat_identity_id) > 20
           and max(m.created_at) < frontdesk.now() - make_interval(secs => p_settled_seconds)) h
    join platform_connections c on c.id = h.connection_id
    join organizations o on o.id = c.organization_id
$$;
