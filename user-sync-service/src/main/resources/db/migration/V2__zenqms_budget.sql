-- A service that asks ZenQMS copies this into a migration. Unlogged: a crash of PostgreSQL or a failover forgets it, which is
-- harmless, as asking then begins slowly again; and a turn costs no wait for a disk.

-- The library's bucket: what is left of the pace.
create unlogged table zenqms_bucket (
    integration_id      text primary key,
    state               bytea
);

-- What the replicas agreed on.
create unlogged table zenqms_pace (
    integration_id      text primary key,
    version             bigint not null,
    requests_per_second double precision not null,
    -- Above this it rises by small steps only.
    gentle_from         double precision not null,
    usual_millis        double precision not null,
    changed_at          timestamptz not null,
    lowered_at          timestamptz not null,
    -- ZenQMS asked that nobody comes before.
    quiet_until         timestamptz
);

-- Calls that are open, over all replicas.
create unlogged table zenqms_place (
    integration_id      text not null,
    number              integer not null,
    fence               bigint not null,
    taken_until         timestamptz not null,
    primary key (integration_id, number)
);

create sequence zenqms_place_fence;
