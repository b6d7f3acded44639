-- The entities of a group. Their number stands for both names in every row of entity_state.
create table entity (
    id          integer primary key,
    group_name  text not null,
    entity_name text not null,
    unique (group_name, entity_name)
) strict;

-- The last checkpointed state of each key, in the order of the key: a checkpoint writes, and a sweep reads, neighbours.
create table entity_state (
    entity_id   integer not null,    -- entity.id
    shard       integer not null,
    key         blob    not null,
    sequence_nr integer not null,
    manifest    text    not null,
    payload     blob    not null,
    deleted_at  integer,             -- Unix milliseconds; set: the entity has ended; the row stays for a while so that a late write cannot bring it back
    primary key (entity_id, shard, key)
) strict, without rowid;

create index entity_state_deleted on entity_state (deleted_at) where deleted_at is not null;

-- What the state of a group stands on: the partitions of its topics at the time it began, and which topics they were.
create table group_topic (
    group_name text    not null,
    topic      text    not null,
    topic_id   text    not null,  -- another one each time a topic of the name is made; empty where the brokers give none
    partitions integer not null,
    life       integer not null,  -- how often another topic has taken its place, to be read from its beginning
    primary key (group_name, topic)
) strict, without rowid;
