namespace Akka.Events.Bench.Kafka;

internal sealed class ConsumeWorkload : IWorkload
{
    public string Name => "consume";

    public string Description => "A no-op typed handler, at least once.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var kafka = new KafkaOptionsSet(options);
        return async (parsed, result, ct) =>
        {
            var arguments = kafka.Read(parsed, Name).WithOwnGroup();
            await using var services = await BenchServices.Start(arguments, needsPostgres: false);
            var records = await BenchTopic.Prepare(services.Bootstrap, arguments);
            var topic = BenchEvent.Topic(arguments.Topic);
            await using (var host = await BenchHost.Start(
                services, arguments, group => group.Handle(topic, "noop", static (BenchEvent _) => { }), ct))
            {
                var run = await host.CatchUp(BenchTopic.Ends(services.Bootstrap, arguments.Topic), arguments.CrashAfter, ct);
                run.Report(result.Set("guarantee", "at-least-once"), arguments);
                result.Check(run.Records == records || !arguments.Fresh, $"{run.Records} of {records} records");
            }
            Groups.CheckCommitted(services.Bootstrap, arguments, result);
        };
    }
}
