-- What a customer can be told: services, and answers from the knowledge base by full text and meaning,
-- fused by reciprocal rank.

-- A service as tools and pages see it, with its own currency. `capacity`: more than 1 is a group.
create or replace function frontdesk.service_json(p_service services) returns jsonb
language sql stable as $$
    select jsonb_build_object(
        'id', p_service.id, 'key', p_service.key, 'name', p_service.name,
        'synonyms', p_service.synonyms, 'description', p_service.description,
        'duration_minutes', p_service.duration_minutes, 'price', trim_scale(p_service.price),
        'currency', coalesce(p_service.currency, (
            select o.currency from organizations o where o.id = p_service.organization_id)),
        'price_note', p_service.price_note, 'bookable', p_service.bookable,
        'at_customer', p_service.given_at = 'customer',
        'capacity', p_service.capacity,
        'requires_assessment', (
            select a.key from services a where a.id = p_service.requires_assessment and a.active),
        'members', coalesce((
            select jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name) order by m.position, m.key)
            from member_services ms join members m on m.id = ms.member_id
            where ms.service_id = p_service.id and m.active), '[]'))
$$;

-- All active services in the organization's order:
-- [{id, key, name, synonyms, description, duration_minutes, price, currency, price_note, bookable,
--   requires_assessment (key), members: [{id, name}]}].
create or replace function services_list(p_organization uuid) returns jsonb
language plpgsql as $$
declare
    v_services jsonb;
begin
    perform frontdesk.enter(p_organization);
    select coalesce(jsonb_agg(frontdesk.service_json(s) order by s.position, s.key), '[]')
    into v_services from services s where s.organization_id = p_organization and s.active;
    return v_services;
end;
$$;

-- Folded words with one space between them and around: ' depilacion laser '.
create or replace function frontdesk.spaced(p_text text) returns text
language sql immutable parallel safe as $$
    select ' ' || btrim(regexp_replace(frontdesk.fold(coalesce(p_text, '')), '[^[:alnum:]]+', ' ', 'g')) || ' '
$$;

-- Services whose name or a synonym stands in the question, as words.
create or replace function frontdesk.services_named(p_organization uuid, p_query text) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(frontdesk.service_json(s) order by s.position, s.key), '[]')
    from services s
    where s.organization_id = p_organization and s.active and exists (
        select 1 from unnest(s.name || s.synonyms) l(label)
        where position(frontdesk.spaced(l.label) in frontdesk.spaced(p_query)) > 0)
$$;

-- Words that carry a question but not its subject; whoever asks has them, no answer needs them.
create or replace function frontdesk.listed_filler(p_language text) returns text
language sql immutable parallel safe as $$
    select case frontdesk.base_language(p_language)
        when 'es' then 'hola buenas buenos gracias favor porfa quiero quisiera queria '
            'querria saber me gustaria necesito puedo puede pueden puedes podria podrian tiene tienen tienes '
            'tener hay hace hacen haces hacer seria cuanto cuanta cuantos cuantas cual cuales que como '
            'ustedes usted alguna algun alguno pregunta consulta info informacion ayuda decir decirme dime '
            'manejan manejas ofrecen ofrece realizan prestan cuentan '
            'ver si no es son ser estan esta va van voy ir asi pues oye mira amiga senora senor doctora '
            'manana hoy ahora tambien ahi aqui alla dan dar doy dejar dejo toca pasa nombre minutos clinica'
        when 'pt' then 'ola oi bom boa obrigado obrigada favor quero queria gostaria saber '
            'preciso posso pode podem poderia tem tenho ter ha faz fazem fazer seria quanto quanta quantos '
            'quantas qual quais que como voces voce algum alguma pergunta duvida informacao info ajuda '
            'oferecem oferece realizam '
            'dizer me diz ver se nao e sao ser estao esta vai vao vou ir amanha hoje agora tambem moca '
            'ai aqui la da dao dar dou deixar deixo pra uns umas minutos clinica mesmo mesma'
        when 'en' then 'hi hello good thanks thank please want would like know need can '
            'could may have has got there do does did is are be how what which much many you your any some '
            'question offer offers provide still information info help tell me see today tomorrow now also clinic'
    end
