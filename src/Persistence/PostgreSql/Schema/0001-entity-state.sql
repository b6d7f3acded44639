-- The entities of a group. Their number stands for both names in every row and index entry of entity_state: half the index, and
-- integers to compare. Rows stay when a group is deleted, because running processes remember the numbers.
create table entity (
    id          integer generated always as identity primary key,
    group_name  text not null,
    entity_name text not null,
    unique (group_name, entity_name)
);

-- The last checkpointed state of each key.
create table entity_state (
    sequence_nr bigint  not null,
    deleted_at  timestamptz,         -- set: the entity has ended; the row stays for a while so that a late write cannot bring it back
    entity_id   integer not null,    -- entity.id; no foreign key, which would cost a look-up for each row of a checkpoint
    shard       integer not null,
    -- A key of up to 255 bytes itself, else its first 224 bytes and its SHA-256: an index entry holds at most some 2,700 bytes.
    key_id      bytea   not null,
    manifest    text    not null,
    payload     bytea   not null,
    long_key    bytea,               -- the whole key where it is longer than 255 bytes
    primary key (entity_id, shard, key_id)
)
-- A checkpoint rewrites many rows of a page at once. With half of the page free they stay in it and no index entry is touched (HOT):
-- twice as fast as with the default of 100, and smaller after the second checkpoint.
with (fillfactor = 50);

create index entity_state_deleted on entity_state (deleted_at) where deleted_at is not null;
