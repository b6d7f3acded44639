using System.Text;
using Akka.Events.Publishing.Internal;
using Akka.Events.Tests.Support;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Publishing;

public sealed class CloudEventStampTests
{
    private readonly ManualTime _time = new();
    private readonly CloudEventStamp _stamp;

    public CloudEventStampTests() => _stamp = new CloudEventStamp("/orders", _time);

    [Fact]
    public void An_event_has_the_same_attributes_whether_it_brings_options_or_none()
    {
        _time.Advance(TimeSpan.FromMilliseconds(120));
        var bare = _stamp.Of<string>("text/plain");
        var completed = new Headers();
        _stamp.Complete<string>(completed, null, "text/plain");

        Assert.Equal(["ce_specversion", "ce_source", "ce_type", "content-type", "ce_id", "ce_time"], bare.Select(h => h.Key));
        Assert.Equal(Without("ce_id", bare), Without("ce_id", completed));
        Assert.NotEqual(Text(bare, "ce_id"), Text(completed, "ce_id"));
        Assert.EndsWith("00:00:00.12Z", Text(bare, "ce_time"));
        Assert.All([bare, completed], headers => Assert.Equal(7, Guid.Parse(Text(headers, "ce_id")).Version));
    }

    [Theory]
    [InlineData(0, "2026-01-02T03:04:05Z")]
    [InlineData(1_000_000, "2026-01-02T03:04:05.1Z")]
    [InlineData(1_020_300, "2026-01-02T03:04:05.10203Z")]
    [InlineData(1, "2026-01-02T03:04:05.0000001Z")]
    public void A_time_is_written_one_way_wherever_it_comes_from(int ticks, string text)
    {
        var time = new DateTimeOffset(2026, 1, 2, 5, 4, 5, TimeSpan.FromHours(2)).AddTicks(ticks);
        _time.Jump(time - _time.GetUtcNow());
        var given = new Headers();
        new CloudEventStamp("/", TimeProvider.System).Complete<string>(given, new EventMetadata { Time = time }, "text/plain");

        Assert.Equal(text, Text(given, "ce_time"));
        Assert.Equal(text, Text(_stamp.Of<string>("text/plain"), "ce_time"));
    }

    [Fact]
    public void What_the_event_brings_comes_before_what_is_known_of_all()
    {
        var headers = new Headers { { "ce_id", "mine"u8.ToArray() } };
        _stamp.Complete<string>(headers, new EventMetadata { Id = "other", Type = "Opened", Subject = "7" }, "text/plain");

        Assert.Equal(
            ("mine", "Opened", "7", "/orders"),
            (Text(headers, "ce_id"), Text(headers, "ce_type"), Text(headers, "ce_subject"), Text(headers, "ce_source")));
        Assert.Equal(headers.Count, headers.Select(h => h.Key).Distinct().Count());
    }

    private static string Text(Headers headers, string name) => Encoding.UTF8.GetString(headers.GetLastBytes(name));

    private static Dictionary<string, string> Without(string name, Headers headers) =>
        headers.Where(h => h.Key != name).ToDictionary(h => h.Key, h => Text(headers, h.Key));
}
