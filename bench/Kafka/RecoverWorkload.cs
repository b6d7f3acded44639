using Akka.Actor;

namespace Akka.Events.Bench.Kafka;

internal sealed class RecoverWorkload : IWorkload
{
    private const int AsksAtOnce = 1000;
    private const int NewRecords = 1000;

    public string Name => "recover";

    public string Description =>
        "After count, in a new process: the time until every key answers rightly, and until the first new record is handled.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var kafka = new KafkaOptionsSet(options);
        return async (parsed, result, ct) =>
        {
            // The group and the state that count has left.
            var arguments = kafka.Read(parsed, "count");
            await using var services = await BenchServices.Start(arguments, needsPostgres: true);
            await BenchTopic.Prepare(services.Bootstrap, arguments);
            var before = BenchTopic.Ends(services.Bootstrap, arguments.Topic);
            if (arguments.Fresh || !Groups.HasCommitted(services.Bootstrap, arguments))
                await CountBefore(services, arguments, before, result, ct);
            BenchTopic.Fill(services.Bootstrap, arguments, NewRecords);

            var assigned = 0L;
            var first = 0L;
            var firstNew = 0L;
            var begun = TimeProvider.System.GetTimestamp();
            await using var host = await Start(services, arguments, Durable, ct);
            var waiting = Assigned();
            var samples = new RateSamples();
            using var caughtUp = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var sampling = samples.Take(begun, () => host.Status.Handled, caughtUp.Token);
            var ends = BenchTopic.Ends(services.Bootstrap, arguments.Topic);
            var run = await host.CatchUp(ends, arguments.CrashAfter, ct);
            await caughtUp.CancelAsync();
            await sampling;
            var answers = await Answers(host, arguments, ct);
            var answered = TimeProvider.System.GetTimestamp();
            await waiting;

            run.Report(result.Set("guarantee", "exactly-once"), arguments);
            result.Measured(arguments.Keys, TimeProvider.System.GetElapsedTime(begun, answered))
                .Set("assigned_seconds", Seconds(begun, assigned))
                .Set("first_new_record_seconds", Seconds(begun, firstNew))
                .Set("after_assignment_seconds", Seconds(assigned, firstNew))
                .Set("first_record_after_assignment_seconds", Seconds(assigned, first))
                .Note("seconds run from the host's start to the last key's answer; assigned, first_new_record from there, too")
                .Check(firstNew != 0, "no new record was handled");
            if (samples.Back() is { } back)
                result.Set(
                    "steady_after_assignment_seconds",
                    Math.Round((back - TimeProvider.System.GetElapsedTime(begun, assigned)).TotalSeconds, 1));
            var expected = BenchTopic.CountKeys(services.Bootstrap, arguments.Topic);
            var wrong = answers.Count(a => a.Value != expected.GetValueOrDefault(a.Key));
            result.Set("keys_checked", answers.Count).Check(wrong == 0, $"{wrong} of {answers.Count} keys have a wrong count");

            async Task Assigned()
            {
                await host.Assigned(arguments.Partitions, ct);
                assigned = TimeProvider.System.GetTimestamp();
            }

            void Durable(Handling.EventContext context)
            {
                if (Volatile.Read(ref first) == 0) Interlocked.CompareExchange(ref first, TimeProvider.System.GetTimestamp(), 0);
                if (Volatile.Read(ref firstNew) == 0 && context.Offset >= before[context.Partition])
                    Interlocked.CompareExchange(ref firstNew, TimeProvider.System.GetTimestamp(), 0);
            }
        };
    }

    private static async Task CountBefore(
        BenchServices services, KafkaArguments arguments, IReadOnlyDictionary<int, long> ends, WorkloadResult result, CancellationToken ct)
    {
        await GroupReset.Reset(services, arguments, ct);
        await using var host = await Start(services, arguments, null, ct);
        await host.CatchUp(ends, null, ct);
        result.Note("counted in this process before, which warms it: run count first for a cold one");
    }

    private static Task<BenchHost> Start(
        BenchServices services, KafkaArguments arguments, Action<Handling.EventContext>? durable, CancellationToken ct)
    {
        var topic = BenchEvent.Topic(arguments.Topic);
        return BenchHost.Start(
            services, arguments,
            group => group.Options(o => o.Durable = durable).Entity<Counter>(e => e.UseProps(_ => Props.Create(() => new Counter(topic)))), ct);
    }

    private static async Task<Dictionary<string, long>> Answers(BenchHost host, KafkaArguments arguments, CancellationToken ct)
    {
        var answers = new Dictionary<string, long>();
        var stride = Math.Max(1, arguments.Keys / arguments.CheckKeys);
        var names = Enumerable.Range(0, arguments.Keys / stride).Select(i => i * stride)
            .Select(k => System.Text.Encoding.ASCII.GetString(BenchTopic.Key(k, arguments.KeyBytes)));
        foreach (var chunk in names.Chunk(AsksAtOnce))
        {
            var counts = await Task.WhenAll(chunk.Select(k => host.Entities.Ask<Counter, long>(k, GetCount.Instance, ct)));
            for (var i = 0; i < chunk.Length; i++) answers[chunk[i]] = counts[i];
        }
        return answers;
    }

    private static double Seconds(long from, long to) => Math.Round(TimeProvider.System.GetElapsedTime(from, to).TotalSeconds, 3);
}
