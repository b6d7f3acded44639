using System.Globalization;
using Akka.Events.Handling;
using Akka.Events.Simulation.Machine;
using Akka.Events.Topics;

namespace Akka.Events.Simulation;

/// <summary>The entity of the runs: notes each event's number, and publishes it, in order. By chance its handler fails, or takes its time.</summary>
internal sealed class Ledger : EntityActor<LedgerState>
{
    public static readonly Topic<string> Events = Topic.Text("events");
    public static readonly Topic<string> Copies = Topic.Text("copies");

    public Ledger()
    {
        On(Events, Handle);
        Apply<Noted>((state, e) => new LedgerState { Seen = [.. state.Seen, e.Number] });
        Query<GetLedger, LedgerState>(_ => State);
    }

    private Task Handle(string text)
    {
        var process = VirtualProcess.Of(Context.System);
        var number = int.Parse(text, CultureInfo.InvariantCulture);
        var behaviour = process.Group.Behaviour;
        process.Group.Begins(process, Key, number);
        if (process.World.Chance(behaviour.Slow)) return Slowly(process, Key, number, Event.CancellationToken);
        try
        {
            Note(number);
            if (process.World.Chance(behaviour.Fails)) throw new InvalidOperationException("by chance");
        }
        finally
        {
            process.Group.Ends(process, Key, number);
        }
        return Task.CompletedTask;
    }

    private void Note(int number)
    {
        Persist(new Noted(number));
        Publish(Copies, number.ToString(CultureInfo.InvariantCulture), Key);
    }

    private async Task Slowly(VirtualProcess process, string key, int number, CancellationToken stop)
    {
        var (world, behaviour) = (process.World, process.Group.Behaviour);
        try
        {
            if (world.Chance(0.5)) Note(number);
            else
            {
                await world.Pause(process, world.Between(1, behaviour.LongestMs));
                // Half of the handlers look at their token.
                if (world.Chance(0.5)) stop.ThrowIfCancellationRequested();
                Note(number);
            }
            await world.Pause(process, world.Between(1, behaviour.LongestMs));
            if (world.Chance(behaviour.Fails)) throw new InvalidOperationException("by chance");
        }
        finally
        {
            process.Group.Ends(process, key, number);
        }
    }
}

internal sealed record Noted(int Number);

internal sealed record GetLedger;

internal sealed record LedgerState
{
    public int[] Seen { get; init; } = [];
}

/// <summary>How the handler behaves: the likelihood of a failure and of taking time, and how long at most.</summary>
internal sealed record Behaviour(double Fails, double Slow, double LongestMs);
