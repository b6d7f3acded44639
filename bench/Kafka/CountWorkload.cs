using Akka.Actor;
using Akka.Events.Persistence.PostgreSql.Internal;

namespace Akka.Events.Bench.Kafka;

internal sealed class CountWorkload : IWorkload
{
    private const int AsksAtOnce = 1000;

    public string Name => "count";

    public string Description => "Adds 1 to its key's count in an entity, exactly once, state in PostgreSQL.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var kafka = new KafkaOptionsSet(options);
        return async (parsed, result, ct) =>
        {
            var arguments = kafka.Read(parsed, Name);
            await using var services = await BenchServices.Start(arguments, needsPostgres: true);
            var records = await BenchTopic.Prepare(services.Bootstrap, arguments);
            if (arguments.Fresh) await GroupReset.Reset(services, arguments, ct);
            var ledger = await CommitLedger.Open(services, arguments, ct);
            var topic = BenchEvent.Topic(arguments.Topic);
            await using var host = await BenchHost.Start(
                services, arguments, group => group.Entity<Counter>(e => e.UseProps(_ => Props.Create(() => new Counter(topic)))), ct);
            var run = await host.CatchUp(BenchTopic.Ends(services.Bootstrap, arguments.Topic), arguments.CrashAfter, ct);
            run.Report(result.Set("guarantee", "exactly-once"), arguments);
            if (run.Records < records) result.Note($"{records - run.Records} records were done before");
            await ledger.Report(result, run.Records, ct);
            await Check(services.Bootstrap, arguments, host, result, ct);
        };
    }

    internal static async Task Check(
        string bootstrap, KafkaArguments arguments, BenchHost host, WorkloadResult result, CancellationToken ct)
    {
        var expected = BenchTopic.CountKeys(bootstrap, arguments.Topic);
        var wrong = 0;
        var stride = Math.Max(1, expected.Count / arguments.CheckKeys);
        var keys = expected.Where((_, i) => i % stride == 0).ToList();
        foreach (var chunk in keys.Chunk(AsksAtOnce))
        {
            var counts = await Task.WhenAll(chunk.Select(k => host.Entities.Ask<Counter, long>(k.Key, GetCount.Instance, ct)));
            wrong += counts.Zip(chunk, (count, key) => count != key.Value).Count(differs => differs);
        }
        result.Set("keys_checked", keys.Count).Check(wrong == 0, $"{wrong} of {keys.Count} keys have a wrong count");
    }
}
