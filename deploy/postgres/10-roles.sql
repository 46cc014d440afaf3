-- Roles and databases, written once by psql when the volume is new; running it again changes only
-- the passwords:
--   docker compose exec db psql -U postgres -f /docker-entrypoint-initdb.d/10-roles.sql
-- The roles of the REST path are named and bound as Supabase's, so that what works there works here.
\set ON_ERROR_STOP on
\getenv frontdesk_password FRONTDESK_DB_PASSWORD
\getenv authenticator_password AUTHENTICATOR_PASSWORD
\getenv langfuse_password LANGFUSE_DB_PASSWORD

select format('create role %I %s', name, options)
from (values
    ('frontdesk', 'login createrole'),              -- owns the database; the migrations make roles
    ('anon', 'nologin noinherit'),
    ('authenticated', 'nologin noinherit'),
    ('service_role', 'nologin noinherit bypassrls'),
    ('authenticator', 'login noinherit'),           -- PostgREST's login; becomes one of the three
    ('langfuse', 'login')
) as wanted (name, options)
where not exists (select from pg_roles where rolname = name)
\gexec

alter role frontdesk password :'frontdesk_password';
alter role authenticator password :'authenticator_password';
alter role langfuse password :'langfuse_password';
alter role authenticator set statement_timeout = '8s';
grant anon, authenticated, service_role to authenticator;

select format('create database %I owner %I', name, name)
from (values ('frontdesk'), ('langfuse')) as wanted (name)
where not exists (select from pg_database where datname = name)
\gexec

revoke all on database frontdesk, langfuse from public;
grant connect on database frontdesk to authenticator;

\connect frontdesk
create extension if not exists vector;
grant usage on schema public to anon, authenticated, service_role;
