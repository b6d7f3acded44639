-- Journal and snapshots of the shards, as Akka.Persistence.Sql has them, but for two indexes of its own that no query here uses and every
-- commit would pay for. They may lie in a schema of their own, made by another; what is there already stays as it is.
create table if not exists journal (
    ordering        bigint generated always as identity primary key,
    created         bigint  not null,                 -- .NET ticks
    deleted         boolean not null,
    persistence_id  text    not null,                 -- GROUP/SHARD
    sequence_number bigint  not null,
    message         bytea   not null,
    manifest        text,
    identifier      integer,                          -- of the serializer
    writer_uuid     text,                             -- not written: rows are told apart by the constraint
    constraint journal_uq unique (persistence_id, sequence_number)  -- of two owners of a shard one fails here
);

create table if not exists tags (
    ordering_id    bigint not null,
    tag            text   not null,
    persistence_id text   not null,
    sequence_nr    bigint not null,
    primary key (ordering_id, tag)
);

create table if not exists snapshot (
    persistence_id  text   not null,
    sequence_number bigint not null,
    created         bigint not null,
    snapshot        bytea,
    manifest        text,
    serializer_id   integer,
    primary key (persistence_id, sequence_number)
);
