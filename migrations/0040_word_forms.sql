-- One form for singular and plural where the stemmers need the accents that questions are written
-- without: "devolución" and "devoluciones", "promoção" and "promoções".

-- Folded words in the form that is stemmed. "Uña" would be "una", which says nothing, so it is "uñas".
create function frontdesk.word_forms(p_language text, p_text text) returns text
language sql immutable parallel safe as $$
    select case p_language
        when 'es' then regexp_replace(regexp_replace(regexp_replace(
            f.text, '([cs]ion)es\M', '\1', 'g'), '(\w\w)ces\M', '\1z', 'g'), '(\w\wen)es\M', '\1', 'g')
        when 'pt' then regexp_replace(regexp_replace(regexp_replace(
            f.text, '(\w)oes\M', '\1ao', 'g'), '(\w\w\wa)is\M', '\1l', 'g'), '(\w\w\we)is\M', '\1l', 'g')
        else f.text
    end
    from (select frontdesk.fold(case p_language
        when 'es' then regexp_replace(p_text, '\muña\M', 'uñas', 'gi') else p_text end) as text) f
$$;

create or replace function frontdesk.knowledge_vector(
    p_language text, p_title text, p_keywords text[], p_content text
) returns tsvector
language sql immutable parallel safe as $$
    select setweight(to_tsvector(c.config, frontdesk.word_forms(p_language, p_title)), 'A')
        || setweight(to_tsvector(c.config, frontdesk.word_forms(p_language, array_to_string(p_keywords, ' . '))), 'A')
        || setweight(to_tsvector(c.config, frontdesk.word_forms(p_language, p_content)), 'B')
    from (select frontdesk.text_config(p_language) as config) c
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

update knowledge_base k
set search = frontdesk.knowledge_vector(coalesce(d.language, o.language), k.title, k.keywords, k.content)
from organizations o, knowledge_base b left join knowledge_documents d on d.id = b.document_id
where b.id = k.id and o.id = k.organization_id;
