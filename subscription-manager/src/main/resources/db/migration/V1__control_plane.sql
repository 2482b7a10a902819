-- Integrations and their connections. Secrets are ciphertext (Tink AEAD), bound to the integration and the column.
create table integration (
    id                  text primary key,
    name                text        not null,
    state               text        not null,
    problem             text,
    settings_version    bigint      not null,
    authorize_url       text        not null,
    token_url           text        not null,
    tenant_id           text        not null,
    client_id           text        not null,
    client_secret       text        not null,
    graph_url           text        not null,
    zenqms_url          text        not null,
    zenqms_api_key      text        not null,
    zenqms_wire         text        not null,
    initial_sync        text        not null,
    user_sync           text        not null,
    integration_key     text        not null,
    key_hash            text        not null unique,
    client_state        text        not null,
    client_state_hash   text        not null,
    secrets_key_id      text        not null,
    door_open           boolean     not null,
    credentials_version bigint      not null,
    access_version      bigint      not null,
    access_expires_at   timestamptz,
    access_due_at       timestamptz,
    access_cause        text,
    renewal_cause       text,
    authorization_lost  text,
    -- Why everybody is to be read again as soon as that is possible; null when nothing may have been missed.
    walk_wanted         text,
    created_at          timestamptz not null,
    changed_at          timestamptz not null
);
-- The directory allows an app registration one subscription for a resource: two integrations would end each other's.
create unique index integration_app on integration (lower(tenant_id), lower(client_id)) where state <> 'REMOVED';
create index integration_walk_wanted on integration (id) where walk_wanted is not null;
create index integration_access_due on integration (access_due_at) where access_due_at is not null;

-- The directory's subscriptions; one for each resource.
create table directory_subscription (
    integration_id  text        not null references integration on delete cascade,
    resource        text        not null,
    subscription_id text        not null,
    expires_at      timestamptz not null,
    check_at        timestamptz not null,
    problem         text,
    -- The run that made it, so that a run that was killed knows which it has made already; null when a renewal did.
    run_id          text,
    primary key (integration_id, resource)
);

-- Where the change feed goes on from: the sweep starts here.
create table directory_feed (
    integration_id text        not null references integration on delete cascade,
    resource       text        not null,
    delta_link     text        not null,
    taken_at       timestamptz not null,
    primary key (integration_id, resource)
);

-- A run is a state machine: phase says what is next, the lease says who does it, next_link is its checkpoint.
create table run (
    id             text primary key,
    integration_id text        not null references integration on delete cascade,
    cause          text        not null,
    mode           text        not null,
    state          text        not null,
    phase          text        not null,
    attempt        int         not null default 0,
    next_step_at   timestamptz not null,
    lease_token    text,
    lease_until    timestamptz,
    phase_since    timestamptz not null,
    started_at     timestamptz not null,
    ended_at       timestamptz,
    batches        int         not null default 0,
    walked         bigint      not null default 0,
    walk_closed    boolean     not null default false,
    next_link      text,
    restarts       int         not null default 0,
    problem        text
);
-- One at a time: one run that writes and one preview.
create unique index run_one_at_a_time on run (integration_id, (mode = 'PLAN')) where state = 'RUNNING';
create index run_of_integration on run (integration_id, started_at desc);
create index run_due on run (next_step_at) where state = 'RUNNING';

-- Who belongs to a run and what became of them; kind is null while that is open. No foreign key: what workers report is
-- kept even if we do not know the run.
create table run_entry (
    run_id         text   not null,
    subject_id     text   not null,
    kind           text,
    sequence       bigint not null default -1,
    reason         text,
    detail         text,
    match          text,
    zenqms_user_id text,
    content        text,
    at             timestamptz,
    primary key (run_id, subject_id)
);
create index run_entry_open on run_entry (run_id) where kind is null;
create index run_entry_kind on run_entry (run_id, kind, reason);

-- Everything workers reported, once each. No foreign key, for the same reason.
create table outcome (
    position       bigint generated always as identity,
    integration_id text   not null,
    subject_id     text   not null,
    sequence       bigint not null,
    run_id         text,
    cause          text   not null,
    kind           text   not null,
    reason         text,
    detail         text,
    match          text,
    zenqms_user_id text,
    content        text,
    at             timestamptz,
    primary key (integration_id, subject_id, sequence)
);
create unique index outcome_newest on outcome (integration_id, position);

-- What stops an integration, as workers reported it; one line for each version of access.
create table trouble (
    integration_id text        not null,
    kind           text        not null,
    access_version bigint      not null,
    detail         text,
    at             timestamptz not null,
    primary key (integration_id, kind, access_version)
);

-- Messages to publish, written in the transaction that changes what they report.
create table outbox (
    id          bigint generated always as identity primary key,
    topic       text        not null,
    message_key text        not null,
    headers     jsonb       not null,
    value       bytea       not null,
    created_at  timestamptz not null default now()
);
