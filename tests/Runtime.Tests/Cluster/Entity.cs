using Akka.Actor;
using Akka.Cluster.Sharding;

namespace Akka.Runtime.Tests.Cluster;

/// <summary>An entity that reports its life, does as it is told, and answers everything else with who it is.</summary>
internal sealed class Entity(string id, Seen seen) : UntypedActor
{
    private static int _incarnations;

    private readonly int _incarnation = Interlocked.Increment(ref _incarnations);
    private TaskCompletionSource _mayStop;

    public static Props Props(string id, Seen seen) => Actor.Props.Create(() => new Entity(id, seen));

    protected override void PreStart() => seen.Add(new Started(id, _incarnation));

    protected override void PostStop() => seen.Add(new Stopped(id));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Rest rest:
                for (var i = 0; i < rest.Times; i++) Context.Parent.Tell(new Passivate(new Stop(rest.Before)));
                break;
            case Stop stop when stop.Before is { } before:
                seen.Add(new Stopping(id));
                _mayStop = before;
                before.Task.PipeTo(Self, success: () => Actor.PoisonPill.Instance);
                break;
            case Stop:
                seen.Add(new Stopping(id));
                Context.Stop(Self);
                break;
            case End:
                Context.Stop(Self);
                break;
            default:
                seen.Add(new Got(id, message));
                Sender.Tell(new Who(id, _incarnation, Self));
                break;
        }
    }

    /// <summary>Asks the shard for rest, so many times; the stop waits for <paramref name="Before"/> if there is one.</summary>
    public sealed record Rest(int Times = 1, TaskCompletionSource Before = null);

    public sealed record Stop(TaskCompletionSource Before = null);

    /// <summary>Stop without asking the shard.</summary>
    public sealed record End;

    public sealed record Started(string Id, int Incarnation);

    public sealed record Got(string Id, object Message);

    public sealed record Stopping(string Id);

    public sealed record Stopped(string Id);

    public sealed record Who(string Id, int Incarnation, IActorRef Ref);
}
