-- The figures of a business for its owner. docs/figures.md says what each counts.
--
-- A function per family returns (day, figure, part, subject, n) for local days p_from to p_to, both included: part ""
-- is the whole day, else member, service, reason or seconds, of which `subject` is one (an id, a word, a number). A day
-- is the business's, from its midnight to the next, so that one with a clock change has 23 or 25 hours.
-- Everything but the waiting list counts by when it was written down, and does not change once its day is over: it is
-- then counted once (figure_days). Chats that try the desk out do not count, nor what was taken over from elsewhere.

-- Chats in which the customer wrote, those that no person of the business touched, and seconds until the answers of
-- the assistant.
create or replace function frontdesk.figures_of_chats(p_organization uuid, p_from date, p_to date, p_zone text)
returns table (day date, figure text, part text, subject text, n numeric)
language sql stable as $$
    with messages as materialized (
        select m.chat_identity_id as chat, m.turn_id as turn, m.created_at as at, frontdesk.speaker(m) as speaker,
            (m.created_at at time zone p_zone)::date as day
        from chat_identities i
        join platform_connections c on c.id = i.connection_id and not (c.channel = 'api' and c.key = 'rehearsal')
        join chat_messages m on m.chat_identity_id = i.id
        where i.organization_id = p_organization
          and i.last_inbound_at >= frontdesk.local_midnight(p_from, p_zone) - interval '1 hour'
          and m.created_at >= frontdesk.local_midnight(p_from, p_zone) - interval '1 hour'
          and m.created_at < frontdesk.local_midnight(p_to + 1, p_zone)
          and not exists (
              select from imported_rows r
              where r.organization_id = p_organization and r.kind = 'chat' and r.target_id = m.chat_identity_id
                and m.created_at <= case when r.kind = 'chat' and r.digest <> '' then r.digest::timestamptz end)),
    chats as (
        select m.day, m.chat, not bool_or(m.speaker = 'staff')
            and bool_or(m.speaker = 'outbound' and m.turn is not null)
            and not exists (
                select from escalations e
                where e.chat_identity_id = m.chat and e.created_at >= frontdesk.local_midnight(m.day, p_zone)
                  and e.created_at < frontdesk.local_midnight(m.day + 1, p_zone)) as unaided
        from messages m
        where m.day >= p_from
        group by m.day, m.chat
        having bool_or(m.speaker = 'inbound')),
    answers as (
        select (min(m.at) filter (where m.speaker = 'outbound') at time zone p_zone)::date as day,
            greatest(0, round(extract(epoch from min(m.at) filter (where m.speaker = 'outbound')
                - max(m.at) filter (where m.speaker = 'inbound')))) as seconds
        from messages m where m.turn is not null group by m.turn)
    select c.day, 'chats', '', '', count(*) from chats c group by c.day
    union all
    select c.day, 'unaided', '', '', count(*) from chats c where c.unaided group by c.day
    union all
    select a.day, 'answers', 'seconds', a.seconds::text, count(*) from answers a
    where a.day >= p_from and a.seconds is not null group by a.day, a.seconds
$$;

-- Appointments that were booked, moved, cancelled and marked as missed, each on the day on which that was done. A visit
-- of two services are two.
create or replace function frontdesk.figures_of_appointments(p_organization uuid, p_from date, p_to date, p_zone text)
returns table (day date, figure text, part text, subject text, n numeric)
language sql stable as $$
    with events as (
        select (e.at at time zone p_zone)::date as day, e.kind, a.service_id,
            coalesce((coalesce(e.detail ->> 'to_member', e.detail ->> 'member'))::uuid, a.member_id) as member_id,
            count(*) as n
        from appointment_events e
        join appointments a on a.id = e.appointment_id
        where e.organization_id = p_organization and e.kind in ('booked', 'moved', 'cancelled', 'no_show')
          and e.actor <> 'system'
          and e.at >= frontdesk.local_midnight(p_from, p_zone) and e.at < frontdesk.local_midnight(p_to + 1, p_zone)
        group by 1, 2, 3, 4)
    select e.day, e.kind, p.part, p.subject, sum(e.n)
    from events e
    cross join lateral (
        values ('', ''), ('service', e.service_id::text), ('member', e.member_id::text)) p (part, subject)
    group by e.day, e.kind, p.part, p.subject
