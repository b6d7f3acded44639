using System.Text;
using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Admin;
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

public sealed class KafkaPublisherTests : IAsyncLifetime
{
    private const short Produce = 0;
    private readonly MockKafka _cluster = MockKafka.Start();
    private readonly List<KafkaPublisher> _publishers = [];
    private readonly Topic<Sample> _flights = Topic.Json<Sample>("flights", s => s.Origin, SampleJson.Default.Sample);

    public KafkaPublisherTests() => _cluster.CreateTopic("flights", 6);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
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
            var position = await publisher.Records.SendAsync(new OutgoingRecord("flights", bytes, [1]));
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

    [Fact]
    public async Task An_event_goes_under_the_key_and_to_the_partition_that_it_is_given()
    {
        var publisher = Publisher();
        await publisher.PublishAsync(_flights, new Sample("LAX", 7), "JFK");
        var at = await publisher.PublishAsync(_flights, new Sample("LAX", 7), new PublishOptions { Partition = 5 });
        Assert.Equal(5, at.Partition.Value);
        Assert.Equal(["JFK", "LAX"], _cluster.ReadAll("flights", 6, 2).Select(r => Encoding.UTF8.GetString(r.Message.Key!)).Order());
    }

    [Fact]
    public async Task Default_headers_are_on_every_event_that_has_none_of_the_name()
    {
        var publisher = Publisher(s => s with { Headers = new Dictionary<string, string> { ["tenant"] = "a", ["region"] = "eu" } });
        await publisher.PublishAsync(
            _flights, new Sample("LAX", 7), new PublishOptions { Headers = new Headers { { "tenant", "b"u8.ToArray() } } });
        var headers = Assert.Single(_cluster.ReadAll("flights", 6, 1)).Message.Headers;
        Assert.Equal(("b", "eu"), (Encoding.UTF8.GetString(headers.GetLastBytes("tenant")), Encoding.UTF8.GetString(headers.GetLastBytes("region"))));
    }

    [Fact]
    public async Task What_cant_be_encoded_is_refused_in_the_task_with_topic_type_and_key_and_nothing_is_sent()
    {
        var publisher = Publisher();
        var numbers = Topic.Json<double>("flights", key: _ => "LAX");
        var broken = Topic.Json<Sample>("flights", key: _ => throw new InvalidOperationException("no key today"));
        var texts = Topic.Text("flights");
        Task<TopicPartitionOffset>[] refused =
        [
            publisher.PublishAsync(numbers, double.NaN),
            publisher.PublishAsync(broken, new Sample("LAX", 1)),
            publisher.PublishAsync(_flights, new Sample("\uD800", 1)),
            publisher.PublishAsync(texts, "a lone \uD800", "JFK"),
            publisher.PublishAsync(_flights, null!),
            publisher.PublishAsync(_flights, null!, "LAX"),
            publisher.Publish(numbers, double.NaN),
            publisher.PublishTombstoneAsync(_flights, "\uD800"),
        ];
        foreach (var task in refused)
        {
            var e = await Assert.ThrowsAsync<PublishException>(() => task);
            Assert.Equal("flights", e.Topic);
            Assert.NotNull(e.EventType);
            Assert.Contains($"'flights': {e.EventType.Name}", e.Message, StringComparison.Ordinal);
        }
        Assert.Equal("LAX", (await Assert.ThrowsAsync<PublishException>(() => refused[0])).Key);
        Assert.IsType<InvalidOperationException>((await Assert.ThrowsAsync<PublishException>(() => refused[1])).InnerException);
        await publisher.PublishAsync(_flights, new Sample("LAX", 2));
        Assert.Single(_cluster.ReadAll("flights", 6, 1));
    }

    [Fact]
    public async Task Of_many_events_the_one_that_cant_be_encoded_is_named_and_those_before_it_have_arrived()
    {
        var numbers = Topic.Json<double>("flights", key: n => n > 1 ? "late" : "early");
        var e = await Assert.ThrowsAsync<PublishException>(() => Publisher().PublishAllAsync(numbers, [0, 1, double.PositiveInfinity, 3]));
        Assert.Equal("late", e.Key);
        Assert.Equal(2, _cluster.ReadAll("flights", 6, 2).Count);
    }

