-- The tenant of a call, the clock, and small functions of text, time and queue that all others use.
-- The runner applies this file first: triggers and defaults name functions that stand here.

-- The organization that the running function works for; null when none was entered.
create or replace function frontdesk.tenant() returns uuid
language sql stable as $$
    select nullif(current_setting('frontdesk.organization_id', true), '')::uuid
$$;

-- Every function of the contract begins with this; it holds until the end of the transaction.
create or replace function frontdesk.enter(p_organization uuid) returns void
language plpgsql as $$
begin
    if p_organization is null then
        raise exception 'organization is required' using errcode = 'invalid_parameter_value';
    end if;
    perform set_config('frontdesk.organization_id', p_organization::text, true);
end;
$$;

-- The database's clock, unless the caller injected another (tests do).
create or replace function frontdesk.now() returns timestamptz
language sql stable as $$
    select coalesce(nullif(current_setting('frontdesk.now', true), '')::timestamptz, clock_timestamp())
$$;

-- Lower case without accents, the form in which texts are compared.
create or replace function frontdesk.fold(p_text text) returns text
language sql immutable parallel safe as $$
    select lower(regexp_replace(normalize(p_text, NFD), U&'[\0300-\036f]', '', 'g'))
$$;

-- The state of an error that the operator can mend; organization_apply returns it as a result.
create or replace function frontdesk.refuse(p_reason text) returns void
language plpgsql as $$
begin
    raise exception '%', p_reason using errcode = 'FD001';
end;
$$;

create or replace function frontdesk.clock_text(p_time time) returns text
language sql immutable parallel safe as $$
    select to_char(p_time, 'HH24:MI')
$$;

create or replace function frontdesk.utc_text(p_at timestamptz) returns text
language sql immutable as $$
    select to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
$$;

create or replace function frontdesk.local_text(p_at timestamptz, p_zone text) returns text
language sql stable as $$
    select to_char(p_at at time zone p_zone, 'YYYY-MM-DD"T"HH24:MI')
$$;

create or replace function frontdesk.local_day(p_organization uuid) returns date
language sql stable as $$
    select (frontdesk.now() at time zone frontdesk.zone_of(o))::date from organizations o where o.id = p_organization
$$;

-- The zone of an organization where many are looked at: one that this server does not know must not fail the others.
create or replace function frontdesk.zone_of(p_org organizations) returns text
language plpgsql stable as $$
begin
    perform 'epoch'::timestamptz at time zone p_org.time_zone;
    return p_org.time_zone;
exception when invalid_parameter_value then
    return 'UTC';
end;
$$;

create or replace function frontdesk.local_midnight(p_day date, p_zone text) returns timestamptz
language sql stable as $$
    select p_day::timestamp at time zone p_zone
$$;

-- A local interval of one day as instants; empty when the clock change leaves nothing of it.
create or replace function frontdesk.local_range(p_day date, p_opens time, p_closes time, p_zone text) returns tstzrange
language sql stable as $$
    select tstzrange((p_day + p_opens) at time zone p_zone,
        greatest((p_day + p_opens) at time zone p_zone, (p_day + p_closes) at time zone p_zone))
$$;

-- The union of multiranges as the complement of what all complements share: range_agg would sort all
-- their ranges, this only merges.
create or replace function frontdesk.complement(p_times tstzmultirange) returns tstzmultirange
language sql immutable parallel safe as $$
    select '{(,)}'::tstzmultirange - p_times
$$;

create or replace aggregate frontdesk.union_agg(tstzmultirange) (
    sfunc = multirange_minus, stype = tstzmultirange, initcond = '{(,)}',
    finalfunc = frontdesk.complement, parallel = safe
);

-- Enqueues a job in the transaction of whoever calls. Arguments are ids only. `p_priority`: above 0 it is urgent.
-- The queue's own functions name their tables without a schema, hence the search path.
drop function if exists frontdesk.defer(text, text, text, jsonb, double precision);
create or replace function frontdesk.defer(
    p_queue text, p_task text, p_lock text, p_args jsonb, p_seconds double precision default 0,
    p_priority integer default 0
) returns void
language plpgsql
set search_path = procrastinate, pg_temp
as $$
begin
    perform procrastinate_defer_jobs_v1(array[
        row(
            p_queue, p_task, p_priority, p_lock, null, p_args,
            case when p_seconds > 0
                then clock_timestamp() + make_interval(secs => p_seconds)
            end
        )::procrastinate_job_to_defer_v1
    ]);
end;
$$;

-- Whether somebody of an organization may have its console open: then its chats are listened to, too.
create or replace function frontdesk.is_watched(p_organization uuid) returns boolean
language sql stable as $$
    select exists (
        select from staff_sessions s
        where s.organization_id = p_organization and s.seen_at > frontdesk.now() - interval '15 minutes')
$$;

-- Tells the chat page and the console that something changed: {c: chat, o: organization, k: kind}. What nobody
-- listens to costs nothing.
create or replace function frontdesk.notify_chat(p_connection uuid, p_conversation uuid, p_kind text) returns void
language plpgsql as $$
declare
    v_organization uuid;
begin
    select c.organization_id into v_organization from platform_connections c
    where c.id = p_connection and (c.channel in ('web', 'api') or frontdesk.is_watched(c.organization_id));
    if v_organization is not null then
        perform pg_notify('frontdesk_chat',
            json_build_object('c', p_conversation, 'o', v_organization, 'k', p_kind)::text);
    end if;
end;
$$;

-- The same for the agenda of an organization.
create or replace function frontdesk.notify_agenda(p_organization uuid) returns void
language plpgsql as $$
begin
    if frontdesk.is_watched(p_organization) then
        perform pg_notify('frontdesk_chat',
            json_build_object('c', p_organization, 'o', p_organization, 'k', 'agenda')::text);
    end if;
end;
$$;

-- Makes a trigger or a policy as it is defined here. One that was defined so already (its comment keeps a
-- digest of that) stays: making one locks its table, and functions are applied while others write.
create or replace procedure frontdesk.attach(p_kind text, p_name text, p_table regclass, p_definition text)
language plpgsql as $$
declare
    v_digest text := 'definition ' || md5(p_definition);
    v_found text := case p_kind
        when 'trigger' then (
            select coalesce(obj_description(oid, 'pg_trigger'), '') from pg_trigger
            where tgrelid = p_table and tgname = p_name)
        when 'policy' then (
            select coalesce(obj_description(oid, 'pg_policy'), '') from pg_policy
            where polrelid = p_table and polname = p_name)
    end;
begin
    if v_found = v_digest then
        return;
    end if;
    if v_found is not null then
        execute format('drop %s %I on %s', p_kind, p_name, p_table);
    end if;
    execute p_definition;
    execute format('comment on %s %I on %s is %L', p_kind, p_name, p_table, v_digest);
end;
$$;
