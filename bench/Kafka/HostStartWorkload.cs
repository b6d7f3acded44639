using System.Runtime;
using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Bench.Kafka;

internal sealed class HostStartWorkload : IWorkload
{
    public string Name => "host-start";

    public string Description =>
        "A host with a one-member cluster, from its making to the first message handled in a shard, in a fresh process.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var warm = options.Count("--rounds", "Starts after the first: what is left when all code is compiled.", 5);
        return async (arguments, result, cancellation) =>
        {
            var cold = await MeasureAsync(cancellation, () => result.Started().Set("jit_methods", JitInfo.GetCompiledMethodCount()));
            result.Measured(1, cold.Elapsed).Set("cpu_seconds", Math.Round(cold.Cpu.TotalSeconds, 3));
            var rounds = arguments.GetValue(warm);
            var times = new List<TimeSpan>();
            for (var round = 0; round < rounds; round++) times.Add((await MeasureAsync(cancellation, () => { })).Elapsed);
            result.Set("warm_seconds", Math.Round(times.Order().ElementAt(rounds / 2).TotalSeconds, 4));
        };
    }

    private static async Task<Measure> MeasureAsync(CancellationToken cancellation, Action started)
    {
        IHost? host = null;
        var measure = await Measure.OfAsync(async () => host = await StartAsync(cancellation));
        started();
        await host!.StopAsync(cancellation);
        host.Dispose();
        return measure;
    }

    private static async Task<IHost> StartAsync(CancellationToken cancellation)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.Services.AddAkka("bench", akka => akka
            .AddHocon("akka { loglevel = WARNING, remote.dot-netty.tcp { hostname = localhost, port = 8119 } }", HoconAddMode.Prepend)
            .WithClustering(new ClusterOptions { SeedNodes = ["akka.tcp://bench@localhost:8119"] })
            .WithShardRegion<Echo>(
                "echo", _ => Props.Create(() => new Echo()), HashCodeMessageExtractor.Create(10, message => message as string),
                new ShardOptions { StateStoreMode = StateStoreMode.DData }));
        var host = builder.Build();
        await host.StartAsync(cancellation);
        var registry = host.Services.GetRequiredService<IActorRegistry>();
        await registry.Get<Echo>().Ask<string>("hello", TimeSpan.FromSeconds(10), cancellation);
        return host;
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }
}
