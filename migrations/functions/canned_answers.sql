-- Answers that staff write once and put into many chats (gateway/console/canned).

-- A business's canned answers by their titles: [{id, title, text, name (of who wrote it last), at}].
create or replace function canned_answers(p_organization uuid) returns jsonb
language plpgsql stable as $$
begin
    perform frontdesk.enter(p_organization);
    return (
        select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'title', a.title, 'text', a.body,
            'name', frontdesk.staff_name(a.account_id), 'at', a.written_at)
            order by frontdesk.fold(a.title), a.id), '[]')
        from canned_answers a where a.organization_id = p_organization);
end;
$$;

-- Writes a canned answer, or changes one (`p_answer`). {status: written | taken (another has this title) | full (there
-- are 200) | not_found}
create or replace function canned_answer_put(
    p_organization uuid, p_account uuid, p_title text, p_text text, p_key text, p_answer uuid default null
) returns jsonb
language plpgsql as $$
declare
    v_id uuid := coalesce(p_answer, gen_random_uuid());
    v_title text := left(btrim(regexp_replace(p_title, '\s+', ' ', 'g')), 60);
    v_text text := left(btrim(p_text), 2000);
begin
    perform frontdesk.enter(p_organization);
    if not frontdesk.sees_customers(p_account) or v_title = '' or v_text = ''
        or p_answer is not null and not exists (select from canned_answers a where a.id = p_answer) then
        return '{"status": "not_found"}';
    elsif p_answer is null and 200 <= (select count(*) from canned_answers a where a.organization_id = p_organization)
    then
        return '{"status": "full"}';
    elsif not frontdesk.staff_did_to(p_organization, p_account, 'canned', v_id, p_key, coalesce(p_answer::text, ''))
    then
        return '{"status": "written"}';
    end if;
    insert into canned_answers as c (id, organization_id, title, body, account_id, written_at)
    values (v_id, p_organization, v_title, v_text, p_account, frontdesk.now())
    on conflict (id) do update set title = excluded.title, body = excluded.body, account_id = excluded.account_id,
        written_at = excluded.written_at;
    return '{"status": "written"}';
exception when unique_violation then
    return '{"status": "taken"}';
end;
$$;

-- Takes a canned answer away. {status: removed | not_found}
create or replace function canned_answer_remove(p_organization uuid, p_account uuid, p_answer uuid) returns jsonb
language plpgsql as $$
begin
    perform frontdesk.enter(p_organization);
    delete from canned_answers a where a.id = p_answer and frontdesk.sees_customers(p_account);
    if not found then
        return '{"status": "not_found"}';
    end if;
    perform frontdesk.staff_did_to(p_organization, p_account, 'canned_removed', p_answer);
    return '{"status": "removed"}';
end;
$$;
