-- Which notices a look answers, by the ingress's clock; null where none is behind it.
alter table work_row drop column noticed_at;
alter table work_row add column first_notice_at timestamptz;
alter table work_row add column last_notice_at timestamptz;

-- Whether somebody was asked for by more than one run alone: then they stay when that run is cancelled.
alter table work_row add column wanted_beyond_run boolean not null default true;
-- Whether this look only repeats one whose outcome was told; and whether it confirms that somebody is gone.
alter table work_row add column told boolean not null default false;
alter table work_row add column gone_once boolean not null default false;

-- What a call of ours may have changed without our knowing: asked for at ZenQMS before anything is decided.
alter table zenqms_index add column doubtful boolean not null default false;

-- Runs that an administrator cancelled: what they sent and arrives later is passed over. Kept as long as their topics are.
create table cancelled_run (
    integration_id    text not null,
    run_id            text not null,
    cancelled_at      timestamptz not null default now(),
    primary key (integration_id, run_id)
);
