using System.Text.Json.Nodes;
using Akka.Events.SchemaRegistry.Tests.Support;
using Akka.Events.Topics;
using Avro;
using Avro.Generic;
using Confluent.Kafka;
using Confluent.SchemaRegistry;
using Confluent.SchemaRegistry.Serdes;
using Xunit;

namespace Akka.Events.SchemaRegistry.Tests;

/// <summary>Avro records, compared with those of Confluent's serializer.</summary>
public sealed class AvroTests : RegistryTests
{
    private const string Name = "\"type\":\"record\",\"name\":\"Flight\",\"namespace\":\"Akka.Events.SchemaRegistry.Tests.Support\"";

    private static readonly SerializationContext Value = new(MessageComponentType.Value, "flights");

    [Fact]
    public async Task Bytes_are_those_of_Confluents_serializer_and_each_reads_the_others()
    {
        var codec = _registry.AvroCodec<Flight>("flights", Register);
        var flight = new Flight { origin = "Zürich", delay = -7, stops = ["LAX", "SFO"], next = new Flight { origin = "🛫" } };
        var bytes = codec.Bytes(flight);
        var theirs = await new AvroSerializer<Flight>(_registry.Client).SerializeAsync(flight, Value);

        Assert.Equal(theirs, bytes);
        Assert.Equal([0, 0, 0, 0, 1], bytes[..5]);
        AssertLike(flight, codec.Event(theirs));
        AssertLike(flight, await new AvroDeserializer<Flight>(_registry.Client).DeserializeAsync(bytes, false, Value));
    }

    [Fact]
    public async Task Generic_records_too_each_with_its_own_schema()
    {
        var codec = _registry.AvroCodec<GenericRecord>("flights", Register);
        foreach (var schema in new[] { Old, New })
        {
            var record = Record(schema);
            var bytes = codec.Bytes(record);
            Assert.Equal(await new AvroSerializer<GenericRecord>(_registry.Client).SerializeAsync(record, Value), bytes);
            Assert.Equal(record, codec.Event(bytes));
        }
    }

    [Fact]
    public void Old_and_new_schemas_are_read_both_ways()
    {
        var generic = _registry.AvroCodec<GenericRecord>("flights", Register);
        var (old, @new) = (generic.Bytes(Record(Old)), generic.Bytes(Record(New)));
        Assert.NotEqual(old[..5], @new[..5]);
        var codec = _registry.AvroCodec<Flight>("flights");

        // What the class has beside the old ones is its default; what the new ones have beside it is passed over.
        AssertLike(new Flight { origin = "LAX" }, codec.Event(old));
        AssertLike(new Flight { origin = "LAX", delay = 5 }, codec.Event(@new));
        Assert.Equal(0, (int)_registry.AvroCodec<GenericRecord>("flights", schema: Parse("""{"name":"origin","type":"string"},{"name":"delay","type":"int","default":0}"""))
            .Event(old)["delay"]);
    }

