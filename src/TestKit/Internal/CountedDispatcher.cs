using System.Collections.Concurrent;
using Akka.Configuration;
using Akka.Dispatch;

namespace Akka.Events.TestKit.Internal;

/// <summary>Runs actors on the thread pool, and knows whether any has something to do.</summary>
internal sealed class CountedDispatcher(MessageDispatcherConfigurator configurator, CountedDispatcher.Count count) : MessageDispatcher(configurator)
{
    protected override void ExecuteTask(IRunnable run)
    {
        count.Add();
        ThreadPool.UnsafeQueueUserWorkItem(
            static turn =>
            {
                try
                {
                    turn.run.Run();
                }
                finally
                {
                    turn.count.Remove();
                }
            },
            (run, count), preferLocal: false);
    }

    protected override void Shutdown()
    {
    }

    /// <summary>Turns that wait or run, of one actor system.</summary>
    internal sealed class Count
    {
        private static readonly ConcurrentDictionary<int, Count> All = new();
        private long _turns;

        public bool IsZero => Interlocked.Read(ref _turns) == 0;

        public static Count Of(int clock) => All.GetOrAdd(clock, _ => new Count());

        public static void Forget(int clock) => All.TryRemove(clock, out _);

        public void Add() => Interlocked.Increment(ref _turns);

        public void Remove() => Interlocked.Decrement(ref _turns);
    }
}

/// <summary>Made by an actor system from its configuration.</summary>
internal sealed class CountedDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly CountedDispatcher _dispatcher;

    public CountedDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites) : base(config, prerequisites) =>
        _dispatcher = new CountedDispatcher(this, CountedDispatcher.Count.Of(config.GetInt("clock"))) { Throughput = 30 };

    public override MessageDispatcher Dispatcher() => _dispatcher;
}
