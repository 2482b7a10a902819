-- Which kind of access was refused: a directory's refusal does not stop a removal, which asks ZenQMS alone.
alter table integration add column refused_kind text;
-- Whether everything known of a removed integration is gone.
alter table integration add column forgotten boolean not null default false;

-- Integrations that are being removed, and how far that is. The counters move with the ledger.
create table removal (
    integration_id    text not null,
    run_id            text not null,
    fence             bigint not null,
    leased_until      timestamptz not null,
    cleared           bigint not null default 0,
    left_alone        bigint not null default 0,
    -- How often all of ZenQMS's users were read back.
    read_back         integer not null default 0,
    reported          boolean not null default false,
    primary key (integration_id, run_id)
);

-- What a removal did with a link: CLEARING while its call may have taken effect, CLEARED, AGAIN when ZenQMS still shows the
-- external id after that, LEFT where it is not ours any more. And whose external id it was, to be read back.
alter table ledger add column removal text;
alter table ledger add column cleared_user text;

create index ledger_to_clear on ledger (integration_id, subject_id) where set_by_us and zenqms_user_id is not null;

-- A message without a value ends its key.
alter table outbox alter column value drop not null;
