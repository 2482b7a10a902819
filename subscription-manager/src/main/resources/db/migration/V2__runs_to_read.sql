-- A run tells how far it is, can be cancelled, and can try the people again whom another run failed on.
alter table run
    -- The run whose people this one tries again, and the last of them that was asked for.
    add column retries       text,
    add column retry_after   text,
    -- When an outcome of the run was last put on record.
    add column progressed_at timestamptz,
    -- Two marks of how many were done when, at least a quarter of a minute apart: the pace lately.
    add column mark_at       timestamptz,
    add column mark_done     bigint,
    add column older_at      timestamptz,
    add column older_done    bigint;
drop index run_of_integration;
create index run_of_integration on run (integration_id, started_at desc, id desc);
create index run_ended on run (ended_at) where ended_at is not null;

-- How many entries of a run there are of each kind and reason; PENDING are those whose outcome is not known yet. Changed in
-- the transaction that changes the entries, so it equals a recount, and nobody has to count a million rows to look at a run.
create table run_count (
    run_id text   not null references run on delete cascade,
    kind   text   not null,
    reason text   not null default '',
    n      bigint not null,
    primary key (run_id, kind, reason)
);
insert into run_count (run_id, kind, reason, n)
select e.run_id, coalesce(e.kind, 'PENDING'), coalesce(e.reason, ''), count(*)
from run_entry e join run r on r.id = e.run_id
group by 1, 2, 3;

-- Each filter of the entries, in the order in which they are paged.
drop index run_entry_open;
drop index run_entry_kind;
create index run_entry_open on run_entry (run_id, subject_id) where kind is null;
create index run_entry_kind on run_entry (run_id, kind, subject_id);
create index run_entry_reason on run_entry (run_id, reason, subject_id) where reason is not null;
create index run_entry_match on run_entry (run_id, match, subject_id) where match is not null;
create index run_entry_user on run_entry (run_id, zenqms_user_id, subject_id) where zenqms_user_id is not null;
create index run_entry_at on run_entry (run_id, at, subject_id) where at is not null;

-- The newest notice that the look behind an outcome answers: it answers the person's older ones too.
alter table outcome add column noticed_at timestamptz;
-- Before this version reports did not say so.
update outcome set noticed_at = at where cause = 'NOTIFICATION';
create index outcome_at on outcome (at);

-- The standing run Live of an integration: what arrived that was no part of a run, and what became of it. One row for each
-- notification, each request, and each outcome that nothing of these asked for. Holds ids only: before and after stand in
-- the outcome it was answered with.
create table live_entry (
    position       bigint generated always as identity primary key,
    integration_id text        not null,
    -- The event's id, so that what is read twice is one entry; null for what the manager wrote itself.
    source         text unique,
    received_at    timestamptz not null,
    -- PERSON, GROUP, SUBSCRIPTION, or ITEM for what could not be read.
    about          text        not null,
    subject_id     text,
    -- The vendor's own word.
    change         text,
    cause          text        not null,
    request_id     text        unique,
    -- Null while it waits; NONE where nothing will come of it, with the reason.
    kind           text,
    reason         text,
    detail         text,
    match          text,
    zenqms_user_id text,
    -- The outcome, by the person's report number, and the run that counts it.
    sequence       bigint,
    run_id         text,
    answered_at    timestamptz,
    -- The look was for a later notice of the same person, and answered this one too.
    covered        boolean     not null default false
);
create index live_entry_time on live_entry (integration_id, received_at, position);
create index live_entry_kind on live_entry (integration_id, kind, received_at, position);
create index live_entry_subject on live_entry (integration_id, subject_id, received_at, position);
create index live_entry_reason on live_entry (integration_id, reason, received_at, position) where reason is not null;
create index live_entry_match on live_entry (integration_id, match, received_at, position) where match is not null;
create index live_entry_user on live_entry (integration_id, zenqms_user_id, received_at, position)
    where zenqms_user_id is not null;
create index live_entry_open on live_entry (integration_id, received_at, position) where kind is null;
create index live_entry_waiting on live_entry (integration_id, subject_id) where kind is null;

insert into run (id, integration_id, cause, mode, state, phase, next_step_at, phase_since, started_at)
select 'live-' || id, id, 'LIVE', 'APPLY', 'LIVE', 'LIVE', created_at, created_at, created_at
from integration where state <> 'DRAFT';
