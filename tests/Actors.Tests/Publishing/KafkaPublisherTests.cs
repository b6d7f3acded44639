using System.Text;
using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Producing;
using Akka.Events.LocalServers;
using Akka.Events.Publishing;
using Akka.Events.Publishing.Internal;
using Akka.Events.Testing;
using Akka.Events.Tests.Topics;
using Akka.Events.Topics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Akka.Events.Tests.Publishing;

public sealed class KafkaPublisherTests : IAsyncDisposable
{
    private const short Produce = 0;
    private readonly MockKafka _cluster = MockKafka.Start();
    private readonly List<KafkaPublisher> _publishers = [];
    private readonly Topic<Sample> _flights = Topic.Json<Sample>("flights", s => s.Origin, SampleJson.Default.Sample);

    public KafkaPublisherTests() => _cluster.CreateTopic("flights", 6);

    public async ValueTask DisposeAsync()
    {
        foreach (var publisher in _publishers) await publisher.DisposeAsync();
        _cluster.Dispose();
    }

    [Fact]
    public async Task An_event_arrives_with_its_key_and_its_metadata()
    {
        await Publisher().PublishAsync(_flights, new Sample("LAX", 7));
        var record = Assert.Single(_cluster.ReadAll("flights", 6, 1));
        Assert.Equal("LAX", Encoding.UTF8.GetString(record.Message.Key!));
        Assert.Equal("""{"origin":"LAX","delay":7}""", Encoding.UTF8.GetString(record.Message.Value!));
        var headers = record.Message.Headers.ToDictionary(h => h.Key, h => Encoding.UTF8.GetString(h.GetValueBytes()));
        Assert.Equal(("1.0", "/billing", typeof(Sample).FullName, "application/json"),
            (headers["ce_specversion"], headers["ce_source"], headers["ce_type"], headers["content-type"]));
        Assert.True(Guid.TryParse(headers["ce_id"], out _));
        Assert.True(DateTimeOffset.TryParse(headers["ce_time"], out _));
    }

    [Fact]
    public async Task Options_win_over_what_would_be_filled_in()
    {
        await Publisher().PublishAsync(_flights, new Sample("LAX", 7), new PublishOptions
        {
            Key = "JFK",
            Headers = new Headers { { "own", "1"u8.ToArray() } },
            Metadata = new EventMetadata { Id = "42", Type = "Delayed" },
            Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(1234567890123),
        });
        var record = Assert.Single(_cluster.ReadAll("flights", 6, 1)).Message;
        Assert.Equal("JFK", Encoding.UTF8.GetString(record.Key!));
        Assert.Equal(1234567890123, record.Timestamp.UnixTimestampMs);
        Assert.Equal(["1", "42", "Delayed", "/billing"],
            new[] { "own", "ce_id", "ce_type", "ce_source" }.Select(h => Encoding.UTF8.GetString(record.Headers.GetLastBytes(h))));
    }

    [Fact]
    public async Task Equal_keys_go_where_every_Java_client_sends_them()
    {
        var publisher = Publisher();
        foreach (var key in new[] { "LAX", "JFK", "", "Zürich", "a-little-bit-longer-string" })
        {
            var bytes = Encoding.UTF8.GetBytes(key);
            var position = await publisher.SendAsync(new OutgoingRecord("flights", bytes, [1]));
            Assert.Equal(Murmur2Partitioner.Partition(bytes, 6), position.Partition.Value);
        }
    }

    [Fact]
    public async Task Many_events_travel_together_in_their_order()
    {
        Assert.Equal(5000, await Publisher().PublishAllAsync(_flights, Enumerable.Range(0, 5000).Select(i => new Sample("LAX", i))));
        var values = _cluster.ReadAll("flights", 6, 5000).Select(r => _flights.Codec.Decode(r.Message.Value).Delay);
        Assert.Equal(Enumerable.Range(0, 5000), values);
    }

    [Fact]
    public async Task No_events_are_soon_published() => Assert.Equal(0, await Publisher().PublishAllAsync(_flights, []));

    [Fact]
    public async Task A_tombstone_has_a_key_and_no_value()
    {
        await Publisher().PublishTombstoneAsync(_flights, "LAX");
        var record = Assert.Single(_cluster.ReadAll("flights", 6, 1)).Message;
        Assert.Equal(("LAX", null), (Encoding.UTF8.GetString(record.Key!), record.Value));
    }

    [Fact]
    public async Task An_event_that_is_too_large_is_refused_before_it_is_sent()
    {
        var publisher = Publisher(s => s with { Producer = s.Producer with { MaxRecordBytes = 10_000 } });
        var e = await Assert.ThrowsAsync<PublishException>(() => publisher.PublishAsync(_flights, new Sample(new string('x', 10_000), 1)));
        Assert.Equal(("flights", ErrorCode.MsgSizeTooLarge), (e.Topic, e.Code));
        Assert.Contains("10,000 are allowed", e.Message, StringComparison.Ordinal);
        await publisher.PublishAsync(_flights, new Sample("LAX", 1));
    }

