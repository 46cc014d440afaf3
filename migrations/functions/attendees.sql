-- Whom appointments that stand are for, put right by the customer.

-- Gives upcoming appointments of the customer to the people whom they are for, all of them or none. p_whose:
-- [{appointment, service (of a visit this one alone, by its name), and who: person (one of the contact's people) |
-- self: true, name (how the contact is called, where that is told) | name, relation}].
-- Returns {status: renamed | already_named, appointment, also} with those that changed first. Refusals: not_found,
-- needs_name (the contact's own), overlaps_own. The contact is never renamed by anybody else.
create or replace function attendees_correct(
    p_organization uuid, p_conversation uuid, p_turn uuid, p_whose jsonb
) returns jsonb
language plpgsql as $$
declare
    v_contact contacts;
    v_entry jsonb;
    v_told jsonb := '[]';
    v_ids uuid[];
    v_all uuid[] := '{}';
    v_changed uuid[];
    v_status text := 'overlaps_own';
begin
    perform frontdesk.enter(p_organization);
    perform frontdesk.acting('customer', p_turn, p_conversation);
    -- Like a booking: one contact's changes one after the other.
    select c.* into v_contact from contacts c
    join chat_identities i on i.contact_id = c.id
    where i.id = p_conversation for no key update of c;
    begin
        v_contact := frontdesk.contact_told(v_contact, p_conversation, p_whose);
        for v_entry in select e from jsonb_array_elements(p_whose) e loop
            v_ids := frontdesk.attendee_rows(p_conversation, v_entry);
            if v_ids is null then
                v_status := 'not_found';
                raise unique_violation;
            end if;
            v_told := v_told || jsonb_build_object('who', v_entry, 'ids', v_ids);
        end loop;
        -- Only now, as a part that is another person's is of its visit no more.
        for v_entry, v_ids in
            select t -> 'who', array(select i::uuid from jsonb_array_elements_text(t -> 'ids') i)
            from jsonb_array_elements(v_told) t
        loop
            if not frontdesk.attendee_put(v_contact, v_ids, v_entry) then
                v_status := case when (v_entry ->> 'self')::boolean then 'needs_name' else 'not_found' end;
                raise unique_violation;
            end if;
            v_all := v_all || v_ids;
        end loop;
        if frontdesk.attendees_clash(v_all) then
            raise unique_violation;
        end if;
    exception when unique_violation then
        -- Nothing of it stands.
        return jsonb_build_object('status', v_status) || case when v_ids is null or v_status <> 'overlaps_own' then '{}'
            else jsonb_build_object('appointment', frontdesk.appointment_json(v_ids[1])) end;
    end;
    select array_agg(i order by n) into v_changed from unnest(v_all) with ordinality as a(i, n)
    where exists (select 1 from appointment_events e
        where e.appointment_id = i and e.kind = 'renamed' and e.turn_id = p_turn);
    return frontdesk.party_json(case when v_changed is null then 'already_named' else 'renamed' end,
        coalesce(v_changed, v_all));
end;
$$;

-- The contact as the entries tell of them: with the name that they give as their own, and without one that turns out
-- to be somebody else's, whom they are not.
create or replace function frontdesk.contact_told(p_contact contacts, p_conversation uuid, p_whose jsonb)
returns contacts
language plpgsql as $$
declare
    v_own text := (select e ->> 'name' from jsonb_array_elements(p_whose) e where (e ->> 'self')::boolean
        and e ->> 'name' is not null limit 1);
    v_taken boolean := exists (select from jsonb_array_elements(p_whose) e
        where not coalesce((e ->> 'self')::boolean, false) and e ->> 'relation' is not null
          and frontdesk.same_name(e ->> 'name', p_contact.name));
begin
    v_taken := v_taken and not exists (select from appointments a
        where a.contact_id = p_contact.id and a.person_id is null
          and a.status in ('scheduled', 'confirmed', 'completed')
          and a.id <> all (array(select i from jsonb_array_elements(p_whose) e
              cross join lateral unnest(frontdesk.attendee_rows(p_conversation, e)) i)));
    if p_contact.name is null or v_taken then
        -- Without "returning": where the name is that already, no row is, and the contact would be nobody.
        update contacts set name = v_own where id = p_contact.id and name is distinct from v_own;
        select * into p_contact from contacts c where c.id = p_contact.id;
    end if;
    return p_contact;
end;
$$;

-- The live rows of the customer's own upcoming appointment that an entry names, those of a visit in order; null: none.
create or replace function frontdesk.attendee_rows(p_conversation uuid, p_entry jsonb) returns uuid[]
language sql stable as $$
    select array_agg(a.id order by a.starts_at, a.id) from appointments a
    join services s on s.id = a.service_id
    where a.id = any (frontdesk.parts_of((
            select o.id from frontdesk.own_appointment(p_conversation, (p_entry ->> 'appointment')::uuid) o
            where o.problem is null)))
      and a.status in ('scheduled', 'confirmed') and a.ends_at > frontdesk.now()
      and (p_entry ->> 'service' is null or s.name = p_entry ->> 'service')
$$;

-- Puts these rows under the person of an entry; false where nobody is called by it. What is another person's than the
-- rest of its visit is a visit of it no more.
create or replace function frontdesk.attendee_put(p_contact contacts, p_ids uuid[], p_entry jsonb) returns boolean
language plpgsql as $$
declare
    v_self boolean := coalesce((p_entry ->> 'self')::boolean, false);
    v_name text := case when v_self then p_contact.name else p_entry ->> 'name' end;
    v_person uuid := (p_entry ->> 'person')::uuid;
    v_visit uuid := (select a.visit_id from appointments a where a.id = p_ids[1]);
begin
    if v_person is not null then
        select p.name into v_name from people p where p.id = v_person and p.contact_id = p_contact.id;
    elsif not v_self and v_name is not null then
        v_person := frontdesk.attendee_person(p_contact, p_ids[1], v_name, p_entry ->> 'relation');
    end if;
    if v_name is null then
        return false;
    end if;
    if v_visit is not null and exists (select from appointments a where a.visit_id = v_visit
            and a.status in ('scheduled', 'confirmed') and a.id <> all (p_ids)
            and (a.person_id is distinct from v_person)) then
        update appointments set visit_id = null, updated_at = frontdesk.now() where id = any (p_ids);
        perform frontdesk.reminders_arm(v_visit);
    end if;
    update appointments set attendee_name = v_name, person_id = v_person, updated_at = frontdesk.now()
    where id = any (p_ids) and (attendee_name, person_id) is distinct from (v_name, v_person);
    return true;
end;
$$;

-- The contact's person of this name, who may have been known by the first name alone; made when there is none.
create or replace function frontdesk.attendee_person(
    p_contact contacts, p_appointment uuid, p_name text, p_relation text
) returns uuid
language plpgsql as $$
declare
    v_person uuid := (select p.id from people p
        where p.contact_id = p_contact.id and frontdesk.same_name(p.name, p_name)
        order by p.name_key = frontdesk.fold(p_name) desc, p.created_at limit 1);
begin
    if v_person is null then
        return frontdesk.people_ensure(p_contact, p_name, p_relation);
    end if;
    update people p set
        name = case when length(p_name) > length(p.name) then p_name else p.name end,
        relation = case when coalesce(p.relation, 'other') = 'other' then coalesce(p_relation, p.relation)
            else p.relation end
    where p.id = v_person;
    return v_person;
end;
$$;

-- Whether one of these is at the same time as another appointment of the same person.
create or replace function frontdesk.attendees_clash(p_ids uuid[]) returns boolean
language sql stable as $$
    select exists (select from appointments a join appointments b
        on b.contact_id = a.contact_id and b.id <> a.id and b.status in ('scheduled', 'confirmed')
        and b.starts_at < a.ends_at and b.ends_at > a.starts_at
        and b.person_id is not distinct from a.person_id
        and (b.visit_id is null or b.visit_id is distinct from a.visit_id)
        where a.id = any (p_ids))
$$;
