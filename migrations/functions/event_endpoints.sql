-- Endpoints of a business's own systems, as its owners (`p_account`) and the operator's commands (null) keep them.

create or replace function frontdesk.keeps_endpoints(p_account uuid) returns boolean
language sql stable as $$
    select p_account is null or frontdesk.is_owner(p_account)
$$;

create or replace function frontdesk.endpoint_did(p_organization uuid, p_account uuid) returns void
language sql as $$
    select frontdesk.owner_did(p_organization, p_account, 'systems') where p_account is not null
$$;

-- The endpoints: [{id, name, url, kinds, tells_phone, off_at, off_because, failing_since, rests_until, worked_at,
-- former_until (a second secret signs until then), waiting, failed}], the oldest first.
create or replace function event_endpoints_list(p_organization uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'name', e.name, 'url', e.url, 'kinds', e.kinds,
            'tells_phone', e.tells_phone, 'off_at', e.off_at, 'off_because', e.off_because,
            'failing_since', e.failing_since, 'rests_until', e.rests_until, 'worked_at', e.worked_at,
            'former_until', case when e.former_until > frontdesk.now() then e.former_until end,
            'waiting', (select count(*) from event_deliveries d where d.endpoint_id = e.id and d.status = 'waiting'),
            'failed', (select count(*) from event_deliveries d where d.endpoint_id = e.id and d.status = 'failed'))
            order by e.created_at, e.id), '[]')
        from event_endpoints e where e.organization_id = p_organization);
end;
$$;

