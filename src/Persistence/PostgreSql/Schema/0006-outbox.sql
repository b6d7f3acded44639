-- Events published inside of database transactions, until they are in Kafka. Rows are sent in the order of their numbers as soon as they
-- are visible: of two transactions of which one has seen the other's commit, the later one has the higher number.
create table outbox (
    id            bigint generated always as identity primary key,
    topic         text        not null,
    key           bytea,                   -- null: none; of such events each is on its own
    value         bytea,                   -- null: a tombstone
    header_names  text[]      not null,
    header_values bytea[]     not null,    -- as many
    partition     integer,                 -- null: the key decides
    timestamp_ms  bigint,                  -- Unix milliseconds; null: when it is sent
    written_at    timestamptz not null default now(),
    refused       text,                    -- why it can't be sent: its key waits
    refused_at    timestamptz,             -- the last time
    stops_topic   boolean     not null default false  -- the topic can't be written to: all of it waits
)
-- A row lives for milliseconds as a rule: space is taken back often.
with (autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_insert_threshold = -1);

create index outbox_refused on outbox (topic) where refused is not null;

-- Who forwards, one process at a time, and what it has in hand. One row.
create table outbox_forwarder (
    only_one  boolean     primary key default true check (only_one),
    outbox_id uuid        not null default gen_random_uuid(),  -- names its progress in Kafka
    holder    text,                                            -- null: nobody
    until     timestamptz not null default now(),              -- it has to say so again before
    idle      boolean     not null default true,               -- it waits to be told of a new row
    batch     bigint,                                          -- what it sends: a number drawn for it, which Kafka keeps too
    batch_ids bigint[]                                         -- first and last number of each run of rows in it
);
insert into outbox_forwarder default values;
