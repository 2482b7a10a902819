-- Whether absence from a walk means anything, and why not; null for what is no walk that moves people.
alter table run
    add column walk_complete   boolean,
    add column walk_doubt      text,
    -- What the walk reads of people besides, from its first page on.
    add column walk_attributes text[] not null default '{}';
update run set walk_complete = true where walk_closed and retries is null and mode <> 'PLAN' and state <> 'LIVE';
create index run_walks on run (integration_id, walk_complete, phase_since desc) where walk_complete is not null;

-- A compacted topic forgets a key by a record without a value.
alter table outbox alter column value drop not null;

-- Whose newest outcome is that they are held.
create table held_person (
    integration_id text        not null,
    subject_id     text        not null,
    sequence       bigint      not null,
    reason         text,
    detail         text,
    zenqms_user_id text,
    held_since     timestamptz not null,
    -- What an administrator asked for, until the workers report what came of it.
    asked          text,
    primary key (integration_id, subject_id)
);
create index held_person_since on held_person (integration_id, held_since, subject_id);

-- An integration on its way out: what is done of it.
create table removal (
    integration_id text        primary key references integration on delete cascade,
    run_id         text        not null,
    begun_at       timestamptz not null,
    -- Null until the directory's subscriptions are ended, or given up on.
    unsubscribed_at timestamptz,
    -- Null until the workers say that no external id of ours is left.
    cleared_at     timestamptz,
    cleared        bigint,
    left_alone     bigint
);
alter table integration add column removal_run text;

-- A wish to read everybody stands until a walk that began after it has come to its end; after a failure it waits.
alter table integration
    add column walk_wanted_at  timestamptz,
    add column walk_not_before timestamptz;
update integration set walk_wanted_at = now() where walk_wanted is not null;
