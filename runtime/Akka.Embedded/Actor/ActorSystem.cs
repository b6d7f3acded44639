using System.Diagnostics;
using Akka.Actor.Internal;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

public abstract class ActorSystem : IActorRefFactory, IDisposable
{
    private readonly long _started = Stopwatch.GetTimestamp();

    protected ActorSystem() => StartTime = Stopwatch.GetElapsedTime(0, _started);

    public abstract IActorRef DeadLetters { get; }
    public abstract Dispatchers Dispatchers { get; }
    public abstract EventStream EventStream { get; }
    public abstract IActorRef IgnoreRef { get; }
    public abstract ILoggingAdapter Log { get; }
    public abstract Mailboxes Mailboxes { get; }
    public abstract string Name { get; }
    public abstract IScheduler Scheduler { get; }
    public abstract Serialization.Serialization Serialization { get; }
    public abstract Settings Settings { get; }
    public TimeSpan StartTime { get; }
    public TimeSpan Uptime => Stopwatch.GetElapsedTime(_started);
    public abstract Task WhenTerminated { get; }

    public static ActorSystem Create(string name) => Create(name, ActorSystemSetup.Empty);
    public static ActorSystem Create(string name, Config config) => Create(name, BootstrapSetup.Create().WithConfig(config));
    public static ActorSystem Create(string name, BootstrapSetup setup) => Create(name, ActorSystemSetup.Create(setup));

    public static ActorSystem Create(string name, ActorSystemSetup setup)
    {
        var system = new ActorSystemImpl(name, setup);
        try
        {
            system.Start();
            return system;
        }
        catch
        {
            system.Abort();
            throw;
        }
    }

    public abstract IActorRef ActorOf(Props props, string name = null);
    public abstract ActorSelection ActorSelection(ActorPath actorPath);
    public abstract ActorSelection ActorSelection(string actorPath);

    public void Dispose()
    {
        Terminate().Wait();
        GC.SuppressFinalize(this);
    }

    public abstract object GetExtension(IExtensionId extensionId);

    public abstract T GetExtension<T>()
        where T : class, IExtension;

    public abstract bool HasExtension(Type type);

    public abstract bool HasExtension<T>()
        where T : class, IExtension;

    public abstract object RegisterExtension(IExtensionId extension);
    public abstract void RegisterOnTermination(Action code);
    public abstract void Stop(IActorRef actor);
    public abstract Task Terminate();
    public abstract bool TryGetExtension(Type extensionType, out object extension);

    public abstract bool TryGetExtension<T>(out T extension)
        where T : class, IExtension;
}
