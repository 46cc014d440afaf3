-- A language is a tag (`fr`, `pt-br`) and no longer one of three: which ones are spoken is told by the
-- folders (agent/texts). Whatever stands here met the narrower conditions, so nothing is read again
-- to be validated, and the locks are short.
-- squawk-ignore ban-drop-constraint
alter table organizations drop constraint organizations_language_check;
alter table organizations add constraint organizations_language_check
    check (language ~ '^[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?$') not valid;
-- squawk-ignore ban-drop-constraint
alter table chat_identities drop constraint chat_identities_language_check;
alter table chat_identities add constraint chat_identities_language_check
    check (language ~ '^[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?$') not valid;