    [Fact]
    public async Task Of_many_events_those_after_one_that_fails_are_not_taken()
    {
        var publisher = Publisher(s => s with { Producer = s.Producer with { MaxRecordBytes = 10_000 } });
        var taken = 0;
        var events = Enumerable.Range(0, 100).Select(i =>
        {
            taken++;
            return new Sample(i == 5 ? new string('x', 10_000) : "LAX", i);
        });
        await Assert.ThrowsAsync<PublishException>(() => publisher.PublishAllAsync(_flights, events));
        Assert.Equal(6, taken);
        Assert.Equal(5, _cluster.ReadAll("flights", 6, 5).Count);
    }

    [Fact]
    public async Task A_brokers_refusal_is_told_with_topic_and_reason()
    {
        var publisher = Publisher();
        await publisher.PublishAsync(_flights, new Sample("LAX", 1));
        _cluster.FailNext(Produce, ErrorCode.TopicAuthorizationFailed);
        var e = await Assert.ThrowsAsync<PublishException>(() => publisher.PublishAsync(_flights, new Sample("LAX", 2)));
        Assert.Equal(ErrorCode.TopicAuthorizationFailed, e.Code);
        Assert.Contains("'flights': writing to the topic isn't allowed", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_buffer_full_publishing_waits_and_then_goes_on()
    {
        var publisher = Publisher(s => s with { MaxInFlight = 10 });
        await publisher.PublishAsync(_flights, new Sample("LAX", 0));
        _cluster.StopBroker(1);
        var sending = Enumerable.Range(0, 50).Select(i => publisher.PublishAsync(_flights, new Sample("LAX", i))).ToArray();
        var many = publisher.PublishAllAsync(_flights, Enumerable.Range(0, 50).Select(i => new Sample("JFK", i)));
        Assert.DoesNotContain(sending, t => t.IsCompleted);
        _cluster.RestartBroker(1);
        await Task.WhenAll(sending).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(50, await many.WaitAsync(TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task Disposing_gives_up_in_time_and_tells_who_waits()
    {
        var publisher = Publisher(s => s with { Producer = s.Producer with { FlushTimeout = TimeSpan.FromMilliseconds(100) } });
        await publisher.PublishAsync(_flights, new Sample("LAX", 0));
        _cluster.StopBroker(1);
        var sending = Enumerable.Range(0, 5).Select(i => publisher.PublishAsync(_flights, new Sample("LAX", i))).ToArray();
        await publisher.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2));
        foreach (var task in sending)
        {
            var e = await Assert.ThrowsAsync<PublishException>(() => task.WaitAsync(TimeSpan.FromMinutes(2)));
            Assert.Contains("closed", e.Message, StringComparison.Ordinal);
        }

        _cluster.RestartBroker(1);
    }

    [Fact]
    public async Task Disposing_sends_what_is_on_its_way_first()
    {
        var publisher = Publisher(s => s with { Producer = s.Producer with { Linger = TimeSpan.FromSeconds(5) } });
        var sending = Enumerable.Range(0, 5).Select(i => publisher.PublishAsync(_flights, new Sample("LAX", i))).ToArray();
        await publisher.DisposeAsync();
        await Task.WhenAll(sending).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(5, _cluster.ReadAll("flights", 6, 5).Count);
    }

    [Fact]
    public async Task After_disposing_nothing_is_published()
    {
        var publisher = Publisher();
        await publisher.DisposeAsync();
        await publisher.DisposeAsync();
        await Assert.ThrowsAsync<PublishException>(() => publisher.PublishAsync(_flights, new Sample("LAX", 0)));
        await Assert.ThrowsAsync<PublishException>(() => publisher.PublishAllAsync(_flights, [new Sample("LAX", 0)]));
    }

    [Fact]
    public async Task A_producer_that_can_not_go_on_is_replaced()
    {
        var publisher = Publisher();
        await publisher.PublishAsync(_flights, new Sample("LAX", 1));
        _cluster.FailNext(Produce, ErrorCode.OutOfOrderSequenceNumber);
        await Assert.ThrowsAsync<PublishException>(() => publisher.PublishAsync(_flights, new Sample("LAX", 2)));
        await publisher.PublishAsync(_flights, new Sample("LAX", 3)).WaitAsync(TimeSpan.FromMinutes(2));
    }

    [Theory]
    [InlineData("acks", "1")]
    [InlineData("enable.idempotence", "false")]
    [InlineData("partitioner", "consistent_random")]
    [InlineData("transactional.id", "t")]
    public void Properties_that_the_delivery_rules_stand_on_are_refused(string key, string value)
    {
        var client = new Dictionary<string, string> { [key] = value };
        var e = Assert.Throws<ArgumentException>(() => Publisher(s => s with { Producer = s.Producer with { Client = client } }));
        Assert.Contains($"akka.events.kafka.client.{key}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_properties_are_passed_through()
    {
        var settings = new ProducerSettings
        {
            BootstrapServers = "b:1", Client = new Dictionary<string, string> { ["compression.type"] = "zstd", ["acks"] = "-1" },
        };
        Assert.Equal(CompressionType.Zstd, settings.ToProducerConfig().CompressionType);
    }

    private KafkaPublisher Publisher(Func<PublisherSettings, PublisherSettings>? change = null)
    {
        var settings = new PublisherSettings
        {
            Producer = new ProducerSettings { BootstrapServers = _cluster.Bootstrap, Linger = TimeSpan.Zero }, Source = "/billing",
        };
        var publisher = new KafkaPublisher((change ?? (s => s))(settings), null, NullLogger.Instance, TimeProvider.System);
        _publishers.Add(publisher);
        return publisher;
    }
}
