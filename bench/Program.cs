using System.CommandLine;
using Akka.Events.Bench;
using Akka.Events.Bench.Commits;
using Akka.Events.Bench.Kafka;
using Akka.Events.Bench.Sql;

IWorkload[] workloads =
[
    new RawWorkload(), new ConsumeWorkload(), new CountWorkload(), new CopyWorkload(), new SlowWorkload(), new LatencyWorkload(),
    new RecoverWorkload(), new IdleGroupWorkload(), new FlightsWorkload(), new PublishWorkload(),
    new HostStartWorkload(), new CommitWorkload(), new DbTxWorkload(), new OutboxWorkload(),
];

var command = new RootCommand("Runs one workload and prints its result as one JSON line on standard output, all else on standard error.");
foreach (var workload in workloads)
{
    var subcommand = new Command(workload.Name, workload.Description);
    var options = new WorkloadOptions(subcommand);
    var run = workload.Prepare(options);
    subcommand.SetAction(async (parsed, cancellation) =>
    {
        var result = new WorkloadResult(workload.Name);
        await run(parsed, result, cancellation);
        result.Write(Console.Out);
        return result.Ok ? 0 : 1;
    });
    command.Add(subcommand);
}
return await command.Parse(args).InvokeAsync();
