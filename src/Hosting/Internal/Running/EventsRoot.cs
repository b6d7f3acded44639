using Akka.Actor;
using Akka.Events.Consuming.Internal;
using Akka.Events.Consuming.Internal.Members;
using Akka.Events.Operating.Internal;

namespace Akka.Events.Hosting.Internal.Running;

/// <summary>The parent of the groups' members: <c>/user/akka-events</c>.</summary>
internal sealed class EventsRoot(RunningGroups runtime) : UntypedActor
{
    protected override void PreStart()
    {
        foreach (var group in runtime.Groups)
            Context.ActorOf(Props.Create(() => new GroupMember(group)), Uri.EscapeDataString(group.Context.Name));
    }

    protected override void OnReceive(object message)
    {
        if (message is LeaveGroups leave) Leave(leave.Limit);
        else Unhandled(message);
    }

    private void Leave(TimeSpan limit)
    {
        var left = Context.GetChildren().Select(member => member.Ask<Done>(LeaveGroup.Instance, limit));
        Task.WhenAll(left).PipeTo(Sender, success: _ => Done.Instance);
    }
}

/// <summary>To the root: every group is to be left. Answered with <see cref="Done"/> when all have been.</summary>
internal sealed record LeaveGroups(TimeSpan Limit) : INoSerializationVerificationNeeded;
