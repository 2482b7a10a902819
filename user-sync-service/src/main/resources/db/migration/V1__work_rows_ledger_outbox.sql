-- What this service knows of integrations. Access stays sealed at rest.
create table integration (
    integration_id    text primary key,
    version           bigint not null default 0,
    state             text not null default 'UNKNOWN',
    settings          jsonb,
    access_version    bigint not null default 0,
    access_audience   text,
    access_sealed     text,
    -- The access version that was refused; work waits for a newer one.
    refused_version   bigint not null default 0,
    -- An outage or a throttle: no row of the integration is leased before.
    resting_until     timestamptz,
    resting_reason    text,
    resting_count     integer not null default 0
);

-- One row per person to be looked at. Kafka is the intake, this is the queue.
create table work_row (
    integration_id    text not null,
    subject_id        text not null,
    -- 'apply' rows may write, 'plan' rows never do; a preview doesn't hold up live work.
    lane              text not null,
    state             text not null default 'due',
    priority          smallint not null,
    due_at            timestamptz not null,
    generation        bigint not null default 1,
    cause             text not null,
    mode              text not null,
    run_id            text,
    request_id        text,
    traceparent       text,
    snapshot          jsonb,
    snapshot_read_at  timestamptz,
    -- How often somebody was looked at again because a replica may lag or a new account be unfinished.
    extra_looks       smallint not null default 0,
    attempts          integer not null default 0,
    first_failed_at   timestamptz,
    -- One sentence for the operator: why the row waits.
    waiting_for       text,
    held_since        timestamptz,
    fence             bigint,
    leased_until      timestamptz,
    noticed_at        timestamptz not null default now(),
    primary key (integration_id, subject_id, lane)
);

create index work_row_due on work_row (integration_id, lane, priority, due_at) where state = 'due';

create sequence work_fence;
create sequence plan_sequence;

-- One row per person ever looked at: what we know, what we wrote, and why the link exists.
create table ledger (
    integration_id    text not null,
    subject_id        text not null,
    sequence          bigint not null default 0,
    looked_at         timestamptz not null,
    outcome           text not null,
    reason            text,
    zenqms_user_id    text,
    link_origin       text,
    set_by_us         boolean not null default false,
    active            boolean not null default false,
    -- The mapped fields as last written or seen equal; null after linking only, so that the first live change updates.
    written           jsonb,
    -- False once the directory deleted them: their claim on a mail ends when their external id is cleared.
    in_directory      boolean not null default true,
    -- The mail that somebody else has: who gives it up makes them due.
    disputed_mail     text,
    primary key (integration_id, subject_id)
);

create index ledger_disputed_mail on ledger (integration_id, disputed_mail) where disputed_mail is not null;

create unique index ledger_one_subject_per_user on ledger (integration_id, zenqms_user_id) where zenqms_user_id is not null;

-- Opened before a call that creates a user or links one by mail, closed with its effect. It reserves the mail, so no two
-- people get one user, and a crash in between leads to a search, never to a second create. A preview reserves within its
-- run (scope), to say what would happen.
create table intent (
    integration_id    text not null,
    scope             text not null,
    email_lower       text not null,
    subject_id        text not null,
    -- CREATED or BY_EMAIL: what the call was to do.
    purpose           text not null,
    opened_at         timestamptz not null,
    primary key (integration_id, scope, email_lower),
    unique (integration_id, scope, subject_id)
);

-- Deactivations of the last 24 hours, counted under the lock of the integration's row before the write.
create table brake_event (
    integration_id    text not null,
    subject_id        text not null,
    at                timestamptz not null,
    primary key (integration_id, subject_id)
);

-- ZenQMS users as paged at the start of a run and kept up by our own writes: a run's reads.
create table zenqms_index (
    integration_id    text not null,
    zenqms_user_id    text not null,
    external_id       text,
    email_lower       text,
    email             text,
    first_name        text,
    last_name         text,
    title             text,
    active            boolean not null,
    -- When it was read or written: an older page never replaces a later write of ours.
    as_of             timestamptz not null,
    primary key (integration_id, zenqms_user_id)
);

create index zenqms_index_external_id on zenqms_index (integration_id, external_id);
create index zenqms_index_email on zenqms_index (integration_id, email_lower);

-- Each run fills the index once.
create table zenqms_index_build (
    integration_id    text not null,
    run_id            text not null,
    ready             boolean not null default false,
    fence             bigint not null,
    leased_until      timestamptz not null,
    primary key (integration_id, run_id)
);

-- Messages written with the state they report; published afterwards, in order.
create table outbox (
    id                bigint generated always as identity primary key,
    topic             text not null,
    message_key       text not null,
    headers           jsonb not null,
    value             bytea not null,
    created_at        timestamptz not null default now()
);