    [Fact]
    public async Task A_null_event_of_a_compacted_topic_deletes_its_key()
    {
        var table = _flights.With(compacted: true);
        await Publisher().PublishAsync(table, null!, "LAX");
        var record = Assert.Single(_cluster.ReadAll("flights", 6, 1)).Message;
        Assert.Equal(("LAX", null), (Encoding.UTF8.GetString(record.Key!), record.Value));
        var e = await Assert.ThrowsAsync<PublishException>(() => Publisher().PublishAsync(table, null!));
        Assert.Contains("there is no key", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flushing_waits_for_what_was_published_before_and_not_for_the_linger()
    {
        var publisher = Publisher(s => s with { Producer = s.Producer with { Linger = TimeSpan.FromMinutes(1) } });
        var sending = Enumerable.Range(0, 5).Select(i => publisher.Publish(_flights, new Sample("LAX", i))).ToArray();
        Assert.DoesNotContain(sending, t => t.IsCompleted);
        await publisher.FlushAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.All(sending, t => Assert.True(t.IsCompletedSuccessfully));
        await publisher.FlushAsync();
    }

    [Fact]
    public async Task Publishing_without_waiting_is_refused_when_there_is_no_room_and_keeps_the_order_when_there_is()
    {
        var publisher = Publisher(s => s with { MaxInFlight = 10 });
        await publisher.PublishAsync(_flights, new Sample("LAX", -1));
        _cluster.StopBroker(1);
        var sending = Enumerable.Range(0, 12).Select(i => publisher.Publish(_flights, new Sample("LAX", i))).ToArray();
        foreach (var refused in sending[10..])
        {
            var e = await Assert.ThrowsAsync<PublishException>(() => refused);
            Assert.Equal(ErrorCode.Local_QueueFull, e.Code);
        }
        _cluster.RestartBroker(1);
        await publisher.FlushAsync().WaitAsync(TimeSpan.FromMinutes(2));
        var offsets = sending[..10].Select(t => t.Result.Offset.Value).ToArray();
        Assert.Equal(offsets.Order(), offsets);
    }

    [Fact]
    public async Task Many_events_stay_behind_one_published_before_them_which_waits_for_its_topic()
    {
        var topics = Enumerable.Range(0, 20).Select(i => Topic.Text($"first-use-{i}", _ => "k")).ToArray();
        foreach (var topic in topics) _cluster.CreateTopic(topic.Name, 1);
        var settings = new PublisherSettings
        {
            Producer = new ProducerSettings { BootstrapServers = _cluster.Bootstrap, Linger = TimeSpan.Zero }, Source = "/billing",
        };
        var known = new KafkaTopics(new TopicSettings { BootstrapServers = _cluster.Bootstrap }, NullLogger.Instance, TimeProvider.System);
        var publisher = new KafkaPublisher(settings, known, NullLogger.Instance, TimeProvider.System);
        _publishers.Add(publisher);
        foreach (var topic in topics)
        {
            var before = publisher.Publish(topic, "before");
            Assert.Equal(3, await publisher.PublishAllAsync(topic, ["1", "2", "3"]).WaitAsync(TimeSpan.FromMinutes(2)));
            Assert.Equal(0, (await before).Offset.Value);
        }
    }

    [Fact]
    public async Task Only_registered_topics_are_published_to_where_that_is_asked_for()
    {
        var publisher = Publisher(s => s with { RegisteredTopics = new HashSet<string> { "flights" } });
        await publisher.PublishAsync(_flights, new Sample("LAX", 1));
        var e = await Assert.ThrowsAsync<PublishException>(() => publisher.PublishAsync(Topic.Text("other"), "x"));
        Assert.Contains("isn't registered", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<PublishException>(() => publisher.PublishAllAsync(Topic.Text("other"), ["x"]));
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
