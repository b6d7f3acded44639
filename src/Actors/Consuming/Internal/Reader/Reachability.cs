using Akka.Actor;
using Akka.Events.Kafka.Internal;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Consuming.Internal.Reader;

/// <summary>
/// What keeps a member as a whole from reading: it says so while it lasts, and finds out when it has passed, which the client doesn't tell.
/// Used on the reader's turn; its messages come back to <see cref="OnMessage"/>.
/// </summary>
internal sealed class Reachability(MemberContext group, IGroupConsumer client, IActorRef self, ITimerScheduler timers, ILogger log)
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan JoinLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan QuietAfter = TimeSpan.FromSeconds(30);

    private readonly long _begun = group.Time.GetTimestamp();
    private readonly LogPace _complaints = new();
    private bool _probing;
    private bool _cannotJoin;

    /// <summary>The member is on its way into the group.</summary>
    public void Joins()
    {
        _cannotJoin = false;
        timers.StartSingleTimer(nameof(JoinLimit), NotJoined.Instance, JoinLimit);
    }

    public void Joined()
    {
        timers.Cancel(nameof(JoinLimit));
        group.HasJoined = true;
        _cannotJoin = false;
        if (group.Problems.Settle(ClientTrouble.Passing.WhenJoined)) ConsumingLog.GroupJoined(log, group.Name);
    }

    /// <summary>The client complains.</summary>
    public void OnFailed(Error error)
    {
        if (ClientTrouble.Of(error, group.Name) is not { } trouble)
        {
            if (_complaints.Take(group.Time.GetElapsedTime(_begun), out var passedOver))
                ConsumingLog.ClientComplains(log, group.Name, error.Code.ToString(), error.Reason, LogPace.Others(passedOver));
            return;
        }
        if (group.Problems.Report(trouble.Kind, trouble.Cause, trouble.Text))
            ConsumingLog.MemberHindered(log, group.Name, trouble.Text);
        switch (trouble.Kind)
        {
            case ClientTrouble.Passing.WhenReached when !_probing:
                _probing = true;
                Probe();
                break;
            case ClientTrouble.Passing.WhenJoined:
                _cannotJoin = true;
                break;
            case ClientTrouble.Passing.WhenQuiet:
                timers.StartSingleTimer(nameof(QuietAfter), Quiet.Instance, QuietAfter);
                break;
        }
    }

    /// <summary>False when the message isn't one of its own.</summary>
    public bool OnMessage(object message)
    {
        switch (message)
        {
            case ProbeNow:
                Probe();
                return true;
            case Reached:
                _probing = false;
                if (group.Problems.Settle(ClientTrouble.Passing.WhenReached)) ConsumingLog.KafkaReached(log, group.Name);
                return true;
            case Unreached:
                timers.StartSingleTimer(nameof(ProbeNow), ProbeNow.Instance, ProbeInterval);
                return true;
            case NotJoined:
                OnNotJoined();
                return true;
            case Quiet:
                group.Problems.Settle(ClientTrouble.Passing.WhenQuiet);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The reader ends, and with it what it has said.</summary>
    public void End()
    {
        foreach (var kind in Enum.GetValues<ClientTrouble.Passing>()) group.Problems.Settle(kind);
    }

    private void OnNotJoined()
    {
        if (_cannotJoin) return;
        const string problem = "this process is not a member of its group yet: its coordinator doesn't answer, or the other members have not rejoined (they have max.poll.interval.ms for that). If it lasts, see the brokers' log and whether the addresses that they advertise can be reached from here";
        if (group.Problems.Report(ClientTrouble.Passing.WhenJoined, ProblemCause.CannotJoin, problem))
            ConsumingLog.MemberHindered(log, group.Name, problem);
    }

    // The client says so when it fails, but not when it works again.
    private void Probe() => Ask().PipeTo(self, success: () => Reached.Instance, failure: _ => Unreached.Instance);

    private async Task Ask()
    {
        var names = group.Group.Routes.Select(r => r.Name).ToArray();
        await client.Topics(names, ProbeTimeout).ConfigureAwait(false);
        await client.Committed([new TopicPartition(names[0], 0)], ProbeTimeout).ConfigureAwait(false);
    }

    private sealed class ProbeNow
    {
        public static readonly ProbeNow Instance = new();
    }

    private sealed class Reached
    {
        public static readonly Reached Instance = new();
    }

    private sealed class Unreached
    {
        public static readonly Unreached Instance = new();
    }

    private sealed class NotJoined
    {
        public static readonly NotJoined Instance = new();
    }

    private sealed class Quiet
    {
        public static readonly Quiet Instance = new();
    }
}
