-- The database's clock decides what is due. One that was ahead and is set back would let everything that waits wait
-- as long again, so what it had written is moved along.

-- Looks at the clock: {now, back: seconds that it went back since the last look, moved: rows that were moved along}.
-- Whoever looks next sees no jump any more, so that nothing is moved twice.
create or replace function clock_look() returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, procrastinate, pg_temp
as $$
declare
    v_now timestamptz := frontdesk.now();
    v_seen timestamptz;
    v_back interval;
    v_moved integer := 0;
begin
    insert into frontdesk.clock_mark (seen_at) values (v_now) on conflict do nothing;
    select m.seen_at into v_seen from frontdesk.clock_mark m for update;
    v_back := v_seen - v_now;
    if v_back > interval '2 seconds' then
        update frontdesk.clock_mark
        set seen_at = v_now, went_back_at = v_now, went_back_seconds = extract(epoch from v_back);
        v_moved := frontdesk.move_along(v_back, v_now);
    else
        v_back := interval '0';
        -- Not at every look of every process.
        update frontdesk.clock_mark set seen_at = v_now where seen_at < v_now - interval '1 second';
    end if;
    return jsonb_build_object('now', v_now, 'back', extract(epoch from v_back), 'moved', v_moved);
end;
$$;

-- Everything that waits, by as much as the clock went back. Not what stands for an hour of its own: appointments,
-- reminders, offers.
create or replace function frontdesk.move_along(p_back interval, p_now timestamptz) returns integer
language plpgsql
set search_path = public, frontdesk, procrastinate, pg_temp
as $$
declare
    v_moved integer := 0;
    v_count integer;
begin
    update chat_identities set due_at = due_at - p_back, media_due_at = media_due_at - p_back,
        first_pending_at = first_pending_at - p_back
    where first_pending_at is not null;
    get diagnostics v_moved = row_count;
    update chat_identities set handled_until = handled_until - p_back
    where handled_until > p_now + interval '1 second' and handled_until < 'infinity';
    update turns set started_at = least(started_at, p_now) where status = 'running' and started_at > p_now;
    update chat_messages set retry_at = retry_at - p_back, attempted_at = attempted_at - p_back
    where direction = 'outbound' and status in ('queued', 'sending', 'unknown')
      and (retry_at > p_now or attempted_at > p_now);
    get diagnostics v_count = row_count;
    v_moved := v_moved + v_count;
    update notifications set retry_at = retry_at - p_back, attempted_at = attempted_at - p_back
    where status in ('queued', 'sending') and (retry_at > p_now or attempted_at > p_now);
    update connection_sending set open_until = open_until - p_back where open_until > p_now;
    update connection_feeds set held_until = held_until - p_back where held_until > p_now;
    update frontdesk.maintenance_tasks set next_at = next_at - p_back where next_at > p_now;
    -- Those whose hour is now and in a few seconds, and those that are tried again.
    update procrastinate_jobs set scheduled_at = scheduled_at - p_back
    where status = 'todo' and scheduled_at > clock_timestamp()
      and (task_name in ('turn', 'wake', 'send', 'notify', 'media', 'hand_back') or attempts > 0);
    -- A worker that died would seem alive until the clock is there again.
    update procrastinate_workers set last_heartbeat = least(last_heartbeat, clock_timestamp());
    return v_moved;
end;
$$;
