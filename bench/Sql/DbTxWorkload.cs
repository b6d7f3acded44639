using Akka.Events.Bench.Kafka;
using Akka.Events.Hosting;
using Npgsql;

namespace Akka.Events.Bench.Sql;

internal sealed class DbTxWorkload : IWorkload
{
    public string Name => "dbtx";

    public string Description => "Inserts a row and updates its key's total in PostgreSQL, in the transaction that holds the offset.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var kafka = new KafkaOptionsSet(options, records: 100_000);
        var batch = options.Flag("--batch", "A transaction for each batch instead of each record.");
        var size = options.Count("--batch-size", "The most records of a batch.", 500);
        var byHand = options.Flag("--by-hand", "The same in a loop over a Confluent consumer, one transaction after another, written for this one task.");
        return async (parsed, result, ct) =>
        {
            // A database that has other rows of the group's would say that they are done.
            var arguments = (kafka.Read(parsed, Name) with { Fresh = true }).WithOwnGroup();
            await using var services = await BenchServices.Start(arguments, needsPostgres: true);
            var records = await BenchTopic.Prepare(services.Bootstrap, arguments);
            await using var source = NpgsqlDataSource.Create(services.Postgres!);
            await DbTxTables.Create(source, ct);
            var (isBatch, most) = (parsed.GetValue(batch), parsed.GetValue(size));
            result.Set("guarantee", "exactly-once").Set("batch", isBatch ? most : 1).Set("by_hand", parsed.GetValue(byHand));
            if (parsed.GetValue(byHand))
            {
                using var loop = new DbTxByHand(services.Bootstrap, arguments.Topic, source);
                var first = loop.First(ct);
                var measured = await Measure.OfAsync(() => loop.Run(first, records, isBatch ? most : 1, ct));
                result.Started(measured).Measured(records, measured.Elapsed).Set("cpu_seconds_measured", Math.Round(measured.Cpu.TotalSeconds, 2));
            }
            else
            {
                await using var host = await BenchHost.Start(services, arguments, group => Handle(group, arguments.Topic, isBatch, most), ct);
                var run = await host.CatchUp(BenchTopic.Ends(services.Bootstrap, arguments.Topic), arguments.CrashAfter, ct);
                run.Report(result, arguments);
            }
            await DbTxTables.Check(source, services.Bootstrap, arguments.Topic, result, ct);
        };
    }

    private static void Handle(GroupBuilder group, string name, bool isBatch, int most)
    {
        var topic = BenchEvent.Topic(name);
        if (isBatch)
            group.HandleBatchInTransaction(
                topic, "write",
                (events, transaction) => DbTxTables.Write(
                    transaction, [.. events.Select(e => new DbTxRecord(e.Context.Partition, e.Context.Offset, e.Context.Key!, e.Event.Sequence))],
                    CancellationToken.None),
                o => o.BatchSize = most);
        else
            group.HandleInTransaction(
                topic, "write",
                (e, transaction, context) => DbTxTables.Write(
                    transaction, [new DbTxRecord(context.Partition, context.Offset, context.Key!, e.Sequence)], context.CancellationToken));
    }
}
