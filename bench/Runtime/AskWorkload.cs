using Akka.Actor;

namespace Akka.Events.Bench.Runtime;

internal sealed class AskWorkload : IWorkload
{
    private static readonly object Message = new();
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public string Name => "ask";

    public string Description => "Round trips: asks with a timeout, each loop one after another.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var concurrency = options.Count("--concurrency", "How many loops ask at once.", 100);
        var records = options.Count("--records", "Asks in a round.", 500_000);
        var rounds = options.Count("--rounds", "Rounds, of which the median counts.", 5);
        return (arguments, result, _) => ActorSystems.UseAsync(async system =>
        {
            var loops = arguments.GetValue(concurrency);
            var each = arguments.GetValue(records) / loops;
            var echo = system.ActorOf(Props.Create(() => new Echo()));
            var median = await Measure.MedianAsync(
                arguments.GetValue(rounds), () => Task.WhenAll(
                    Enumerable.Range(0, loops).Select(_ => Task.Run(() => LoopAsync(echo, each)))));
            result.Measured(each * loops, median.Elapsed).Set("cpu_seconds", Math.Round(median.Cpu.TotalSeconds, 2))
                .Set("concurrency", loops);
        });
    }

    private static async Task LoopAsync(IActorRef echo, int count)
    {
        for (var i = 0; i < count; i++) await echo.Ask<object>(Message, Timeout);
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }
}
