-- Visitors of public chats (the chat page, also on a business's own site): what they may book, and until when
-- it is known from where they came. What they hold: offers.sql.

-- Why the visitor of a public chat may not book more for now, or null: too_many_today (limit). It counts what was
-- booked in the last day and not cancelled, visits as one. Whoever opens the page anew is a new customer, so that
-- the limit of the address is what keeps one person from booking a day full; a shared one has room for a family or
-- an office. What may be a proxy's address, behind which everybody writes, has no such limit.
create or replace function frontdesk.visitor_refusal(p_chat chat_identities) returns jsonb
language plpgsql as $$
declare
    v_settings jsonb := (
        select c.settings from platform_connections c
        where c.id = p_chat.connection_id and frontdesk.is_public(c.channel));
    v_since timestamptz := frontdesk.now() - interval '1 day';
    v_limit integer := frontdesk.setting_number(v_settings, 'bookings_per_visitor', 3);
begin
    if v_settings is null then
        return null;
    end if;
    if (select count(distinct coalesce(a.visit_id, a.id)) from appointments a
        where a.chat_identity_id = p_chat.id and a.created_at > v_since
          and a.status in ('scheduled', 'confirmed')) >= v_limit then
        return jsonb_build_object('status', 'too_many_today', 'limit', v_limit);
    end if;
    if p_chat.visitor is null or p_chat.visitor like 'near:%' then
        return null;
    end if;
    -- One after the other, or calls at the same time would each count without the others.
    perform pg_advisory_xact_lock(hashtextextended(p_chat.organization_id::text || p_chat.visitor, 12));
    v_limit := frontdesk.setting_number(v_settings, 'bookings_per_address', 10);
    if (select count(distinct coalesce(a.visit_id, a.id))
        from slot_offers f join appointments a on a.offer_token = f.token
        where f.organization_id = p_chat.organization_id and f.visitor = p_chat.visitor and a.created_at > v_since
          and a.status in ('scheduled', 'confirmed')) >= v_limit then
        return jsonb_build_object('status', 'too_many_today', 'limit', v_limit);
    end if;
    return null;
end;
$$;

-- Channels in which everybody may write without being known; `Channel.token_is_public` in the gateway names the same.
create or replace function frontdesk.is_public(p_channel text) returns boolean
language sql immutable as $$
    select p_channel in ('web')
$$;

-- A number in a connection's settings, else the default.
create or replace function frontdesk.setting_number(p_settings jsonb, p_name text, p_default integer) returns integer
language sql immutable as $$
    select case jsonb_typeof(p_settings -> p_name)
        when 'number' then least((p_settings ->> p_name)::numeric, 1000000)::integer else p_default end
$$;

-- Forgets from where visitors came who have not written, and not booked, for two days. Returns how many.
create or replace function visitors_forget() returns jsonb
language plpgsql security definer
set search_path = public, frontdesk, pg_temp
as $$
begin
    return to_jsonb(frontdesk.sweep('frontdesk.sweep_visitors'));
end;
$$;