$$;

-- Calls for a person, by why.
create or replace function frontdesk.figures_of_calls(p_organization uuid, p_from date, p_to date, p_zone text)
returns table (day date, figure text, part text, subject text, n numeric)
language sql stable as $$
    select (e.created_at at time zone p_zone)::date, 'calls', p.part, p.subject, count(*)
    from escalations e cross join lateral (values ('', ''), ('reason', e.reason)) p (part, subject)
    where e.organization_id = p_organization and e.created_at >= frontdesk.local_midnight(p_from, p_zone)
      and e.created_at < frontdesk.local_midnight(p_to + 1, p_zone)
    group by 1, 3, 4
$$;

-- Questions that nothing answered; the same words count once a day.
create or replace function frontdesk.figures_of_questions(p_organization uuid, p_from date, p_to date, p_zone text)
returns table (day date, figure text, part text, subject text, n numeric)
language sql stable as $$
    select (g.asked_at at time zone p_zone)::date, 'gaps', '', '', count(distinct frontdesk.spaced(g.question))
    from knowledge_gaps g
    where g.organization_id = p_organization and g.asked_at >= frontdesk.local_midnight(p_from, p_zone)
      and g.asked_at < frontdesk.local_midnight(p_to + 1, p_zone)
    group by 1
$$;

-- How visits were rated: how many ratings, and their sum.
create or replace function frontdesk.figures_of_ratings(p_organization uuid, p_from date, p_to date, p_zone text)
returns table (day date, figure text, part text, subject text, n numeric)
language sql stable as $$
    select r.day, p.figure, '', '', p.n
    from (
        select (v.rated_at at time zone p_zone)::date as day, count(*) as rated, sum(v.rating) as stars
        from visit_ratings v
        where v.organization_id = p_organization and v.rating is not null
          and v.rated_at >= frontdesk.local_midnight(p_from, p_zone)
          and v.rated_at < frontdesk.local_midnight(p_to + 1, p_zone)
        group by 1) r
    cross join lateral (values ('rated', r.rated), ('stars', r.stars)) p (figure, n)
$$;

-- The same by member and by service: a visit of two members is rated for both. Counted anew with every look, because
-- days that were kept before do not have it.
create or replace function frontdesk.figures_of_ratings_by(p_organization uuid, p_from date, p_to date, p_zone text)
returns table (day date, figure text, part text, subject text, n numeric)
language sql stable as $$
    with rated as (
        select distinct v.id, v.rating, (v.rated_at at time zone p_zone)::date as day, s.part, s.subject
        from visit_ratings v
        cross join lateral unnest(frontdesk.parts_of(v.appointment_id)) i (id)
        join appointments a on a.id = i.id
        cross join lateral (
            values ('member', a.member_id::text), ('service', a.service_id::text)) s (part, subject)
        where v.organization_id = p_organization and v.rating is not null
          and v.rated_at >= frontdesk.local_midnight(p_from, p_zone)
          and v.rated_at < frontdesk.local_midnight(p_to + 1, p_zone))
    select r.day, p.figure, r.part, r.subject, sum(p.n)
    from rated r cross join lateral (values ('rated', 1), ('stars', r.rating)) p (figure, n)
    group by r.day, p.figure, r.part, r.subject
$$;

-- What hosted models cost in USD, and calls of models whose price is not known.
create or replace function frontdesk.figures_of_costs(p_organization uuid, p_from date, p_to date)
returns table (day date, figure text, part text, subject text, n numeric)
language sql stable as $$
    select u.day, p.figure, '', '', p.n
    from (
        select m.day, coalesce(sum(m.cost_usd), 0) as cost,
            coalesce(sum(m.calls) filter (where m.cost_usd is null and m.model <> 'offline'), 0) as unpriced
        from model_usage m where m.organization_id = p_organization and m.day between p_from and p_to
        group by m.day) u
    cross join lateral (values ('cost', u.cost), ('unpriced', u.unpriced)) p (figure, n)
    where p.n > 0
$$;

