-- Walks over a whole directory: who is linked and was met by none of a complete one's batches is looked at.
create table walk (
    integration_id    text not null,
    run_id            text not null,
    -- As its end says; null until that is here.
    batches           integer,
    complete          boolean,
    settled           boolean not null default false,
    begun_at          timestamptz not null default now(),
    primary key (integration_id, run_id)
);

-- Batches come in any order, and more than once.
create table walk_batch (
    integration_id    text not null,
    run_id            text not null,
    batch             integer not null,
    subjects          text[] not null,
    primary key (integration_id, run_id, batch)
);
