-- Documents of the knowledge base: files that staff add beside the entries of the organization's file.

create table knowledge_documents (
    id uuid primary key default gen_random_uuid(),
    organization_id uuid not null references organizations on delete cascade,
    name text not null check (length(name) between 1 and 200),
    kind text not null check (kind in ('markdown', 'text', 'pdf', 'docx', 'csv')),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    size integer not null check (size > 0),
    language text not null,
    added_at timestamptz not null,
    changed_at timestamptz not null,
    unique (organization_id, name)
);
call frontdesk.protect('knowledge_documents');

-- What an entry says, as one fingerprint: an embedding holds for exactly these words.
create function frontdesk.knowledge_digest(p_title text, p_keywords text[], p_content text) returns text
language sql immutable parallel safe as $$
    select encode(sha256(convert_to(
        p_title || E'\n' || array_to_string(p_keywords, ', ') || E'\n' || p_content, 'UTF8')), 'hex')
$$;

-- A part of a document is an entry with a document; its key is "document id/digest".
alter table knowledge_base
    add column document_id uuid references knowledge_documents on delete cascade,
    add column position integer,
    add column content_hash text not null
        generated always as (frontdesk.knowledge_digest(title, keywords, content)) stored;
create index knowledge_base_document on knowledge_base (document_id, position);

-- As in 0010, but what came from documents stays. Its full text follows the organization's language.
create or replace function frontdesk.apply_knowledge(
    p_organization uuid, p_language text, p_entries jsonb
) returns void
language plpgsql as $$
begin
    delete from knowledge_base
    where organization_id = p_organization and document_id is null
      and key not in (select i ->> 'key' from jsonb_array_elements(p_entries) i);
    insert into knowledge_base (organization_id, key, title, content, keywords, source, search)
    select p_organization, i.key, i.title, i.content, i.keywords, i.source,
        frontdesk.knowledge_vector(p_language, i.title, i.keywords, i.content)
    from jsonb_to_recordset(p_entries) as i(
        key text, title text, content text, keywords text[], source text)
    on conflict (organization_id, key) do update set
        title = excluded.title, content = excluded.content, keywords = excluded.keywords,
        source = excluded.source, search = excluded.search;
    update knowledge_base k
    set search = frontdesk.knowledge_vector(p_language, k.title, k.keywords, k.content)
    from knowledge_documents d
    where d.organization_id = p_organization and d.language <> p_language and k.document_id = d.id;
    update knowledge_documents set language = p_language
    where organization_id = p_organization and language <> p_language;
end;
$$;

create or replace function frontdesk.export_knowledge(p_organization uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'key', key, 'title', title, 'content', content, 'keywords', keywords, 'source', source)
        order by key), '[]')
    from knowledge_base where organization_id = p_organization and document_id is null
$$;

-- The parts of a document that are to be, each with its key; the same words count once.
create function frontdesk.document_parts(p_document uuid, p_chunks jsonb)
returns table (key text, title text, content text, source text, place integer)
language sql stable as $$
    select distinct on (p.key) p.key, p.title, p.content, p.source, p.place
    from (
        select p_document || '/' || frontdesk.knowledge_digest(c ->> 'title', '{}', c ->> 'content') as key,
            c ->> 'title' as title, c ->> 'content' as content, c ->> 'source' as source,
            place::integer as place
        from jsonb_array_elements(p_chunks) with ordinality i(c, place)
    ) p
    order by p.key, p.place
$$;

-- Makes the document what was read, all or nothing. `p_document`: {name, kind, sha256, size};
-- `p_chunks`: [{title, content, source}] in their order. Parts whose words stay keep their row and
-- with it their embedding. Answers {"status": added, changed, unchanged or too_many, "added",
-- "removed", "kept"}; an organization may have 20,000 parts of documents.
create function knowledge_document_put(p_organization uuid, p_document jsonb, p_chunks jsonb) returns jsonb
language plpgsql as $$
declare
    v_language text;
    v_document uuid;
    v_new boolean;
    v_added integer;
    v_removed integer;
    v_kept integer;
begin
    perform frontdesk.enter(p_organization);
    select o.language into strict v_language from organizations o where o.id = p_organization;
    if jsonb_array_length(p_chunks) + (
        select count(*) from knowledge_base k join knowledge_documents d on d.id = k.document_id
        where k.organization_id = p_organization and d.name <> p_document ->> 'name') > 20000
    then
        return jsonb_build_object('status', 'too_many', 'limit', 20000);
    end if;
    -- Whoever adds the same document at the same moment waits here.
    insert into knowledge_documents as d (
        organization_id, name, kind, sha256, size, language, added_at, changed_at)
    select p_organization, i.name, i.kind, i.sha256, i.size, v_language, frontdesk.now(), frontdesk.now()
    from jsonb_to_record(p_document) as i(name text, kind text, sha256 text, size integer)
    on conflict (organization_id, name) do update set
        kind = excluded.kind, sha256 = excluded.sha256, size = excluded.size
    returning d.id, d.xmax = 0 into v_document, v_new;
    delete from knowledge_base k
    where k.document_id = v_document
      and k.key not in (select p.key from frontdesk.document_parts(v_document, p_chunks) p);
    get diagnostics v_removed = row_count;
    with put as (
        insert into knowledge_base as k (
            organization_id, key, title, content, source, search, document_id, position)
        select p_organization, p.key, p.title, p.content, p.source,
            frontdesk.knowledge_vector(v_language, p.title, '{}', p.content), v_document, p.place
        from frontdesk.document_parts(v_document, p_chunks) p
        on conflict (organization_id, key) do update set
            source = excluded.source, position = excluded.position
        returning k.xmax = 0 as added)
    select count(*) filter (where added), count(*) filter (where not added)
    into v_added, v_kept from put;
    if v_added + v_removed > 0 and not v_new then
        update knowledge_documents set changed_at = frontdesk.now() where id = v_document;
    end if;
    return jsonb_build_object(
        'status', case when v_new then 'added' when v_added + v_removed > 0 then 'changed'
            else 'unchanged' end,
        'added', v_added, 'removed', v_removed, 'kept', v_kept);
end;
$$;

-- Removes a document and all that was found in it: {"removed": parts}. No such name: no_data_found.
create function knowledge_document_remove(p_organization uuid, p_name text) returns jsonb
language plpgsql as $$
declare
    v_document uuid;
    v_parts integer;
begin
    perform frontdesk.enter(p_organization);
    select d.id into strict v_document from knowledge_documents d
    where d.organization_id = p_organization and d.name = p_name for update;
    select count(*) into v_parts from knowledge_base where document_id = v_document;
    delete from knowledge_documents where id = v_document;
    return jsonb_build_object('removed', v_parts);
end;
$$;

call frontdesk.expose('knowledge_document_put');
call frontdesk.expose('knowledge_document_remove');
