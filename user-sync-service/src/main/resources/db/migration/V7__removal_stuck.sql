-- ZenQMS does not clear external ids: nothing is written until then, or until there is newer access or settings than it was stuck with.
alter table removal add column stuck_until timestamptz;
alter table removal add column stuck_version bigint not null default 0;
alter table removal add column stuck_access_version bigint not null default 0;
-- When it was last said that the links are cleared; said again while the settings still ask for it.
alter table removal add column said_at timestamptz;

-- ZenQMS refused to clear it: the others come first.
alter table ledger add column removal_refused boolean not null default false;

drop index ledger_to_clear;
create index ledger_to_clear on ledger (integration_id, removal_refused, subject_id) where set_by_us and zenqms_user_id is not null;

comment on column ledger.cleared_user is 'whose external id it was, cleared or left alone: read back before a removal is reported';
