-- What the finished records of a group are of.
create table if not exists `akka_events_group_topic` (
    group_name varchar(255) character set ascii collate ascii_bin not null,
    topic      varchar(255) character set ascii collate ascii_bin not null,
    topic_id   varchar(64) character set ascii collate ascii_bin not null, -- another one each time a topic of the name is made
    partitions int not null,
    life       int not null,           -- how often another topic has taken its place, to be read from its beginning
    primary key (group_name, topic)
) engine = InnoDB;

-- Who may finish records of a partition for a group's handlers in database transactions. A transaction shares the row for its last moment;
-- a new owner raises the epoch, which waits for those moments and refuses all that come after.
create table if not exists `akka_events_consumer_owner` (
    id           bigint not null auto_increment primary key,
    group_name   varchar(255) character set ascii collate ascii_bin not null,
    topic        varchar(255) character set ascii collate ascii_bin not null,
    partition_nr int    not null,
    epoch        bigint not null,
    unique (group_name, topic, partition_nr)
) engine = InnoDB;

-- Up to where a handler has finished a partition: all below the watermark.
create table if not exists `akka_events_consumer_offset` (
    id        bigint not null auto_increment primary key,
    owner_id  bigint not null,         -- consumer_owner.id
    handler   varchar(255) character set ascii collate ascii_bin not null,
    watermark bigint,                  -- null: it hasn't begun
    unique (owner_id, handler)
) engine = InnoDB;

-- Records finished above a watermark, each written by the transaction that handled it. They go when the watermark has passed them.
create table if not exists `akka_events_finished_record` (
    consumer_id   bigint not null,     -- consumer_offset.id
    record_offset bigint not null,
    first_offset  bigint not null,     -- with the offsets before it that hold no record
    primary key (consumer_id, record_offset)
) engine = InnoDB;

-- Events that handlers with dedupe-for have handled.
create table if not exists `akka_events_handled_event` (
    mark       binary(16)  not null primary key,
    noted_by   bigint      not null,   -- a number of the transaction's own, by which it knows its rows
    kept_until datetime(6) not null,   -- UTC
    key (kept_until)
) engine = InnoDB;