-- Freed time that was filled again, and its price by currency: for who waited (filled), for who kept an appointment and
-- wanted it earlier (filled_earlier, to which it was moved), for who was due (filled_due). Wishes whose offered time
-- was taken, by an appointment that was not cancelled since: counted anew with every look, because a cancellation
-- takes it back. `filled_money` and so on: of a day, in the business's own currency.
create or replace function frontdesk.figures_of_waiting(p_organization uuid, p_from date, p_to date, p_zone text)
returns table (day date, figure text, part text, subject text, n numeric)
language sql stable as $$
    with taken as materialized (
        select w.*, frontdesk.filled_as(w) as way from waiting_list w
        where w.organization_id = p_organization and w.status = 'booked' and w.offer_token is not null
          and w.changed_at >= frontdesk.local_midnight(p_from, p_zone)),
    parts as (
        select w.id, w.way, a.created_at as at, a.currency, a.price
        from taken w join appointments a on a.offer_token = w.offer_token and a.status <> 'cancelled'
        where w.appointment_id is null
        union all
        select w.id, w.way, w.changed_at, a.currency, a.price
        from taken w cross join lateral unnest(frontdesk.parts_of(w.appointment_id)) i (id)
        join appointments a on a.id = i.id and a.status <> 'cancelled'),
    booked as (
        select p.id, p.way, (min(p.at) at time zone p_zone)::date as day, coalesce(p.currency, o.currency) as currency,
            o.currency as own, sum(p.price) as price
        from parts p join organizations o on o.id = p_organization
        group by p.id, p.way, coalesce(p.currency, o.currency), o.currency)
    select b.day, b.way, '', '', count(distinct b.id) from booked b
    where b.day between p_from and p_to group by b.day, b.way
    union all
    select b.day, 'money', 'currency' || substr(b.way, 7), b.currency, sum(b.price) from booked b
    where b.price is not null and b.day between p_from and p_to group by b.day, b.way, b.currency
    union all
    select b.day, b.way || '_money', '', '', sum(b.price) from booked b
    where b.price is not null and b.currency = b.own and b.day between p_from and p_to group by b.day, b.way
$$;

-- The figure that a wish that came true counts in.
create or replace function frontdesk.filled_as(p_entry waiting_list) returns text
language sql immutable as $$
    select case frontdesk.waiting_group(p_entry) when 1 then 'filled' when 2 then 'filled_earlier' else 'filled_due' end
$$;

-- All families but the waiting list, counted now.
create or replace function frontdesk.figures_counted(p_organization uuid, p_from date, p_to date, p_zone text)
returns table (day date, figure text, part text, subject text, n numeric)
language sql stable as $$
    select * from frontdesk.figures_of_chats(p_organization, p_from, p_to, p_zone)
    union all
    select * from frontdesk.figures_of_appointments(p_organization, p_from, p_to, p_zone)
    union all
    select * from frontdesk.figures_of_calls(p_organization, p_from, p_to, p_zone)
    union all
    select * from frontdesk.figures_of_questions(p_organization, p_from, p_to, p_zone)
    union all
    select * from frontdesk.figures_of_ratings(p_organization, p_from, p_to, p_zone)
    union all
    select * from frontdesk.figures_of_costs(p_organization, p_from, p_to)
$$;

-- The last day that is over for an hour: what was being written at midnight has been committed by then.
create or replace function frontdesk.last_whole_day(p_zone text) returns date
language sql stable as $$
    select ((frontdesk.now() - interval '1 hour') at time zone p_zone)::date - 1
$$;

-- Keeps what the days of a span that are over came to and are not kept yet, the last `p_most` of them. Returns how many
-- there were.
create or replace function frontdesk.figures_keep(
    p_organization uuid, p_from date, p_to date, p_zone text, p_most integer
) returns integer
language plpgsql
-- A day is few of the rows, and a year is most of them.
set plan_cache_mode = force_custom_plan
as $$
declare
    v_days date[];
begin
    delete from figure_days d where d.organization_id = p_organization and d.time_zone <> p_zone;
    v_days := frontdesk.days_uncounted(p_organization, p_from, p_to, p_zone, p_most);
    if v_days = '{}' then
        return 0;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('figures:' || p_organization, 0));
    v_days := frontdesk.days_uncounted(p_organization, p_from, p_to, p_zone, p_most);
    insert into figure_days (organization_id, day, time_zone, counted_at)
    select p_organization, d.day, p_zone, frontdesk.now() from unnest(v_days) d (day);
    insert into figure_counts (organization_id, day, figure, part, subject, n)
    select p_organization, f.day, f.figure, f.part, f.subject, f.n
    from frontdesk.figures_counted(p_organization, v_days[cardinality(v_days)], v_days[1], p_zone) f
    where f.day = any (v_days);
    return cardinality(v_days);
