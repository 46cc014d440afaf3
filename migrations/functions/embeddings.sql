-- Search by meaning: embeddings of entries, where the server has the extension pgvector.
--
-- The extension may be missing, forbidden, or stand in any schema, so what names its type and
-- operator is made by `frontdesk.enable_vectors`. Until that succeeds nothing is embedded and full
-- text answers alone; after installing the extension later, the owner calls it again, or the next change
-- of a function does: it is called whenever this file is applied.

-- Whether embeddings can be kept and searched.
create or replace function frontdesk.has_vectors() returns boolean
language sql stable as $$
    select exists (
        select from pg_attribute
        where attrelid = 'public.knowledge_embeddings'::regclass and attname = 'embedding'
          and not attisdropped)
$$;

-- The schema of pgvector 0.7 or later (whose halfvec is used), installed here where that is possible
-- and allowed; null without it.
create or replace function frontdesk.vector_schema() returns text
language plpgsql as $$
declare
    v_schema text := case when to_regnamespace('extensions') is null then 'frontdesk' else 'extensions' end;
begin
    if not exists (select from pg_extension where extname = 'vector')
        and exists (select from pg_available_extensions where name = 'vector')
    then
        begin
            execute format('create extension vector schema %I', v_schema);
        exception when insufficient_privilege or feature_not_supported or undefined_file then
            raise notice 'the extension vector could not be installed: %', sqlerrm;
        end;
    end if;
    select n.nspname into v_schema
    from pg_extension e
        join pg_namespace n on n.oid = e.extnamespace
        join pg_type t on t.typnamespace = n.oid and t.typname = 'halfvec'
    where e.extname = 'vector';
    return v_schema;
end;
$$;

-- The nearest entries of an organization by cosine, all of its embeddings compared: (entry,
-- similarity from -1 to 1). Embeddings of another model, or of words that have changed, do not count.
create or replace function frontdesk.knowledge_nearest(
    p_organization uuid, p_model text, p_embedding text, p_limit integer
) returns table (entry uuid, similarity numeric)
language sql stable as $$ select null::uuid, null::numeric where false $$;

-- Keeps embeddings ([{entry, hash, embedding: "[0.1,…]"}]) of entries whose words are still those.
create or replace function frontdesk.keep_embeddings(p_organization uuid, p_model text, p_rows jsonb) returns integer
language sql as $$ select 0 $$;

create or replace procedure frontdesk.enable_vectors()
language plpgsql as $$
declare
    v_schema text := frontdesk.vector_schema();
begin
    if v_schema is null then
        raise notice 'without pgvector 0.7 or later the knowledge base is searched by full text only';
        return;
    end if;
    begin
        execute format('grant usage on schema %I to frontdesk_app', v_schema);
    exception when insufficient_privilege then null;
    end;
    if not has_schema_privilege('frontdesk_app', v_schema, 'usage') then
        raise notice 'frontdesk_app may not use the schema % of pgvector: full text only', v_schema;
        return;
    end if;
    if not frontdesk.has_vectors() then
        execute format('alter table public.knowledge_embeddings add column embedding %I.halfvec', v_schema);
        -- In the row itself as long as it fits: every search reads all of a tenant's.
        alter table public.knowledge_embeddings alter column embedding set storage main;
    end if;
    execute format($sql$
        create or replace function frontdesk.knowledge_nearest(
            p_organization uuid, p_model text, p_embedding text, p_limit integer
        ) returns table (entry uuid, similarity numeric)
        language plpgsql stable as $body$
        declare
            v_question %1$I.halfvec := p_embedding;  -- read once, not once a row
        begin
            return query
            select n.entry_id, round((1 - n.distance)::numeric, 4)
            from (
                select e.entry_id, e.content_hash, e.embedding operator(%1$I.<=>) v_question as distance
                from public.knowledge_embeddings e
                where e.organization_id = p_organization and e.model = p_model
                  and e.dimensions = %1$I.vector_dims(v_question)
                order by 3, 1 limit p_limit * 2
            ) n join public.knowledge_base k on k.id = n.entry_id and k.content_hash = n.content_hash
            where n.distance <> 'NaN'
            order by n.distance, n.entry_id limit p_limit;
        end
        $body$
    $sql$, v_schema);
    execute format($sql$
        create or replace function frontdesk.keep_embeddings(
            p_organization uuid, p_model text, p_rows jsonb
        ) returns integer
        language sql as $body$
            with kept as (
                insert into public.knowledge_embeddings (
                    entry_id, organization_id, model, dimensions, content_hash, embedding, embedded_at)
                select k.id, p_organization, p_model, %1$I.vector_dims(i.embedding::%1$I.halfvec),
                    i.hash, i.embedding::%1$I.halfvec, frontdesk.now()
                from jsonb_to_recordset(p_rows) as i(entry uuid, hash text, embedding text)
                    join public.knowledge_base k on k.id = i.entry and k.content_hash = i.hash
                where k.organization_id = p_organization
                on conflict (entry_id) do update set
                    model = excluded.model, dimensions = excluded.dimensions,
                    content_hash = excluded.content_hash, embedding = excluded.embedding,
                    embedded_at = excluded.embedded_at
                returning 1)
            select count(*)::integer from kept
        $body$
    $sql$, v_schema);
