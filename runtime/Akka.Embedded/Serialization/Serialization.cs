using System.Collections.Concurrent;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Util.Internal;

namespace Akka.Serialization;

/// <summary>
/// The serializers of a system, by the types they are for. There is no serializer for everything: an object whose type is bound to none,
/// nor is any of its base types and interfaces, can't be serialized.
/// </summary>
public class Serialization
{
    private readonly Dictionary<string, Serializer> _byName = [];
    private readonly Dictionary<int, Serializer> _byIdentifier = [];

    // A type stands before those that it derives from, so the first that fits is the most specific one.
    private readonly List<(Type Type, Serializer Serializer)> _bindings = [];
    private readonly ConcurrentDictionary<Type, Serializer> _found = new();
    private readonly NullSerializer _null;

    public Serialization(ExtendedActorSystem system)
    {
        System = system;
        _null = new NullSerializer(system);
        Add("null", _null);
        var config = system.Settings.Config;
        foreach (var (name, type) in Section(config, "akka.actor.serializers"))
            if (Create(config, name, type) is { } serializer) Add(name, serializer);
        foreach (var (name, serializer) in Section(config, "akka.actor.serialization-bindings")) Bind(name, serializer);
        foreach (var details in system.Settings.Setup.Get<SerializationSetup>().GetOrElse(null)?.CreateSerializers(system) ?? [])
        {
            Add(details.Alias, details.Serializer);
            foreach (var type in details.UseFor) Bind(type, details.Serializer);
        }
    }

    public ExtendedActorSystem System { get; }

    /// <summary>The text to store beside the bytes; empty where the serializer needs none.</summary>
    public static string ManifestFor(Serializer s, object msg) =>
        s is SerializerWithStringManifest named ? named.Manifest(msg)
        : s.IncludeManifest && msg is not null ? TypeNames.Of(msg.GetType())
        : "";

    public byte[] Serialize(object o) => FindSerializerFor(o).ToBinary(o);
    public object Deserialize(byte[] bytes, int serializerId, Type type) => ByIdentifier(serializerId).FromBinary(bytes, type);

    public object Deserialize(byte[] bytes, int serializerId, string manifest)
    {
        var serializer = ByIdentifier(serializerId);
        if (serializer is SerializerWithStringManifest named) return named.FromBinary(bytes, manifest);
        if (string.IsNullOrEmpty(manifest)) return serializer.FromBinary(bytes, null);
        var type = TypeNames.Find(manifest)
            ?? throw new SerializationException($"There is no type {manifest} to read what serializer {serializerId} wrote");
        return serializer.FromBinary(bytes, type);
    }

    public Serializer FindSerializerFor(object obj, string defaultSerializerName = null) =>
        obj is null ? _null : FindSerializerForType(obj.GetType(), defaultSerializerName);

    public Serializer FindSerializerForType(Type objectType, string defaultSerializerName = null)
    {
        if (_found.TryGetValue(objectType, out var serializer)) return serializer;
        foreach (var (type, bound) in _bindings)
            if (type.IsAssignableFrom(objectType)) return _found[objectType] = bound;
        return defaultSerializerName is not null && _byName.TryGetValue(defaultSerializerName, out serializer)
            ? serializer
            : throw new SerializationException(
                $"No serializer is bound to {objectType}, a base type or an interface of it: see akka.actor.serialization-bindings");
    }

    private Serializer ByIdentifier(int identifier) =>
        _byIdentifier.TryGetValue(identifier, out var serializer)
            ? serializer
            : throw new SerializationException($"No serializer has the identifier {identifier}: name it in akka.actor.serializers");

    private static IEnumerable<(string Key, string Value)> Section(Config config, string path)
    {
        foreach (var (key, value) in config.GetConfig(path)?.AsEnumerable() ?? []) yield return (key, value.Text);
    }

    private Serializer Create(Config config, string name, string typeName)
    {
        if (TypeNames.Find(typeName) is not { } type || !typeof(Serializer).IsAssignableFrom(type))
        {
            System.Log.Warning("akka.actor.serializers.{0}: '{1}' isn't a serializer's type", name, typeName);
            return null;
        }

        var settings = config.GetConfig($"akka.actor.serialization-settings.{name}");
        return (Serializer)(settings is not null && type.GetConstructor([typeof(ExtendedActorSystem), typeof(Config)]) is not null
            ? Activator.CreateInstance(type, System, settings)
            : Activator.CreateInstance(type, System));
    }

    private void Add(string name, Serializer serializer)
    {
        _byName[name] = serializer;
        _byIdentifier[serializer.Identifier] = serializer;
    }

    private void Bind(string typeName, string serializerName)
    {
        if (TypeNames.Find(typeName) is not { } type)
            System.Log.Warning("akka.actor.serialization-bindings: there is no type '{0}'", typeName);
        else if (_byName.TryGetValue(serializerName, out var serializer)) Bind(type, serializer);
        else System.Log.Warning("akka.actor.serialization-bindings: '{0}': there is no serializer '{1}'", typeName, serializerName);
    }

    private void Bind(Type type, Serializer serializer)
    {
        _bindings.RemoveAll(binding => binding.Type == type);
        var basis = _bindings.FindIndex(binding => binding.Type.IsAssignableFrom(type));
        _bindings.Insert(basis >= 0 ? basis : _bindings.Count, (type, serializer));
    }
}
