-- Jobs at which processes died.

-- How often the process died that ran a job, as far as it was killed and said nothing. A row goes with its job.
create table frontdesk.job_deaths (
    job_id bigint primary key,
    deaths integer not null,
    last_at timestamptz not null
);
