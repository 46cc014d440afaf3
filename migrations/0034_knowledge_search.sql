-- Hybrid search: full text and meaning, fused by reciprocal rank.

-- One lexeme as a query: `p_how` holds * for the beginning of a word, A for title and keywords only.
create function frontdesk.lexeme_query(p_lexeme text, p_how text) returns tsquery
language sql immutable parallel safe as $$
    select ('''' || replace(replace(p_lexeme, '\', '\\'), '''', '''''') || ''':' || p_how)::tsquery
$$;

-- (entry, lexeme, strength) as in 0012, asked of the index's own form of each entry instead of taking
-- every entry apart, which costs a sixth. A word in the content of a document counts 0.7 instead of
-- 0.5: nobody wrote keywords for it (both measured: docs/decisions/knowledge.md).
create or replace function frontdesk.knowledge_hits(p_organization uuid, p_lexemes text[])
returns table (entry uuid, lexeme text, strength numeric)
language sql stable as $$
    with asked as materialized (
        select q.lexeme, frontdesk.lexeme_query(q.lexeme, 'ABCD') as anywhere,
            frontdesk.lexeme_query(q.lexeme, 'A') as titled,
            frontdesk.lexeme_query(q.lexeme, b.begins || 'A') as titled_begun,
            frontdesk.lexeme_query(q.lexeme, b.begins || 'ABCD') as begun
        from unnest(p_lexemes) with ordinality q(lexeme, place)
            cross join lateral (select case
                when q.place = cardinality(p_lexemes) and length(q.lexeme) > 2 then '*' else ''
            end as begins) b)
    select k.id, a.lexeme, case
        when k.search @@ a.titled then 1.0
        when k.search @@ a.titled_begun then 0.8
        else case when k.document_id is null then 0.5 else 0.7 end
            * case when k.search @@ a.anywhere then 1.0 else 0.8 end
        end
    from knowledge_base k join asked a on k.search @@ a.begun
    where k.organization_id = p_organization
$$;

-- What a question finds, best first. Each list gives an entry 1 / (60 + its place); an entry counts
-- as found when it covers 0.4 of the question's words and 0.6 of what the best one covers, or when it
-- is as near in meaning as `p_similarity` and not far behind the nearest.
create function frontdesk.knowledge_found(
    p_organization uuid, p_lexemes text[], p_model text, p_embedding text, p_similarity double precision
) returns table (entry uuid, score numeric, coverage numeric, similarity numeric, found_by text)
language sql stable as $$
    with worded as (
        select s.entry, s.score as coverage, rank() over (order by s.score desc) as place,
            s.score >= 0.4 and s.score >= max(s.score) over () * 0.6 as found
        from frontdesk.knowledge_scores(p_organization, p_lexemes) s),
    meant as (
        select n.entry, n.similarity, rank() over (order by n.similarity desc) as place,
            n.similarity >= p_similarity and n.similarity >= max(n.similarity) over () * 0.75 as found
        from frontdesk.knowledge_meant(p_organization, p_model, p_embedding, 50) n)
    select entry,
        round(coalesce(1.0 / (60 + w.place), 0) + coalesce(1.0 / (60 + m.place), 0), 5),
        w.coverage, m.similarity,
        case when w.found and m.found then 'both' when w.found then 'text' else 'meaning' end
    from worded w full join meant m using (entry)
    where w.found or m.found
$$;

drop function knowledge_search(uuid, uuid, text, integer);

-- What answers a question: {"entries": [{title, content, source, score, coverage, similarity,
-- found_by: text, meaning or both}], "services": [as services_list]}. `p_embedding` ("[0.1,…]") is
-- the question's, made by `p_model`; without it, or without pgvector, full text answers alone. When
-- nothing is found at all, the question is kept for staff unless `p_keep` is false.
-- `p_conversation` may be null.
create function knowledge_search(
    p_organization uuid, p_conversation uuid, p_query text, p_limit integer default 4,
    p_embedding text default null, p_model text default null,
    p_similarity double precision default 0.4, p_keep boolean default true
) returns jsonb
language plpgsql as $$
declare
    v_query text := left(p_query, 500);
    v_lexemes text[];
    v_entries jsonb;
    v_services jsonb;
begin
    perform frontdesk.enter(p_organization);
    select frontdesk.subject(o.language, v_query) into v_lexemes
    from organizations o where o.id = p_organization;
    select coalesce(jsonb_agg(to_jsonb(f) order by f.score desc, f.coverage desc nulls last, f.title), '[]')
    into v_entries
    from (
        select k.title, k.content, k.source, s.score, s.coverage, s.similarity, s.found_by
        from frontdesk.knowledge_found(
            p_organization, v_lexemes, p_model, p_embedding, p_similarity) s
        join knowledge_base k on k.id = s.entry
        order by s.score desc, s.coverage desc nulls last, k.title limit greatest(1, least(p_limit, 20))
    ) f;
    v_services := frontdesk.services_named(p_organization, v_query);
    if p_keep and v_entries = '[]' and v_services = '[]' then
        perform frontdesk.keep_gap(p_organization, p_conversation, v_query);
    end if;
    return jsonb_build_object('entries', v_entries, 'services', v_services);
end;
$$;

call frontdesk.expose('knowledge_search');
