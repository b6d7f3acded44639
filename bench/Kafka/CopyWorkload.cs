using Akka.Actor;

namespace Akka.Events.Bench.Kafka;

internal sealed class CopyWorkload : IWorkload
{
    public string Name => "copy";

    public string Description => "Publishes each record to a second topic out of its key's entity, exactly once, state in PostgreSQL.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var kafka = new KafkaOptionsSet(options);
        return async (parsed, result, ct) =>
        {
            var arguments = kafka.Read(parsed, Name);
            await using var services = await BenchServices.Start(arguments, needsPostgres: true);
            var records = await BenchTopic.Prepare(services.Bootstrap, arguments);
            if (arguments.Fresh) await GroupReset.Reset(services, arguments, ct);
            var to = $"{arguments.Topic}-{arguments.Group}";
            await BenchTopic.Create(services.Bootstrap, to, arguments.Partitions);
            var before = BenchTopic.CountKeys(services.Bootstrap, to);
            var ledger = await CommitLedger.Open(services, arguments, ct);
            var (topic, copies) = (BenchEvent.Topic(arguments.Topic), BenchEvent.Topic(to));
            await using var host = await BenchHost.Start(
                services, arguments, group => group.Entity<Copier>(e => e.UseProps(_ => Props.Create(() => new Copier(topic, copies)))), ct);
            var run = await host.CatchUp(BenchTopic.Ends(services.Bootstrap, arguments.Topic), arguments.CrashAfter, ct);
            // Done is what a reader can see.
            run = await host.Sent(run, ct);
            run.Report(result.Set("guarantee", "exactly-once"), arguments);
            if (run.Records < records) result.Note($"{records - run.Records} records were done before");
            await ledger.Report(result, run.Records, ct);
            // With --fresh the state is new, and the copies of former runs are still there.
            if (!arguments.Fresh) before.Clear();
            Check(services.Bootstrap, arguments.Topic, to, before, result);
        };
    }

    private static void Check(string bootstrap, string from, string to, Dictionary<string, long> before, WorkloadResult result)
    {
        var expected = BenchTopic.CountKeys(bootstrap, from);
        var copies = BenchTopic.CountKeys(bootstrap, to);
        var wrong = expected.Count(key => copies.GetValueOrDefault(key.Key) - before.GetValueOrDefault(key.Key) != key.Value);
        result.Set("copies", copies.Values.Sum() - before.Values.Sum())
            .Check(wrong == 0, $"{wrong} of {expected.Count} keys have another number of copies than of records");
    }
}
