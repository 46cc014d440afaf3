"""What a database is made of, as sorted lines of text by kind, to hold two of them against each other."""

from collections.abc import Mapping
from typing import Any

from tests.databases import rows

_OURS = "('public', 'frontdesk', 'procrastinate', 'checkpoints')"
_RELATION = (
    f"pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname in {_OURS} "
    "and not exists (select from pg_depend e where e.objid = c.oid and e.deptype = 'e')"
)
_ROUTINE = (
    f"pg_proc p join pg_namespace n on n.oid = p.pronamespace and n.nspname in {_OURS} "
    "and not exists (select from pg_depend e where e.objid = p.oid and e.deptype = 'e')"
)
_ACL = (
    "(select string_agg(format('%%s=%%s%%s', coalesce(nullif(g.grantee, 0)::regrole::text, 'public'), "
    "g.privilege_type, case when g.is_grantable then '*' else '' end), ' ' "
    "order by g.grantee::regrole::text, g.privilege_type) from aclexplode({}) g)"
)
QUERIES = {
    "schemas": "select format('%%s owner=%%s acl=%%s', n.nspname, n.nspowner::regrole, "
    f"{_ACL.format('n.nspacl')}) from pg_namespace n where n.nspname in {_OURS}",
    "relations": "select format('%%s %%s owner=%%s rls=%%s/%%s options=%%s acl=%%s', c.relkind, "
    "c.oid::regclass, c.relowner::regrole, c.relrowsecurity, c.relforcerowsecurity, c.reloptions, "
    f"{_ACL.format('c.relacl')}) from {_RELATION} where c.relkind in ('r', 'v', 'S', 'p', 'm')",
    "columns": "select format('%%s.%%s %%s at=%%s notnull=%%s default=%%s identity=%%s generated=%%s "
    "storage=%%s collation=%%s acl=%%s', c.oid::regclass, a.attname, "
    "format_type(a.atttypid, a.atttypmod), a.attnum, a.attnotnull, pg_get_expr(d.adbin, d.adrelid), "
    f"a.attidentity, a.attgenerated, a.attstorage, a.attcollation::regcollation, {_ACL.format('a.attacl')}) "
    f"from {_RELATION} join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped "
    "left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum "
    "where c.relkind in ('r', 'v', 'p', 'm')",
    "constraints": "select format('%%s %%s %%s', coalesce(k.conrelid::regclass::text, ''), k.conname, "
    "pg_get_constraintdef(k.oid)) from pg_constraint k join pg_namespace n on n.oid = k.connamespace "
    f"and n.nspname in {_OURS}",
    "indexes": "select pg_get_indexdef(i.indexrelid) from pg_index i join "
    f"{_RELATION} on c.oid = i.indrelid",
    "views": f"select format('%%s %%s', c.oid::regclass, pg_get_viewdef(c.oid)) from {_RELATION} "
    "where c.relkind = 'v'",
    "functions": "select format('%%s %%s owner=%%s acl=%%s %%s', p.prokind, p.oid::regprocedure, "
    f"p.proowner::regrole, {_ACL.format('p.proacl')}, case when p.prokind in ('f', 'p') "
    "then pg_get_functiondef(p.oid) else (select format('%%s', (g.aggtransfn, g.aggfinalfn, "
    "g.agginitval)) from pg_aggregate g where g.aggfnoid = p.oid) end) "
    f"from {_ROUTINE}",
    "policies": "select format('%%s %%s %%s %%s using=%%s check=%%s', c.oid::regclass, o.polname, "
    "o.polcmd, array(select r::regrole::text from unnest(o.polroles) r order by 1), "
    "pg_get_expr(o.polqual, o.polrelid), pg_get_expr(o.polwithcheck, o.polrelid)) "
    f"from pg_policy o join {_RELATION} on c.oid = o.polrelid",
    "triggers": "select format('%%s %%s %%s', c.oid::regclass, t.tgenabled, pg_get_triggerdef(t.oid)) "
    f"from pg_trigger t join {_RELATION} on c.oid = t.tgrelid where not t.tgisinternal",
    "types": "select format('%%s %%s owner=%%s', t.typtype, t.oid::regtype, t.typowner::regrole) "
    f"from pg_type t join pg_namespace n on n.oid = t.typnamespace and n.nspname in {_OURS} "
    "where t.typtype in ('e', 'd', 'r', 'm')",
    "comments": "select format('%%s %%s', pg_describe_object(d.classoid, d.objoid, d.objsubid), "
    "d.description) from pg_description d "
    "where d.objoid > 16384",
}


def catalogue(url: str) -> dict[str, list[str]]:
    """By kind of object; a line says everything about one."""
    return {
        kind: sorted(str(next(iter(row.values()))) for row in rows(url, query))
        for kind, query in QUERIES.items()
    }


RENAMED = {"frontdesk.chores": "frontdesk.maintenance_tasks"}
"""Tables under the names that later files gave them."""


def contents(url: str, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Of every table of ours: its columns, how many rows, and a fingerprint of them all.

    With what stood there `before`, of those tables and columns only: others came with later files.
    """
    tables = rows(
        url,
        "select c.oid::regclass::text as name, "
        "array_agg(quote_ident(a.attname) order by a.attnum) as columns from pg_class c "
        "join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped "
        "where c.relkind = 'r' and (c.relnamespace = 'public'::regnamespace "
        "or c.oid = any (array[to_regclass('frontdesk.chores'), to_regclass('frontdesk.maintenance_tasks')]"
        ")) group by c.oid",
    )
    columns = {RENAMED.get(table["name"], table["name"]): table for table in tables}
    there = before or columns
    return {
        name: _held(url, table["name"], there[name]["columns"])
        for name, table in columns.items()
        if name in there
    }


def _held(url: str, table: str, columns: list[str]) -> dict[str, Any]:
    row = f"row({', '.join(columns)})::text"
    query = (
        f"select count(*) as n, md5(string_agg({row}, e'\\n' order by {row})) as rows from {table}"
    )
    return {"columns": columns, **rows(url, query)[0]}
