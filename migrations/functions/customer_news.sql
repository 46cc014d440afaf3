-- What a provider tells of a customer beside their messages: other addresses of the same person, a new number, and
-- what the business may not write. docs/decisions/opting-out.md and contacts.md say what follows.

-- The customer decided at the provider what the business may write of its own accord: nothing (`lasting`: until they
-- end it there, for the provider takes nothing before that), or no advertisements (`marketing`), which says nothing
-- of what they asked for, such as reminders. Who then writes is answered.
create or replace function frontdesk.opt_out_put(p_connection uuid, p_event jsonb) returns boolean
language plpgsql as $$
declare
    v_now timestamptz := frontdesk.now();
    v_chat uuid := frontdesk.chat_find(p_connection, array(select jsonb_array_elements_text(p_event -> 'addresses')));
    v_ended boolean := (p_event ->> 'ended')::boolean;
    v_lasting boolean := (p_event ->> 'lasting')::boolean;
    v_at timestamptz := coalesce((p_event ->> 'at')::timestamptz, v_now);
begin
    if (p_event ->> 'marketing')::boolean then
        -- Webhooks have no order.
        update chat_identities set marketing_stopped = not v_ended, marketing_told_at = v_at
        where id = v_chat and coalesce(marketing_told_at < v_at, true);
    elsif v_ended then
        update chat_identities set opted_out_at = null, opt_out_lasts = false
        where id = v_chat and opted_out_at is not null;
    else
        update chat_identities set
            opted_out_at = coalesce(opted_out_at, v_now), opt_out_lasts = opt_out_lasts or v_lasting
        where id = v_chat and (opted_out_at is null or v_lasting > opt_out_lasts);
    end if;
    return found;
end;
$$;

-- The provider names the customer of a chat by further addresses, such as the BSUID beside the phone: they lead to
-- that chat from now on, and a chat that they led to until now is the same person's.
create or replace function frontdesk.chat_learns(
    p_organization uuid, p_connection uuid, p_chat uuid, p_names text[], p_phone text
) returns void
language plpgsql as $$
declare
    v_chat uuid;
begin
    if exists (
        select from unnest(p_names) n where not exists (
            select from chat_addresses a
            where a.connection_id = p_connection and a.address = n and a.chat_identity_id = p_chat))
    then
        v_chat := frontdesk.chat_ensure(p_organization, p_connection,
            (select array[i.address] from chat_identities i where i.id = p_chat) || p_names, p_phone, null, true);
        update chat_identities set phone = p_phone where id = v_chat and phone is null and p_phone is not null;
    end if;
end;
$$;

-- A customer has another number: {addresses, phone, now: {addresses, phone}, at}. Their chat goes on under the new
-- one, and their contact with it. The old number may be given to somebody else, so it leads to them no more; whoever
-- wrote from it after the change is somebody else already.
create or replace function frontdesk.number_put(p_organization uuid, p_connection uuid, p_event jsonb) returns boolean
language plpgsql as $$
declare
    v_before text[] := array(select jsonb_array_elements_text(p_event -> 'addresses'));
    v_names text[] := array(select jsonb_array_elements_text(p_event #> '{now,addresses}'));
    v_phone text := p_event #>> '{now,phone}';
    v_chat chat_identities;
    v_known uuid;
    v_kept uuid;
begin
    select * into v_chat from chat_identities where id = frontdesk.chat_find(p_connection, v_before) for update;
    if v_chat.id is null or v_before && v_names
       or coalesce(v_chat.last_inbound_at, v_chat.created_at) > (p_event ->> 'at')::timestamptz then
        return false;
    end if;
    delete from chat_addresses where connection_id = p_connection and address = any (v_before);
    update contacts set phone = null where id = v_chat.contact_id and phone = v_chat.phone;
    update chat_identities set phone = null, address = v_names[1] where id = v_chat.id;
    v_known := frontdesk.chat_find(p_connection, v_names);
    v_kept := case when v_known is null then v_chat.id else frontdesk.chats_join(v_chat.id, v_known) end;
    insert into chat_addresses (organization_id, connection_id, address, chat_identity_id)
    select p_organization, p_connection, n, v_kept from unnest(v_names) n
    on conflict do nothing;
    -- The contact gets the number with it, or is the one who has it already.
    update chat_identities set phone = v_phone, address = v_names[1] where id = v_kept;
    return true;
end;
$$;
