-- The business's page of the console: the organization's document as its owner sees and changes it. What is changed
-- goes through organization_apply, as a file does.

create or replace function frontdesk.is_owner(p_account uuid) returns boolean
language sql stable as $$
    select exists (
        select from staff_accounts a where a.id = p_account and a.disabled_at is null and 'owner' = any (a.roles))
$$;

-- Writes down that an owner changed, tried or answered something of the business.
create or replace function frontdesk.owner_did(p_organization uuid, p_account uuid, p_part text) returns void
language sql as $$
    insert into staff_actions (organization_id, account_id, action, part, at)
    values (p_organization, p_account, 'business', p_part, frontdesk.now())
$$;

-- By which whoever changes a document is known to have seen it as it is.
create or replace function frontdesk.document_version(p_document jsonb) returns text
language sql immutable as $$
    select md5(p_document::text)
$$;

-- {version, document}
create or replace function business_show(p_organization uuid) returns jsonb
language plpgsql as $$
declare
    v_document jsonb;
begin
    perform frontdesk.enter(p_organization);
    v_document := organization_export(p_organization);
    return jsonb_build_object('version', frontdesk.document_version(v_document), 'document', v_document);
end;
$$;

-- A connection's settings with those templates that are written for it; without anything written as they are.
create or replace function frontdesk.with_templates(p_settings jsonb, p_written jsonb) returns jsonb
language sql immutable as $$
    select case when p_written is null then p_settings else (
        select coalesce(jsonb_object_agg(e.key, e.value), '{}') from (
            select s.key, s.value from jsonb_each(p_settings) s where s.key !~ '_template$'
            union all
            select w.key, w.value from jsonb_each(p_written) w where w.key ~ '_template$') e) end
$$;

-- A document with the connections that are there: their tokens are known as hashes only, and but for their templates
-- they are not changed here.
create or replace function frontdesk.with_connections(p_organization uuid, p_document jsonb) returns jsonb
language sql stable as $$
    select p_document || jsonb_build_object('connections', coalesce(jsonb_agg(jsonb_build_object(
        'key', c.key, 'channel', c.channel, 'name', c.name, 'phone', c.phone, 'token_env', c.token_env,
        'token_hash', encode(c.token_hash, 'hex'), 'secret_env', c.secret_env,
        'settings', frontdesk.with_templates(c.settings, (
            select d -> 'settings' from jsonb_array_elements(p_document -> 'connections') d
            where d ->> 'key' = c.key)))), '[]'))
    from platform_connections c
    where c.organization_id = p_organization and c.active and c.channel <> 'api'
$$;

-- Appointments to come that the rules would not let anybody book as they are, and why: member or service (is not
-- there any more), skill (the member does not do it), closed (the business), away (the member), not_given (the
-- service at that time).
create or replace function frontdesk.outside_the_rules(p_organization uuid)
returns table (id uuid, why text)
language plpgsql stable as $$
#variable_conflict use_column
declare
    v_org organizations;
    v_members uuid[];
    v_from date;
    v_to date;
    v_open tstzmultirange;
begin
    select * into v_org from organizations where id = p_organization;
    select array_agg(distinct a.member_id), min(a.starts_at at time zone v_org.time_zone)::date - 1,
        max(a.ends_at at time zone v_org.time_zone)::date + 1
    into v_members, v_from, v_to
    from appointments a
    where a.organization_id = p_organization and a.status in ('scheduled', 'confirmed')
      and a.starts_at > frontdesk.now();
    if v_members is null then
        return;
    end if;
    v_open := frontdesk.opening(v_org, v_from, v_to);
    return query
    with ahead as materialized (
        select a.id, a.member_id, a.service_id, tstzrange(a.starts_at, a.ends_at) as span from appointments a
        where a.organization_id = p_organization and a.status in ('scheduled', 'confirmed')
          and a.starts_at > frontdesk.now()
    ), worked as materialized (
        select m as member_id, h.hours
        from frontdesk.member_hours(v_org.time_zone, v_members, v_from, v_to) h cross join unnest(h.members) m
    ), given as materialized (
        select s.service_id, coalesce(frontdesk.service_hours(v_org, s.service_id, v_from, v_to), '{(,)}') as hours
        from (select distinct a.service_id from ahead a) s
    ), pairs as materialized (
        -- What holds for all appointments of a service with a member is looked up once.
        select p.member_id, p.service_id, w.hours as worked, v_open * w.hours * g.hours as fits,
            case when not m.active then 'member' when not s.active then 'service'
                when not exists (select from member_services ms
                    where ms.member_id = p.member_id and ms.service_id = p.service_id) then 'skill' end as why
        from (select distinct a.member_id, a.service_id from ahead a) p
        join members m on m.id = p.member_id
        join services s on s.id = p.service_id
        join given g on g.service_id = p.service_id
        join worked w on w.member_id = p.member_id
    )
    select a.id, coalesce(p.why, case when not v_open @> a.span then 'closed' when not p.worked @> a.span then 'away'
        else 'not_given' end)
    from ahead a join pairs p on p.member_id = a.member_id and p.service_id = a.service_id
    where p.why is not null or not p.fits @> a.span;
