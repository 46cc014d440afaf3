-- The knowledge base: entries of the organization's file, documents that staff add beside them, and
-- questions that found nothing.

-- The language of a tag: 'pt' of 'pt-br'.
create or replace function frontdesk.base_language(p_language text) returns text
language sql immutable parallel safe as $$
    select split_part(p_language, '-', 1)
$$;

-- How words are stemmed: every stemmer that PostgreSQL ships, and none for other languages.
create or replace function frontdesk.text_config(p_language text) returns regconfig
language sql immutable parallel safe as $$
    select case frontdesk.base_language(p_language)
        when 'ar' then 'pg_catalog.arabic'::regconfig
        when 'ca' then 'pg_catalog.catalan'::regconfig
        when 'da' then 'pg_catalog.danish'::regconfig
        when 'de' then 'pg_catalog.german'::regconfig
        when 'el' then 'pg_catalog.greek'::regconfig
        when 'en' then 'pg_catalog.english'::regconfig
        when 'es' then 'pg_catalog.spanish'::regconfig
        when 'eu' then 'pg_catalog.basque'::regconfig
        when 'fi' then 'pg_catalog.finnish'::regconfig
        when 'fr' then 'pg_catalog.french'::regconfig
        when 'ga' then 'pg_catalog.irish'::regconfig
        when 'hi' then 'pg_catalog.hindi'::regconfig
        when 'hu' then 'pg_catalog.hungarian'::regconfig
        when 'hy' then 'pg_catalog.armenian'::regconfig
        when 'id' then 'pg_catalog.indonesian'::regconfig
        when 'it' then 'pg_catalog.italian'::regconfig
        when 'lt' then 'pg_catalog.lithuanian'::regconfig
        when 'nb' then 'pg_catalog.norwegian'::regconfig
        when 'ne' then 'pg_catalog.nepali'::regconfig
        when 'nl' then 'pg_catalog.dutch'::regconfig
        when 'nn' then 'pg_catalog.norwegian'::regconfig
        when 'no' then 'pg_catalog.norwegian'::regconfig
        when 'pt' then 'pg_catalog.portuguese'::regconfig
        when 'ro' then 'pg_catalog.romanian'::regconfig
        when 'ru' then 'pg_catalog.russian'::regconfig
        when 'sr' then 'pg_catalog.serbian'::regconfig
        when 'sv' then 'pg_catalog.swedish'::regconfig
        when 'ta' then 'pg_catalog.tamil'::regconfig
        when 'tr' then 'pg_catalog.turkish'::regconfig
        when 'yi' then 'pg_catalog.yiddish'::regconfig
        else 'pg_catalog.simple'::regconfig
    end
$$;

-- Folded words in the form that is stemmed. "Uña" would be "una", which says nothing, so it is "uñas".
create or replace function frontdesk.word_forms(p_language text, p_text text) returns text
language sql immutable parallel safe as $$
    select case frontdesk.base_language(p_language)
        when 'es' then regexp_replace(regexp_replace(regexp_replace(
            f.text, '([cs]ion)es\M', '\1', 'g'), '(\w\w)ces\M', '\1z', 'g'), '(\w\wen)es\M', '\1', 'g')
        when 'pt' then regexp_replace(regexp_replace(regexp_replace(
            f.text, '(\w)oes\M', '\1ao', 'g'), '(\w\w\wa)is\M', '\1l', 'g'), '(\w\w\we)is\M', '\1l', 'g')
        else f.text
    end
    from (select frontdesk.fold(case frontdesk.base_language(p_language)
        when 'es' then regexp_replace(p_text, '\muña\M', 'uñas', 'gi') else p_text end) as text) f
$$;

-- What is searched: title and keywords weigh A, the content B.
create or replace function frontdesk.knowledge_vector(
    p_language text, p_title text, p_keywords text[], p_content text
) returns tsvector
language sql immutable parallel safe as $$
    select setweight(to_tsvector(c.config, frontdesk.word_forms(p_language, p_title)), 'A')
        || setweight(to_tsvector(c.config, frontdesk.word_forms(p_language, array_to_string(p_keywords, ' . '))), 'A')
        || setweight(to_tsvector(c.config, frontdesk.word_forms(p_language, p_content)), 'B')
    from (select frontdesk.text_config(p_language) as config) c
$$;

-- The entries of the organization's file; what came from documents stays. Its full text follows the
-- organization's language.
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

