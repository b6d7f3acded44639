using Akka.Actor;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Handling.Internal.Entities;
using Akka.Serialization;

namespace Akka.Events.Operating.Internal.Queries;

/// <summary>
/// Queries, answers and failures between processes, as Protobuf messages. What is in them was encoded by the entity's own codec before,
/// and is decoded after: here it is bytes, so that what can't be read is answered, not dropped by the transport.
/// </summary>
internal sealed class QuerySerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>The serializer's number on the wire.</summary>
    public const int SerializerId = 4102;

    private const string Query = "Q1";
    private const string Answer = "A1";
    private const string Failure = "F1";
    private const string Wanted = "W1";
    private const string Owned = "O1";

    public override int Identifier => SerializerId;

    public override string Manifest(object o) => o switch
    {
        RoutedQuery => Query,
        RoutedAnswer => Answer,
        RoutedFailure => Failure,
        ShardWanted => Wanted,
        ShardsOwned => Owned,
        _ => throw Unknown(o),
    };

    public override byte[] ToBinary(object obj)
    {
        var writer = new ProtoWriter();
        switch (obj)
        {
            case RoutedQuery query:
                writer.Field(1, query.Id);
                writer.Field(2, query.Entity);
                writer.Field(3, query.Key);
                writer.Field(4, query.Shard);
                Write(writer, query.Query);
                writer.Field(7, query.Milliseconds);
                break;
            case RoutedAnswer answer:
                writer.Field(1, answer.Id);
                Write(writer, answer.Answer);
                break;
            case RoutedFailure failure:
                writer.Field(1, failure.Id);
                writer.Field(2, (long)failure.Kind);
                writer.Field(3, failure.Type);
                writer.Field(4, failure.Message);
                break;
            case ShardWanted wanted:
                writer.Field(4, wanted.Shard);
                break;
            case ShardsOwned owned:
                // In pairs; a number that is 0 is written too.
                foreach (var (shard, sequenceNr) in owned.Shards)
                {
                    writer.Field(1, shard + 1L);
                    writer.Field(2, sequenceNr + 1);
                }
                break;
            default:
                throw Unknown(obj);
        }
        return writer.Written.ToArray();
    }

    public override object FromBinary(byte[] bytes, string manifest) => manifest switch
    {
        Query => ReadQuery(bytes),
        Answer => ReadAnswer(bytes),
        Failure => ReadFailure(bytes),
        Wanted => ReadWanted(bytes),
        Owned => ReadOwned(bytes),
        _ => throw new ArgumentException(
            $"{nameof(QuerySerializer)} doesn't know the manifest '{manifest}': the process that sent it runs a newer version"),
    };

    private static void Write(ProtoWriter writer, PackedValue value)
    {
        writer.Field(5, value.Type);
        writer.Field(6, value.Payload.Span);
    }

    private static RoutedQuery ReadQuery(byte[] bytes)
    {
        var reader = new ProtoReader(bytes);
        var (id, entity, key, shard, type, payload, milliseconds) = (0L, "", Array.Empty<byte>(), 0, "", ReadOnlyMemory<byte>.Empty, 0L);
        while (reader.Next(out var field, out var value, out ReadOnlyMemory<byte> content))
        {
            switch (field)
            {
                case 1: id = value; break;
                case 2: entity = ProtoReader.Text(content); break;
                case 3: key = content.ToArray(); break;
                case 4: shard = (int)value; break;
                case 5: type = ProtoReader.Text(content); break;
                case 6: payload = content; break;
                case 7: milliseconds = value; break;
            }
        }
        return new RoutedQuery(id, entity, key, shard, new PackedValue(type, payload), milliseconds);
    }

    private static RoutedAnswer ReadAnswer(byte[] bytes)
    {
        var reader = new ProtoReader(bytes);
        var (id, type, payload) = (0L, "", ReadOnlyMemory<byte>.Empty);
        while (reader.Next(out var field, out var value, out ReadOnlyMemory<byte> content))
        {
            switch (field)
            {
                case 1: id = value; break;
                case 5: type = ProtoReader.Text(content); break;
                case 6: payload = content; break;
            }
        }
        return new RoutedAnswer(id, new PackedValue(type, payload));
    }

    private static RoutedFailure ReadFailure(byte[] bytes)
    {
        var reader = new ProtoReader(bytes);
        var (id, kind, type, message) = (0L, QueryFailure.Unknown, "", "");
        while (reader.Next(out var field, out var value, out ReadOnlyMemory<byte> content))
        {
            switch (field)
            {
                case 1: id = value; break;
                case 2: kind = (QueryFailure)value; break;
                case 3: type = ProtoReader.Text(content); break;
                case 4: message = ProtoReader.Text(content); break;
            }
        }
        return new RoutedFailure(id, kind, type, message);
    }

    private static ShardWanted ReadWanted(byte[] bytes)
    {
        var reader = new ProtoReader(bytes);
        var shard = 0;
        while (reader.Next(out var field, out var value, out ReadOnlyMemory<byte> _))
            if (field == 4) shard = (int)value;
        return new ShardWanted(shard);
    }

    private static ShardsOwned ReadOwned(byte[] bytes)
    {
        var reader = new ProtoReader(bytes);
        var shards = new List<(int, long)>();
        var shard = 0;
        while (reader.Next(out var field, out var value, out ReadOnlyMemory<byte> _))
        {
            if (field == 1) shard = (int)(value - 1);
            else if (field == 2) shards.Add((shard, value - 1));
        }
        return new ShardsOwned(shards);
    }

    private static ArgumentException Unknown(object o) => new($"{nameof(QuerySerializer)} doesn't send {o.GetType()}");
}
