-- What providers tell of a customer beside messages: whether the business may write of its own accord.

alter table chat_identities
    add column opt_out_lasts boolean not null default false,
    add column marketing_stopped boolean not null default false,
    add column marketing_told_at timestamptz;
comment on column chat_identities.opt_out_lasts is
    'The opt-out is kept at the provider, which takes nothing until the customer ends it there: writing does not';
comment on column chat_identities.marketing_stopped is
    'The customer stopped advertisements of this business at the provider: no opt-out of anything else';
comment on column chat_identities.marketing_told_at is 'When the customer stopped or resumed them';
