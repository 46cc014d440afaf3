-- An organization as one document: apply it, export it.
--
-- The document is what the operator's file says, normalised:
--   slug, name, language, tone, formality, emoji, time_zone, country, currency, address, emergency,
--   scheduling {slot_step_minutes, notice_minutes, horizon_days, cancel_notice_minutes,
--               max_open_appointments, handoff_minutes},
--   hours [{weekday, opens, closes}], special_dates [{day, label, intervals [{opens, closes}]}],
--   services [{key, name, synonyms, description, duration_minutes, buffer_before_minutes,
--              buffer_after_minutes, price, price_note, slot_step_minutes, requires_assessment (key),
--              bookable}],
--   members [{key, name, role, services (keys), hours, special_dates}],
--   knowledge [{key, title, content, keywords, source}],
--   escalation [{key, name, channel, address}],
--   connections [{key, channel, name, phone, token_env, token_hash (hex), secret_env, settings}].
-- Times are "HH:MM" of the organization's zone, weekdays ISO numbers, days ISO dates. An export has
-- `token_fingerprint` (8 hex digits, enough to see that a token changed) in place of `token_hash`.

-- The state of an error that the operator can mend; organization_apply returns it as a result.
create function frontdesk.refuse(p_reason text) returns void
language plpgsql as $$
begin
    raise exception '%', p_reason using errcode = 'FD001';
end;
$$;

create function frontdesk.text_config(p_language text) returns regconfig
language sql immutable parallel safe as $$
    select case p_language
        when 'es' then 'pg_catalog.spanish'::regconfig
        when 'pt' then 'pg_catalog.portuguese'::regconfig
        else 'pg_catalog.english'::regconfig
    end
$$;

-- What is searched: title and keywords weigh A, the content B.
create function frontdesk.knowledge_vector(
    p_language text, p_title text, p_keywords text[], p_content text
) returns tsvector
language sql immutable parallel safe as $$
    select setweight(to_tsvector(c.config, frontdesk.fold(p_title)), 'A')
        || setweight(to_tsvector(c.config, frontdesk.fold(array_to_string(p_keywords, ' . '))), 'A')
        || setweight(to_tsvector(c.config, frontdesk.fold(p_content)), 'B')
    from (select frontdesk.text_config(p_language) as config) c
$$;

create function frontdesk.check_time_zone(p_zone text) returns void
language plpgsql as $$
begin
    perform clock_timestamp() at time zone p_zone;
exception when invalid_parameter_value then
    perform frontdesk.refuse(format('the database does not know the time zone "%s"', p_zone));
end;
$$;

create function frontdesk.apply_organization(p_organization uuid, p_document jsonb) returns void
language plpgsql as $$
declare
    v_slug text;
begin
    perform frontdesk.check_time_zone(p_document ->> 'time_zone');
    select slug into v_slug from organizations where id = p_organization for update;
    if v_slug <> p_document ->> 'slug' then
        perform frontdesk.refuse(format(
            'this organization is "%s" and cannot become "%s"', v_slug, p_document ->> 'slug'));
    end if;
    insert into organizations (id, slug, name, language, time_zone, country, currency)
    select p_organization, d.slug, d.name, d.language, d.time_zone, d.country, d.currency
    from jsonb_to_record(p_document) as d(
        slug text, name text, language text, time_zone text, country text, currency text)
    on conflict (id) do nothing;
    update organizations o set
        name = d.name, language = d.language, tone = d.tone, formality = d.formality,
        emoji = d.emoji, time_zone = d.time_zone, country = d.country, currency = d.currency,
        address = d.address, emergency = d.emergency,
        slot_step_minutes = s.slot_step_minutes, notice_minutes = s.notice_minutes,
        horizon_days = s.horizon_days, cancel_notice_minutes = s.cancel_notice_minutes,
        max_open_appointments = s.max_open_appointments, handoff_minutes = s.handoff_minutes,
        updated_at = frontdesk.now()
    from jsonb_to_record(p_document) as d(
            name text, language text, tone text, formality text, emoji boolean, time_zone text,
            country text, currency text, address text, emergency text, scheduling jsonb),
        jsonb_to_record(d.scheduling) as s(
            slot_step_minutes integer, notice_minutes integer, horizon_days integer,
            cancel_notice_minutes integer, max_open_appointments integer, handoff_minutes integer)
    where o.id = p_organization;
exception when unique_violation then
    perform frontdesk.refuse(format('the slug "%s" is taken', p_document ->> 'slug'));
end;
$$;

-- Rows (day, label, opens, closes): one an interval, or one without times for a day off.
create function frontdesk.special_date_rows(p_dates jsonb)
returns table (day date, label text, opens time, closes time)
language sql stable as $$
    select d.day, d.label, i.opens, i.closes
    from jsonb_to_recordset(p_dates) as d(day date, label text, intervals jsonb)
    left join lateral jsonb_to_recordset(d.intervals) as i(opens time, closes time) on true
