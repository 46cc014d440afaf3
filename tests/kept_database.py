"""A database that is lent to one test after the other, as it was at the beginning."""

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from tests.sessions import Session, sessions

_TABLES = """
select n.nspname as schema, c.relname as name,
    array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
          and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema)' order by 1, 2
"""
_SEQUENCES = "select schemaname, sequencename, last_value from pg_sequences order by 1, 2"
# A new definition is a new row of the catalog; vacuum and analyze change those in their place.
_SCHEMA = """
select (select (count(*), max(xmin::text::bigint)) from pg_class where oid > 16384)::text
    || (select (count(*), max(xmin::text::bigint)) from pg_proc where oid > 16384)::text
    || (select (count(*), max(xmin::text::bigint)) from pg_constraint)::text
    || (select (count(*), max(xmin::text::bigint)) from pg_trigger)::text
    || (select (count(*), max(xmin::text::bigint)) from pg_policy)::text
    || (select (count(*), max(xmin::text::bigint)) from pg_attrdef)::text
    || (select (count(*), max(xmin::text::bigint)) from pg_namespace)::text
    || (select (count(*), max(xmin::text::bigint)) from pg_extension)::text
    || (select (count(*), max(xmin::text::bigint)) from pg_db_role_setting)::text as schema
"""


_spoiled: set[str] = set()


def spoil(url: str) -> None:
    """To be said by who breaks connections of others: the database is not lent again."""
    _spoiled.add(str(conninfo_to_dict(url)["dbname"]))


def is_spoiled(url: str) -> bool:
    return str(conninfo_to_dict(url)["dbname"]) in _spoiled


class KeptDatabase:
    """`url` belongs to whoever borrowed it until `restore`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.name = str(conninfo_to_dict(url)["dbname"])
        with sessions.use(url) as session:
            session.execute(_keep(session))
            self._schema = _schema(session)

    def restore(self) -> bool:
        """Takes back what was written. False when it cannot be lent again."""
        if self.name in _spoiled:
            return False
        try:
            with sessions.use(self.url) as session:
                if _schema(session) != self._schema:
                    return False
                session.execute("select pristine.restore()")
        except psycopg.Error:
            return False
        return True


def _schema(session: Session) -> str:
    [row] = session.execute(_SCHEMA).fetchall()
    return str(row["schema"])


def _keep(session: Session) -> sql.Composed:
    """Copies every table, and makes the function that restores those that differ: a row that was
    written is younger than the mark, and one that was deleted is missing."""
    copies: list[sql.Composable] = []
    steps: list[sql.Composable] = []
    tests: list[sql.Composable] = []
    for row in session.execute(_TABLES).fetchall():
        table = sql.Identifier(row["schema"], row["name"])
        copy = sql.Identifier("pristine", f"{row['schema']}.{row['name']}")
        columns = sql.SQL(", ").join(map(sql.Identifier, row["columns"]))
        filled = session.execute(sql.SQL("select from {} limit 1").format(table)).fetchone()
        name = sql.Literal(f"{row['schema']}.{row['name']}")
        if filled is None:
            steps.append(sql.SQL("delete from {};").format(table))
            differs = sql.SQL("exists (select from {})").format(table)
            tests.append(sql.SQL("case when {} then {} end").format(differs, name))
            continue
        # Under other names: the copies are no tables of a tenant.
        names = sql.SQL(", ").join(sql.Identifier(f"c{n}") for n in range(len(row["columns"])))
        copies.append(
            sql.SQL("create table {} ({}) as select {} from {};").format(
                copy, names, columns, table
            )
        )
        differs = sql.SQL(
            "(select (count(*), count(*) filter (where xmin::text::bigint > mark)) from {table})"
            " is distinct from (select (count(*), 0::bigint) from {copy})"
        ).format(table=table, copy=copy)
        tests.append(sql.SQL("case when {} then {} end").format(differs, name))
        steps.append(
            sql.SQL(
                "if {differs} then"
                " delete from {table}; insert into {table} ({columns}) overriding system value"
                " select * from {copy}; end if;"
            ).format(differs=differs, table=table, copy=copy, columns=columns)
        )
    for row in session.execute(_SEQUENCES).fetchall():
        name = sql.Literal(f'"{row["schemaname"]}"."{row["sequencename"]}"')
        value, called = row["last_value"] or 1, row["last_value"] is not None
        steps.append(
            sql.SQL("perform setval({}, {}, {});").format(
                name, sql.Literal(value), sql.Literal(called)
            )
        )
    return sql.SQL(
        "create schema pristine;"
        " create table pristine.mark as select pg_current_xact_id()::text::bigint as at;"
        " {copies}"
        " create function pristine.restore() returns void language plpgsql"
        " set session_replication_role = replica set lock_timeout = '5s' as $$"
        " declare mark bigint := (select at from pristine.mark);"
        " begin {steps} update pristine.mark set at = pg_current_xact_id()::text::bigint; end $$;"
        " create function pristine.changed() returns text[] language plpgsql as $$"
        " declare mark bigint := (select at from pristine.mark);"
        " begin return array_remove(array[{tests}], null); end $$;"
    ).format(
        copies=sql.SQL(" ").join(copies),
        steps=sql.SQL(" ").join(steps),
        tests=sql.SQL(", ").join(tests),
    )
