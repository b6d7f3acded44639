using System.Net.Mime;
using System.Text;
using Akka.Events.Publishing;
using Akka.Events.Publishing.Internal;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Topics;

/// <summary>
/// Events exchanged with the CloudEvents SDK of the CNCF. Its Kafka binding isn't among the packages here; what that does with headers is
/// done by hand, as CloudEvents' Kafka binding says: ce_ and the attribute's name, its canonical text in UTF-8.
/// </summary>
public sealed class CloudEventsSdkTests
{
    private static readonly JsonEventFormatter Formatter = new();
    private static readonly Topic<Sample> Flights = Topic.Json<Sample>("flights", key: s => s.Origin);

    [Fact]
    public void What_the_SDK_writes_in_binary_mode_is_read()
    {
        var sent = Event(new Sample("LAX", 5));
        var headers = new Headers { { "content-type", Encoding.UTF8.GetBytes(sent.DataContentType!) }, { "ce_specversion", "1.0"u8.ToArray() } };
        foreach (var (attribute, text) in sent.GetPopulatedAttributes())
            if (attribute.Name != "datacontenttype") headers.Add($"ce_{attribute.Name}", Encoding.UTF8.GetBytes(attribute.Format(text)));
        var value = Formatter.EncodeBinaryModeEventData(sent).ToArray();
        Equal(sent, CloudEvents.Read(headers, value));
        Assert.Equal(new Sample("LAX", 5), Flights.Decode(value, headers));
    }

    [Fact]
    public void What_the_SDK_writes_in_structured_mode_is_read()
    {
        var sent = Event(new Sample("LAX", 5));
        var (value, headers) = Structured(sent);
        Equal(sent, CloudEvents.Read(headers, value));
        Assert.Equal(new Sample("LAX", 5), Flights.Decode(value, headers));
    }

    [Fact]
    public void Structured_text_and_bytes_are_read()
    {
        var text = Event("ä \"quoted\" text");
        text.DataContentType = "text/plain";
        var (value, headers) = Structured(text);
        Assert.Equal("ä \"quoted\" text", Topic.Text("t").Decode(value, headers));
        var bytes = Event(new byte[] { 0, 1, 255 });
        bytes.DataContentType = "application/octet-stream";
        (value, headers) = Structured(bytes);
        Assert.Equal([0, 1, 255], Topic.Bytes("t").Decode(value, headers));
    }

    [Fact]
    public void A_batch_of_the_SDK_says_what_it_is()
    {
        var value = Formatter.EncodeBatchModeMessage([Event(1), Event(2)], out var type);
        var headers = new Headers { { "content-type", Encoding.UTF8.GetBytes(type.ToString()) } };
        Assert.Contains("a batch", Assert.Throws<EventDecodeException>(() => Flights.Decode(value.Span, headers)).Reason);
    }

    [Fact]
    public void What_is_published_is_an_event_of_the_SDK()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
        var encoder = new EventEncoder(
            new PublisherSettings { Producer = new() { BootstrapServers = "" }, Source = "/billing" }, TimeProvider.System);
        var record = encoder.Record(Flights, new Sample("LAX", 5), new PublishOptions
        {
            Id = "7", Type = "Delayed", Subject = "LAX", Time = time,
            Metadata = new EventMetadata { DataSchema = "urn:s", Extensions = new Dictionary<string, string> { ["traceparent"] = "00-1" } },
        });
        var read = new CloudEvent(CloudEventsSpecVersion.V1_0);
        foreach (var header in record.Headers!.Where(h => h.Key.StartsWith("ce_", StringComparison.Ordinal) && h.Key != "ce_specversion"))
            read.SetAttributeFromString(header.Key[3..], Encoding.UTF8.GetString(header.GetValueBytes()));
        read.DataContentType = Encoding.UTF8.GetString(record.Headers!.GetLastBytes("content-type"));
        Assert.True(read.IsValid);
        Assert.Equal(("7", "Delayed", "LAX", "/billing"), (read.Id, read.Type, read.Subject, read.Source!.ToString()));
        Assert.Equal((time, new Uri("urn:s"), "00-1"), (read.Time, read.DataSchema, read["traceparent"]));
        Formatter.DecodeBinaryModeEventData(record.Value, read);
        Assert.Equal(5, ((System.Text.Json.JsonElement)read.Data!).GetProperty("delay").GetInt32());
    }

    private static CloudEvent Event(object data) => new(CloudEventsSpecVersion.V1_0)
    {
        Id = "9",
        Source = new Uri("/s", UriKind.RelativeOrAbsolute),
        Type = "T",
        Subject = "LAX",
        Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2)),
        DataContentType = MediaTypeNames.Application.Json,
        ["partitionkey"] = "LAX",
        Data = data,
    };

    private static (byte[] Value, Headers Headers) Structured(CloudEvent e)
    {
        var value = Formatter.EncodeStructuredModeMessage(e, out var type);
        return (value.ToArray(), new Headers { { "content-type", Encoding.UTF8.GetBytes(type.ToString()) } });
    }

    private static void Equal(CloudEvent sent, EventMetadata read)
    {
        Assert.Equal((sent.Id, sent.Source!.ToString(), sent.Type, sent.Subject), (read.Id, read.Source, read.Type, read.Subject));
        Assert.Equal((sent.Time, sent.DataContentType), (read.Time, read.DataContentType));
        Assert.Equal("LAX", read.Extensions["partitionkey"]);
    }
}