end;
$$;

-- Days that are over and not counted, the last first, at most so many.
create or replace function frontdesk.days_uncounted(
    p_organization uuid, p_from date, p_to date, p_zone text, p_most integer
) returns date[]
language sql stable as $$
    select coalesce(array_agg(l.day order by l.day desc), '{}')
    from (
        select s.day::date as day
        from generate_series(p_from::timestamp, least(p_to, frontdesk.last_whole_day(p_zone)), interval '1 day') s (day)
        where not exists (
            select from figure_days d where d.organization_id = p_organization and d.day = s.day::date)
        order by s.day desc limit p_most) l
$$;

-- The figures of a span of local days beside the span of the same length before it: {from, to, before_from, today,
-- currency, days: [{day, counts: {figure: n}}], now and before: {counts: {figure: n}, median, p95 (seconds), money,
-- money_earlier and money_due: {currency: n}}, members and services: [{name, now and before: {figure: n}}],
-- reasons: [{name, now, before}]}.
-- Without `p_money` there is no money in it.
create or replace function frontdesk.figures_json(
    p_organization uuid, p_from date, p_to date, p_zone text, p_money boolean
) returns jsonb
language plpgsql
set plan_cache_mode = force_custom_plan
as $$
declare
    v_before date := p_from - (p_to - p_from + 1);
    v_last date := least(p_to, frontdesk.last_whole_day(p_zone));
    v_days jsonb;
    v_sums jsonb;
begin
    perform frontdesk.figures_keep(p_organization, v_before, p_to, p_zone, 1000);
    with counts as materialized (
        select c.day, c.figure, c.part, c.subject, c.n from figure_counts c
        where c.organization_id = p_organization and c.day between v_before and v_last
        union all
        select * from frontdesk.figures_counted(p_organization, greatest(v_before, v_last + 1), p_to, p_zone)
        where v_last < p_to
        union all
        select * from frontdesk.figures_of_waiting(p_organization, v_before, p_to, p_zone)
        union all
        select * from frontdesk.figures_of_ratings_by(p_organization, v_before, p_to, p_zone)),
    allowed as (
        select * from counts c
        where p_money or c.figure not in ('money', 'cost', 'unpriced') and c.figure not like '%\_money')
    select (
        select coalesce(jsonb_agg(jsonb_build_object('day', d.day, 'counts', d.counts) order by d.day), '[]')
        from (
            select a.day, jsonb_object_agg(a.figure, a.n) as counts from allowed a
            where a.part = '' and a.day >= p_from group by a.day) d), (
        select coalesce(jsonb_agg(to_jsonb(s)), '[]')
        from (
            select a.day >= p_from as now, a.figure, a.part, a.subject, sum(a.n) as n from allowed a
            group by 1, 2, 3, 4) s)
    into v_days, v_sums;
    return (
        select jsonb_build_object('from', p_from, 'to', p_to, 'before_from', v_before, 'currency', o.currency,
            'today', (frontdesk.now() at time zone p_zone)::date, 'days', v_days,
            'now', frontdesk.figures_of_span(v_sums, true), 'before', frontdesk.figures_of_span(v_sums, false),
            'members', frontdesk.figures_by(v_sums, 'member', (
                select coalesce(
                    jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name) order by m.position, m.key), '[]')
                from members m where m.organization_id = p_organization)),
            'services', frontdesk.figures_by(v_sums, 'service', (
                select coalesce(
                    jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) order by s.position, s.key), '[]')
                from services s where s.organization_id = p_organization)),
            'reasons', frontdesk.figures_by(v_sums, 'reason', (
                select coalesce(jsonb_agg(distinct jsonb_build_object('id', r.subject, 'name', r.subject)), '[]')
                from jsonb_to_recordset(v_sums) r (part text, subject text) where r.part = 'reason')))
        from organizations o where o.id = p_organization);
end;
$$;