$$;

-- Where a language's own are not listed, those of all that are: customers may write in one of them.
create or replace function frontdesk.filler(p_language text) returns text
language sql immutable parallel safe as $$
    select coalesce(
        frontdesk.listed_filler(p_language),
        frontdesk.listed_filler('es') || ' ' || frontdesk.listed_filler('pt') || ' ' || frontdesk.listed_filler('en'))
$$;

-- Greetings and polite phrases whose words mean something else on their own ("buenas tardes", "llego
-- tarde"), as a regular expression over folded text.
create or replace function frontdesk.listed_courtesy(p_language text) returns text
language sql immutable parallel safe as $$
    select case frontdesk.base_language(p_language)
        when 'es' then '\m(buen[oa]s? (dias?|tardes?|noches?)|(me|nos) (regalas?|colaboras?|ayudas?|confirmas?))\M'
        when 'pt' then '\m((bom|boa) (dia|tarde|noite))\M'
        when 'en' then '\m(good (morning|afternoon|evening))\M'
    end
$$;

create or replace function frontdesk.courtesy(p_language text) returns text
language sql immutable parallel safe as $$
    select coalesce(
        frontdesk.listed_courtesy(p_language),
        frontdesk.listed_courtesy('es') || '|' || frontdesk.listed_courtesy('pt')
        || '|' || frontdesk.listed_courtesy('en'))
$$;

-- The lexemes of a question that say what it is about, in their order. Bare numbers do not.
create or replace function frontdesk.subject(p_language text, p_query text) returns text[]
language sql stable as $$
    select coalesce(array_agg(q.lexeme order by q.positions[1]), '{}')
    from (select frontdesk.text_config(p_language) as config) c,
        lateral unnest(to_tsvector(c.config, regexp_replace(
            frontdesk.word_forms(p_language, p_query), frontdesk.courtesy(p_language), ' ', 'g'))) q
    where q.lexeme !~ '^[0-9]+$'
      and q.lexeme <> all (tsvector_to_array(to_tsvector(
          c.config, frontdesk.word_forms(p_language, frontdesk.filler(p_language)))))
$$;

-- One lexeme as a query: `p_how` holds * for the beginning of a word, A for title and keywords only.
create or replace function frontdesk.lexeme_query(p_lexeme text, p_how text) returns tsquery
language sql immutable parallel safe as $$
    select ('''' || replace(replace(p_lexeme, '\', '\\'), '''', '''''') || ''':' || p_how)::tsquery
$$;

-- (entry, lexeme, strength) for every lexeme of the question that an entry has: 1 in its title or
-- keywords, 0.5 in its content, a little less for the mere beginning of a word. Asked of the index's own
-- form of each entry instead of taking every entry apart, which costs a sixth. A word in the content of a
-- document counts 0.7 instead of 0.5: nobody wrote keywords for it (both measured:
-- docs/decisions/knowledge.md).
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

-- Entries with the share of the question that they cover, from 0 to 1. A word counts for more the
-- fewer entries have it; one that no entry has counts most, and against all.
create or replace function frontdesk.knowledge_scores(p_organization uuid, p_lexemes text[])
returns table (entry uuid, score numeric)
language sql stable as $$
    with hits as (select * from frontdesk.knowledge_hits(p_organization, p_lexemes)),
    size as (
        select count(*)::numeric as entries from knowledge_base where organization_id = p_organization),
    weights as (
        select q.lexeme, ln(1 + size.entries / greatest(count(h.entry), 1)) as weight
        from unnest(p_lexemes) q(lexeme) cross join size left join hits h on h.lexeme = q.lexeme
        group by q.lexeme, size.entries)
    select h.entry, round(sum(h.strength * w.weight) / (select sum(weight) from weights), 3)
    from hits h join weights w using (lexeme)
    group by h.entry
$$;

-- The lexemes of the services that a question names.
create or replace function frontdesk.named_lexemes(p_organization uuid, p_language text, p_query text) returns text[]
language sql stable as $$
    select coalesce(array_agg(distinct l.lexeme), '{}')
    from services s, unnest(s.name || s.synonyms) n(label),
        unnest(frontdesk.subject(p_language, n.label)) l(lexeme)
    where s.organization_id = p_organization and s.active
      and position(frontdesk.spaced(n.label) in frontdesk.spaced(p_query)) > 0
$$;

-- Entries that share with a question more than the name of a service (`p_named`), or that are about this
-- service and nothing else: what is written of how often one comes does not tell what is included. A
-- question that only names services finds all that is written of them.
create or replace function frontdesk.knowledge_worded(
    p_organization uuid, p_language text, p_lexemes text[], p_named text[]
) returns table (entry uuid, score numeric)
language sql stable as $$
    select s.entry, s.score
    from frontdesk.knowledge_scores(p_organization, p_lexemes) s
    where p_named = '{}' or p_lexemes <@ p_named
       or exists (
           select from frontdesk.knowledge_hits(
               p_organization, array(select l from unnest(p_lexemes) l where l <> all (p_named))) h
           where h.entry = s.entry)
       or exists (
           select from knowledge_base k
           where k.id = s.entry and frontdesk.subject(p_language, k.title) <@ p_named)
$$;

drop function if exists frontdesk.knowledge_found(uuid, text[], text, text, double precision);

-- What a question finds, best first. Each list gives an entry 1 / (60 + its place); an entry counts
-- as found when it covers 0.4 of the question's words and 0.6 of what the best one covers, or when it
-- is as near in meaning as `p_similarity` and not far behind the nearest.
create or replace function frontdesk.knowledge_found(
    p_organization uuid, p_language text, p_lexemes text[], p_named text[],
    p_model text, p_embedding text, p_similarity double precision
) returns table (entry uuid, score numeric, coverage numeric, similarity numeric, found_by text)
language sql stable as $$
    with worded as (
        select s.entry, s.score as coverage, rank() over (order by s.score desc) as place,
            s.score >= 0.4 and s.score >= max(s.score) over () * 0.6 as found
        from frontdesk.knowledge_worded(p_organization, p_language, p_lexemes, p_named) s),
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

-- What a question finds with a model whose similarities say little by themselves, and whose order says
-- much: words that cover it go first; else what is nearest by `p_margin` or more (a tenth of the coverage
-- is added); else the three nearest, `near`: one of them may be meant.
create or replace function frontdesk.knowledge_by_margin(
    p_organization uuid, p_language text, p_lexemes text[], p_named text[],
    p_model text, p_embedding text, p_similarity double precision, p_margin double precision
) returns table (
    entry uuid, score numeric, coverage numeric, similarity numeric, found_by text, near boolean)
language sql stable as $$
    with worded as materialized (
        select f.* from frontdesk.knowledge_found(
            p_organization, p_language, p_lexemes, p_named, null, null, p_similarity) f),
    meant as (
        select n.entry, n.similarity + 0.1 * coalesce(w.score, 0) as score, n.similarity, w.score as coverage
        from frontdesk.knowledge_meant(p_organization, p_model, p_embedding, 50) n
        left join frontdesk.knowledge_worded(p_organization, p_language, p_lexemes, p_named) w using (entry)),
    placed as (
        select m.*, row_number() over (order by m.score desc) as place,
            m.score - lead(m.score, 1, 0.0) over (order by m.score desc) as ahead
        from meant m),
    clear as (
        select p.* from placed p
        where p.place = 1 and p.ahead >= p_margin and p.similarity >= p_similarity)
    select w.entry, w.score, w.coverage, w.similarity, w.found_by, false from worded w
    union all
    select c.entry, c.score, c.coverage, c.similarity, 'meaning', false from clear c
    where not exists (select from worded)
    union all
    select p.entry, p.score, p.coverage, p.similarity, 'meaning', true from placed p
    where p.place <= 3
      and (select m.similarity from placed m where m.place = 1) >= p_similarity
      and not exists (select from worded) and not exists (select from clear)
$$;

drop function if exists knowledge_search(
    uuid, uuid, text, integer, text, text, double precision, boolean);

-- What answers a question: {"entries": [{title, content, source, score, coverage, similarity,
-- found_by: text, meaning or both}], "near": the same of entries one of which may be meant, "services":
-- [as services_list], "only_names": whether it says no more than the names of services}. `p_embedding`
-- ("[0.1,…]") is the question's, made by `p_model`; without it, or without pgvector, full text answers
-- alone. With `p_margin` the nearest entry answers when it is that much nearer than the next one, else the
-- nearest are `near`. When nothing is found at all, the question is kept for staff unless `p_keep` is
-- false. `p_conversation` may be null.
create or replace function knowledge_search(
    p_organization uuid, p_conversation uuid, p_query text, p_limit integer default 4,
    p_embedding text default null, p_model text default null,
    p_similarity double precision default 0.4, p_keep boolean default true,
    p_margin double precision default null
) returns jsonb
language plpgsql as $$
declare
    v_query text := left(p_query, 500);
    v_language text;
    v_lexemes text[];
    v_named text[];
    v_found jsonb;
    v_entries jsonb;
    v_near jsonb;
    v_services jsonb;
begin
    perform frontdesk.enter(p_organization);
    select o.language into v_language from organizations o where o.id = p_organization;
    v_lexemes := frontdesk.subject(v_language, v_query);
    v_named := frontdesk.named_lexemes(p_organization, v_language, v_query);
    select coalesce(jsonb_agg(to_jsonb(f) order by f.score desc, f.coverage desc nulls last, f.title), '[]')
    into v_found
    from (
        select k.title, k.content, k.source, s.score, s.coverage, s.similarity, s.found_by, s.near
        from (
            select f.*, false as near from frontdesk.knowledge_found(
                p_organization, v_language, v_lexemes, v_named, p_model, p_embedding, p_similarity) f
            where p_margin is null
            union all
            select m.* from frontdesk.knowledge_by_margin(
                p_organization, v_language, v_lexemes, v_named, p_model, p_embedding, p_similarity,
                p_margin) m
            where p_margin is not null) s
        join knowledge_base k on k.id = s.entry
        order by s.score desc, s.coverage desc nulls last, k.title limit greatest(1, least(p_limit, 20))
    ) f;
    select coalesce(jsonb_agg(e - 'near' order by place) filter (where not (e -> 'near')::boolean), '[]'),
        coalesce(jsonb_agg(e - 'near' order by place) filter (where (e -> 'near')::boolean), '[]')
    into v_entries, v_near
    from jsonb_array_elements(v_found) with ordinality i(e, place);
    v_services := frontdesk.services_named(p_organization, v_query);
    if p_keep and v_entries = '[]' and v_near = '[]' and v_services = '[]' then
        perform frontdesk.keep_gap(p_organization, p_conversation, v_query);
    end if;
    return jsonb_build_object(
        'entries', v_entries, 'near', v_near, 'services', v_services,
        'only_names', v_lexemes <@ v_named);
end;
$$;

-- Keeps for staff a question that what was found for it does not answer; null.
create or replace function knowledge_unanswered(
    p_organization uuid, p_conversation uuid, p_question text
) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    perform frontdesk.keep_gap(p_organization, p_conversation, left(p_question, 500));
    return null;
end;
$$;