$$;

create function frontdesk.apply_hours(p_organization uuid, p_document jsonb) returns void
language plpgsql as $$
begin
    delete from organization_availability where organization_id = p_organization;
    insert into organization_availability (organization_id, weekday, opens, closes)
    select p_organization, h.weekday, h.opens, h.closes
    from jsonb_to_recordset(p_document -> 'hours') as h(weekday smallint, opens time, closes time);
    delete from organization_special_dates where organization_id = p_organization;
    insert into organization_special_dates (organization_id, day, label, opens, closes)
    select p_organization, r.day, r.label, r.opens, r.closes
    from frontdesk.special_date_rows(p_document -> 'special_dates') r;
end;
$$;

create function frontdesk.apply_services(p_organization uuid, p_services jsonb) returns void
language plpgsql as $$
begin
    update services set active = false
    where organization_id = p_organization and active
      and key not in (select i ->> 'key' from jsonb_array_elements(p_services) i);
    insert into services (
        organization_id, position, key, name, synonyms, description, duration_minutes,
        buffer_before_minutes, buffer_after_minutes, price, price_note, slot_step_minutes, bookable)
    select p_organization, i.ordinality, i.key, i.name, i.synonyms, i.description, i.duration_minutes,
        i.buffer_before_minutes, i.buffer_after_minutes, i.price, i.price_note, i.slot_step_minutes,
        i.bookable
    from rows from (jsonb_to_recordset(p_services) as (
        key text, name text, synonyms text[], description text, duration_minutes integer,
        buffer_before_minutes integer, buffer_after_minutes integer, price numeric, price_note text,
        slot_step_minutes integer, bookable boolean)) with ordinality i
    on conflict (organization_id, key) do update set
        position = excluded.position, name = excluded.name, synonyms = excluded.synonyms,
        description = excluded.description, duration_minutes = excluded.duration_minutes,
        buffer_before_minutes = excluded.buffer_before_minutes,
        buffer_after_minutes = excluded.buffer_after_minutes,
        price = excluded.price, price_note = excluded.price_note,
        slot_step_minutes = excluded.slot_step_minutes, bookable = excluded.bookable, active = true;
    update services s set requires_assessment = frontdesk.service_id(p_organization, i.requires_assessment)
    from jsonb_to_recordset(p_services) as i(key text, requires_assessment text)
    where s.organization_id = p_organization and s.key = i.key;
end;
$$;

-- The id of an active service; null for a null key, refused when there is none.
create function frontdesk.service_id(p_organization uuid, p_key text) returns uuid
language plpgsql stable as $$
declare
    v_id uuid;
begin
    select id into v_id from services
    where organization_id = p_organization and key = p_key and active;
    if v_id is null and p_key is not null then
        perform frontdesk.refuse(format('there is no service "%s"', p_key));
    end if;
    return v_id;
end;
$$;

create function frontdesk.apply_members(p_organization uuid, p_members jsonb) returns void
language plpgsql as $$
declare
    v_item jsonb;
    v_position integer;
begin
    update members set active = false
    where organization_id = p_organization and active
      and key not in (select i ->> 'key' from jsonb_array_elements(p_members) i);
    for v_item, v_position in
        select value, ordinality from jsonb_array_elements(p_members) with ordinality
    loop
        perform frontdesk.apply_member(p_organization, v_item, v_position);
    end loop;
end;
$$;

create function frontdesk.apply_member(p_organization uuid, p_member jsonb, p_position integer) returns void
language plpgsql as $$
declare
    v_id uuid;
begin
    insert into members (organization_id, key, position, name, role)
    values (p_organization, p_member ->> 'key', p_position, p_member ->> 'name', p_member ->> 'role')
    on conflict (organization_id, key) do update set
        position = excluded.position, name = excluded.name, role = excluded.role, active = true
    returning id into v_id;
    delete from member_services where member_id = v_id;
    insert into member_services (organization_id, member_id, service_id)
    select p_organization, v_id, frontdesk.service_id(p_organization, k)
    from jsonb_array_elements_text(p_member -> 'services') k;
    delete from member_availability where member_id = v_id;
    insert into member_availability (organization_id, member_id, weekday, opens, closes)
    select p_organization, v_id, h.weekday, h.opens, h.closes
    from jsonb_to_recordset(p_member -> 'hours') as h(weekday smallint, opens time, closes time);
    delete from member_special_dates where member_id = v_id;
    insert into member_special_dates (organization_id, member_id, day, label, opens, closes)
    select p_organization, v_id, r.day, r.label, r.opens, r.closes
    from frontdesk.special_date_rows(p_member -> 'special_dates') r;