-- The parts of a document that are to be, each with its key; the same words count once.
create or replace function frontdesk.document_parts(p_document uuid, p_chunks jsonb)
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
create or replace function knowledge_document_put(p_organization uuid, p_document jsonb, p_chunks jsonb) returns jsonb
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
create or replace function knowledge_document_remove(p_organization uuid, p_name text) returns jsonb
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

-- What the knowledge base holds: {"vectors": bool, "entries": of the organization's file, "embedded":
-- of these, "documents": [{name, kind, size, chunks, embedded, added_at, changed_at}]} by name.
create or replace function knowledge_list(p_organization uuid, p_model text) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        with parts as (
            select k.document_id, count(*) as chunks, count(e.entry_id) as embedded
            from knowledge_base k left join knowledge_embeddings e
                on e.entry_id = k.id and e.model = p_model and e.content_hash = k.content_hash
            where k.organization_id = p_organization group by k.document_id)
        select jsonb_build_object(
            'vectors', frontdesk.has_vectors(),
            'entries', coalesce((select chunks from parts where document_id is null), 0),
            'embedded', coalesce((select embedded from parts where document_id is null), 0),
            'documents', coalesce((
                select jsonb_agg(jsonb_build_object(
                    'name', d.name, 'kind', d.kind, 'size', d.size, 'chunks', coalesce(p.chunks, 0),
                    'embedded', coalesce(p.embedded, 0), 'added_at', d.added_at,
                    'changed_at', d.changed_at) order by d.name)
                from knowledge_documents d left join parts p on p.document_id = d.id
                where d.organization_id = p_organization), '[]')));
end;
$$;

-- Keeps a question that nothing answered, once a day of the organization, also when two customers ask it
-- at the same moment; one that staff dealt with and that finds nothing again is kept again.
create or replace function frontdesk.keep_gap(
    p_organization uuid, p_conversation uuid, p_question text
) returns void
language plpgsql as $$
declare
    v_zone text;
begin
    select o.time_zone into v_zone from organizations o where o.id = p_organization;
    if frontdesk.spaced(p_question) = '  ' or v_zone is null
        -- Of a chat that was erased meanwhile nothing is written down.
        or p_conversation is not null and not exists (select from chat_identities i where i.id = p_conversation) then
        return;
    end if;
    perform pg_advisory_xact_lock(hashtextextended(p_organization || frontdesk.spaced(p_question), 0));
    insert into knowledge_gaps (organization_id, chat_identity_id, question, asked_at)
    select p_organization, p_conversation,
        btrim(p_question), frontdesk.now()
    where not exists (
        select from knowledge_gaps g
        where g.organization_id = p_organization and g.done_at is null
          and frontdesk.spaced(g.question) = frontdesk.spaced(p_question)
          and (g.asked_at at time zone v_zone)::date = (frontdesk.now() at time zone v_zone)::date);
end;
$$;

-- Open questions, most asked first: [{id, question, times, chats, first, last}]. `times` counts days,
-- `first` and `last` are local times, `id` stands for all of the same words.
create or replace function knowledge_gaps_open(p_organization uuid, p_limit integer default 100) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(to_jsonb(g) order by g.times desc, g.last desc, g.id), '[]')
        from (
            select (array_agg(g.id order by g.asked_at desc, g.id))[1] as id,
                (array_agg(g.question order by g.asked_at desc, g.id))[1] as question,
                count(*) as times, count(distinct g.chat_identity_id) as chats,
                to_char(min(g.asked_at) at time zone o.time_zone, 'YYYY-MM-DD HH24:MI') as first,
                to_char(max(g.asked_at) at time zone o.time_zone, 'YYYY-MM-DD HH24:MI') as last
            from knowledge_gaps g join organizations o on o.id = g.organization_id
            where g.organization_id = p_organization and g.done_at is null
            group by frontdesk.spaced(g.question), o.time_zone
            order by 3 desc, 6 desc, 1 limit greatest(1, least(p_limit, 1000))
        ) g);
end;
$$;

-- Staff dealt with a question: {"done": how many rows of the same words}. Unknown: no_data_found.
create or replace function knowledge_gap_done(p_organization uuid, p_gap uuid) returns jsonb
language plpgsql as $$
declare
    v_question text;
    v_done integer;
begin
    perform frontdesk.enter(p_organization);
    select g.question into strict v_question from knowledge_gaps g
    where g.organization_id = p_organization and g.id = p_gap;
    update knowledge_gaps g set done_at = frontdesk.now()
    where g.organization_id = p_organization and g.done_at is null
      and frontdesk.spaced(g.question) = frontdesk.spaced(v_question);
    get diagnostics v_done = row_count;
    return jsonb_build_object('done', v_done);
end;
$$;
