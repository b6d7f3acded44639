using System.Text;
using Akka.Actor;
using Akka.Events.Consuming.Internal.Partitions;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Kafka.Internal;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Consuming.Partitions;

public class DeliveryPoolTests
{
    private static readonly SubscribedTopic Route = SubscribedTopic.Of(Topic.Text("events"), 0);
    private static readonly PartitionAssignment Source = new(new TopicPartition("events", 0), ActorRefs.Nobody, TimeProvider.System);

    private readonly DeliveryPool _pool = new(Route, Source, capacity: 100);

    [Fact]
    public void A_delivery_that_came_home_carries_the_next_record_and_nothing_of_the_last()
    {
        var delivery = Filled("key", "a long value");
        delivery.Decode();
        delivery.StateAfter = new object();
        delivery.Ended = true;
        _pool.Return(delivery);

        var again = _pool.Take();
        Fill(again, "k", "b");
        Assert.Same(delivery, again);
        Assert.Equal("k", again.Key);
        Assert.Equal("k"u8.ToArray(), again.KeyBytes);
        again.Decode();
        Assert.Equal("b", ((EventDelivery<string>)again).Event);
        Assert.Null(again.StateAfter);
        Assert.False(again.Ended);
        Assert.Equal(2, again.Size);
    }

    [Fact]
    public void A_delivery_that_has_failed_is_not_used_again()
    {
        var delivery = Filled("key", "value");
        delivery.Attempt = 2;
        _pool.Return(delivery);

        Assert.Equal(0, _pool.Count);
    }

    [Fact]
    public void No_more_are_kept_than_can_be_under_way()
    {
        foreach (var delivery in Enumerable.Range(0, 150).Select(_ => Filled("key", "value")).ToList()) _pool.Return(delivery);

        Assert.Equal(100, _pool.Count);
    }

    [Fact]
    public void What_was_not_needed_between_two_trims_is_given_up()
    {
        foreach (var delivery in Enumerable.Range(0, 50).Select(_ => Filled("key", "value")).ToList()) _pool.Return(delivery);
        _pool.Trim();
        Assert.Equal(50, _pool.Count);

        var needed = Enumerable.Range(0, 20).Select(_ => _pool.Take()).ToList();
        foreach (var delivery in needed) _pool.Return(delivery);
        _pool.Trim();
        Assert.Equal(20, _pool.Count);
        Assert.Contains(_pool.Take(), needed);

        _pool.Trim();
        _pool.Trim();
        Assert.Equal(0, _pool.Count);
    }

    private EventDelivery Filled(string key, string value)
    {
        var delivery = Route.NewDelivery(Source);
        Fill(delivery, key, value);
        return delivery;
    }

    private static void Fill(EventDelivery delivery, string key, string value) => delivery.Fill(new RawRecord
    {
        Offset = 1, Timestamp = 0, HasKey = true, HasValue = true, Key = Encoding.UTF8.GetBytes(key), Value = Encoding.UTF8.GetBytes(value),
    });
}
