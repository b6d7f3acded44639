using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Committing.Internal.Transactions;
using Akka.Events.Publishing.Internal.Outbox;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Persistence.Internal;

/// <summary>Where what outlives a shard lies: the plugins that keep its journal and snapshots, and the states of its entities.</summary>
internal abstract class EventStore
{
    /// <summary>What it is, for logs; without secrets.</summary>
    public abstract string Description { get; }

    /// <summary>How the two plugins are configured: all of it, and nobody else adds to it.</summary>
    public abstract Config Plugins { get; }

    /// <summary>Gives the plugins of an actor system that is yet to be made what they connect by.</summary>
    /// <param name="setups">The actor system's.</param>
    public virtual void Connect(ISet<Setup> setups)
    {
    }

    /// <summary>Handlers' transactions, once it is open; null where it has none.</summary>
    public virtual ITransactionStore? Transactions => null;

    /// <summary>Its outbox, opened for one actor system, with whose end it closes; null where it has none. Waits for nothing.</summary>
    /// <param name="system">The actor system.</param>
    /// <param name="loggers">Where it logs.</param>
    /// <param name="batchBytes">Bytes of a batch that is forwarded.</param>
    public virtual IOutboxStore? OpenOutbox(ActorSystem system, ILoggerFactory loggers, long batchBytes) => null;

    /// <summary>Why it can't be used, where that is known without waiting for anybody; null when nothing is known against it.</summary>
    public virtual string? Problem() => null;

    /// <summary>Opens it for one actor system, with whose end it closes. Waits for nothing.</summary>
    public abstract (IEntityStates States, JournalReader Journal) Open(ActorSystem system, ILoggerFactory loggers);
}