-- The sums of one of two spans.
create or replace function frontdesk.figures_of_span(p_sums jsonb, p_now boolean) returns jsonb
language sql immutable as $$
    with sums as materialized (
        select s.* from jsonb_to_recordset(p_sums) s (now boolean, figure text, part text, subject text, n numeric)
        where s.now = p_now),
    seconds as (
        select s.subject::numeric as seconds, sum(s.n) over (order by s.subject::numeric) as reached,
            sum(s.n) over () as total
        from sums s where s.part = 'seconds')
    select jsonb_build_object(
        'counts', (select coalesce(jsonb_object_agg(s.figure, s.n), '{}') from sums s where s.part = ''),
        'money', (select coalesce(jsonb_object_agg(s.subject, s.n), '{}') from sums s where s.part = 'currency'),
        'money_earlier', (
            select coalesce(jsonb_object_agg(s.subject, s.n), '{}') from sums s where s.part = 'currency_earlier'),
        'money_due', (
            select coalesce(jsonb_object_agg(s.subject, s.n), '{}') from sums s where s.part = 'currency_due'),
        'median', (select min(s.seconds) filter (where s.reached >= s.total * 0.5) from seconds s),
        'p95', (select min(s.seconds) filter (where s.reached >= s.total * 0.95) from seconds s))
$$;

-- The sums of a part by whom or what they are of, in the order of `p_names` ([{id, name}]), without those that have
-- none: [{name, now: {figure: n}, before: {figure: n}}].
create or replace function frontdesk.figures_by(p_sums jsonb, p_part text, p_names jsonb) returns jsonb
language sql immutable as $$
    select coalesce(
        jsonb_agg(jsonb_build_object('name', w.name, 'now', w.now, 'before', w.before) order by w.place), '[]')
    from (
        select n.place, n.item ->> 'name' as name,
            coalesce(jsonb_object_agg(s.figure, s.n) filter (where s.now), '{}') as now,
            coalesce(jsonb_object_agg(s.figure, s.n) filter (where not s.now), '{}') as before
        from jsonb_array_elements(p_names) with ordinality n (item, place)
        join jsonb_to_recordset(p_sums) s (now boolean, figure text, part text, subject text, n numeric)
            on s.part = p_part and s.subject = n.item ->> 'id'
        group by n.place, n.item) w
$$;

-- The days of a span as it can be looked at: none after today, 366 at most.
create or replace function frontdesk.figures_span(p_from date, p_to date, p_zone text) returns daterange
language sql stable as $$
    select daterange(greatest(least(p_from, l.day), l.day - 365), l.day, '[]')
    from (select least(greatest(p_from, p_to), (frontdesk.now() at time zone p_zone)::date) as day) l
$$;

-- Counts some days of a span and of the one before it for a look at it; whether more are left. A year of a large
-- business takes longer than one call may.
create or replace function figures_ready(p_organization uuid, p_from date, p_to date) returns jsonb
language plpgsql as $$
declare
    v_most integer := 31;
    v_zone text;
    v_span daterange;
begin
    perform frontdesk.enter(p_organization);
    select frontdesk.zone_of(o) into v_zone from organizations o where o.id = p_organization;
    v_span := frontdesk.figures_span(p_from, p_to, v_zone);
    return to_jsonb(v_most = frontdesk.figures_keep(
        p_organization, lower(v_span) - (upper(v_span) - lower(v_span)), upper(v_span) - 1, v_zone, v_most));
end;
$$;

-- The figures of a span for one of staff (frontdesk.figures_json). Null: the account is closed, or sees no figures.
create or replace function business_figures(p_organization uuid, p_account uuid, p_from date, p_to date) returns jsonb
language plpgsql as $$
declare
    v_zone text;
    v_span daterange;
begin
    perform frontdesk.enter(p_organization);
    if not exists (
        select from staff_accounts a
        where a.id = p_account and a.disabled_at is null and a.roles && array['owner', 'reception']) then
        return null;
    end if;
    select frontdesk.zone_of(o) into v_zone from organizations o where o.id = p_organization;
    v_span := frontdesk.figures_span(p_from, p_to, v_zone);
    return frontdesk.figures_json(
        p_organization, lower(v_span), upper(v_span) - 1, v_zone, frontdesk.is_owner(p_account));
end;
$$;