-- Adds an endpoint (`p_endpoint`: its id, to which the secret is sealed). {status: added | full (there are five) |
-- taken (another one has this name) | not_found (the account is no owner)}
create or replace function event_endpoint_add(
    p_organization uuid, p_account uuid, p_endpoint uuid, p_name text, p_url text, p_kinds jsonb, p_tells_phone boolean,
    p_ciphertext bytea, p_key_id text
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.keeps_endpoints(p_account) then
        return '{"status": "not_found"}';
    end if;
    perform 1 from organizations o where o.id = p_organization for no key update;
    if 5 <= (select count(*) from event_endpoints e where e.organization_id = p_organization) then
        return '{"status": "full"}';
    elsif exists (select from event_endpoints e where e.organization_id = p_organization and e.name = p_name) then
        return '{"status": "taken"}';
    end if;
    insert into event_endpoints (id, organization_id, name, url, kinds, tells_phone, ciphertext, key_id, created_at)
    values (p_endpoint, p_organization, p_name, p_url, array(select jsonb_array_elements_text(p_kinds)), p_tells_phone,
        p_ciphertext, p_key_id, frontdesk.now());
    perform frontdesk.endpoint_did(p_organization, p_account);
    return '{"status": "added"}';
end;
$$;

-- Removes an endpoint and what is on its way to it. Whether there was one.
create or replace function event_endpoint_remove(p_organization uuid, p_account uuid, p_endpoint uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    delete from event_endpoints e
    where e.organization_id = p_organization and e.id = p_endpoint and frontdesk.keeps_endpoints(p_account);
    if not found then
        return to_jsonb(false);
    end if;
    perform frontdesk.endpoint_did(p_organization, p_account);
    return to_jsonb(true);
end;
$$;

-- Switches an endpoint on or off. What happens while it is off is not kept for it. Whether there is one.
create or replace function event_endpoint_switch(
    p_organization uuid, p_account uuid, p_endpoint uuid, p_on boolean
) returns jsonb
language plpgsql as $$
declare
    v_endpoint event_endpoints;
begin
    perform frontdesk.enter(p_organization);
    select * into v_endpoint from event_endpoints e
    where e.organization_id = p_organization and e.id = p_endpoint for no key update;
    if v_endpoint.id is null or not frontdesk.keeps_endpoints(p_account) then
        return to_jsonb(false);
    elsif p_on then
        update event_endpoints set off_at = null, off_because = null, told_at = null, failures = 0,
            failing_since = null, rests_until = null
        where id = p_endpoint;
    else
        perform frontdesk.endpoint_off(p_endpoint, 'staff');
    end if;
    perform frontdesk.endpoint_did(p_organization, p_account);
    return to_jsonb(true);
end;
$$;

-- Which events an endpoint is told of from now on; none: all. Whether there is such an endpoint.
create or replace function event_endpoint_kinds(
    p_organization uuid, p_account uuid, p_endpoint uuid, p_kinds jsonb
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    update event_endpoints e set kinds = array(select jsonb_array_elements_text(p_kinds))
    where e.organization_id = p_organization and e.id = p_endpoint and frontdesk.keeps_endpoints(p_account);
    if not found then
        return to_jsonb(false);
    end if;
    perform frontdesk.endpoint_did(p_organization, p_account);
    return to_jsonb(true);
end;
$$;

-- A new secret; the one before signs, too, for `p_hours`. Whether there is such an endpoint.
create or replace function event_endpoint_renew(
    p_organization uuid, p_account uuid, p_endpoint uuid, p_ciphertext bytea, p_key_id text, p_hours integer
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    update event_endpoints e set former_ciphertext = e.ciphertext, former_key_id = e.key_id,
        former_until = frontdesk.now() + make_interval(hours => p_hours), ciphertext = p_ciphertext, key_id = p_key_id
    where e.organization_id = p_organization and e.id = p_endpoint and frontdesk.keeps_endpoints(p_account);
    if not found then
        return to_jsonb(false);
    end if;
    perform frontdesk.endpoint_did(p_organization, p_account);
    return to_jsonb(true);
end;
$$;

-- An event that says nothing, to one endpoint. {status: queued | off | slow (three wait already) | not_found}
create or replace function event_endpoint_test(p_organization uuid, p_account uuid, p_endpoint uuid) returns jsonb
language plpgsql as $$
declare
    v_endpoint event_endpoints;
begin
    perform frontdesk.enter(p_organization);
    select * into v_endpoint from event_endpoints e where e.organization_id = p_organization and e.id = p_endpoint;
    if v_endpoint.id is null or not frontdesk.keeps_endpoints(p_account) then
        return '{"status": "not_found"}';
    elsif v_endpoint.off_at is not null then
        return '{"status": "off"}';
    elsif 3 <= (select count(*) from event_deliveries d
        where d.endpoint_id = p_endpoint and d.subject_id = p_endpoint and d.status = 'waiting') then
        return '{"status": "slow"}';
    end if;
    perform frontdesk.agenda_event_put(p_organization, 'test', p_endpoint, 'staff', '{}', p_endpoint);
    return '{"status": "queued"}';
end;
$$;

-- The last deliveries to an endpoint, those that were given up first: [{id, event, kind, subject, status, attempts,
-- code, error, occurred_at, due_at}]; null: there is no such endpoint.
create or replace function event_deliveries_list(
    p_organization uuid, p_endpoint uuid, p_limit integer default 30
) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce((
            select jsonb_agg(jsonb_build_object('id', d.id, 'event', v.id, 'kind', v.kind, 'subject', d.subject_id,
                'status', d.status, 'attempts', d.attempts, 'code', d.code, 'error', d.error,
                'occurred_at', v.occurred_at, 'due_at', case d.status when 'waiting' then d.due_at end)
                order by d.status <> 'failed', d.seq desc)
            from (
                select * from event_deliveries d where d.endpoint_id = e.id
                order by d.status <> 'failed', d.seq desc limit least(p_limit, 200)) d
            join agenda_events v on v.id = d.event_id), '[]')
        from event_endpoints e where e.organization_id = p_organization and e.id = p_endpoint);
end;
$$;

-- Sends what was given up again, with its old id: one delivery, or all of the endpoint. How many; null: there is no
-- such endpoint, or it is off.
create or replace function event_resend(
    p_organization uuid, p_account uuid, p_endpoint uuid, p_delivery uuid default null
) returns jsonb
language plpgsql as $$
declare
    v_count integer;
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.keeps_endpoints(p_account) or not exists (
        select from event_endpoints e
        where e.organization_id = p_organization and e.id = p_endpoint and e.off_at is null) then
        return null;
    end if;
    update event_deliveries d set status = 'waiting', attempts = 0, due_at = frontdesk.now(), done_at = null
    where d.endpoint_id = p_endpoint and d.status = 'failed' and d.id = coalesce(p_delivery, d.id);
    get diagnostics v_count = row_count;
    if v_count > 0 then
        perform frontdesk.event_job(p_organization, p_endpoint);
        perform frontdesk.endpoint_did(p_organization, p_account);
    end if;
    return to_jsonb(v_count);
end;
$$;

-- The sealed secrets, to seal them anew: [{id, ciphertext, key_id, former (while it signs): {ciphertext, key_id}}].
create or replace function event_secrets(p_organization uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'ciphertext', encode(e.ciphertext, 'hex'),
            'key_id', e.key_id, 'former', case when e.former_until > frontdesk.now() then jsonb_build_object(
                'ciphertext', encode(e.former_ciphertext, 'hex'), 'key_id', e.former_key_id) end)), '[]')
        from event_endpoints e where e.organization_id = p_organization);
end;
$$;

-- The same secrets, sealed anew, unless they were changed meanwhile (`p_was`: the key with which the first was sealed).
create or replace function event_secrets_put(
    p_organization uuid, p_endpoint uuid, p_was text, p_ciphertext bytea, p_key_id text,
    p_former_ciphertext bytea default null, p_former_key_id text default null
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    update event_endpoints e set ciphertext = p_ciphertext, key_id = p_key_id,
        former_ciphertext = p_former_ciphertext, former_key_id = p_former_key_id,
        former_until = case when p_former_key_id is not null then e.former_until end
    where e.organization_id = p_organization and e.id = p_endpoint and e.key_id = p_was;
    return to_jsonb(found);
end;
$$;