end;
$$;

-- What of a document decides who can be booked when.
create or replace function frontdesk.rules_of(p_document jsonb) returns jsonb
language sql immutable as $$
    select jsonb_build_object('hours', p_document -> 'hours', 'special_dates', p_document -> 'special_dates',
        'vacations', p_document -> 'vacations', 'services', p_document -> 'services',
        'members', p_document -> 'members')
$$;

-- What applying a document would come to; nothing is changed. Without `refused` {version (of now), before, after (as
-- documents), concerned: how many appointments the rules would allow no more, first: the first 50 of them
-- [{local, until, service, member, customer, why}]}. It is applied, looked at and taken back, so that the rules are
-- those of bookings. Null: the account is no owner.
create or replace function business_try(p_organization uuid, p_account uuid, p_document jsonb) returns jsonb
language plpgsql as $$
declare
    v_before jsonb;
    v_outside jsonb := '{}';
    v_applied jsonb;
    v_after jsonb;
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.is_owner(p_account) then
        return null;
    end if;
    v_before := organization_export(p_organization);
    begin
        v_applied := organization_apply(p_organization, frontdesk.with_connections(p_organization, p_document));
        v_after := case when not v_applied ? 'refused' then organization_export(p_organization) end;
        if v_after is not null and frontdesk.rules_of(v_before) <> frontdesk.rules_of(v_after) then
            select coalesce(jsonb_object_agg(o.id, o.why), '{}') into v_outside
            from frontdesk.outside_the_rules(p_organization) o;
        end if;
        raise exception 'taken back' using errcode = 'FD002';
    exception when sqlstate 'FD002' then
        null;
    end;
    return jsonb_build_object('version', frontdesk.document_version(v_before), 'before', v_before,
        'after', v_after, 'refused', v_applied ->> 'refused') || frontdesk.concerned_json(p_organization, v_outside);
end;
$$;

-- {concerned, first}: of appointments that would be outside the rules ({id: why}) those that are not so already.
create or replace function frontdesk.concerned_json(p_organization uuid, p_outside jsonb) returns jsonb
language plpgsql stable as $$
begin
    if p_outside = '{}' then
        return '{}';
    end if;
    return (
        with outside as materialized (
            select a.*, o.value as why from jsonb_each_text(p_outside) o join appointments a on a.id = o.key::uuid
            where a.id not in (select b.id from frontdesk.outside_the_rules(p_organization) b)
        )
        select jsonb_build_object('concerned', (select count(*) from outside), 'first', coalesce(
            jsonb_agg(jsonb_build_object('local', frontdesk.local_text(a.starts_at, o.time_zone),
                'service', s.name, 'member', m.name, 'customer', coalesce(a.attendee_name, c.name, '+' || c.phone),
                'why', a.why) order by a.starts_at, a.id), '[]'))
        from (select * from outside order by starts_at, id limit 50) a
        join services s on s.id = a.service_id
        join members m on m.id = a.member_id
        left join contacts c on c.id = a.contact_id
        join organizations o on o.id = a.organization_id);
end;
$$;

-- Applies what somebody saw as a difference from `p_version`; nothing is done when the document is another by now.
-- `p_gap`: a question that it answers. {status: applied | changed (somebody was before) | refused (reason) |
-- not_found (no owner)}
create or replace function business_apply(
    p_organization uuid, p_account uuid, p_version text, p_document jsonb, p_part text, p_gap uuid default null
) returns jsonb
language plpgsql as $$
declare
    v_applied jsonb;
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.is_owner(p_account) then
        return '{"status": "not_found"}';
    end if;
    perform 1 from organizations where id = p_organization for update;
    if frontdesk.document_version(organization_export(p_organization)) <> p_version then
        return '{"status": "changed"}';
    end if;
    v_applied := organization_apply(p_organization, frontdesk.with_connections(p_organization, p_document));
    if v_applied ? 'refused' then
        return jsonb_build_object('status', 'refused', 'reason', v_applied ->> 'refused');
    end if;
    perform knowledge_gap_done(p_organization, g.id) from knowledge_gaps g
    where g.organization_id = p_organization and g.id = p_gap;
    perform frontdesk.owner_did(p_organization, p_account, p_part);
    return '{"status": "applied"}';
end;
$$;

