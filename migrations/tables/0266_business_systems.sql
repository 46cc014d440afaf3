-- MCP servers of a business's own, whose listed tools answer questions.

alter table organizations add column mcp_servers jsonb not null default '[]';
comment on column organizations.mcp_servers is
    '[{key, url, token_env, tools: [{name, use, arguments: {name: meaning}}]}]: what a hosted model may ask there';
