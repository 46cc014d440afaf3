-- What staff read through Supabase's own login of tables and columns that came after 0031.

call frontdesk.staff_reads('knowledge_documents',
    'id, organization_id, name, kind, size, language, added_at, changed_at');
call frontdesk.staff_reads('model_usage',
    'organization_id, turn_id, day, node, model, calls, input_tokens, cached_input_tokens, output_tokens, '
    'cost_usd, recorded_at');

do $$
begin
    if exists (select 1 from pg_roles where rolname = 'authenticated') then
        grant select (done_at) on knowledge_gaps to authenticated;
        grant select (document_id, "position") on knowledge_base to authenticated;
        grant select (media_text) on chat_messages to authenticated;
    end if;
end;
$$;
