using System.Diagnostics.Metrics;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Consuming;
using Akka.Events.Consuming.Internal;
using Akka.Events.Consuming.Internal.Members;
using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Operating.Internal;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Akka.Events.Tests.Operating;

public sealed class EventsGaugesTests
{
    [Fact]
    public void Gauges_show_where_each_partition_stands_until_the_system_ends()
    {
        var runtime = new RunningGroups([Group("gauged")], TimeProvider.System);
        var partition = new PartitionProgress(new TopicPartition("orders", 3)) { Watermark = 10, End = 25, Outstanding = 4, Gap = 6, HeldBack = true };
        runtime.Groups[0].Partitions.Add(partition);
        using (EventsGauges.Observe(runtime))
        {
            var seen = Measure();
            Assert.Equal(15, seen["akka_events.lag orders 3"]);
            Assert.Equal(4, seen["akka_events.outstanding orders 3"]);
            Assert.Equal(6, seen["akka_events.watermark_gap orders 3"]);
            Assert.Equal(1, seen["akka_events.paused orders 3"]);
            Assert.Equal(1, seen["akka_events.partitions"]);
            Assert.Equal(0, seen["akka_events.blocked_keys"]);
        }
        Assert.Empty(Measure());
    }

    [Fact]
    public void Lag_is_left_out_while_it_is_not_known()
    {
        var runtime = new RunningGroups([Group("gauged")], TimeProvider.System);
        runtime.Groups[0].Partitions.Add(new PartitionProgress(new TopicPartition("orders", 3)) { End = 25 });
        using var observation = EventsGauges.Observe(runtime);
        var seen = Measure();
        Assert.DoesNotContain("akka_events.lag orders 3", seen.Keys);
        Assert.Equal(0, seen["akka_events.outstanding orders 3"]);
    }

    private static RunningGroup Group(string name)
    {
        var options = new GroupOptions();
        var context = new GroupContext
        {
            Name = name,
            Options = options.ForShards(),
            Handlers = [],
            Time = TimeProvider.System,
            Loggers = NullLoggerFactory.Instance,
            States = new InMemoryEntityStates(),
            Metrics = new GroupMetrics(name),
            Owner = "test",
            Budget = new EntityBudget(options.Memory),
            Journal = null!,
            Tails = new TailBudget(options.Checkpoint),
        };
        return new RunningGroup(
            new MemberContext(context, options, GroupObservers.None),
            _ => throw new InvalidOperationException("not started"));
    }

    private static Dictionary<string, long> Measure()
    {
        var seen = new Dictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter == EventsTelemetry.Meter && instrument.IsObservable) l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var named = tags.ToArray().ToDictionary(t => t.Key, t => t.Value);
            if (named.GetValueOrDefault("messaging.consumer.group.name") as string != "gauged") return;
            var isPartition = named.TryGetValue("messaging.destination.name", out var topic);
            seen.Add(isPartition ? $"{instrument.Name} {topic} {named["messaging.destination.partition.id"]}" : instrument.Name, value);
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return seen;
    }
}
