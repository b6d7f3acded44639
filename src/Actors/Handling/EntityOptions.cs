using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Akka.Actor;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Handling.Internal.Schedules;
using Akka.Events.Topics;

namespace Akka.Events.Handling;

/// <summary>How a group runs one entity class, and how its events and states are stored.</summary>
public sealed class EntityOptions
{
    private readonly List<Migration> _migrations = [];
    private readonly List<VisitSchedule> _schedules = [];
    private readonly Dictionary<Type, (string? Name, object? Codec)> _stored = [];
    private JsonSerializerOptions? _travelling;

    internal EntityOptions(string name, HandlerOptions handler)
    {
        Name = name;
        Handler = handler;
    }

    /// <summary>
    /// Names the entity in the journal, the state table and queries; unique in its group. Default: the class's name in kebab-case.
    /// Changing it later means starting from nothing.
    /// </summary>
    public string Name { get; }

    /// <summary>Timeout, retries and failure modes.</summary>
    public HandlerOptions Handler { get; }

    internal JsonSerializerOptions? Json { get; private set; }

    internal Func<ActorSystem, Props>? PropsFactory { get; private set; }

    /// <summary>
    /// States and events are stored as JSON with a source-generated context (faster than reflection, and safe for trimming).
    /// </summary>
    public EntityOptions UseJson(JsonSerializerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Json = context.Options;
        return this;
    }

    /// <summary>
    /// How instances are made, for classes whose constructor takes arguments. Default: the constructor's arguments come from the service
    /// provider, in a scope of the instance's own, which ends with it.
    /// </summary>
    public EntityOptions UseProps(Func<ActorSystem, Props> props)
    {
        PropsFactory = props ?? throw new ArgumentNullException(nameof(props));
        return this;
    }

    /// <summary>Stores a type under a name, with a codec. Default name: <see cref="StoredAsAttribute"/>, else the type's name in
    /// kebab-case. Default codec: JSON; strings, byte arrays, integers and Protobuf messages have their own.</summary>
    public EntityOptions Store<T>(string? name = null, ICodec<T>? codec = null)
    {
        _stored[typeof(T)] = (name, codec);
        return this;
    }

    /// <summary>Reads an event that is stored under an old name as the event it would be today.</summary>
    public EntityOptions Upcast<TOld, TNew>(string storedName, Func<TOld, TNew> upcast, ICodec<TOld>? codec = null)
        where TOld : notnull
        where TNew : notnull
    {
        _migrations.Add(new Migration(storedName, typeof(TOld), typeof(TNew), codec, old => upcast((TOld)old)));
        return this;
    }

    /// <summary>Reads a state that is stored under an old name (an earlier version) as the state it would be today.</summary>
    public EntityOptions MigrateState<TOld, TState>(string storedName, Func<TOld, TState> migrate, ICodec<TOld>? codec = null)
        where TOld : notnull
        where TState : notnull
        => Upcast(storedName, migrate, codec);

    /// <summary>
    /// Has all entities of the class visited every so often, also those that rest or are in the store alone: what its constructor says for a visit of this name
    /// (<see cref="EntityActor{TState}.Visit(string, Action)"/>). It is due at each multiple of the interval since 1970 (UTC), so that a move or a restart doesn't
    /// put it off; one that falls into the time without an owner is left out. Where a visit takes longer than the interval the next one is left out.
    /// </summary>
    /// <param name="visit">The visit's name.</param>
    /// <param name="every">The interval, at least 1 second: 1 day means at midnight UTC.</param>
    /// <param name="jitter">The shards are spread over so long after that, up to the interval. Default zero: all at once.</param>
    /// <exception cref="ArgumentOutOfRangeException">The interval is below 1 second, or the jitter negative or above it.</exception>
    public EntityOptions Visit(string visit, TimeSpan every, TimeSpan jitter = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(visit);
        ArgumentOutOfRangeException.ThrowIfLessThan(every, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(jitter, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(jitter, every);
        _schedules.Add(new VisitSchedule(visit, every, jitter));
        return this;
    }

    internal IReadOnlyList<VisitSchedule> Schedules => _schedules;

    internal IReadOnlyList<Migration> Migrations => _migrations;

    internal StoredType<T> StoredType<T>(string? name = null, object? codec = null)
    {
        _stored.TryGetValue(typeof(T), out var chosen);
        name ??= chosen.Name ?? StoredName.Of(typeof(T));
        if (name is UnfoldedState.Manifest or StateDeletion.Manifest)
            throw new ArgumentException($"entity '{Name}': the stored name '{name}' is the library's own");
        return new StoredType<T>(
            name, (ICodec<T>?)(codec ?? chosen.Codec) ?? StoredCodec.Default<T>(Json));
    }

    /// <summary>How a query or an answer travels: as what is stored does, and by reflection where the JSON context doesn't know it.</summary>
    internal StoredType<T> TravellingType<T>()
    {
        _stored.TryGetValue(typeof(T), out var chosen);
        return new StoredType<T>(
            chosen.Name ?? StoredName.Of(typeof(T)), (ICodec<T>?)chosen.Codec ?? StoredCodec.Default<T>(_travelling ??= OrByReflection(Json)));
    }

    private static JsonSerializerOptions? OrByReflection(JsonSerializerOptions? json) =>
        json is null || !JsonSerializer.IsReflectionEnabledByDefault ? json
            : new JsonSerializerOptions(json)
            {
                TypeInfoResolver = JsonTypeInfoResolver.Combine(json.TypeInfoResolver, new DefaultJsonTypeInfoResolver()),
            };

    internal sealed record Migration(string StoredName, Type Old, Type New, object? Codec, Func<object, object> Upcast);
}
