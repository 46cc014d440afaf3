-- What the calls of hosted models cost, per turn, organization and day.

-- Adds answers of models to a turn's usage. `p_usage`: list of {node, model, input_tokens,
-- cached_input_tokens, output_tokens, cost_usd}. Returns {day, cost_usd} of the day so far.
create or replace function usage_put(p_organization uuid, p_turn uuid, p_usage jsonb) returns jsonb
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

-- The sums of one day (null: today, in the organization's time zone): {day, turns, calls,
-- input_tokens, cached_input_tokens, output_tokens, cost_usd, unpriced_calls, models: [the same by
-- model, most expensive first]}.
create or replace function usage_day(p_organization uuid, p_day date default null) returns jsonb
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

create or replace function frontdesk.usage_sums(
    p_organization uuid, p_day date, p_model text default null
) returns jsonb
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
create or replace function usage_days(p_organization uuid, p_days integer default 7) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(usage_day(p_organization, d.day) order by d.day desc), '[]')
        from (select distinct day from model_usage where organization_id = p_organization
              and day > frontdesk.local_day(p_organization) - p_days) d);
end;
$$;
