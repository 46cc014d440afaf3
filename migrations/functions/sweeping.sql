-- Sweeps over the rows of all businesses at once, in which the bad row of one must not keep the others' from being
-- seen to.

-- Runs `p_function`(organization, p_argument) for all (null); if that fails, for one business after the
-- other, and writes down for whom it did. Returns how many rows were seen to.
create or replace function frontdesk.sweep(p_function text, p_argument double precision default null) returns integer
language plpgsql as $$
declare
    v_organization uuid;
    v_count integer;
    v_one integer;
begin
    begin
        execute format('select %s(null, $1)', p_function::regproc) into v_count using p_argument;
        update frontdesk.maintenance_tasks set error = null, failures = 0
        where name = p_function and error is not null;
        return v_count;
    exception when others then
        v_count := 0;
    end;
    for v_organization in select o.id from organizations o order by o.id loop
        begin
            execute format('select %s($1, $2)', p_function::regproc) into v_one
            using v_organization, p_argument;
            v_count := v_count + v_one;
        exception when others then
            perform frontdesk.sweep_failed(p_function, v_organization, sqlstate);
        end;
    end loop;
    return v_count;
end;
$$;

-- For `frontdesk check` and `frontdesk failures`. Without the error's words, which may quote a value.
create or replace function frontdesk.sweep_failed(p_function text, p_organization uuid, p_state text) returns void
language sql as $$
    insert into frontdesk.maintenance_tasks as t (name, next_at, failures, error)
    select p_function, 'infinity', 1, format('the rows of %s: error %s', o.slug, p_state)
    from organizations o where o.id = p_organization
    on conflict (name) do update set failures = t.failures + 1, error = excluded.error
$$;

-- Holds that ran out (nothing waits for it: an expired hold is nobody's).
create or replace function frontdesk.sweep_holds(p_organization uuid, p_argument double precision) returns integer
language plpgsql as $$
declare
    v_count integer;
begin
    delete from holds h where h.expires_at < frontdesk.now() - interval '1 minute'
    and h.organization_id = coalesce(p_organization, h.organization_id);
    get diagnostics v_count = row_count;
    return v_count;
end;
$$;

-- From where visitors came who have not written, and not booked, for two days.
create or replace function frontdesk.sweep_visitors(p_organization uuid, p_argument double precision) returns integer
language plpgsql as $$
declare
    v_before timestamptz := frontdesk.now() - interval '2 days';
    v_chats integer;
    v_offers integer;
begin
    update chat_identities i set visitor = null
    where i.visitor is not null and coalesce(i.last_inbound_at, i.created_at) < v_before
      and i.organization_id = coalesce(p_organization, i.organization_id);
    get diagnostics v_chats = row_count;
    update slot_offers o set visitor = null where o.visitor is not null and o.offered_at < v_before
    and o.organization_id = coalesce(p_organization, o.organization_id);
    get diagnostics v_offers = row_count;
    return v_chats + v_offers;
end;
$$;

-- Reminders whose hour has come, at most `p_argument`; a job that got lost is replaced after a minute.
create or replace function frontdesk.sweep_reminders(p_organization uuid, p_argument double precision) returns integer
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_row record;
    v_count integer := 0;
begin
    for v_row in
        update reminders r set woken_at = v_now
        where r.id in (
            select w.id from reminders w
            where w.status = 'waiting' and w.due_at <= v_now
              and coalesce(w.woken_at < v_now - interval '1 minute', true)
              and w.organization_id = coalesce(p_organization, w.organization_id)
            order by w.due_at limit p_argument::integer for update skip locked)
        returning r.organization_id, r.id
    loop
        perform frontdesk.defer('sends', 'remind', null,
            jsonb_build_object('organization', v_row.organization_id, 'reminder', v_row.id));
        v_count := v_count + 1;
    end loop;
    return v_count;
end;
$$;

-- Replies that have waited for longer than `p_argument` seconds are given up.
create or replace function frontdesk.sweep_old_replies(p_organization uuid, p_argument double precision) returns integer
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_count integer;
begin
    update chat_messages m set status = 'failed', given_up_at = v_now, early_events = null,
        error = 'given up after a day: ' || coalesce(m.error, s.error, 'it could not be sent')
    from (
        select w.id from chat_messages w
        where w.direction = 'outbound' and w.status in ('queued', 'unknown') and w.retry_at is not null
          and w.waiting_since < v_now - make_interval(secs => p_argument)
          and w.organization_id = coalesce(p_organization, w.organization_id)
        for update skip locked) w
    left join lateral (
        select c.error from chat_messages o join connection_sending c on c.connection_id = o.connection_id
        where o.id = w.id) s on true
    where m.id = w.id;
    get diagnostics v_count = row_count;
    return v_count;
end;
$$;
