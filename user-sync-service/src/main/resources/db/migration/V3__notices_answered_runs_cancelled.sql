-- Which notices a look answers, by the ingress's clock; null where none is behind it.
alter table work_row drop column noticed_at;
alter table work_row add column first_notice_at timestamptz;
alter table work_row add column last_notice_at timestamptz;

-- Runs that an administrator cancelled: what they sent and arrives later is passed over. Kept as long as their topics are.
create table cancelled_run (
    integration_id    text not null,
    run_id            text not null,
    cancelled_at      timestamptz not null default now(),
    primary key (integration_id, run_id)
);
