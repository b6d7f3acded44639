using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence.Journal;
using Akka.Persistence.Sql;

namespace Akka.Persistence;

/// <summary>A journal and the actor under /system that stands for it, which ends it when the system terminates.</summary>
internal sealed class JournalPlugin
{
    internal JournalPlugin(ExtendedActorSystem system, string id, Config config)
    {
        MaxBatchSize = config.GetInt("max-message-batch-size");
        RecoveryEventTimeout = config.GetTimeSpan("recovery-event-timeout");
        Journal = PluginType.Name(config, id) switch
        {
            "MemoryJournal" => new MemoryJournal(),
            "SqlWriteJournal" => new SqlJournal(system, config),
            var other => throw new ArgumentException($"There is no journal {other}: [{id}] must be in memory or SQL"),
        };
        Actor = system.SystemActorOf(Props.Create(() => new PluginActor(Journal)), id);
    }

    internal EventJournal Journal { get; }
    internal IActorRef Actor { get; }
    internal int MaxBatchSize { get; }
    internal TimeSpan RecoveryEventTimeout { get; }
}
