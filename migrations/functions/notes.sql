-- Notes of customers for their visits, in their own words: kept with the contact, shown to staff, erasable.

-- Keeps what the customer of a chat asked to have noted. Returns {status: noted | known | not_found}.
create or replace function note_put(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_text text
) returns jsonb
language plpgsql as $$
declare
    v_chat chat_identities;
    v_contact uuid;
begin
    perform frontdesk.enter(p_organization);
    select * into v_chat from chat_identities where id = p_conversation for update;
    if v_chat.id is null or btrim(p_text) = '' then
        return jsonb_build_object('status', 'not_found');
    end if;
    v_contact := frontdesk.contact_ensure(v_chat);
    insert into contact_notes (organization_id, contact_id, body, turn_id, noted_at)
    values (p_organization, v_contact, left(btrim(p_text), 500), p_turn, frontdesk.now())
    on conflict (contact_id, body) do nothing;
    return jsonb_build_object('status', case when found then 'noted' else 'known' end);
end;
$$;

-- A contact's notes, oldest first: [{text, at}].
create or replace function frontdesk.notes_of(p_contact uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object('text', n.body, 'at', n.noted_at) order by n.noted_at, n.id), '[]')
    from contact_notes n where n.contact_id = p_contact
$$;

-- Erases the notes of an appointment's contact: how many there were, or null without such an appointment.
create or replace function notes_erase(p_organization uuid, p_appointment uuid) returns jsonb
language plpgsql as $$
declare
    v_contact uuid;
    v_count integer;
begin
    perform frontdesk.enter(p_organization);
    select a.contact_id into v_contact from appointments a where a.id = p_appointment;
    if v_contact is null then
        return null;
    end if;
    delete from contact_notes where contact_id = v_contact;
    get diagnostics v_count = row_count;
    return to_jsonb(v_count);
end;
$$;

call frontdesk.attach('trigger', 'remains', 'contact_notes', $$
    create trigger remains before insert on contact_notes
        for each row execute function frontdesk.contact_remains()
$$);
