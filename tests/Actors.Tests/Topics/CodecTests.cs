using System.Buffers;
using System.Text;
using Akka.Events.Topics;
using Google.Protobuf.WellKnownTypes;
using Xunit;

namespace Akka.Events.Tests.Topics;

public sealed class CodecTests
{
    [Fact]
    public void Json_is_read_and_written_with_generated_code()
    {
        var codec = new JsonCodec<Sample>(SampleJson.Default.Sample);
        Assert.Equal("""{"origin":"LAX","delay":12}""", Text(codec, new Sample("LAX", 12)));
        Assert.Equal(new Sample("LAX", 12), codec.Decode("""{"origin":"LAX","delay":12}"""u8));
    }

    [Fact]
    public void Json_by_reflection_follows_the_webs_conventions()
    {
        var codec = new JsonCodec<Sample>();
        Assert.Equal("""{"origin":"LAX","delay":12}""", Text(codec, new Sample("LAX", 12)));
        Assert.Equal(new Sample("LAX", 12), codec.Decode("""{"ORIGIN":"LAX","delay":"12"}"""u8));
    }

    [Fact]
    public void A_byte_order_mark_before_json_is_skipped() =>
        Assert.Equal(new Sample("LAX", 12), new JsonCodec<Sample>().Decode("\uFEFF{\"origin\":\"LAX\",\"delay\":12}"u8));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("""{"origin":"LAX","delay":"late"}""")]
    [InlineData("""{"origin":"LAX","delay":1} trailing""")]
    public void What_is_no_such_json_says_so(string json)
    {
        var codec = new JsonCodec<Sample>(SampleJson.Default.Sample);
        var e = Assert.Throws<EventDecodeException>(() => codec.Decode(Encoding.UTF8.GetBytes(json)));
        Assert.Contains("Sample", e.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_value_says_so() =>
        Assert.Contains(
            "The value is empty, which is no JSON of a Sample",
            Assert.Throws<EventDecodeException>(() => new JsonCodec<Sample>().Decode([])).Reason, StringComparison.Ordinal);

    [Fact]
    public void A_value_framed_by_a_schema_registry_says_so_in_every_codec()
    {
        byte[] framed = [0, 0, 0, 1, 7, .. "{}"u8];
        const string hint = "It looks like Confluent schema registry framing (a zero byte and schema 263)";
        Assert.Contains(hint, Assert.Throws<EventDecodeException>(() => new JsonCodec<Sample>().Decode(framed)).Reason);
        Assert.Contains(hint, Assert.Throws<EventDecodeException>(() => new TextCodec().Decode(framed)).Reason);
        Assert.Contains(hint, Assert.Throws<EventDecodeException>(() => new LongCodec().Decode(framed)).Reason);
        Assert.Contains(hint, Assert.Throws<EventDecodeException>(() => new ProtobufCodec<StringValue>().Decode(framed)).Reason);
        Assert.Contains(hint, Assert.Throws<EventDecodeException>(() => new XmlCodec<XmlSample>().Decode(framed)).Reason);
        Assert.DoesNotContain("framing", Assert.Throws<EventDecodeException>(() => new LongCodec().Decode([0])).Reason);
    }

    [Fact]
    public void Codecs_are_alike_when_they_read_alike()
    {
        Assert.Equal<object>(new JsonCodec<Sample>(), new JsonCodec<Sample>());
        Assert.NotEqual<object>(new JsonCodec<Sample>(), new JsonCodec<Sample>(SampleJson.Default.Sample));
        Assert.Equal<object>(new TextCodec(), new TextCodec());
        Assert.NotEqual<object>(new TextCodec(), new BytesCodec());
        Assert.Equal(Topic.Long("a").Nullable().Codec, Topic.Long("b").Nullable().Codec);
    }

    [Fact]
    public void A_failed_encoding_leaves_the_next_one_whole()
    {
        var codec = new JsonCodec<Thrower>();
        Assert.ThrowsAny<Exception>(() => Text(codec, new Thrower { Throws = true }));
        Assert.Equal("""{"throws":false,"value":1}""", Text(codec, new Thrower()));
    }

    [Fact]
    public void Json_is_encoded_without_allocating_once_warm()
    {
        var codec = new JsonCodec<Sample>(SampleJson.Default.Sample);
        var output = new ArrayBufferWriter<byte>(1024);
        var sample = new Sample("LAX", 12);
        for (var i = 0; i < 100; i++) Encode();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Encode();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Encode()
        {
            output.ResetWrittenCount();
            codec.Encode(sample, output);
        }
    }

    [Fact]
    public void Text_is_UTF8_and_nothing_else()
    {
        var codec = new TextCodec();
        Assert.Equal("Zürich 🛫", codec.Decode(Bytes(codec, "Zürich 🛫")));
        Assert.Throws<EventDecodeException>(() => codec.Decode([0xFF]));
    }

    [Fact]
    public void Numbers_have_eight_bytes_the_highest_first()
    {
        var codec = new LongCodec();
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 2], Bytes(codec, 258));
        Assert.Equal(-1, codec.Decode(Bytes(codec, -1)));
        Assert.Throws<EventDecodeException>(() => codec.Decode([1, 2, 3]));
    }

    [Fact]
    public void Bytes_stay_as_they_are()
    {
        var codec = new BytesCodec();
        Assert.Equal([1, 2, 3], codec.Decode(Bytes(codec, [1, 2, 3])));
    }

    [Fact]
    public void Protocol_buffers_come_back_and_broken_ones_say_so()
    {
        var codec = new ProtobufCodec<Duration>();
        var duration = new Duration { Seconds = 7, Nanos = 5 };
        Assert.Equal(duration, codec.Decode(Bytes(codec, duration)));
        var e = Assert.Throws<EventDecodeException>(() => codec.Decode([0x08]));
        Assert.Contains("Duration", e.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decoding_failure_names_its_record_once_that_is_known()
    {
        var e = new EventDecodeException("bad");
        Assert.Equal("bad", e.Message);
        Assert.Equal("The record flights[3]@42 can't be decoded: bad", e.At("flights", 3, 42).Message);
    }

    private static byte[] Bytes<T>(ICodec<T> codec, T value)
    {
        var output = new ArrayBufferWriter<byte>();
        codec.Encode(value, output);
        return output.WrittenSpan.ToArray();
    }

    private static string Text<T>(ICodec<T> codec, T value) => Encoding.UTF8.GetString(Bytes(codec, value));

    private sealed class Thrower
    {
        public bool Throws { get; init; }

        public int Value => Throws ? throw new InvalidOperationException("no value") : 1;
    }
}
