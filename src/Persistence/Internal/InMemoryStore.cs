using Akka.Actor;
using Akka.Configuration;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.States;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Persistence.Internal;

/// <summary>Everything in memory, for as long as the actor system lives.</summary>
internal sealed class InMemoryStore : EventStore
{
    public override string Description => "memory";

    public override Config Plugins => PluginHocon.InMemory;

    public override (IEntityStates States, JournalReader Journal) Open(ActorSystem system, ILoggerFactory loggers) =>
        (new InMemoryEntityStates(), new JournalReplay(system));
}