end;
$$;

create function frontdesk.apply_knowledge(p_organization uuid, p_language text, p_entries jsonb) returns void
language plpgsql as $$
begin
    delete from knowledge_base
    where organization_id = p_organization
      and key not in (select i ->> 'key' from jsonb_array_elements(p_entries) i);
    insert into knowledge_base (organization_id, key, title, content, keywords, source, search)
    select p_organization, i.key, i.title, i.content, i.keywords, i.source,
        frontdesk.knowledge_vector(p_language, i.title, i.keywords, i.content)
    from jsonb_to_recordset(p_entries) as i(
        key text, title text, content text, keywords text[], source text)
    on conflict (organization_id, key) do update set
        title = excluded.title, content = excluded.content, keywords = excluded.keywords,
        source = excluded.source, search = excluded.search;
end;
$$;

create function frontdesk.apply_escalation(p_organization uuid, p_recipients jsonb) returns void
language plpgsql as $$
begin
    delete from internal_notifications_config
    where organization_id = p_organization
      and key not in (select i ->> 'key' from jsonb_array_elements(p_recipients) i);
    insert into internal_notifications_config (organization_id, key, name, channel, address)
    select p_organization, i.key, i.name, i.channel, i.address
    from jsonb_to_recordset(p_recipients) as i(key text, name text, channel text, address text)
    on conflict (organization_id, key) do update set
        name = excluded.name, channel = excluded.channel, address = excluded.address, active = true;
end;
$$;

-- A hash that no token has, for connections that must let go of theirs.
create function frontdesk.no_token() returns bytea
language sql volatile as $$
    select sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'))
$$;

-- Tokens that go or change are released first, so that a renamed connection keeps its token and two
-- connections can exchange theirs.
create function frontdesk.apply_connections(p_organization uuid, p_connections jsonb) returns void
language plpgsql as $$
declare
    v_item record;
begin
    update platform_connections c set active = false
    where c.organization_id = p_organization and c.active
      and c.key not in (select i ->> 'key' from jsonb_array_elements(p_connections) i);
    update platform_connections c set token_hash = frontdesk.no_token()
    where c.organization_id = p_organization
      and not exists (
          select 1 from jsonb_to_recordset(p_connections) as i(key text, token_hash text)
          where i.key = c.key and decode(i.token_hash, 'hex') = c.token_hash);
    for v_item in
        select * from jsonb_to_recordset(p_connections) as i(
            key text, channel text, name text, phone text, token_env text, token_hash text,
            secret_env text, settings jsonb)
    loop
        perform frontdesk.apply_connection(p_organization, to_jsonb(v_item));
    end loop;
end;
$$;

create function frontdesk.apply_connection(p_organization uuid, p_connection jsonb) returns void
language plpgsql as $$
begin
    insert into platform_connections (
        organization_id, key, channel, name, phone, token_env, token_hash, secret_env, settings)
    select p_organization, i.key, i.channel, i.name, i.phone, i.token_env, decode(i.token_hash, 'hex'),
        i.secret_env, coalesce(i.settings, '{}')
    from jsonb_to_record(p_connection) as i(
        key text, channel text, name text, phone text, token_env text, token_hash text,
        secret_env text, settings jsonb)
    on conflict (organization_id, key) do update set
        channel = excluded.channel, name = excluded.name, phone = excluded.phone,
        token_env = excluded.token_env, token_hash = excluded.token_hash,
        secret_env = excluded.secret_env, settings = excluded.settings, active = true;
exception when unique_violation then
    perform frontdesk.refuse(format(
        'the token of connection "%s" (%s) is already used by another connection; '
        'every connection needs its own', p_connection ->> 'key', p_connection ->> 'token_env'));
end;
$$;

-- Makes the organization what the document says, all or nothing. Services, members and connections
-- that the document leaves out become inactive, appointments stay as they are. Applying the same
-- document again changes nothing. Returns {"organization": id} or {"refused": reason}.
create function organization_apply(p_organization uuid, p_document jsonb) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    perform frontdesk.apply_organization(p_organization, p_document);
    perform frontdesk.apply_hours(p_organization, p_document);
    perform frontdesk.apply_services(p_organization, p_document -> 'services');
    perform frontdesk.apply_members(p_organization, p_document -> 'members');
    perform frontdesk.apply_knowledge(
        p_organization, p_document ->> 'language', p_document -> 'knowledge');
    perform frontdesk.apply_escalation(p_organization, p_document -> 'escalation');
    perform frontdesk.apply_connections(p_organization, p_document -> 'connections');
    return jsonb_build_object('organization', p_organization);
exception when sqlstate 'FD001' then
    return jsonb_build_object('refused', sqlerrm);
end;
$$;

call frontdesk.expose('organization_apply');
