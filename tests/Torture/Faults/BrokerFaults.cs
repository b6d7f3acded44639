using Akka.Events.LocalServers;
using Akka.Events.Torture.Checking;
using static Akka.Events.Torture.Faults.Chance;

namespace Akka.Events.Torture.Faults;

/// <summary>What befalls Kafka: the broker freezes and crashes, and a log is emptied before the group has read it.</summary>
internal sealed class BrokerFaults(int seed, FaultLog log, RealKafka kafka, LedgerOptions group, int partitions, History history)
{
    private const int Seed = 1000;

    /// <param name="loses">Logs are emptied.</param>
    /// <param name="calm">Every wait is so many times longer.</param>
    /// <param name="ct">The end.</param>
    public async Task Run(bool loses, double calm, CancellationToken ct)
    {
        var chance = new Chance(seed + Seed);
        FaultKind[] kinds = [FaultKind.BrokerFrozen, FaultKind.BrokerKilled, FaultKind.LogEmptied];
        foreach (var kind in chance.Rounds(loses ? kinds : kinds[..2]))
        {
            if (!await Passes(chance.Seconds(10, 40) * calm, ct)) return;
            var time = chance.Seconds(1, 10);
            switch (kind)
            {
                case FaultKind.BrokerFrozen:
                    log.Happens(kind, $"the broker is frozen for {time.TotalSeconds:0.0} s");
                    kafka.PauseNode(1);
                    await Passes(time, ct);
                    kafka.ResumeNode(1);
                    break;
                case FaultKind.BrokerKilled:
                    log.Happens(kind, $"the broker is killed for {time.TotalSeconds:0.0} s");
                    await kafka.KillNodeAsync(1);
                    await Passes(time, ct);
                    await kafka.RestartNodeAsync(1);
                    break;
                case FaultKind.LogEmptied:
                    await Empty(chance.Next(partitions));
                    break;
            }
            log.Say("the broker runs");
        }
    }

    // What is committed is handled for certain; what isn't may be lost.
    private async Task Empty(int partition)
    {
        var from = await Task.Run(() => Recount.Committed(group.Kafka, group.Topic, partitions, group.Group)[partition]);
        var below = await Task.Run(() => Recount.Ends(group.Kafka, group.Topic, partitions)[partition]);
        if (below == 0) return;
        history.Removals.Add(new Removal(group.Topic, partition, from, below));
        log.Happens(FaultKind.LogEmptied, $"partition {partition} loses its records below {below}; {from} was committed");
        await kafka.DeleteRecordsAsync(group.Topic, partition, below);
    }
}
