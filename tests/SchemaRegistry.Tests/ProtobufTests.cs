using Akka.Events.SchemaRegistry.Internal.Protobuf;
using Akka.Events.SchemaRegistry.Tests.Support;
using Akka.Events.Topics;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Xunit;

namespace Akka.Events.SchemaRegistry.Tests;

/// <summary>Protocol Buffers in the wire format that Confluent's documentation has.</summary>
public sealed class ProtobufTests : RegistryTests
{
    private static readonly Duration Duration = new() { Seconds = 7, Nanos = 5 };

    [Fact]
    public void A_files_first_message_has_a_zero_in_front_others_their_path()
    {
        Assert.Equal([0, 0, 0, 0, 1, 0, .. Duration.ToByteArray()], Codec<Duration>().Bytes(Duration));
        // The eighth of wrappers.proto: one index, 7, as zigzag varints.
        Assert.Equal([0, 0, 0, 0, 2, 2, 14, .. new StringValue { Value = "a" }.ToByteArray()], Codec<StringValue>().Bytes(new StringValue { Value = "a" }));
        // The first message in the third one.
        var range = new DescriptorProto.Types.ExtensionRange { Start = 1 };
        Assert.Equal([0, 0, 0, 0, 3, 4, 4, 0, .. range.ToByteArray()], Codec<DescriptorProto.Types.ExtensionRange>().Bytes(range));
    }

    [Fact]
    public void They_come_back()
    {
        Assert.Equal(Duration, Codec<Duration>().Event(Codec<Duration>().Bytes(Duration)));
        Assert.Equal("a", Codec<StringValue>().Event(Codec<StringValue>().Bytes(new StringValue { Value = "a" })).Value);
        var range = new DescriptorProto.Types.ExtensionRange { Start = 1 };
        Assert.Equal(range, Codec<DescriptorProto.Types.ExtensionRange>().Event(Codec<DescriptorProto.Types.ExtensionRange>().Bytes(range)));
        // A path may be written out where it is that of the first message.
        Assert.Equal(Duration, Codec<Duration>().Event([0, 0, 0, 0, 1, 2, 0, .. Duration.ToByteArray()]));
    }

    [Fact]
    public async Task Imported_files_are_registered_and_referred_to()
    {
        var bytes = Codec<Leg>().Bytes(new Leg { From = 7 });
        Assert.Equal([0, 0, 0, 0, 2, 0, 8, 7], bytes);
        Assert.Equal(7, Codec<Leg>().Event(bytes).From);
        var reference = Assert.Single((await _registry.Client.GetLatestSchemaAsync("example.Leg")).References);
        Assert.Equal(("example/airport.proto", "example/airport.proto", 1), (reference.Name, reference.Subject, reference.Version));
        Assert.Equal(bytes, _registry.ProtobufCodec<Leg>("durations", new SchemaOptions { Naming = SubjectNaming.Record }).Bytes(new Leg { From = 7 }));
    }

    [Fact]
    public void Files_that_every_registry_has_are_not()
    {
        var bytes = Codec<Api>().Bytes(new Api { Name = "flights" });
        // source_context.proto and type.proto.
        Assert.Equal([0, 0, 0, 0, 1, 0], bytes[..6]);
        Assert.Single(_server.Requests, request => request.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public void Old_and_new_are_read_both_ways()
    {
        var file = DurationFile();
        file.MessageType[0].Field.Add(new FieldDescriptorProto { Name = "zone", Number = 9, Type = FieldDescriptorProto.Types.Type.String, Label = FieldDescriptorProto.Types.Label.Optional });
        var @new = _server.Register("durations-value", file.ToByteString().ToBase64(), "PROTOBUF");
        file.MessageType[0].Field.RemoveAt(1);
        file.MessageType[0].Field[0].Type = FieldDescriptorProto.Types.Type.Uint32;
        var old = _server.Register("durations-value", file.ToByteString().ToBase64(), "PROTOBUF");
        Assert.Equal(7, Codec<Duration>().Event([0, 0, 0, 0, (byte)@new, 0, 8, 7, 74, 1, 65]).Seconds);
        Assert.Equal(7, Codec<Duration>().Event([0, 0, 0, 0, (byte)old, 0, 8, 7]).Seconds);
    }

    [Fact]
    public void Another_message_or_a_field_of_another_type_is_refused()
    {
        var strings = Codec<StringValue>().Bytes(new StringValue { Value = "a" });
        Assert.Equal(
            "It is written with schema 1, and can't be read as a google.protobuf.Duration: it is a google.protobuf.StringValue.",
            Assert.Throws<EventDecodeException>(() => Codec<Duration>().Event(strings)).Reason);

        var file = DurationFile();
        file.MessageType[0].Field[0].Type = FieldDescriptorProto.Types.Type.String;
        var id = _server.Register("durations-value", file.ToByteString().ToBase64(), "PROTOBUF");
        Assert.Contains(
            "field 1 ('seconds') there is string, and 'seconds' is int64 in the class",
            Assert.Throws<EventDecodeException>(() => Codec<Duration>().Event([0, 0, 0, 0, (byte)id, 0, 10, 1, 65])).Reason);
        Assert.Contains(
            "the schema has no message at [40]",
            Assert.Throws<EventDecodeException>(() => Codec<Duration>().Event([0, 0, 0, 0, (byte)id, 2, 80, 10, 1, 65])).Reason);
        Assert.Contains(
            "doesn't say which message", Assert.Throws<EventDecodeException>(() => Codec<Duration>().Event([0, 0, 0, 0, (byte)id])).Reason);
    }

    [Fact]
    public void With_a_subjects_newest_schema_the_path_is_the_one_there()
    {
        var file = DurationFile();
        file.MessageType.Insert(0, new DescriptorProto { Name = "Other" });
        var id = _server.Register("durations-value", file.ToByteString().ToBase64(), "PROTOBUF");
        var codec = _registry.ProtobufCodec<Duration>("durations", new SchemaOptions { Writing = SchemaWriting.Latest });
        Assert.Equal([0, 0, 0, 0, (byte)id, 2, 2, .. Duration.ToByteArray()], codec.Bytes(Duration));
        Assert.Equal(Duration, codec.Event(codec.Bytes(Duration)));
        var none = _registry.ProtobufCodec<StringValue>("durations", new SchemaOptions { Writing = SchemaWriting.Latest });
        Assert.Contains("has no message google.protobuf.StringValue", Assert.Throws<InvalidOperationException>(() => none.Bytes(new StringValue())).Message);
    }

    [Fact]
    public void A_registry_that_has_the_text_alone_is_trusted()
    {
        var id = _server.Register("durations-value", "syntax = \"proto3\"; message Duration { int64 seconds = 1; }", "PROTOBUF");
        Assert.Equal(7, Codec<Duration>().Event([0, 0, 0, 0, (byte)id, 0, 8, 7]).Seconds);
    }

    [Fact]
    public void Paths_are_read_as_they_are_written()
    {
        foreach (var path in new int[][] { [0], [1], [63], [64], [0, 0], [3, 200, 1] })
        {
            ReadOnlySpan<byte> bytes = [.. MessagePath.Bytes(path), 42];
            Assert.Equal(path, MessagePath.Read(ref bytes));
            Assert.Equal([42], bytes.ToArray());
        }
    }

    private static FileDescriptorProto DurationFile() => FileDescriptorProto.Parser.ParseFrom(DurationReflection.Descriptor.SerializedData);

    private ICodec<T> Codec<T>() where T : class, IMessage<T>, new() => _registry.ProtobufCodec<T>("durations", Register with { Naming = SubjectNaming.Record });
}
