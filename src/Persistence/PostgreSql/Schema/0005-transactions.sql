-- Who may finish records of a partition for a group's handlers in database transactions. A transaction shares the row for its last moment;
-- a new owner raises the epoch, which waits for those moments and refuses all that come after.
create table consumer_owner (
    id         bigint generated always as identity primary key,
    group_name text    not null,
    topic      text    not null,
    partition  integer not null,
    epoch      bigint  not null,
    unique (group_name, topic, partition)
);

-- Up to where a handler has finished a partition: all below the watermark.
create table consumer_offset (
    id        bigint generated always as identity primary key,
    owner_id  bigint not null,         -- consumer_owner.id
    handler   text   not null,
    watermark bigint,                  -- null: it hasn't begun
    unique (owner_id, handler)
);

-- Records finished above a watermark, each written by the transaction that handled it. They go when the watermark has passed them.
create table finished_record (
    consumer_id   bigint not null,     -- consumer_offset.id
    record_offset bigint not null,
    first_offset  bigint not null,     -- with the offsets before it that hold no record
    primary key (consumer_id, record_offset)
)
-- Its rows live for a second: space is taken back often, so that the table stays at some MB.
with (autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_insert_threshold = -1);