    [Theory]
    [InlineData("""{"name":"delay","type":"int"}""", "has no field 'origin', for which the class has no default")]
    [InlineData("""{"name":"origin","type":"int"}""", "field 'origin' of Akka.Events.SchemaRegistry.Tests.Support.Flight there is int, which can't be read as string")]
    public void A_schema_that_doesnt_go_with_the_class_is_refused_and_says_what_doesnt(string fields, string why)
    {
        var id = _server.Register("flights-value", Parse(fields).ToString());
        var codec = _registry.AvroCodec<Flight>("flights");
        var refused = Assert.Throws<EventDecodeException>(() => codec.Event([0, 0, 0, 0, (byte)id, 2, 65]));
        Assert.StartsWith($"It is written with schema {id}, and can't be read as a Flight: ", refused.Reason);
        Assert.Contains(why, refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Schemas_that_one_refers_to_are_looked_up_with_it()
    {
        _server.Register("country", """{"type":"record","name":"Country","namespace":"com.example","fields":[{"name":"code","type":"string"}]}""");
        _server.Register(
            "airport", """{"type":"record","name":"Airport","namespace":"com.example","fields":[{"name":"code","type":"string"},{"name":"country","type":"com.example.Country"}]}""",
            references: [new JsonObject { ["name"] = "com.example.Country", ["subject"] = "country", ["version"] = 1 }]);
        var id = _server.Register(
            "flights-value", """{"type":"record","name":"Flight","namespace":"com.example","fields":[{"name":"origin","type":"com.example.Airport"}]}""",
            references: [new JsonObject { ["name"] = "com.example.Airport", ["subject"] = "airport", ["version"] = 1 }]);
        var flight = _registry.AvroCodec<GenericRecord>("flights").Event([0, 0, 0, 0, (byte)id, 6, .. "LAX"u8, 4, .. "US"u8]);
        Assert.Equal("US", ((GenericRecord)((GenericRecord)flight["origin"])["country"])["code"]);

        var broken = _server.Register("flights-value", """{"type":"record","name":"F","fields":[{"name":"a","type":"com.example.Gone"}]}""",
            references: [new JsonObject { ["name"] = "com.example.Gone", ["subject"] = "gone", ["version"] = 3 }]);
        var refused = Assert.Throws<EventDecodeException>(() => _registry.AvroCodec<GenericRecord>("flights").Event([0, 0, 0, 0, (byte)broken, 0]));
        Assert.Contains("knows no version 3 of 'gone', which the schema refers to", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_of_another_format_is_refused()
    {
        var id = _server.Register("flights-value", """{"type":"object"}""", "JSON");
        var refused = Assert.Throws<EventDecodeException>(() => _registry.AvroCodec<Flight>("flights").Event([0, 0, 0, 0, (byte)id, 1]));
        Assert.Contains("that is a schema of Json, not of Avro", refused.Reason);
    }

    [Fact]
    public void Nothing_is_registered_by_itself()
    {
        var codec = _registry.AvroCodec<Flight>("flights");
        var refused = Assert.Throws<InvalidOperationException>(() => codec.Bytes(new Flight()));
        Assert.Equal(
            $"the schema of Flight isn't registered in subject 'flights-value' of the registry at {_server.Url}; register it there, or let SchemaOptions.Writing be Register",
            refused.Message);
        Assert.DoesNotContain(_server.Requests, request => request.StartsWith("POST /subjects/flights-value/versions", StringComparison.Ordinal));

        _server.Register("flights-value", Flight._SCHEMA.ToString());
        Assert.Equal(1, _registry.AvroCodec<Flight>("flights").Bytes(new Flight())[4]);
    }

    [Fact]
    public void A_schema_that_isnt_compatible_with_the_earlier_ones_isnt_registered_nor_written_with()
    {
        _server.Register("flights-value", Parse("""{"name":"origin","type":"int"}""").ToString());
        var refused = Assert.Throws<InvalidOperationException>(() => _registry.AvroCodec<Flight>("flights", Register).Bytes(new Flight()));
        Assert.StartsWith($"the schema of Flight isn't compatible with the earlier ones of subject 'flights-value' of the registry at {_server.Url}: ", refused.Message);
    }

    [Theory]
    [InlineData(SubjectNaming.Topic, null, "flights-value")]
    [InlineData(SubjectNaming.Record, null, "Akka.Events.SchemaRegistry.Tests.Support.Flight")]
    [InlineData(SubjectNaming.TopicRecord, null, "flights-Akka.Events.SchemaRegistry.Tests.Support.Flight")]
    [InlineData(SubjectNaming.Topic, "of my own", "of my own")]
    public void The_subject_is_called_as_the_strategy_has_it(SubjectNaming naming, string? subject, string expected)
    {
        _registry.AvroCodec<Flight>("flights", Register with { Naming = naming, Subject = subject }).Bytes(new Flight());
        Assert.Contains(_server.Requests, request => Uri.UnescapeDataString(request).StartsWith($"POST /subjects/{expected}/versions", StringComparison.Ordinal));
    }

    [Fact]
    public void A_schema_is_looked_up_once()
    {
        var codec = _registry.AvroCodec<Flight>("flights", Register);
        var bytes = codec.Bytes(new Flight { origin = "LAX" });
        codec.Event(bytes);
        var requests = _server.Requests.Count;
        for (var i = 0; i < 100; i++) codec.Event(codec.Bytes(new Flight { origin = "LAX" }));
        Assert.Equal(requests, _server.Requests.Count);
    }

    [Fact]
    public void What_is_broken_or_announces_more_than_it_has_is_undecodable()
    {
        var codec = _registry.AvroCodec<Flight>("flights", Register);
        var bytes = codec.Bytes(new Flight { origin = "LAX", stops = ["SFO"] });
        for (var length = 5; length < bytes.Length; length++) Assert.Throws<EventDecodeException>(() => codec.Event(bytes[..length]));
        Assert.Contains("1 bytes are left over", Assert.Throws<EventDecodeException>(() => codec.Event([.. bytes, 0])).Reason);
        // A text of two billion bytes, and a list of as many items.
        byte[] huge = [0xFE, 0xFF, 0xFF, 0xFF, 0x0F];
        Assert.Contains("2147483647 bytes are announced", Assert.Throws<EventDecodeException>(() => codec.Event([.. bytes[..5], .. huge])).Reason);
        Assert.Contains("2147483647 items are announced", Assert.Throws<EventDecodeException>(() => codec.Event([.. bytes[..5], 2, 65, 0, .. huge])).Reason);
        var deep = Enumerable.Repeat<byte[]>([2, 65, 0, 0, 2], 200_000).SelectMany(level => level);
        Assert.Contains("no Flight", Assert.Throws<EventDecodeException>(() => codec.Event([.. bytes[..5], .. deep])).Reason);
    }

    [Fact]
    public void Bytes_without_framing_say_so()
    {
        var codec = _registry.AvroCodec<Flight>("flights");
        Assert.Contains("It isn't framed by a schema registry's serializer", Assert.Throws<EventDecodeException>(() => codec.Decode("{\"a\":1}"u8)).Reason);
        Assert.Contains("it begins with nothing", Assert.Throws<EventDecodeException>(() => codec.Decode([])).Reason);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public void A_framed_record_of_a_plain_topic_says_that_it_looks_framed()
    {
        var bytes = _registry.AvroCodec<Flight>("flights", Register).Bytes(new Flight { origin = "LAX" });
        Assert.Contains("It looks like Confluent schema registry framing (a zero byte and schema 1)", Assert.Throws<EventDecodeException>(() => new JsonCodec<string[]>().Decode(bytes)).Reason);
    }

    [Fact]
    public void Codecs_are_alike_that_read_and_write_alike()
    {
        Assert.Equal(_registry.AvroCodec<Flight>("flights"), _registry.Avro<Flight>("flights").Codec);
        Assert.NotEqual(_registry.AvroCodec<Flight>("flights"), _registry.AvroCodec<Flight>("flights", Register));
        Assert.NotEqual<object>(_registry.AvroCodec<Flight>("flights"), _registry.JsonCodec<Flight>("flights"));
        Assert.Throws<ArgumentException>(() => _registry.AvroCodec<string>("flights"));
        Assert.Throws<ArgumentException>(() => _registry.AvroCodec<Flight>("flights", new SchemaOptions { Writing = SchemaWriting.Latest }));
    }

    private static RecordSchema Old => Parse("""{"name":"origin","type":"string"}""");

    private static RecordSchema New => Parse(
        """{"name":"gate","type":"string","default":""},{"name":"origin","type":"string"},{"name":"delay","type":"int","default":0},{"name":"tags","type":{"type":"map","values":"long"},"default":{}}""");

    private static RecordSchema Parse(string fields) => (RecordSchema)Avro.Schema.Parse($"{{{Name},\"fields\":[{fields}]}}");

    private static GenericRecord Record(RecordSchema schema)
    {
        var record = new GenericRecord(schema);
        record.Add("origin", "LAX");
        if (schema.Contains("gate"))
        {
            record.Add("gate", "B7");
            record.Add("delay", 5);
            record.Add("tags", new Dictionary<string, object> { ["a"] = 1L });
        }
        return record;
    }

    private static void AssertLike(Flight expected, Flight? flight)
    {
        Assert.NotNull(flight);
        Assert.Equal((expected.origin, expected.delay, string.Join(' ', expected.stops)), (flight.origin, flight.delay, string.Join(' ', flight.stops)));
        if (expected.next is null) Assert.Null(flight.next);
        else AssertLike(expected.next, flight.next);
    }
}
