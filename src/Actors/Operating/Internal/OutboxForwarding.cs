using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Publishing.Internal.Outbox;

namespace Akka.Events.Operating.Internal;

/// <summary>What the forwarder of this process does, and what keeps it from it.</summary>
internal sealed class OutboxForwarding
{
    public OutboxForwarding(TimeProvider time)
    {
        Problems = new Problems(time.GetUtcNow);
        State = new ForwarderState
        {
            Hindered = why =>
            {
                if (why is null) Problems.Settle(nameof(OutboxForwarding));
                else Problems.Report(nameof(OutboxForwarding), ProblemCause.OutboxHindered, $"the outbox can't be forwarded by this process: {why}");
            },
            Refused = (id, why) =>
            {
                if (why is null) Problems.Settle(id);
                else Problems.Report(id, ProblemCause.EventRefused, why);
            },
            Forgets = () => Problems.Settle(of => of is long),
        };
    }

    public ForwarderState State { get; }

    public Problems Problems { get; }
}
