-- Which journal the stored states of a shard belong to.
create table shard (
    group_name     text    not null,
    shard          integer not null,
    incarnation    integer not null,  -- of the shard's journals the 1st, 2nd …; a row of states is of this one
    stored_through integer not null,  -- the highest sequence number of it that a state has been stored with; 0: none is
    primary key (group_name, shard)
) strict, without rowid;
