using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence.Snapshot;
using Akka.Persistence.Sql;

namespace Akka.Persistence;

/// <summary>A snapshot store and the actor under /system that stands for it, which ends it when the system terminates.</summary>
internal sealed class SnapshotPlugin
{
    internal SnapshotPlugin(ExtendedActorSystem system, string id, Config config)
    {
        Store = PluginType.Name(config, id) switch
        {
            "MemorySnapshotStore" => new MemorySnapshotStore(),
            "NoSnapshotStore" => new NoSnapshotStore(),
            "SqlSnapshotStore" => new SqlSnapshotStore(system, config),
            var other => throw new ArgumentException($"There is no snapshot store {other}: [{id}] must be in memory or SQL"),
        };
        Actor = system.SystemActorOf(Props.Create(() => new PluginActor(Store)), id);
    }

    internal SnapshotStore Store { get; }
    internal IActorRef Actor { get; }
}
