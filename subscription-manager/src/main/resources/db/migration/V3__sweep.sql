-- Who looks at the timers. The columns are ShedLock's.
create table timer_lock (
    name       varchar(64)  primary key,
    lock_until timestamptz  not null,
    locked_at  timestamptz  not null,
    locked_by  varchar(255) not null
);

alter table directory_subscription
    -- Of the client state it was made with: the directory doesn't show that, so one is ours only while this is current.
    add column client_state_hash text,
    -- When it is renewed; check_at says when it is compared with the directory's list.
    add column renew_at          timestamptz,
    -- When the directory asked for a renewal that has not happened yet.
    add column reauthorize_at    timestamptz,
    add column claimed_until     timestamptz,
    add column attempt           int not null default 0,
    -- The last that happened to it, for the administrator.
    add column remark            text;
update directory_subscription s set client_state_hash = i.client_state_hash, renew_at = s.check_at
from integration i where i.id = s.integration_id;
alter table directory_subscription
    alter column client_state_hash set not null,
    alter column renew_at set not null;
create index directory_subscription_id on directory_subscription (subscription_id);

-- A client state that replaces another. Both are accepted until the directory has stopped sending the old one.
alter table integration add column other_client_state_hash text;
create table client_state_rotation (
    integration_id text        primary key references integration on delete cascade,
    phase          text        not null,
    -- The phase in words, for the administrator.
    sentence       text        not null,
    -- The new one, encrypted, and its hash; it is the integration's own from phase REPLACING on.
    client_state   text        not null,
    hash           text        not null,
    due_at         timestamptz not null,
    began_at       timestamptz not null
);

-- Reading what changed since the last time, at most one row an integration.
create table sweep (
    integration_id text        primary key references integration on delete cascade,
    -- Why one is wanted at once; null when none is.
    wanted         text,
    -- When the next one begins by itself; null until a walk has shown where the feed goes on from.
    due_at         timestamptz,
    attempt        int         not null default 0,
    try_at         timestamptz,
    problem        text,
    lease_token    text,
    lease_until    timestamptz,
    -- The round under way: why, which link it began at, which page is next, how far the one before had read, and when its first page was read.
    cause          text,
    from_link      text,
    next_link      text,
    since          timestamptz,
    begun_at       timestamptz,
    restarts       int         not null default 0,
    found          bigint      not null default 0,
    -- The last that came to its end.
    last_cause     text,
    last_found     bigint,
    finished_at    timestamptz,
    -- What changed before that was announced, or shown by a sweep or a walk; stays when the place in the feed is lost.
    read_to        timestamptz,
    -- When reading everybody was last asked for instead, and what was done about what may have been missed.
    full_at        timestamptz,
    remark         text
);

-- Changes that a sweep found and that no notification has announced so far: one row a person, and for hours at most.
create table unannounced_change (
    integration_id text        not null references integration on delete cascade,
    subject_id     text        not null,
    -- A notification received from here on announces it.
    since          timestamptz not null,
    found_at       timestamptz not null,
    changes        int         not null default 1,
    primary key (integration_id, subject_id)
);
create index unannounced_change_found on unannounced_change (found_at);

-- How many changes sweeps found in an hour, and how many of these were announced late or never.
create table sweep_tally (
    integration_id text        not null references integration on delete cascade,
    hour           timestamptz not null,
    found          bigint      not null default 0,
    late           bigint      not null default 0,
    missed         bigint      not null default 0,
    primary key (integration_id, hour)
);

-- What is read of people besides, by the names of the attributes: a link shows changes of nothing else.
alter table directory_feed add column attributes text[] not null default '{}';

-- What everybody was read again for before, a sweep does now; where it can't, it says so.
update integration set walk_wanted = 'RECONCILIATION' where walk_wanted in ('RESUMED', 'AUTHORIZED', 'RESUBSCRIBED');

-- A link that was kept before this version says when the walk ended; it may have begun long before.
update directory_feed set taken_at = taken_at - interval '1 hour';
insert into sweep (integration_id, due_at, read_to) select integration_id, now(), taken_at from directory_feed;
