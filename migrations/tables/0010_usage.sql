-- What hosted models cost.

-- What the calls of hosted models cost: one row for each node and model of a turn. No key to turns: the
-- money is spent, whatever becomes of the turn or of the conversation. A cost of null means that the
-- model's price is not known.
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
