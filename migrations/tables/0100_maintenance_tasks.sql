-- The table of the worker's regular work is called what it is called everywhere else.
alter table frontdesk.chores rename to maintenance_tasks;
alter table frontdesk.maintenance_tasks rename constraint chores_pkey to maintenance_tasks_pkey;
