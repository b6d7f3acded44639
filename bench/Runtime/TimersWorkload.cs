using Akka.Actor;

namespace Akka.Events.Bench.Runtime;

internal sealed class TimersWorkload : IWorkload
{
    public string Name => "timers";

    public string Description => "Actors with a periodic timer each: the processor time that they cost while they run.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var actors = options.Count("--actors", "How many timers run.", 10_000);
        var interval = options.Count("--interval", "Milliseconds between the ticks of each.", 10_000);
        var seconds = options.Count("--seconds", "How long they are watched.", 5);
        return (arguments, result, cancellation) => ActorSystems.UseAsync(async system =>
        {
            var watched = TimeSpan.FromSeconds(arguments.GetValue(seconds));
            var idle = await Measure.OfAsync(() => Task.Delay(watched, TimeProvider.System, cancellation));

            var (count, every) = (arguments.GetValue(actors), TimeSpan.FromMilliseconds(arguments.GetValue(interval)));
            var ticks = new Ticks();
            var started = new CountDown(count);
            for (var i = 0; i < count; i++) system.ActorOf(Props.Create(() => new Ticking(every, started, ticks)));
            await started.Done;

            var before = ticks.Count;
            var running = await Measure.OfAsync(() => Task.Delay(watched, TimeProvider.System, cancellation));
            result.Measured(ticks.Count - before, running.Elapsed).Set("actors", count).Set("interval_ms", every.TotalMilliseconds)
                .Set("cpu_ms_per_second", Math.Round((running.Cpu - idle.Cpu).TotalMilliseconds / watched.TotalSeconds, 2));
        });
    }

    private sealed class Ticks
    {
        private long _count;

        public long Count => Interlocked.Read(ref _count);

        public void Add() => Interlocked.Increment(ref _count);
    }

    private sealed class Ticking(TimeSpan interval, CountDown started, Ticks ticks) : UntypedActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart()
        {
            Timers.StartPeriodicTimer("tick", "tick", interval);
            started.Signal();
        }

        protected override void OnReceive(object message) => ticks.Add();
    }
}
