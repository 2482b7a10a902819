-- What an administrator said of a held deactivation: RELEASED or REJECTED. It counts for the next look and ends with the hold.
alter table work_row add column ruling text;

-- What the directory said of a leaver when their deactivation was rejected; it stays rejected while that is said.
alter table ledger add column rejected text;
