using System.Threading.Channels;
using Akka.Actor;

namespace Akka.Events.Bench.Runtime;

/// <summary>Ready-made messages told to actors in turn; beside it the same through channels, a loop reading each.</summary>
internal sealed class TellWorkload : IWorkload
{
    private static readonly object Message = new();

    public string Name => "tell";

    public string Description => "Messages told to actors, from the first tell to the last message handled.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var actors = options.Count("--actors", "How many actors are told, in turn.", 1000);
        var producers = options.Count("--producers", "How many threads tell.", 2);
        var records = options.Count("--records", "Messages in a round.", 2_000_000);
        var rounds = options.Count("--rounds", "Rounds, of which the median counts.", 5);
        return async (arguments, result, _) =>
        {
            var (a, p) = (arguments.GetValue(actors), arguments.GetValue(producers));
            // Whole turns only, so that each actor knows how many to expect.
            var turns = Math.Max(1, arguments.GetValue(records) / (a * p));
            var count = turns * a * p;
            await ActorSystems.UseAsync(async system =>
            {
                var refs = Enumerable.Range(0, a).Select(_ => system.ActorOf(Props.Create(() => new Counter(turns * p)))).ToArray();
                var median = await Measure.MedianAsync(arguments.GetValue(rounds), () => TellAsync(refs, p, turns));
                result.Measured(count, median.Elapsed).Set("cpu_seconds", Math.Round(median.Cpu.TotalSeconds, 2));
            });
            var channel = await Measure.MedianAsync(arguments.GetValue(rounds), () => ChannelAsync(p, count / p));
            result.Set("actors", a).Set("producers", p).Set("channel_rate", Math.Round(count / channel.Elapsed.TotalSeconds));
        };
    }

    private static async Task TellAsync(IActorRef[] refs, int producers, int turns)
    {
        var done = new CountDown(refs.Length);
        foreach (var actor in refs) actor.Tell(new Round(done), ActorRefs.NoSender);
        await Task.WhenAll(Enumerable.Range(0, producers).Select(_ => Task.Factory.StartNew(() =>
        {
            for (var turn = 0; turn < turns; turn++)
                foreach (var actor in refs) actor.Tell(Message, ActorRefs.NoSender);
        }, TaskCreationOptions.LongRunning)));
        await done.Done;
    }

    private static async Task ChannelAsync(int producers, int perProducer)
    {
        var channel = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = producers == 1 });
        var reading = Task.Run(async () =>
        {
            var left = producers * perProducer;
            while (left > 0 && await channel.Reader.WaitToReadAsync())
                while (channel.Reader.TryRead(out _)) left--;
        });
        await Task.WhenAll(Enumerable.Range(0, producers).Select(_ => Task.Factory.StartNew(() =>
        {
            for (var i = 0; i < perProducer; i++) channel.Writer.TryWrite(Message);
        }, TaskCreationOptions.LongRunning)));
        await reading;
    }

    private sealed record Round(CountDown Done);

    private sealed class Counter(int expected) : UntypedActor
    {
        private int _left;
        private CountDown? _done;

        protected override void OnReceive(object message)
        {
            if (message is Round round) (_left, _done) = (expected, round.Done);
            else if (--_left == 0) _done!.Signal();
        }
    }
}
