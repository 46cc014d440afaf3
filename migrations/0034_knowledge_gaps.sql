-- Questions that found nothing: staff read them, answer them in the knowledge base, and are done.

alter table knowledge_gaps add column done_at timestamptz;

-- As in 0012; one that staff dealt with and that finds nothing again is kept again.
create or replace function frontdesk.keep_gap(
    p_organization uuid, p_conversation uuid, p_question text
) returns void
language plpgsql as $$
declare
    v_zone text;
begin
    select o.time_zone into v_zone from organizations o where o.id = p_organization;
    if frontdesk.spaced(p_question) = '  ' or v_zone is null or exists (
        select 1 from knowledge_gaps g
        where g.organization_id = p_organization and g.done_at is null
          and frontdesk.spaced(g.question) = frontdesk.spaced(p_question)
          and (g.asked_at at time zone v_zone)::date = (frontdesk.now() at time zone v_zone)::date
    ) then
        return;
    end if;
    insert into knowledge_gaps (organization_id, chat_identity_id, question, asked_at)
    values (
        p_organization, (select i.id from chat_identities i where i.id = p_conversation),
        btrim(p_question), frontdesk.now());
end;
$$;

-- Open questions, most asked first: [{id, question, times, chats, first, last}]. `times` counts days,
-- `first` and `last` are local times, `id` stands for all of the same words.
create function knowledge_gaps_open(p_organization uuid, p_limit integer default 100) returns jsonb
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
create function knowledge_gap_done(p_organization uuid, p_gap uuid) returns jsonb
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

call frontdesk.expose('knowledge_gaps_open');
call frontdesk.expose('knowledge_gap_done');
