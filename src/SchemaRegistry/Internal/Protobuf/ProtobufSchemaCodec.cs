using System.Buffers;
using System.Collections.Concurrent;
using Akka.Events.Topics;
using Confluent.SchemaRegistry;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Akka.Events.SchemaRegistry.Internal.Protobuf;

/// <summary>Protocol Buffers messages, framed.</summary>
internal sealed class ProtobufSchemaCodec<T> : SchemaCodec<T> where T : class, IMessage<T>, new()
{
    // Of the schemas that Protocol Buffers and the registry have themselves.
    private static readonly string[] Known = ["google/protobuf/", "google/type/", "confluent/"];

    private static readonly MessageDescriptor Own = new T().Descriptor;

    private readonly ProtobufCodec<T> _messages = new();
    private readonly ReadSchemas<WrittenMessage> _read;
    private readonly ConcurrentDictionary<(int Id, int First), string?> _problems = new(); // of messages that aren't nested
    private readonly Lookup<Written> _written;

    public ProtobufSchemaCodec(Schemas schemas, string topic, SchemaOptions options)
        : base(schemas, topic, options)
    {
        _read = new ReadSchemas<WrittenMessage>(schemas, Prepare);
        _written = ToWrite(Own.FullName, WrittenIn, Latest);
    }

    public override string ContentType => "application/vnd.confluent.protobuf";

    protected override T Decode(int id, ReadOnlySpan<byte> payload)
    {
        var schema = _read.Get(id);
        var path = MessagePath.Read(ref payload);
        if (Problem(id, schema, path) is { } problem)
            throw new EventDecodeException($"It is written with schema {id}, and can't be read as a {Own.FullName}: {problem}.");
        return _messages.Decode(payload);
    }

    protected override Written WrittenAs(T @event) => _written.Get();

    protected override void Write(T @event, IBufferWriter<byte> output) => _messages.Encode(@event, output);

    private string? Problem(int id, WrittenMessage schema, int[] path)
    {
        if (path.Length > 1) return schema.Problem(path, Own);
        if (_problems.TryGetValue((id, path[0]), out var known)) return known;
        var problem = schema.Problem(path, Own);
        // Places that no schema has may come from anywhere.
        if (path[0] is >= 0 and < 1000) _problems.TryAdd((id, path[0]), problem);
        return problem;
    }

    private async Task<WrittenMessage> Prepare(int id)
    {
        var schema = await Schemas.Schema(id, "serialized").ConfigureAwait(false);
        return schema.SchemaType == SchemaType.Protobuf
            ? new WrittenMessage(schema.SchemaString)
            : throw new SchemaRefusedException($"that is a schema of {schema.SchemaType}, not of Protocol Buffers");
    }

    private async Task<Written> WrittenIn(string subject) =>
        await Numbered(subject, await SchemaOf(Own.File).ConfigureAwait(false), MessagePath.Bytes(MessagePath.Of(Own))).ConfigureAwait(false);

    private async Task<Written> Latest(string subject)
    {
        var latest = await Schemas.Latest(subject).ConfigureAwait(false);
        var schema = await Prepare(latest.Id).ConfigureAwait(false);
        if (schema.PathOf(Own) is not { } path)
            throw new SchemaRefusedException($"the newest schema of subject '{subject}' has no message {Own.FullName}");
        return schema.Problem(path, Own) is { } problem
            ? throw new SchemaRefusedException($"{Own.FullName} doesn't go with the newest schema of subject '{subject}': {problem}")
            : new Written(latest.Id, MessagePath.Bytes(path));
    }

    private async Task<Schema> SchemaOf(FileDescriptor file)
    {
        var references = new List<SchemaReference>();
        foreach (var imported in file.Dependencies)
        {
            if (Known.Any(known => imported.Name.StartsWith(known, StringComparison.Ordinal))) continue;
            references.Add(await Schemas.Reference(imported.Name, await SchemaOf(imported).ConfigureAwait(false), Options).ConfigureAwait(false));
        }
        return new Schema(file.SerializedData.ToBase64(), references, SchemaType.Protobuf);
    }
}
