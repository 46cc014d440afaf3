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

-- Whether a turn is the offline model's, because a ceiling of the day is reached: the organization's, else the
-- sender's. `p_limits`: {daily_spend_usd, daily_model_calls, sender_daily_spend_usd, sender_daily_model_calls}, null
-- for no ceiling; where the organization's own is lower, that holds. Null, or {day, kind: spend | calls, sender:
-- whether it is the sender's, first: whether this turn is the first to hear of it}.
create or replace function usage_ceiling(p_organization uuid, p_conversation uuid, p_limits jsonb) returns jsonb
language plpgsql as $$
declare
    v_own jsonb;
    v_day date;
    v_kind text;
    v_chat uuid;
begin
    perform frontdesk.enter(p_organization);
    select o.model_limits into v_own from organizations o where o.id = p_organization;
    v_day := frontdesk.local_day(p_organization);
    select frontdesk.ceiling_of(sum(u.calls) filter (where u.model <> 'offline'), sum(u.cost_usd),
        frontdesk.lower_limit(p_limits, v_own, 'daily_model_calls'),
        frontdesk.lower_limit(p_limits, v_own, 'daily_spend_usd'))
    into v_kind from model_usage u where u.organization_id = p_organization and u.day = v_day;
    if v_kind is null then
        v_chat := p_conversation;
        select frontdesk.ceiling_of(sum(u.calls) filter (where u.model <> 'offline'), sum(u.cost_usd),
            frontdesk.lower_limit(p_limits, v_own, 'sender_daily_model_calls'),
            frontdesk.lower_limit(p_limits, v_own, 'sender_daily_spend_usd'))
        into v_kind
        from frontdesk.chats_of_sender(p_organization, p_conversation) s
        join turns t on t.chat_identity_id = s.id and t.started_at > frontdesk.now() - interval '2 days'
        join model_usage u on u.organization_id = p_organization and u.day = v_day and u.turn_id = t.id;
    end if;
    if v_kind is null then
        return null;
    end if;
    insert into model_ceilings (organization_id, day, chat_identity_id, kind, reached_at)
    values (p_organization, v_day, v_chat, v_kind, frontdesk.now())
    on conflict do nothing;
    return jsonb_build_object('day', v_day, 'kind', v_kind, 'sender', v_chat is not null, 'first', found);
end;
$$;

-- Of two limits by this name the lower; null for none.
create or replace function frontdesk.lower_limit(p_limits jsonb, p_own jsonb, p_name text) returns numeric
language sql immutable parallel safe as $$
    select least((p_limits ->> p_name)::numeric, (p_own ->> p_name)::numeric)
$$;

-- Which of two ceilings is reached; null for none.
create or replace function frontdesk.ceiling_of(
    p_calls bigint, p_cost numeric, p_most_calls numeric, p_most_cost numeric
) returns text
language sql immutable parallel safe as $$
    select case when p_cost >= p_most_cost then 'spend' when p_calls >= p_most_calls then 'calls' end
$$;

-- The chat, and in a public one those of the same visitor: who opens one after the other is one sender. An address
-- of a private network may be everybody's proxy, and tells nobody apart.
create or replace function frontdesk.chats_of_sender(p_organization uuid, p_conversation uuid)
returns table (id uuid)
language sql stable as $$
    select p_conversation
    union
    select o.id from chat_identities i
    join chat_identities o on o.organization_id = p_organization and o.visitor = i.visitor
    where i.id = p_conversation and i.visitor not like 'near:%'
$$;
