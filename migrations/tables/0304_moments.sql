-- Moments of a visit beside the reminders before it: what to mind afterwards, an opinion that is asked for, and an hour
-- that is given up because nobody confirmed it (docs/decisions/moments.md).

alter table services
    add column aftercare text constraint services_aftercare check (length(aftercare) between 1 and 1000),
    add column aftercare_hours integer not null default 2
    constraint services_aftercare_hours check (aftercare_hours between 1 and 168);
comment on column services.aftercare is 'What to mind after it, in the business''s words; null: nothing is sent';

alter table organizations
    add column review_link text constraint organizations_review_link check (length(review_link) between 1 and 500),
    add column review_hours integer constraint organizations_review_hours check (review_hours between 1 and 168),
    add column review_months integer constraint organizations_review_months check (review_months between 1 and 60),
    add column release_minutes integer
    constraint organizations_release_minutes check (release_minutes between 30 and 43200);
comment on column organizations.review_link is 'Where who is content may say so; null: nobody is asked';
comment on column organizations.review_hours is 'How long after a completed visit its customer is asked';
comment on column organizations.review_months is 'In so many months nobody is asked twice';
comment on column organizations.release_minutes is
    'How long before its start an hour is given up that was not confirmed when asked; null: never';
-- squawk-ignore constraint-missing-not-valid
alter table organizations add constraint organizations_review
    check (num_nulls(review_link, review_hours, review_months) in (0, 3)) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table organizations validate constraint organizations_review;

-- The table of what is to be sent has further kinds; those after a visit are due after its start.
-- squawk-ignore ban-drop-constraint
alter table reminders drop constraint reminders_kind_check;
-- squawk-ignore ban-drop-constraint
alter table reminders drop constraint reminders_check;
-- squawk-ignore constraint-missing-not-valid
alter table reminders add constraint reminders_kind_check
    check (kind in ('confirmation', 'reminder', 'release', 'aftercare', 'review')) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table reminders validate constraint reminders_kind_check;
-- squawk-ignore constraint-missing-not-valid
alter table reminders add constraint reminders_in_time
    check (kind in ('aftercare', 'review') or due_at < starts_at) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table reminders validate constraint reminders_in_time;
comment on column reminders.offset_minutes is 'Before the start; of aftercare and review after the end';
comment on column reminders.reason is
    'dropped: cancelled, completed, no_show, moved, confirmed, offset, opted_out, no_consent, not_completed, refused, '
    'no_marketing, asked_before. skipped: late, quiet, busy, just_written, no_chat, window, undelivered, unmarked; a '
    'release: not_asked, not_told, wrote, with_person, seen_to';

-- squawk-ignore ban-drop-constraint
alter table appointment_events drop constraint appointment_events_kind_check;
-- squawk-ignore constraint-missing-not-valid
alter table appointment_events add constraint appointment_events_kind_check check (kind in (
    'booked', 'moved', 'confirmed', 'cancelled', 'completed', 'no_show', 'confirmation_asked', 'reminded', 'renamed',
    'arrived', 'resized', 'aftercare_sent', 'review_asked', 'rated')) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table appointment_events validate constraint appointment_events_kind_check;
-- squawk-ignore ban-drop-constraint
alter table appointment_events drop constraint appointment_events_actor_check;
-- squawk-ignore constraint-missing-not-valid
alter table appointment_events add constraint appointment_events_actor_check
    check (actor in ('customer', 'staff', 'system', 'rule')) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table appointment_events validate constraint appointment_events_actor_check;

-- squawk-ignore ban-drop-constraint
alter table notifications drop constraint notifications_topic_check;
-- squawk-ignore constraint-missing-not-valid
alter table notifications add constraint notifications_topic_check
    check (topic in ('stuck', 'works', 'given_up', 'erased', 'history', 'week', 'released')) not valid;
-- squawk-ignore constraint-missing-not-valid
alter table notifications validate constraint notifications_topic_check;

-- What a customer was asked to say of a visit, and what they said: one row for each question that was sent.
create table visit_ratings (
    id uuid primary key,
    organization_id uuid not null references organizations on delete cascade,
    appointment_id uuid not null references appointments on delete cascade,
    contact_id uuid not null references contacts on delete cascade,
    chat_identity_id uuid references chat_identities on delete set null,
    asked_at timestamptz not null,
    rating smallint check (rating between 1 and 5),
    rated_at timestamptz,
    turn_id uuid,
    words text check (length(words) <= 1200),
    words_at timestamptz,
    check ((rating is null) = (rated_at is null)),
    check ((words is null) = (words_at is null)),
    check (words is null or rating is not null)
);
create index visit_ratings_appointment on visit_ratings (appointment_id);
create index visit_ratings_contact on visit_ratings (contact_id, asked_at);
create index visit_ratings_chat on visit_ratings (chat_identity_id);
create index visit_ratings_rated on visit_ratings (organization_id, rated_at) where rating is not null;
comment on column visit_ratings.id is 'That of its row of reminders; buttons carry it';
comment on column visit_ratings.turn_id is 'In which the rating was read last; no key: turns are deleted earlier';
comment on column visit_ratings.words is 'What they answered when asked what had happened';
