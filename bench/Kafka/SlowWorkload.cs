using Akka.Events.Hosting;

namespace Akka.Events.Bench.Kafka;

internal sealed class SlowWorkload : IWorkload
{
    private const int AtOnce = 256;
    private const int MaxOutstanding = 2_000;
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(5);

    public string Name => "slow";

    public string Description => "An asynchronous 5 ms wait for each record, at most 256 at once; the rate against the ideal.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var kafka = new KafkaOptionsSet(options, records: 200_000, keys: 2_000);
        return async (parsed, result, ct) =>
        {
            var arguments = kafka.Read(parsed, Name).WithOwnGroup();
            await using var services = await BenchServices.Start(arguments, needsPostgres: false);
            var records = await BenchTopic.Prepare(services.Bootstrap, arguments);
            var topic = BenchEvent.Topic(arguments.Topic);
            using var wait = new FixedWait(Wait);
            var order = new KeyOrder(arguments.Keys);
            long begun = 0;
            await using (var host = await BenchHost.Start(services, arguments, Group, ct))
            {
                var run = await host.CatchUp(BenchTopic.Ends(services.Bootstrap, arguments.Topic), arguments.CrashAfter, ct);
                // The first record's own wait counts.
                if (begun != 0) run = run with { Elapsed = TimeProvider.System.GetElapsedTime(begun, run.Ended) };
                run.Report(result.Set("guarantee", "at-least-once"), arguments);
                if (run.Elapsed > TimeSpan.Zero) Compare(run.Records / run.Elapsed.TotalSeconds);
                result.Check(run.Records == records || !arguments.Fresh, $"{run.Records} of {records} records")
                    .Check(order.Violations == 0, $"{order.Violations} records out of order or beside another one of their key")
                    .Check(order.MostAtOnce <= AtOnce, $"{order.MostAtOnce} records at once");
            }
            Groups.CheckCommitted(services.Bootstrap, arguments, result);

            void Compare(double rate)
            {
                var ideal = AtOnce / Wait.TotalSeconds;
                var possible = AtOnce / wait.Mean.TotalSeconds;
                result.Set("of_ideal", Math.Round(rate / ideal, 3)).Set("of_possible", Math.Round(rate / possible, 3))
                    .Note($"ideal: {AtOnce} at once / {Wait.TotalMilliseconds} ms = {ideal:0}/s; at most {order.MostAtOnce} were under way")
                    .Note($"the waits took {wait.Mean.TotalMilliseconds:0.000} ms on average, by a timer of the benchmark's own: Task.Delay counts whole milliseconds");
            }

            // Waiting, not memory, is what bounds it: more records under way would only be garbage that lives long.
            void Group(GroupBuilder group) =>
                group.Options(o => o.MaxOutstanding = MaxOutstanding).Handle(topic, "slow", Handle, o => o.MaxConcurrency = AtOnce);

            async Task Handle(BenchEvent e, Handling.EventContext context)
            {
                if (begun == 0) Interlocked.CompareExchange(ref begun, TimeProvider.System.GetTimestamp(), 0);
                var key = context.Key!;
                order.Begins(key, e.Sequence);
                await wait.Wait();
                order.Ends(key);
            }
        };
    }
}
