-- What the state of a group stands on: the partitions of its topics at the time it began, and which topics they were.
create table group_topic (
    group_name text    not null,
    topic      text    not null,
    topic_id   text    not null,  -- another one each time a topic of the name is made; empty where the brokers give none
    partitions integer not null,
    life       integer not null,  -- how often another topic has taken its place, to be read from its beginning
    primary key (group_name, topic)
);
