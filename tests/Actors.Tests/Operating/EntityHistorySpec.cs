using System.Buffers;
using System.Text;
using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Operating;
using Akka.Events.Persistence.Internal;
using Akka.Events.Tests.Fakes;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Operating;

/// <summary>What a history has to give, over whichever journal.</summary>
public abstract class EntityHistorySpec
{
    private static readonly TopicPartition[] Both = [new("events", 0), new("events", 1)];

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 2);

    /// <summary>Null: in the memory of each group.</summary>
    internal abstract EventStore? Store { get; }

    [SkippableFact]
    public async Task An_entitys_events_come_back_in_order_with_the_records_that_caused_them()
    {
        await using var group = await Started();
        var first = await Publish(group, ("a", "one"), ("b", "other"), ("a", "two"), ("aa", "longer"));
        var last = await Publish(group, ("a", "three"), ("", "no key"));

        var events = await Read(group, "a");
        Assert.Equal(["one", "two", "three"], events.Select(e => ((Counted)e.Event).Text));
        Assert.All(events, e => Assert.Equal(("events", "counted"), (e.Topic, e.Type)));
        Assert.All(events, e => Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(FakeQueue.FirstTimestamp + e.Offset), e.Timestamp));
        Assert.Equal([first[0], first[2], last[0]], events.Select(e => new TopicPartitionOffset(e.Topic, e.Partition, e.Offset)));
        Assert.True(events[1].SequenceNr < events[2].SequenceNr);
        Assert.Equal(["no key"], (await Read(group, "")).Select(e => ((Counted)e.Event).Text));
        Assert.Empty(await Read(group, "unknown"));
    }

    [SkippableFact]
    public async Task A_history_outlives_checkpoints()
    {
        await using var group = await Started(o => o.Checkpoint.MaxTailEvents = 1);
        for (var i = 0; i < 5; i++) await Publish(group, ("a", $"{i}"));
        await EventsHarness.Eventually(() => group.Runtime.Context.Metrics.Checkpoints > 0);
        await Publish(group, ("a", "5"));
        Assert.Equal(["0", "1", "2", "3", "4", "5"], (await Read(group, "a")).Select(e => ((Counted)e.Event).Text));
    }

    [SkippableFact]
    public async Task A_history_that_is_not_kept_is_refused_unless_what_is_left_is_asked_for()
    {
        await using var group = await Started(o => o.RetainHistory = false);
        await Publish(group, ("a", "one"));
        var refused = await Assert.ThrowsAsync<HistoryNotRetainedException>(() => Read(group, "a"));
        Assert.Contains("retain-history", refused.Message);
        Assert.Single(await Read(group, "a", whatIsLeft: true));
    }

    [SkippableFact]
    public async Task Events_of_old_types_come_as_those_of_today()
    {
        await using (var before = await Started(entity: e => e.Store<Counted>("counted-v1"))) await Publish(before, ("a", "old"));
        await using var group = await Started(
            entity: e => e.Upcast<Old, Counted>("counted-v1", old => new Counted(old.Text + ", seen today")));
        if (Store is null) return; // another process has another memory
        await Publish(group, ("a", "new"));
        var events = await Read(group, "a");
        Assert.Equal(["counted-v1", "counted"], events.Select(e => e.Type));
        Assert.Equal(["old, seen today", "new"], events.Select(e => ((Counted)e.Event).Text));
    }

    [SkippableFact]
    public async Task An_event_that_cant_be_read_back_is_named()
    {
        await using var group = await Started(entity: e => e.Store(codec: new Unreadable()));
        await Publish(group, ("a", "one"));
        var failure = await Assert.ThrowsAsync<UnreadableStateException>(() => Read(group, "a"));
        Assert.Contains("'counted'", failure.Message);
    }

    internal async Task<EventsHarness> Started(Action<GroupOptions>? configure = null, Action<EntityOptions>? entity = null)
    {
        var options = EventsHarness.Options();
        options.RetainHistory = true;
        configure?.Invoke(options);
        var group = await EventsHarness.Start(_topics, [EventsHarness.Entity<Counter, Count>(entity)], options, store: Store);
        group.Client.Assign(Both);
        return group;
    }

    internal async Task<TopicPartitionOffset[]> Publish(EventsHarness group, params (string Key, string Text)[] events)
    {
        var published = Array.ConvertAll(events, e => _topics.Append("events", e.Key, e.Text));
        await group.Handled(Both);
        return published;
    }

    internal static async Task<List<EntityEvent>> Read(EventsHarness group, string key, bool whatIsLeft = false)
    {
        var events = new List<EntityEvent>();
        await foreach (var e in group.History.Read<Counter>(key, whatIsLeft)) events.Add(e);
        return events;
    }

    private sealed record Old(string Text);

    private sealed class Unreadable : Akka.Events.Topics.ICodec<Counted>
    {
        public string ContentType => "text/plain";

        public Counted Decode(ReadOnlySpan<byte> bytes) => throw new Akka.Events.Topics.EventDecodeException("it is broken");

        public void Encode(Counted @event, IBufferWriter<byte> output) => Encoding.UTF8.GetBytes(@event.Text, output);
    }
}
