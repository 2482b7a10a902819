-- A service copies this into its first Flyway migration. The table lies in the service's own schema (search_path).
-- Rows live for milliseconds: written with the state they report, deleted when Kafka has them.
create table outbox (
    id          bigint generated always as identity primary key,
    topic       text        not null,
    message_key text        not null,
    headers     jsonb       not null,
    value       bytea,
    created_at  timestamptz not null default now()
);
