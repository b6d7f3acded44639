using System.Buffers;
using System.Text.Json;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Checkpoints;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Persistence.PostgreSql.Internal;
using Akka.Events.Testing;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Npgsql;
using Xunit;

namespace Akka.Events.Tests.Handling.Entities;

/// <summary>Entities that a service can't read back, over services that come and go.</summary>
public sealed class UnreadableEntityTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly TopicPartition Zero = new("events", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1);
    private string _database = "";

    [SkippableFact]
    public async Task An_entity_whose_events_name_is_unknown_keeps_them_through_checkpoints_and_restarts_until_it_is_known()
    {
        _database = await postgres.NewDatabaseAsync();
        await Service([Counter(e => e.Store<Counted>("counted-v1"))], async group =>
        {
            await Publish(group, ("a", "1"), ("a", "2"), ("b", "1"));
            await Checkpoint(group, ("a", "3"));
            await Publish(group, ("a", "4"), ("a", "5"));
        });
        for (var starts = 0; starts < 2; starts++)
            await Service([Counter()], async group =>
            {
                _topics.Append("events", "a", $"waits {starts}");
                await Checkpoint(group, ("c", "1"));
                await Assert.ThrowsAsync<UnreadableStateException>(() => group.Ask<Counter, Count>("a", new GetCount()));
                await Checkpoint(group, ("c", "2"));
                await DeleteCheckpointedRows();
            });
        // Known again, but not for long: what is new comes on top of what is kept.
        await Service([Known()], group => Publish(group, ("a", "6")));
        await Service([Counter(e => e.Store<Counted>("counted-v3"))], async group =>
        {
            await Checkpoint(group, ("d", "1"));
            await DeleteCheckpointedRows();
        });
        await Service([Known()], async group =>
        {
            await Publish(group, ("a", "7"));
            Assert.Equal(["1", "2", "3", "4", "5", "waits 0", "waits 1", "6", "7"], (await Ask(group, "a")).Seen);
            Assert.Equal(["1", "2", "1", "2"], (await Ask(group, "c")).Seen);
            await Checkpoint(group, ("b", "2"));
            await DeleteCheckpointedRows();
        });
        await Service([Known()], async group =>
        {
            Assert.Equal(9, (await Ask(group, "a")).Events);
            Assert.Equal(["1", "2"], (await Ask(group, "b")).Seen);
        });
        static EntityType Known() => Counter(e => e.Upcast<Old, Counted>("counted-v1", old => new Counted(old.Text))
            .Upcast<Old, Counted>("counted-v3", old => new Counted(old.Text)));
    }

    [SkippableFact]
    public async Task An_entity_that_a_group_has_no_longer_finds_every_event_when_it_comes_back()
    {
        _database = await postgres.NewDatabaseAsync();
        await Service([Counter(), Witness()], async group =>
        {
            await Checkpoint(group, ("a", "1"), ("b", "1"));
            await Publish(group, ("a", "2"), ("c", "1"));
        });
        for (var starts = 0; starts < 2; starts++)
            await Service([Witness()], async group =>
            {
                await Checkpoint(group, ("a", "3"));
                await DeleteCheckpointedRows();
            });
        await Service([Counter(), Witness()], async group =>
        {
            await Publish(group, ("a", "4"));
            Assert.Equal(["1", "2", "3", "3", "4"], (await Ask(group, "a")).Seen);
            Assert.Equal(["1"], (await Ask(group, "b")).Seen);
            Assert.Equal(["1"], (await Ask(group, "c")).Seen);
        });
    }

    [SkippableFact]
    public async Task A_checkpoint_that_was_broken_off_behind_the_states_repeats_nothing()
    {
        _database = await postgres.NewDatabaseAsync();
        await Service([Counter(e => e.Store<Counted>("counted-v1"))], group => Publish(group, ("a", "1"), ("a", "2"), ("b", "1")));
        await Service([Counter()], async group =>
        {
            await Checkpoint(group, ("b", "2"));
            // As if the process had ended before its snapshot was saved: the journal is whole, and the states are stored.
            await Sql("delete from akka_events.snapshot");
        });
        await Service([Counter(e => e.Upcast<Old, Counted>("counted-v1", old => new Counted(old.Text)))], async group =>
        {
            await Publish(group, ("a", "3"));
            Assert.Equal(["1", "2", "3"], (await Ask(group, "a")).Seen);
            Assert.Equal(["1", "2"], (await Ask(group, "b")).Seen);
        });
    }

    [SkippableFact]
    public async Task A_resting_state_that_cant_be_read_back_is_stored_as_it_rests()
    {
        _database = await postgres.NewDatabaseAsync();
        var codec = new Fragile();
        await Service([Counter(e => e.Store(codec: codec))], async group =>
        {
            await Publish(group, ("a", "1"));
            await EventsHarness.Eventually(() => group.Runtime.Context.Budget.Active == 0);
            codec.IsBroken = true;
            _topics.Append("events", "a", "2");
            await EventsHarness.Eventually(() => group.Runtime.Context.Metrics.Blocked > 0);
            await Checkpoint(group, ("b", "1"));
            await DeleteCheckpointedRows();
        });
        codec.IsBroken = false;
        await Service([Counter(e => e.Store(codec: codec))], async group =>
        {
            await group.Handled(Zero);
            Assert.Equal(["1", "2"], (await Ask(group, "a")).Seen);
        });
    }

    [SkippableFact]
    public async Task An_entity_whose_state_cant_be_stored_goes_on_and_holds_back_no_checkpoint()
    {
        _database = await postgres.NewDatabaseAsync();
        var codec = new Picky();
        for (var starts = 0; starts < 2; starts++)
            await Service([Counter(e => e.Store(codec: codec))], async group =>
            {
                await Publish(group, ("a", $"{starts} odd"), ("b", $"{starts}"));
                await Checkpoint(group, ("c", $"{starts} first"));
                await DeleteCheckpointedRows();
                await Checkpoint(group, ("a", $"{starts} later"));
                await DeleteCheckpointedRows();
                await Publish(group, ("a", $"{starts} in the tail"));
                Assert.Null(group.Runtime.Problem);
            });
        codec.TakesAll = true;
        string[] expected = ["0 odd", "0 later", "0 in the tail", "1 odd", "1 later", "1 in the tail"];
        await Service([Counter(e => e.Store(codec: codec))], async group =>
        {
            Assert.Equal(expected, (await Ask(group, "a")).Seen);
            await Checkpoint(group, ("a", "stored"));
            await DeleteCheckpointedRows();
        });
        await Service([Counter(e => e.Store(codec: codec))], async group =>
        {
            Assert.Equal(expected.Append("stored"), (await Ask(group, "a")).Seen);
            Assert.Equal(["0", "1"], (await Ask(group, "b")).Seen);
        });
        await using var source = NpgsqlDataSource.Create(_database);
        await using var unfolded = source.CreateCommand("select count(*) from akka_events.entity_state where manifest <> 'count'");
        Assert.Equal(0L, await unfolded.ExecuteScalarAsync());
    }

    private async Task Service(IReadOnlyList<HandlerDefinition> handlers, Func<EventsHarness, Task> act)
    {
        var options = EventsHarness.OptionsWithQuickHousekeeping();
        options.Memory.PassivateAfter = TimeSpan.FromMilliseconds(50);
        options.Checkpoint.MaxTailEvents = int.MaxValue;
        await using var source = NpgsqlDataSource.Create(_database);
        var states = new PostgreSqlEntityStates(source, new PostgreSqlSettings());
        await states.Initialize(default);
        await using var group = await EventsHarness.Start(_topics, handlers, options, states, _database);
        group.Client.Assign(Zero);
        await act(group);
        await group.Leave();
    }

    private Task Publish(EventsHarness group, params (string Key, string Text)[] events)
    {
        foreach (var (key, text) in events) _topics.Append("events", key, text);
        return group.Handled(Zero);
    }

    private async Task Checkpoint(EventsHarness group, params (string Key, string Text)[] events)
    {
        var (context, before) = (group.Runtime.Context, group.Runtime.Context.Metrics.Checkpoints);
        context.Options.Checkpoint.MaxTailEvents = 1;
        foreach (var (key, text) in events) _topics.Append("events", key, text);
        // Not by the committed offset: a key that waits holds it back.
        await EventsHarness.Eventually(() => context.Metrics.Checkpoints > before && context.Tails.Events == 0);
        context.Options.Checkpoint.MaxTailEvents = int.MaxValue;
    }

    // What a process does when the fencing horizon has passed.
    private Task DeleteCheckpointedRows() => Sql("delete from akka_events.journal where sequence_number <= (select max(sequence_number) from akka_events.snapshot)");

    private async Task Sql(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_database);
        await using var command = source.CreateCommand(sql);
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }

    private static Task<Count> Ask(EventsHarness group, string key) => group.Ask<Counter, Count>(key, new GetCount());

    private static EntityType Counter(Action<EntityOptions>? configure = null) => EventsHarness.Entity<Counter, Count>(configure);

    private static EntityType Witness() => EventsHarness.Entity<Witnessing, Count>();

    private sealed record Old(string Text);

    private sealed class Witnessing : EntityActor<Count>
    {
        public Witnessing()
        {
            On(Fakes.Counter.Events, text => Persist(new Counted(text)));
            Apply<Counted>((state, e) => new Count { Events = state.Events + 1, Seen = [.. state.Seen, e.Text] });
        }
    }

    private sealed class Fragile : ICodec<Count>
    {
        public bool IsBroken { get; set; }

        public string ContentType => "application/json";

        public Count Decode(ReadOnlySpan<byte> bytes) =>
            IsBroken ? throw new EventDecodeException("it is broken") : JsonSerializer.Deserialize<Count>(bytes)!;

        public void Encode(Count state, IBufferWriter<byte> output) => output.Write(JsonSerializer.SerializeToUtf8Bytes(state));
    }

    /// <summary>States of an odd event can't be encoded, as JSON has no number for a division by zero.</summary>
    private sealed class Picky : ICodec<Count>
    {
        public bool TakesAll { get; set; }

        public string ContentType => "application/json";

        public Count Decode(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<Count>(bytes)!;

        public void Encode(Count state, IBufferWriter<byte> output)
        {
            output.Write("{"u8); // what a codec has written before it fails is not to be stored
            if (!TakesAll && state.Seen.Any(text => text.EndsWith("odd"))) throw new InvalidOperationException("it is odd");
            output.Write(JsonSerializer.SerializeToUtf8Bytes(state).AsSpan(1));
        }
    }
}
