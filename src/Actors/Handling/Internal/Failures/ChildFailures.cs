using Akka.Actor;
using Akka.Events.Handling.Internal.Shared;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Failures;

/// <summary>Why handler actors of a shard have failed, from then until they have ended. Used on the shard's turn only.</summary>
internal sealed class ChildFailures(GroupContext group, int shard, ILogger log)
{
    private readonly Dictionary<IActorRef, Exception> _causes = [];
    private readonly LogPace _lines = new();

    /// <summary>An actor has failed, and is being stopped.</summary>
    public void Add(IActorRef child, Exception cause)
    {
        _causes[child] = cause;
        if (_lines.Take(group.Time.GetElapsedTime(0), out _))
            HandlingLog.ActorFailed(log, cause, group.Name, shard, child.Path.Name, Reason.Of(cause));
    }

    /// <summary>An actor has ended: why it had failed; null when it was stopped.</summary>
    public Exception? Take(IActorRef child) => _causes.Remove(child, out var cause) ? cause : null;
}
