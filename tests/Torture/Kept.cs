using Akka.Events.Operating;
using Akka.Events.Torture.Checking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Akka.Events.Torture;

/// <summary>What a group has kept of its ledgers, as a process sees it that has the whole group.</summary>
internal static class Kept
{
    /// <param name="host">The process.</param>
    /// <param name="history">Where it is entered.</param>
    /// <param name="whole">
    /// The journal is there from its beginning. Else a ledger that is what its published events make stands for a journal that has them in
    /// that order.
    /// </param>
    /// <param name="ct">Ends the reading.</param>
    public static async Task Read(IHost host, History history, bool whole, CancellationToken ct)
    {
        var journal = host.Services.GetRequiredService<IEntityHistory>();
        foreach (var key in history.Keys.ToArray())
        {
            history.Final[key] = await host.Ledger(key, ct);
            if (!whole)
            {
                history.Journal[key] = AsPublished(history, key);
                continue;
            }
            var written = new List<Written>();
            await foreach (var e in journal.Read<Ledger>(key, whatIsLeft: true, ct))
            {
                var recorded = (Recorded)e.Event;
                written.Add(new Written(recorded.Number, new Source(e.Topic, e.Partition, e.Offset), recorded.By, e.SequenceNr));
            }
            history.Journal[key] = written;
        }
    }

    private static List<Written> AsPublished(History history, string key)
    {
        var published = history.Published(history.Topics.Single(), key)!;
        var numbers = Enumerable.Range(1, (int)published.Count);
        return [.. numbers.Select(number => new Written(number, published.Of(number)!.Value, "", number))];
    }
}
