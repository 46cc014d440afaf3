-- What this server's time zone data say, so that it can be compared with what Python reads.

-- {zone: [seconds east of UTC at each instant]}, null for a zone that is not known here. `p_instants`:
-- Unix times in seconds.
create function zone_offsets(p_zones jsonb, p_instants jsonb) returns jsonb
language plpgsql stable security definer
set search_path = public, frontdesk, pg_temp
as $$
declare
    v_instants bigint[] := array(select at::bigint from jsonb_array_elements_text(p_instants) as at);
    v_zone text;
    v_offsets jsonb;
    v_told jsonb := '{}';
begin
    for v_zone in select jsonb_array_elements_text(p_zones) loop
        begin
            select jsonb_agg(extract(epoch from to_timestamp(i.at) at time zone v_zone)::bigint - i.at order by i.n)
            into v_offsets
            from unnest(v_instants) with ordinality as i(at, n);
        exception when invalid_parameter_value then
            v_offsets := null;
        end;
        v_told := v_told || jsonb_build_object(v_zone, v_offsets);
    end loop;
    return v_told;
end;
$$;

call frontdesk.expose('zone_offsets');
