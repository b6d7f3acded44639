using Akka.Events.Handling;
using Akka.Events.Topics;

namespace Akka.Events.Tests.Fakes;

/// <summary>Counts like <see cref="Counter"/>, but holds its thread until its gate is open.</summary>
public sealed class BlockingCounter : EntityActor<Count>
{
    private static int _waiting;

    public BlockingCounter()
    {
        On(Topic.Text("events"), text =>
        {
            Interlocked.Increment(ref _waiting);
            Gate.Wait();
            Interlocked.Decrement(ref _waiting);
            Persist(new Counted(text));
        });
        Apply<Counted>((state, e) => new Count { Events = state.Events + 1, Seen = [.. state.Seen, e.Text] });
        Query<GetCount, Count>(_ => State);
    }

    public static ManualResetEventSlim Gate { get; } = new(true);

    public static int Waiting => Volatile.Read(ref _waiting);
}
