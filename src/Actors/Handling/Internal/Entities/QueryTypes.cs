using System.Buffers;
using Akka.Events.Committing.Internal.Journal;

namespace Akka.Events.Handling.Internal.Entities;

/// <summary>
/// How an entity's queries and answers travel between processes: by the codecs that its state has, and by names. Only what the class has
/// registered with Query is read; no type is looked up by what came over the wire.
/// </summary>
internal sealed class QueryTypes
{
    public static readonly QueryTypes None = new();

    private readonly string _entity = "";
    private readonly List<Known> _queries = [];
    private readonly Dictionary<string, Known> _byName = new(StringComparer.Ordinal);
    private readonly List<StoredType> _answers = []; // of queries that don't say what they give

    private QueryTypes()
    {
    }

    /// <exception cref="ArgumentException">Two types of queries have one name, or one has no codec.</exception>
    public QueryTypes(string entity, EntityOptions options, StoredType state, IReadOnlyList<QueryShape> registered)
    {
        _entity = entity;
        _answers.AddRange(
        [
            state, options.TravellingType<string>(), options.TravellingType<long>(), options.TravellingType<int>(),
            options.TravellingType<bool>(), options.TravellingType<double>(), options.TravellingType<decimal>(),
            options.TravellingType<DateTimeOffset>(), options.TravellingType<TimeSpan>(), options.TravellingType<Guid>(),
        ]);
        // The one registered last answers.
        foreach (var shape in registered.Reverse())
        {
            if (_queries.Exists(q => q.Query.ClrType == shape.QueryType)) continue;
            var known = new Known(shape.Query(options), shape.Answer(options));
            _queries.Add(known);
            if (!_byName.TryAdd(known.Query.Manifest, known))
                throw new ArgumentException(
                    $"{entity} answers two types of queries named '{known.Query.Manifest}': give one of them a name of its own, by [StoredAs(…)]");
            if (known.Answer is not null) _answers.Add(known.Answer);
        }
    }

    /// <exception cref="InvalidOperationException">The class has no Query for it.</exception>
    public PackedValue Pack(object query)
    {
        var type = query.GetType();
        var known = _queries.Find(q => q.Query.ClrType == type) ?? _queries.Find(q => q.Query.ClrType.IsAssignableFrom(type))
            ?? throw new InvalidOperationException($"{_entity} has no Query<{type.Name}>");
        return Encode(known.Query, query);
    }

    /// <exception cref="InvalidOperationException">The class has no Query of that name, or the bytes are no such query.</exception>
    public object Unpack(PackedValue query) => Decode(OfName(query.Type).Query, query, "query");

    /// <param name="query">The name of the query's type.</param>
    /// <param name="answer">What the entity has answered.</param>
    /// <exception cref="InvalidOperationException">Nobody could read it.</exception>
    public PackedValue PackAnswer(string query, object? answer)
    {
        if (answer is null) return PackedValue.Null;
        var type = OfName(query).Answer ?? _answers.Find(a => a.ClrType == answer.GetType())
            ?? throw new InvalidOperationException(
                $"{_entity} answers '{query}' with a {answer.GetType().Name}, which can't be sent to another process: "
                + $"register it with Query<{OfName(query).Query.ClrType.Name}, {answer.GetType().Name}>");
        return Encode(type, answer);
    }

    /// <param name="query">The name of the query's type.</param>
    /// <param name="answer">What has come.</param>
    /// <exception cref="InvalidOperationException">It is no answer that this process knows.</exception>
    public object? UnpackAnswer(string query, PackedValue answer)
    {
        if (answer.IsNull) return null;
        var declared = OfName(query).Answer;
        var type = declared is null ? _answers.Find(a => a.Manifest == answer.Type) : declared.Manifest == answer.Type ? declared : null;
        return type is not null ? Decode(type, answer, "answer")
            : throw new InvalidOperationException(
                $"{_entity} has answered '{query}' with '{answer.Type}', which this process doesn't know: the two run different versions");
    }

    private Known OfName(string name) =>
        _byName.TryGetValue(name, out var known) ? known
            : throw new InvalidOperationException(
                $"{_entity} has no Query of the name '{name}' there: the process that was asked runs another version");

    private PackedValue Encode(StoredType type, object value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        try
        {
            type.EncodeObject(value, buffer);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{_entity}: a {type.ClrType.Name} can't be encoded: {Reason.Message(e)}", e);
        }
        return new PackedValue(type.Manifest, buffer.WrittenMemory);
    }

    private object Decode(StoredType type, PackedValue value, string what)
    {
        try
        {
            return type.DecodeObject(value.Payload.Span);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{_entity}: the {what} '{value.Type}' can't be read: {Reason.Message(e)}", e);
        }
    }

    private sealed record Known(StoredType Query, StoredType? Answer);
}