end;
$$;

-- As knowledge_nearest; nothing without an embedding or a place for them.
create or replace function frontdesk.knowledge_meant(
    p_organization uuid, p_model text, p_embedding text, p_limit integer
) returns table (entry uuid, similarity numeric)
language plpgsql stable as $$
begin
    if p_embedding is not null and frontdesk.has_vectors() then
        return query select n.entry, n.similarity
        from frontdesk.knowledge_nearest(p_organization, p_model, p_embedding, p_limit) n;
    end if;
end;
$$;

-- Entries that have no embedding of the model, or one of other words.
create or replace function frontdesk.not_embedded(p_organization uuid, p_model text) returns setof knowledge_base
language sql stable as $$
    select k.* from knowledge_base k
    where k.organization_id = p_organization and not exists (
        select from knowledge_embeddings e
        where e.entry_id = k.id and e.model = p_model and e.content_hash = k.content_hash)
$$;

-- What is to be embedded next: {"vectors": whether the database can keep them, "missing": how many
-- entries in all, "entries": [{id, hash, text}]}.
create or replace function knowledge_embeddings_missing(
    p_organization uuid, p_model text, p_limit integer default 200
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.has_vectors() then
        return jsonb_build_object('vectors', false, 'missing', 0, 'entries', '[]'::jsonb);
    end if;
    return jsonb_build_object(
        'vectors', true,
        'missing', (select count(*) from frontdesk.not_embedded(p_organization, p_model)),
        'entries', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'id', m.id, 'hash', m.content_hash,
                'text', concat_ws(E'\n', m.title, nullif(array_to_string(m.keywords, ', '), ''), m.content))
                order by m.key), '[]')
            from (
                select * from frontdesk.not_embedded(p_organization, p_model)
                order by key limit greatest(0, least(p_limit, 1000))) m));
end;
$$;

-- Keeps embeddings: [{entry, hash, embedding: "[0.1,…]"}]. Answers how many; entries that changed or
-- went away meanwhile are left out.
create or replace function knowledge_embeddings_put(p_organization uuid, p_model text, p_rows jsonb) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    return to_jsonb(frontdesk.keep_embeddings(p_organization, p_model, p_rows));
end;
$$;

-- Organizations with entries that have no embedding of the model: [id], every time in another order,
-- so that one that fails is not before the others for ever.
create or replace function knowledge_unembedded(p_model text) returns jsonb
language sql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
    select coalesce(jsonb_agg(o.id order by random()), '[]') from organizations o
    where frontdesk.has_vectors() and exists (select from frontdesk.not_embedded(o.id, p_model))
$$;

call frontdesk.enable_vectors();
