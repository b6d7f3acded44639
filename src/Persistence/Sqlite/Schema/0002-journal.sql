-- Journal and snapshots of the shards, as Akka.Persistence.Sql has them, but for indexes of its own that no query here uses and every commit
-- would pay for.
create table journal (
    ordering        integer primary key,
    created         integer not null,                 -- .NET ticks
    deleted         integer not null,
    persistence_id  text    not null,                 -- GROUP/SHARD
    sequence_number integer not null,
    message         blob    not null,
    manifest        text,
    identifier      integer,                          -- of the serializer
    writer_uuid     text                              -- not written: rows are told apart by the constraint
);

create unique index journal_uq on journal (persistence_id, sequence_number);  -- of two owners of a shard one fails here

create table tags (
    ordering_id    integer not null,
    tag            text    not null,
    persistence_id text    not null,
    sequence_nr    integer not null,
    primary key (ordering_id, tag)
) without rowid;

create table snapshot (
    persistence_id  text    not null,
    sequence_number integer not null,
    created         integer not null,
    snapshot        blob,
    manifest        text,
    serializer_id   integer,
    primary key (persistence_id, sequence_number)
);
