-- Events whose ids a handler in database transactions has handled, where it is to handle each once. Each row is written by the transaction
-- that handles the event: a second one of the same id waits for that transaction's end.
create table handled_event (
    mark       uuid        primary key,  -- 4 bytes of a SHA-256 over the group, 12 of one over group, handler, source and id
    kept_until timestamptz not null
)
-- Its rows live for the time that handlers remember ids: a vacuum reads all of both indexes, and comes when it has something to take back.
with (autovacuum_vacuum_threshold = 50000, autovacuum_vacuum_scale_factor = 0.05);

create index handled_event_kept_until on handled_event (kept_until);
