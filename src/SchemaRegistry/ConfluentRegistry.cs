using System.Text.Json.Serialization.Metadata;
using Akka.Events.SchemaRegistry.Internal;
using Akka.Events.SchemaRegistry.Internal.Avro;
using Akka.Events.SchemaRegistry.Internal.Protobuf;
using Akka.Events.Topics;
using Avro;
using Avro.Generic;
using Confluent.SchemaRegistry;
using Google.Protobuf;

namespace Akka.Events.SchemaRegistry;

/// <summary>
/// A schema registry with Confluent's REST interface, and topics whose events are framed with the number of their schema there. One for a
/// process: it keeps what it has looked up. Safe from any thread.
/// </summary>
/// <remarks>
/// A schema is looked up when it is needed first, and never on the thread that needs it: a record waits for its schema, as does an event that is
/// published. Where the registry doesn't answer they go on waiting, which is the group's problem (codec-not-ready).
/// </remarks>
public sealed class ConfluentRegistry : IDisposable
{
    private readonly Schemas _schemas;
    private readonly bool _owned;

    /// <summary>The registry at a URL, or at several, with commas between: the next is asked where one doesn't answer.</summary>
    /// <exception cref="ArgumentException">It is none, or has a name and a password in it.</exception>
    public ConfluentRegistry(string url)
        : this(new SchemaRegistryConfig { Url = url ?? throw new ArgumentNullException(nameof(url)) })
    {
    }

    /// <summary>The registry of a configuration: credentials, certificates, time limits.</summary>
    /// <exception cref="ArgumentException">It has no URL, or one with a name and a password in it.</exception>
    public ConfluentRegistry(SchemaRegistryConfig config)
        : this(Open(config), owned: true)
    {
    }

    /// <summary>The registry of a client of your own, which stays yours to dispose.</summary>
    public ConfluentRegistry(ISchemaRegistryClient client)
        : this(client, owned: false)
    {
    }

    private ConfluentRegistry(ISchemaRegistryClient client, bool owned)
    {
        ArgumentNullException.ThrowIfNull(client);
        Client = client;
        _owned = owned;
        _schemas = new Schemas(client, TimeProvider.System);
    }

    /// <summary>Asks the registry.</summary>
    public ISchemaRegistryClient Client { get; }

    /// <summary>For topics that aren't given options of their own.</summary>
    public SchemaOptions Options { get; init; } = new();

    /// <summary>A topic of Avro records.</summary>
    /// <param name="name">The topic's name. Its schemas' subject goes by it, also where a configuration calls the topic otherwise.</param>
    /// <param name="key">An event's key. Default: none, so that published events spread over the partitions.</param>
    /// <param name="options">How they are written. Default: <see cref="Options"/>.</param>
    /// <typeparam name="T">A class that Avro's tools have generated, or <see cref="GenericRecord"/>.</typeparam>
    /// <exception cref="ArgumentException">Kafka allows no such name, or the type is none of these.</exception>
    public Topic<T> Avro<T>(string name, Func<T, string?>? key = null, SchemaOptions? options = null) where T : class =>
        Topic.Of(name, AvroCodec<T>(name, options), key);

    /// <summary>A topic of JSON with a schema.</summary>
    /// <param name="name">The topic's name. Its schemas' subject goes by it, also where a configuration calls the topic otherwise.</param>
    /// <param name="key">An event's key. Default: none, so that published events spread over the partitions.</param>
    /// <param name="options">How they are written. Default: <see cref="Options"/>.</param>
    /// <param name="type">What the JSON source generator has made for the type. Default: reflection, with the web's conventions.</param>
    /// <exception cref="ArgumentException">Kafka allows no such name.</exception>
    public Topic<T> Json<T>(string name, Func<T, string?>? key = null, SchemaOptions? options = null, JsonTypeInfo<T>? type = null) =>
        Topic.Of(name, JsonCodec(name, options, type), key);

    /// <summary>A topic of Protocol Buffers messages.</summary>
    /// <param name="name">The topic's name. Its schemas' subject goes by it, also where a configuration calls the topic otherwise.</param>
    /// <param name="key">An event's key. Default: none, so that published events spread over the partitions.</param>
    /// <param name="options">How they are written. Default: <see cref="Options"/>.</param>
    /// <exception cref="ArgumentException">Kafka allows no such name.</exception>
    public Topic<T> Protobuf<T>(string name, Func<T, string?>? key = null, SchemaOptions? options = null)
        where T : class, IMessage<T>, new() => Topic.Of(name, ProtobufCodec<T>(name, options), key);

    /// <summary>What <see cref="Avro{T}"/> reads and writes with: for a topic of several types.</summary>
    /// <param name="topic">The topic that its subject is called after.</param>
    /// <param name="options">How events are written. Default: <see cref="Options"/>.</param>
    /// <param name="schema">For generic records: what they are read as, whatever they were written as. Default: as they were written.</param>
    public ICodec<T> AvroCodec<T>(string topic, SchemaOptions? options = null, RecordSchema? schema = null) where T : class =>
        new AvroCodec<T>(_schemas, topic, options ?? Options, schema);

    /// <summary>What <see cref="Json{T}"/> reads and writes with.</summary>
    /// <param name="topic">The topic that its subject is called after.</param>
    /// <param name="options">How events are written. Default: <see cref="Options"/>.</param>
    /// <param name="type">What the JSON source generator has made for the type. Default: reflection, with the web's conventions.</param>
    public ICodec<T> JsonCodec<T>(string topic, SchemaOptions? options = null, JsonTypeInfo<T>? type = null) =>
        new JsonSchemaCodec<T>(_schemas, topic, options ?? Options, type);

    /// <summary>What <see cref="Protobuf{T}"/> reads and writes with.</summary>
    /// <param name="topic">The topic that its subject is called after.</param>
    /// <param name="options">How events are written. Default: <see cref="Options"/>.</param>
    public ICodec<T> ProtobufCodec<T>(string topic, SchemaOptions? options = null)
        where T : class, IMessage<T>, new() => new ProtobufSchemaCodec<T>(_schemas, topic, options ?? Options);

    /// <summary>Where the registry is. Nothing of its credentials.</summary>
    public override string ToString() => $"schema registry at {_schemas.Address}";

    /// <summary>Ends its connections, where they are its own.</summary>
    public void Dispose()
    {
        if (_owned) Client.Dispose();
    }

    private static CachedSchemaRegistryClient Open(SchemaRegistryConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (string.IsNullOrWhiteSpace(config.Url)) throw new ArgumentException("The schema registry has no URL.", nameof(config));
        // The client would ignore them, and write them into its errors.
        if (Address.HasCredentials(config.Url))
            throw new ArgumentException(
                "The schema registry's URL has a name and a password in it: put them into BasicAuthUserInfo, as name:password.", nameof(config));
        return new CachedSchemaRegistryClient(config);
    }
}
