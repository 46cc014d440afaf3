-- Documents of the knowledge base can be Excel workbooks.

-- squawk-ignore ban-drop-constraint
alter table knowledge_documents drop constraint knowledge_documents_kind_check;
-- squawk-ignore constraint-missing-not-valid
alter table knowledge_documents add constraint knowledge_documents_kind_check
    check (kind in ('markdown', 'text', 'pdf', 'docx', 'xlsx', 'csv'));
