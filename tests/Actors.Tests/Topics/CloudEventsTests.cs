using System.Text;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Topics;

public sealed class CloudEventsTests
{
    private static readonly Headers Structured = new() { { "content-type", "application/cloudevents+json; charset=UTF-8"u8.ToArray() } };

    [Fact]
    public void Metadata_come_back_from_headers()
    {
        var metadata = new EventMetadata
        {
            Id = "7",
            Source = "/flights",
            Type = "Flights.Delayed",
            Subject = "LAX",
            DataSchema = "urn:s",
            DataContentType = "application/json",
            Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2)),
            Extensions = new Dictionary<string, string> { ["traceparent"] = "00-1" },
        };
        var headers = new Headers();
        CloudEvents.Write(metadata, headers);
        Assert.Equal("2026-01-02T01:04:05.678Z", Encoding.UTF8.GetString(headers.GetLastBytes("ce_time")));
        Assert.Equal("1.0", Encoding.UTF8.GetString(headers.GetLastBytes("ce_specversion")));
        var read = CloudEvents.Read(headers, []);
        Assert.Equal("00-1", read.Extensions["traceparent"]);
        Assert.Equal(metadata with { Extensions = read.Extensions, Time = metadata.Time!.Value.ToUniversalTime() }, read);
    }

    [Fact]
    public void A_header_that_the_caller_has_set_stays()
    {
        var headers = new Headers { { "ce_id", "mine"u8.ToArray() } };
        CloudEvents.Write(new EventMetadata { Id = "other" }, headers);
        Assert.Equal("mine", CloudEvents.Read(headers, []).Id);
    }

    [Fact]
    public void Records_without_headers_know_nothing()
    {
        Assert.Equal(new EventMetadata(), CloudEvents.Read(null, "x"u8));
        Assert.Null(CloudEvents.Read(new Headers { { "other", [1] } }, []).Id);
    }

    [Fact]
    public void Structured_mode_carries_metadata_and_data_in_the_value()
    {
        var value = """
            {"specversion":"1.0","id":"9","source":"/s","type":"T","time":"2026-01-02T03:04:05Z","partitionkey":"LAX",
             "data":{"origin":"LAX","delay":5}}
            """u8;
        var read = CloudEvents.Read(Structured, value);
        Assert.Equal(("9", "/s", "T", "LAX"), (read.Id, read.Source, read.Type, read.Extensions["partitionkey"]));
        Assert.Equal(new Sample("LAX", 5), Topic.Json<Sample>("flights").Decode(value, Structured));
    }

    [Fact]
    public void Structured_data_of_other_types_are_text_or_base64()
    {
        Assert.Equal("a\"b", Topic.Text("t").Decode("""{"datacontenttype":"text/plain","data":"a\"b"}"""u8, Structured));
        Assert.Equal("\"ab\"", Topic.Text("t").Decode("""{"datacontenttype":"application/json","data":"ab"}"""u8, Structured));
        Assert.Equal([1, 2], Topic.Bytes("t").Decode("""{"data_base64":"AQI="}"""u8, Structured));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("[]")]
    [InlineData("""{"id":"1"}""")]
    [InlineData("""{"data_base64":"?"}""")]
    [InlineData("""{"data":1}x""")]
    [InlineData("""{"data":1}{"data":2}""")]
    [InlineData("""{"datacontenttype":"text/plain","data":"\ud800"}""")]
    public void A_broken_envelope_is_undecodable(string value) =>
        Assert.Throws<EventDecodeException>(() => Topic.Bytes("t").Decode(Encoding.UTF8.GetBytes(value), Structured));

    [Theory]
    [InlineData("content-type", "application/cloudevents+json", true)]
    [InlineData("content-type", " Application/CloudEvents+JSON ; charset=utf-8", true)]
    [InlineData("Content-Type", "application/cloudevents+json", true)]
    [InlineData("content-type", "application/cloudevents+jsonx", false)]
    [InlineData("content-type", "application/json", false)]
    [InlineData("content-type", "", false)]
    [InlineData("x-content-type", "application/cloudevents+json", false)]
    public void The_content_type_alone_tells_an_envelope(string name, string type, bool structured) =>
        Assert.Equal(structured, CloudEvents.IsStructured(new Headers { { name, Encoding.UTF8.GetBytes(type) } }));

    [Fact]
    public void A_content_type_that_is_null_tells_nothing() =>
        Assert.False(CloudEvents.IsStructured(new Headers { { "content-type", null } }));

    [Fact]
    public void A_batch_in_one_record_says_what_it_is()
    {
        var headers = new Headers { { "content-type", "application/cloudevents-batch+json"u8.ToArray() } };
        var e = Assert.Throws<EventDecodeException>(() => Topic.Json<Sample>("t").Decode("[]"u8, headers));
        Assert.Contains("a batch of CloudEvents", e.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_without_an_id_gets_one_from_its_content()
    {
        var id = EventIdentity.Of("flights", true, "LAX"u8, true, "v"u8);
        Assert.Equal(32, id.Length);
        Assert.Equal(id, EventIdentity.Of("flights", true, "LAX"u8, true, "v"u8));
        string[] others =
        [
            EventIdentity.Of("flight", true, "sLAX"u8, true, "v"u8), EventIdentity.Of("flights", true, "LAXv"u8, true, []),
            EventIdentity.Of("flights", true, "LAX"u8, true, "w"u8),
            EventIdentity.Of("flights", true, [], true, []),
            EventIdentity.Of("flights", false, [], true, []),
            EventIdentity.Of("flights", true, [], false, []),
        ];
        Assert.Equal(7, others.Append(id).Distinct().Count());
    }
}
