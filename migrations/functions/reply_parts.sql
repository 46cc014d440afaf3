-- A reply in the messages that its channel takes: long texts in parts, and files with or before their words.

-- A text in parts of at most `p_limit` characters, cut between paragraphs, lines, sentences or words,
-- whichever comes first and leaves no crumbs.
create or replace function frontdesk.split_text(p_text text, p_limit integer) returns text[]
language plpgsql immutable as $$
declare
    v_rest text := p_text;
    v_parts text[] := '{}';
    v_pattern text;
    v_cut integer;
begin
    while length(v_rest) > p_limit loop
        v_cut := p_limit;
        foreach v_pattern in array array['^.*\n\s*\n', '^.*\n', '^.*[.!?…]["”»)]*\s', '^.*\s'] loop
            if length(substring(left(v_rest, p_limit) from v_pattern)) > p_limit / 4 then
                v_cut := length(substring(left(v_rest, p_limit) from v_pattern));
                exit;
            end if;
        end loop;
        v_parts := v_parts || regexp_replace(left(v_rest, v_cut), '\s+$', '');
        v_rest := regexp_replace(substr(v_rest, v_cut + 1), '^\s+', '');
    end loop;
    return array(select part from unnest(v_parts || v_rest) with ordinality as p(part, place)
                 where part <> '' or cardinality(v_parts) = 0 order by place);
end;
$$;

-- How many characters a message of a channel may have; null: as many as there are. WhatsApp takes 4,096
-- and counts some of them twice; Twilio takes 1,600.
create or replace function frontdesk.longest_text(p_channel text) returns integer
language sql immutable as $$
    select case when p_channel in ('web', 'api') then null when p_channel = 'twilio' then 1500 else 4000 end
$$;

-- Whether a channel shows words under a file of this kind, as one message with it. The words of a recording, and of
-- what a channel's provider does not document, are a message of their own behind it.
create or replace function frontdesk.takes_caption(p_channel text, p_kind text) returns boolean
language sql immutable as $$
    select case p_kind when 'image' then true when 'audio' then false else p_channel not in ('gupshup', 'twilio') end
$$;

-- A reply as the messages that a channel takes: one, or several of which the last has the options. A file comes before
-- its words where both do not fit into one.
create or replace function frontdesk.reply_parts(p_reply jsonb, p_channel text) returns setof jsonb
language plpgsql immutable as $$
declare
    v_limit integer := frontdesk.longest_text(p_channel);
    v_with_options integer := 1024;
    v_payload jsonb := coalesce(p_reply -> 'payload', '{}');
    v_options integer := coalesce((
        select sum(length(o ->> 'title') + coalesce(length(o ->> 'description') + 3, 0) + 6) + 2
        from jsonb_array_elements(v_payload -> 'options') o), 0);
    v_parts text[];
    v_last integer;
begin
    if v_payload ? 'media' then
        if btrim(p_reply ->> 'text') = '' or frontdesk.takes_caption(p_channel, p_reply ->> 'kind')
            and length(p_reply ->> 'text') <= v_with_options then
            return next p_reply;
            return;
        end if;
        return next p_reply || '{"text": ""}';
        return query select frontdesk.reply_parts(
            p_reply || jsonb_build_object('kind', 'text', 'payload', v_payload - 'media'), p_channel);
        return;
    end if;
    if v_limit is null or length(p_reply ->> 'text') + v_options <= v_limit then
        return next p_reply;
        return;
    end if;
    v_parts := frontdesk.split_text(p_reply ->> 'text', v_limit);
    v_last := cardinality(v_parts);
    if v_options > 0 then
        v_parts := v_parts[1:v_last - 1] || frontdesk.split_text(v_parts[v_last], v_with_options);
        v_last := cardinality(v_parts);
    end if;
    return query
        select p_reply || jsonb_build_object('text', part, 'payload', v_payload
            - case when place < v_last then '{options,asks,memo}'::text[] else '{}' end
            - case when place > 1 then '{template,reply_to}'::text[] else '{}' end)
        from unnest(v_parts) with ordinality as p(part, place) order by place;
end;
$$;
