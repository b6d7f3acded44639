using Akka.Actor;
using Akka.Events.Operating.Internal;
using Akka.Events.Publishing.Internal.Outbox;
using Akka.Events.Topics;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Hosting.Internal.Running;

/// <summary>The outbox: writing needs no start; forwarding begins with it.</summary>
internal sealed class HostedOutbox(OutboxOptions options, IOutboxStore store, HostedEvents events, bool makesTopics)
{
    private readonly string _holder = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";

    public OutboxWriter Writer { get; } = new OutboxWriter(store, events.Clients.Publishing(), events.Time);

    /// <summary>Begins to forward, where this process may.</summary>
    /// <returns>What it does; null where it may not.</returns>
    public OutboxForwarding? Start(ActorSystem system, CoordinatedShutdown shutdown)
    {
        if (!options.Forward) return null;
        var forwarding = new OutboxForwarding(events.Time);
        var log = events.Loggers.CreateLogger("Akka.Events.Outbox");
        var actor = system.ActorOf(Props.Create(() => new OutboxActor(() => Forwarder(forwarding.State), forwarding.State, log)), "akka-events-outbox");
        // What handlers have written until they end is another process's to send.
        shutdown.AddTask(
            CoordinatedShutdown.PhaseServiceUnbind, "akka-events-outbox", () => actor.Ask<Done>(LeaveOutbox.Instance, TimeSpan.FromSeconds(4)));
        return forwarding;
    }

    private OutboxForwarder Forwarder(ForwarderState state)
    {
        var limits = new OutboxLimits { BatchSize = options.BatchSize, PollInterval = options.PollInterval, RetryInterval = options.RetryInterval };
        return new OutboxForwarder(_holder, store, events.Clients.Outbox, Ensure, limits, state, events.Time);
    }

    private async Task<TopicException?> Ensure(string topic)
    {
        if (!makesTopics) return null;
        try
        {
            // How it is to be made the process that published knows, and it may be another one.
            await events.Topics.EnsureOrLeave(Topic.Bytes(topic)).ConfigureAwait(false);
            return null;
        }
        catch (TopicException e)
        {
            return e;
        }
    }
}
