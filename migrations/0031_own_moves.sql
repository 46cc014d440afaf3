-- Times to move an appointment to are looked for with that appointment out of the way. Asked from a
-- chat, this must be one of its own customer: with somebody else's, the answer would tell when theirs
-- is. It is now taken as none at all, as one that does not exist.
--
-- The three functions stay as they are but for this, so the line is put behind their first one.
do $$
declare
    v_function regproc;
    v_old text;
    v_new text;
begin
    foreach v_function in array array['availability', 'start_refusal', 'offers_put']::regproc[] loop
        v_old := pg_get_functiondef(v_function);
        v_new := replace(v_old, 'perform frontdesk.enter(p_organization);', $line$perform frontdesk.enter(p_organization);
    if p_appointment is not null and p_conversation is not null then
        p_appointment := (frontdesk.own_appointment(p_conversation, p_appointment)).id;
    end if;$line$);
        if v_new = v_old then
            raise exception '% does not begin as expected', v_function;
        end if;
        execute v_new;
        call frontdesk.expose(v_function);
    end loop;
end;
$$;
