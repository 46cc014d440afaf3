-- As in 0034: a question that nothing answered, once a day of the organization, also when two
-- customers ask it at the same moment.
create or replace function frontdesk.keep_gap(
    p_organization uuid, p_conversation uuid, p_question text
) returns void
language plpgsql as $$
declare
    v_zone text;
begin
    select o.time_zone into v_zone from organizations o where o.id = p_organization;
    if frontdesk.spaced(p_question) = '  ' or v_zone is null then
        return;
    end if;
    perform pg_advisory_xact_lock(hashtextextended(p_organization || frontdesk.spaced(p_question), 0));
    insert into knowledge_gaps (organization_id, chat_identity_id, question, asked_at)
    select p_organization, (select i.id from chat_identities i where i.id = p_conversation),
        btrim(p_question), frontdesk.now()
    where not exists (
        select from knowledge_gaps g
        where g.organization_id = p_organization and g.done_at is null
          and frontdesk.spaced(g.question) = frontdesk.spaced(p_question)
          and (g.asked_at at time zone v_zone)::date = (frontdesk.now() at time zone v_zone)::date);
end;
$$;
