-- What the calls of hosted models cost, per turn, organization and day.

-- One row for each node and model of a turn. No key to turns: the money is spent, whatever becomes
-- of the turn or of the conversation. A cost of null means that the model's price is not known.
create table model_usage (
    organization_id uuid not null references organizations on delete cascade,
    turn_id uuid not null,
    day date not null,
    node text not null check (length(node) <= 60),
    model text not null check (length(model) between 1 and 200),
    calls integer not null check (calls > 0),
    input_tokens bigint not null check (input_tokens >= 0),
    cached_input_tokens bigint not null check (cached_input_tokens >= 0),
    output_tokens bigint not null check (output_tokens >= 0),
    cost_usd numeric(14, 8) check (cost_usd >= 0),
    recorded_at timestamptz not null,
    primary key (organization_id, day, turn_id, node, model)
);
comment on column model_usage.day is 'The day of the call in the organization''s time zone';
comment on column model_usage.input_tokens is 'Including the cached ones';
comment on column model_usage.model is '"provider:model", or "offline" where no hosted model answered';
call frontdesk.protect('model_usage');

create function frontdesk.local_day(p_organization uuid) returns date
language sql stable as $$
    select (frontdesk.now() at time zone o.time_zone)::date from organizations o where o.id = p_organization
$$;

-- Adds answers of models to a turn's usage. `p_usage`: list of {node, model, input_tokens,
-- cached_input_tokens, output_tokens, cost_usd}. Returns {day, cost_usd} of the day so far.
create function usage_put(p_organization uuid, p_turn uuid, p_usage jsonb) returns jsonb
language plpgsql as $$
declare
    v_day date;
begin
    perform frontdesk.enter(p_organization);
    v_day := frontdesk.local_day(p_organization);
    insert into model_usage as m (organization_id, turn_id, day, node, model, calls, input_tokens,
        cached_input_tokens, output_tokens, cost_usd, recorded_at)
    select p_organization, p_turn, v_day, u.node, u.model, count(*), sum(u.input_tokens),
        sum(u.cached_input_tokens), sum(u.output_tokens), sum(u.cost_usd), frontdesk.now()
    from jsonb_to_recordset(p_usage) u (node text, model text, input_tokens bigint,
        cached_input_tokens bigint, output_tokens bigint, cost_usd numeric)
    group by u.node, u.model
    on conflict (organization_id, day, turn_id, node, model) do update set
        calls = m.calls + excluded.calls,
        input_tokens = m.input_tokens + excluded.input_tokens,
        cached_input_tokens = m.cached_input_tokens + excluded.cached_input_tokens,
        output_tokens = m.output_tokens + excluded.output_tokens,
        cost_usd = case when m.cost_usd is null and excluded.cost_usd is null then null
            else coalesce(m.cost_usd, 0) + coalesce(excluded.cost_usd, 0) end,
        recorded_at = excluded.recorded_at;
    return jsonb_build_object('day', v_day, 'cost_usd', (
        select coalesce(sum(cost_usd), 0) from model_usage
        where organization_id = p_organization and day = v_day));
end;
$$;
call frontdesk.expose('usage_put');

-- The sums of one day (null: today, in the organization's time zone): {day, turns, calls,
-- input_tokens, cached_input_tokens, output_tokens, cost_usd, unpriced_calls, models: [the same by
-- model, most expensive first]}.
create function usage_day(p_organization uuid, p_day date default null) returns jsonb
language plpgsql as $$
declare
    v_day date;
begin
    perform frontdesk.enter(p_organization);
    v_day := coalesce(p_day, frontdesk.local_day(p_organization));
    return frontdesk.usage_sums(p_organization, v_day) || jsonb_build_object('models', (
        select coalesce(jsonb_agg(frontdesk.usage_sums(p_organization, v_day, used.model)
            order by used.cost desc nulls last, used.model), '[]')
        from (select model, sum(cost_usd) as cost from model_usage
              where organization_id = p_organization and day = v_day group by model) used));
end;
$$;
call frontdesk.expose('usage_day');

create function frontdesk.usage_sums(p_organization uuid, p_day date, p_model text default null) returns jsonb
language sql stable as $$
    select jsonb_build_object('day', p_day, 'model', p_model, 'turns', count(distinct turn_id),
        'calls', coalesce(sum(calls), 0), 'input_tokens', coalesce(sum(input_tokens), 0),
        'cached_input_tokens', coalesce(sum(cached_input_tokens), 0),
        'output_tokens', coalesce(sum(output_tokens), 0), 'cost_usd', coalesce(sum(cost_usd), 0),
        'unpriced_calls', coalesce(sum(calls) filter (where cost_usd is null and model <> 'offline'), 0))
    from model_usage
    where organization_id = p_organization and day = p_day and (p_model is null or model = p_model)
$$;

-- The last `p_days` days that have usage, newest first, each as usage_day returns it.
create function usage_days(p_organization uuid, p_days integer default 7) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(usage_day(p_organization, d.day) order by d.day desc), '[]')
        from (select distinct day from model_usage where organization_id = p_organization
              and day > frontdesk.local_day(p_organization) - p_days) d);
end;
$$;
call frontdesk.expose('usage_days');
