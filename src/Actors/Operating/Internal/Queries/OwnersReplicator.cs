using Akka.Actor;
using Akka.DistributedData;
using Akka.DistributedData.Serialization;

namespace Akka.Events.Operating.Internal.Queries;

/// <summary>The cluster's replicator (<c>akka.cluster.distributed-data</c>), ready to send what it has to.</summary>
internal static class OwnersReplicator
{
    public static IActorRef Of(ActorSystem system)
    {
        var extended = (ExtendedActorSystem)system;
        // Where the cluster was configured by HOCON alone, nobody has added what the replicator's messages need.
        system.Settings.InjectTopLevelFallback(DistributedData.DistributedData.DefaultConfig());
        if (system.Serialization.FindSerializerForType(typeof(IReplicatorMessage)) is not ReplicatorMessageSerializer)
        {
            Add(extended, "akka-data-replication", new ReplicatorMessageSerializer(extended), typeof(IReplicatorMessage));
            Add(extended, "akka-replicated-data", new ReplicatedDataSerializer(extended), typeof(IReplicatedDataSerialization));
        }
        return DistributedData.DistributedData.Get(system).Replicator;
    }

    private static void Add(ExtendedActorSystem system, string name, Akka.Serialization.Serializer serializer, Type type)
    {
        system.Serialization.AddSerializer(name, serializer);
        system.Serialization.AddSerializationMap(type, serializer);
    }
}
