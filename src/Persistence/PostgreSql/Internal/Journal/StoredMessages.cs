using Akka.Actor;
using Akka.Events.Committing.Internal.Snapshots;

namespace Akka.Events.Persistence.PostgreSql.Internal.Journal;

/// <summary>What is persisted, as the columns hold it: through Akka's serialization. Safe from any thread.</summary>
internal sealed class StoredMessages(ActorSystem system)
{
    private readonly Akka.Serialization.Serialization _serialization = system.Serialization;

    /// <summary>Whether it is the first row of an owner: the one that meets a former owner's, which isn't to hold up other shards' rows.</summary>
    public static bool IsMarker(object message) => message is OwnerMarker;

    public (byte[] Bytes, int Serializer, string Manifest) Write(object message)
    {
        var serializer = _serialization.FindSerializerForType(message.GetType());
        return (serializer.ToBinary(message), serializer.Identifier, Akka.Serialization.Serialization.ManifestFor(serializer, message));
    }

    public object Read(byte[] bytes, int serializer, string manifest) => _serialization.Deserialize(bytes, serializer, manifest);
}
