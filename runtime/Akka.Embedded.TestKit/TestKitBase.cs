using System.Diagnostics;
using System.Linq.Expressions;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>
/// A test's view of an actor system: an actor whose messages the test expects one after another. Times given to its methods are
/// multiplied by <c>akka.test.timefactor</c>. Not for use by several threads at once.
/// </summary>
public abstract partial class TestKitBase : IActorRefFactory
{
    private static int s_testActors;

    private readonly ITestKitAssertions _assertions;
    private readonly EnvelopeQueue _queue = new();
    private readonly AmbientSender _implicitSender;
    private MessageEnvelope _last = MessageEnvelope.None;

    protected TestKitBase(ITestKitAssertions assertions, ActorSystem system = null, string testActorName = null)
        : this(assertions, system, ActorSystemSetup.Empty, null, testActorName) { }

    protected TestKitBase(ITestKitAssertions assertions, ActorSystemSetup setup, string actorSystemName = null, string testActorName = null)
        : this(assertions, null, setup, actorSystemName, testActorName) { }

    protected TestKitBase(ITestKitAssertions assertions, Config config, string actorSystemName = null, string testActorName = null)
        : this(assertions, null, ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config)), actorSystemName, testActorName) { }

    protected TestKitBase(
        ITestKitAssertions assertions, ActorSystem system, ActorSystemSetup config, string actorSystemName, string testActorName)
    {
        _assertions = assertions ?? throw new ArgumentNullException(nameof(assertions));
        // Set in the flow of the test itself, though the actor may exist only later: what an asynchronous method sets is lost at its end.
        if (this is not INoImplicitSender) AmbientSender.Current = _implicitSender = new AmbientSender();
        InitializeTest(system, config, actorSystemName, testActorName);
    }

    public static Config DefaultConfig => TestConfigs.DefaultConfig;
    public static Config FullDebugConfig => TestConfigs.FullDebugConfig;

    /// <summary>The monotonic clock that the kit's deadlines are on.</summary>
    public static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    public ActorSystem Sys { get; private set; }
    public TestKitSettings TestKitSettings { get; private set; }
    public ILoggingAdapter Log { get; private set; }
    public IActorRef TestActor { get; private set; }
    public EventFilterFactory EventFilter => new(this);
    public bool HasMessages => _queue.HasMessages;

    /// <summary>The message taken last; null where the last attempt found none.</summary>
    public object LastMessage => _last.Message;

    public IActorRef LastSender => _last.Sender;

    internal ITestKitAssertions FrameworkAssertions => _assertions;

    public EventFilterFactory CreateEventFilter(ActorSystem system) => new(this, system);
    public IActorRef CreateTestActor(string name) => CreateTestActor(Sys, name);
    public virtual TestProbe CreateTestProbe(string name = null) => CreateTestProbe(Sys, name);
    public virtual TestProbe CreateTestProbe(ActorSystem system, string name = null) => new(system, _assertions, name);
    public virtual TestLatch CreateTestLatch(int count = 1) => new(Dilated, count, TestKitSettings.DefaultTimeout);
    public TestBarrier CreateTestBarrier(int count) => new(this, count, TestKitSettings.DefaultTimeout);
    public IActorRef ActorOf(Props props) => Sys.ActorOf(props);
    public IActorRef ActorOf(Props props, string name) => Sys.ActorOf(props, name);

    public IActorRef ActorOf<TActor>()
        where TActor : ActorBase, new() => Sys.ActorOf(Props.Create<TActor>());

    public IActorRef ActorOf<TActor>(string name)
        where TActor : ActorBase, new() => Sys.ActorOf(Props.Create<TActor>(), name);

    public IActorRef ActorOf<TActor>(Expression<Func<TActor>> factory)
        where TActor : ActorBase => Sys.ActorOf(Props.Create(factory));

    public IActorRef ActorOf<TActor>(Expression<Func<TActor>> factory, string name)
        where TActor : ActorBase => Sys.ActorOf(Props.Create(factory), name);

    public ActorSelection ActorSelection(ActorPath actorPath) => Sys.ActorSelection(actorPath);
    public ActorSelection ActorSelection(string actorPath) => Sys.ActorSelection(actorPath);
    public ActorSelection ActorSelection(IActorRef anchorRef, string actorPath) => Sys.ActorSelection(anchorRef, actorPath);

    /// <summary>Drops what the predicate names before it reaches the test; replaces an earlier predicate.</summary>
    public void IgnoreMessages(Func<object, bool> shouldIgnoreMessage) => _queue.Ignore(shouldIgnoreMessage);

    public void IgnoreMessages<TMsg>(Func<TMsg, bool> shouldIgnoreMessage) =>
        _queue.Ignore(m => m is TMsg message && shouldIgnoreMessage(message));

    public void IgnoreMessages<TMsg>() => _queue.Ignore(m => m is TMsg);
    public void IgnoreNoMessages() => _queue.Ignore(null);

    /// <summary>Terminates the kit's system and waits for it, 5 s (dilated) unless told otherwise.</summary>
    public virtual void Shutdown(TimeSpan? duration = null, bool verifySystemShutdown = false) =>
        Shutdown(Sys, duration, verifySystemShutdown);

    protected virtual void Shutdown(ActorSystem system, TimeSpan? duration = null, bool verifySystemShutdown = false)
    {
        if (system is null) return;
        var timeout = Dilated(duration ?? TimeSpan.FromSeconds(5));
        if (system.Terminate().Wait(timeout)) return;
        var message = $"{system.Name} hasn't stopped within {timeout}";
        if (verifySystemShutdown) throw new TimeoutException(message);
        system.Log.Warning(message);
    }

    protected void InitializeTest(ActorSystem system, Config config, string actorSystemName, string testActorName) =>
        InitializeTest(system, ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config)), actorSystemName, testActorName);

    protected virtual void InitializeTest(ActorSystem system, ActorSystemSetup config, string actorSystemName, string testActorName)
    {
        if (system is null)
        {
            var given = config.Get<BootstrapSetup>().GetOrElse(BootstrapSetup.Create());
            var settings = given.Config.GetOrElse(Config.Empty).SafeWithFallback(DefaultConfig);
            system = ActorSystem.Create(actorSystemName ?? "test", config.WithSetup(given.WithConfig(settings)));
        }
        else
        {
            system.Settings.InjectTopLevelFallback(DefaultConfig);
        }

        Sys = system;
        TestKitSettings = new TestKitSettings(system.Settings.Config);
        Log = Logging.GetLogger(system, GetType());
        TestActor = CreateTestActor(system, testActorName ?? $"testActor{Interlocked.Increment(ref s_testActors)}");
        UseImplicitSender();
    }

    private IActorRef CreateTestActor(ActorSystem system, string name)
    {
        var queue = _queue;
        var props = Props.Create(() => new InternalTestActor(queue)).WithDispatcher("akka.test.test-actor.dispatcher");
        return ((ExtendedActorSystem)system).SystemActorOf(props, name);
    }

    private void UseImplicitSender()
    {
        if (_implicitSender is null) return;
        _implicitSender.Sender = TestActor;
        AmbientSender.Current = _implicitSender;
    }
}
