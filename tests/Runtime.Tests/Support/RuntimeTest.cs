using Akka.Actor;
using Akka.Configuration;
using Xunit;

namespace Akka.Runtime.Tests.Support;

/// <summary>A test with an actor system of its own.</summary>
public abstract class RuntimeTest : IAsyncLifetime
{
    /// <summary>A bound for what would hang; long enough for a starved machine.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Time that passes only when the test says so.</summary>
    protected const string VirtualTime = "akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"";

    protected RuntimeTest(string config = "")
    {
        const string quiet = Shutdown.Patient + "akka { loggers = [], stdout-loglevel = OFF, log-dead-letters = off }";
        System = ActorSystem.Create(
            "runtime", ConfigurationFactory.ParseString(config).WithFallback(ConfigurationFactory.ParseString(quiet)));
    }

    protected ActorSystem System { get; }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => System.Terminate();

    protected Mail NewMail() => new(System);

    protected IActorRef Start(Props props, string name = null) => System.ActorOf(props, name);

    /// <summary>An actor of delegates.</summary>
    protected IActorRef Start(Action<Act> configure, string name = null) => System.ActorOf(Act.Props(configure), name);
}
