-- Which journal the stored states of a shard belong to. A row is locked by whoever stores states of the shard.
create table shard (
    group_name     text    not null,
    shard          integer not null,
    incarnation    bigint  not null,  -- of the shard's journals the 1st, 2nd …; a row of states is of this one
    stored_through bigint  not null,  -- the highest sequence number of it that a state has been stored with; 0: none is
    primary key (group_name, shard)
);