-- An owner makes or changes one connection (as organization_apply takes it, with its token's hash). `p_document` is
-- the business with it, of which only the recipients of notices may be others than what `p_version` was.
-- {status: connected | changed (somebody was before) | refused (reason) | not_found (no owner)}
create or replace function business_connect(
    p_organization uuid, p_account uuid, p_version text, p_document jsonb, p_connection jsonb
) returns jsonb
language plpgsql as $$
declare
    v_now jsonb;
    v_applied jsonb;
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.is_owner(p_account) then
        return '{"status": "not_found"}';
    end if;
    perform 1 from organizations where id = p_organization for update;
    v_now := organization_export(p_organization);
    if frontdesk.document_version(v_now) <> p_version then
        return '{"status": "changed"}';
    end if;
    v_now := frontdesk.with_connections(p_organization, jsonb_set(v_now, '{escalation}', p_document -> 'escalation'));
    v_applied := organization_apply(p_organization, jsonb_set(v_now, '{connections}', p_connection || (
        select coalesce(jsonb_agg(c), '[]') from jsonb_array_elements(v_now -> 'connections') c
        where c ->> 'key' <> p_connection ->> 'key')));
    if v_applied ? 'refused' then
        return jsonb_build_object('status', 'refused', 'reason', v_applied ->> 'refused');
    end if;
    perform frontdesk.owner_did(p_organization, p_account, 'connection');
    return '{"status": "connected"}';
end;
$$;

-- An owner sets a question that found nothing aside. Whether there is one.
create or replace function business_gap_drop(p_organization uuid, p_account uuid, p_gap uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.is_owner(p_account) or not exists (
        select from knowledge_gaps g where g.organization_id = p_organization and g.id = p_gap) then
        return 'false';
    end if;
    perform knowledge_gap_done(p_organization, p_gap);
    perform frontdesk.owner_did(p_organization, p_account, 'gaps');
    return 'true';
end;
$$;

-- The last 12 changes of owners: [{name, part, at}], the latest first.
create or replace function business_changes(p_organization uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object(
            'name', frontdesk.staff_name(s.account_id), 'part', s.part, 'at', s.at) order by s.id desc), '[]')
        from (
            select * from staff_actions s
            where s.organization_id = p_organization and s.action = 'business' order by s.id desc limit 12) s);
end;
$$;

-- What connects the business with its customers: [{connection, key, channel, name, phone, secret_env, settings,
-- received_at (a customer wrote), accepted_at (the provider took a message), failing_since, error, waiting (replies
-- that do not go out), secrets: [{name, set_at}]}]. Nothing of a credential but its name.
create or replace function business_connections(p_organization uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object('connection', c.id, 'key', c.key, 'channel', c.channel,
            'name', c.name, 'phone', c.phone, 'secret_env', c.secret_env, 'settings', c.settings,
            'received_at', (
                select max(i.last_inbound_at) from chat_identities i
                where i.organization_id = p_organization and i.connection_id = c.id),
            'accepted_at', s.accepted_at, 'failing_since', s.failing_since, 'error', s.error,
            'waiting', (select count(*) from frontdesk.waiting_replies m where m.connection_id = c.id),
            'secrets', (
                select coalesce(jsonb_agg(jsonb_build_object('name', k.name, 'set_at', k.set_at) order by k.name), '[]')
                from connection_secrets k where k.connection_id = c.id)) order by c.key), '[]')
        from platform_connections c left join connection_sending s on s.connection_id = c.id
        where c.organization_id = p_organization and c.active and c.channel <> 'api');
end;
$$;

-- An owner's test message, at most ten an hour of a business; the rest as in test_message_put.
-- {status: queued (message) | slow | not_found}
create or replace function business_test_put(
    p_organization uuid, p_account uuid, p_connection uuid, p_addresses jsonb, p_phone text, p_reply jsonb
) returns jsonb
language plpgsql as $$
declare
    v_put jsonb;
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.is_owner(p_account) then
        return '{"status": "not_found"}';
    end if;
    perform 1 from organizations where id = p_organization for update;
    if (select count(*) from staff_actions s where s.organization_id = p_organization and s.part = 'test_sent'
            and s.at > frontdesk.now() - interval '1 hour') >= 10 then
        return '{"status": "slow"}';
    end if;
    v_put := test_message_put(p_organization, p_connection, p_addresses, p_phone, p_reply);
    if v_put is null then
        return '{"status": "not_found"}';
    end if;
    perform frontdesk.owner_did(p_organization, p_account, 'test_sent');
    return jsonb_build_object('status', 'queued', 'message', v_put -> 'message');
end;
$$;

-- An owner keeps a credential (sealed by the gateway) instead of what is kept. Whether there is such a connection.
create or replace function business_credential_put(
    p_organization uuid, p_account uuid, p_connection uuid, p_name text, p_ciphertext bytea, p_key_id text
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.is_owner(p_account) or connection_secret_put(
        p_organization, p_connection, p_name, p_ciphertext, p_key_id) <> 'true' then
        return 'false';
    end if;
    perform frontdesk.owner_did(p_organization, p_account, 'credentials');
    return 'true';
end;
$$;
