-- Customers that a business brings from elsewhere.

-- Takes contacts [{name, phone, email, note}] (phones canonical), all or none; with p_dry_run it only says
-- what it would do. What stands here already is kept; only what is empty is filled.
-- Returns {added, filled, notes, same}: how many.
create or replace function contacts_import(p_organization uuid, p_contacts jsonb, p_dry_run boolean) returns jsonb
language plpgsql as $$
declare
    v_row record;
    v_contact contacts;
    v_changed boolean;
    v_added integer := 0;
    v_filled integer := 0;
    v_notes integer := 0;
    v_same integer := 0;
begin
    perform frontdesk.enter(p_organization);
    begin
        for v_row in
            select * from jsonb_to_recordset(p_contacts) as r (name text, phone text, email text, note text)
        loop
            v_changed := true;
            insert into contacts (organization_id, name, phone, email, created_at)
            values (p_organization, v_row.name, v_row.phone, v_row.email, frontdesk.now())
            on conflict (organization_id, phone) do nothing returning * into v_contact;
            if found then
                v_added := v_added + 1;
            else
                update contacts c set name = coalesce(c.name, v_row.name), email = coalesce(c.email, v_row.email)
                where c.organization_id = p_organization and c.phone = v_row.phone
                  and (c.name is null and v_row.name is not null or c.email is null and v_row.email is not null);
                v_changed := found;
                v_filled := v_filled + v_changed::integer;
                select * into v_contact from contacts c
                where c.organization_id = p_organization and c.phone = v_row.phone;
            end if;
            if v_row.note is not null then
                insert into contact_notes (organization_id, contact_id, body, noted_at)
                values (p_organization, v_contact.id, v_row.note, frontdesk.now())
                on conflict (contact_id, body) do nothing;
                v_notes := v_notes + found::integer;
                v_changed := v_changed or found;
            end if;
            v_same := v_same + (not v_changed)::integer;
        end loop;
        if p_dry_run then
            raise exception 'taken back' using errcode = 'FD009';
        end if;
    exception when sqlstate 'FD009' then
        null;
    end;
    return jsonb_build_object('added', v_added, 'filled', v_filled, 'notes', v_notes, 'same', v_same);
end;
$$;
