using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Akka.Util.Internal;

namespace Akka.Actor.Internal;

internal sealed partial class ActorSystemImpl : ExtendedActorSystem
{
    private readonly StandardOutLogger _standardOut;
    private readonly ActorCell _root;
    private readonly ActorCell _user;
    private readonly ActorCell _system;
    private readonly TimerQueue _timeouts;
    private readonly Lazy<Serialization.Serialization> _serialization;
    private List<IActorRef> _loggers = [];

    internal ActorSystemImpl(string name, ActorSystemSetup setup)
    {
        CheckName(name);
        Name = name;
        var config = setup.Get<BootstrapSetup>() is { HasValue: true, Value.Config: { HasValue: true } given }
            ? given.Value
            : ConfigurationFactory.Load();
        Settings = new Settings(this, config, setup);
        RootPath = new RootActorPath(new Address("akka", name));
        DeadLetterRef = new DeadLetterActorRef(this, RootPath / "deadLetters");
        IgnoreRef = new IgnoreActorRef(this, RootPath / "ignore");
        Temporary = new TemporaryRefs(this, RootPath / "temp");

        EventStream = new EventStream(Settings.DebugEventStream);
        _standardOut = new StandardOutLogger(RootPath);
        LogToStandardOut();
        Log = Logging.GetLogger(this, "ActorSystem");

        Dispatchers = new Dispatchers(this);
        Mailboxes = new Mailboxes();
        _serialization = new Lazy<Serialization.Serialization>(() => new Serialization.Serialization(this));
        Scheduler = CreateScheduler();
        _timeouts = (Scheduler as HashedWheelTimerScheduler)?.Queue ?? new TimerQueue($"{name}-timeouts");

        var escalating = GuardianProps(new OneForOneStrategy(static _ => Directive.Escalate));
        _root = new ActorCell(Dispatchers.DefaultGlobalDispatcher, escalating, null, null, 0).AsGuardian(RootPath);
        var configurator = Settings.Config.GetString("akka.actor.guardian-supervisor-strategy");
        var userStrategy = SupervisorStrategyConfigurator.CreateConfigurator(configurator).Create();
        _root.Start();
        _system = _root.NewChild(GuardianProps(SupervisorStrategy.DefaultStrategy), "system").AsGuardian(RootPath / "system");
        _user = _root.NewChild(GuardianProps(userStrategy), "user").AsGuardian(RootPath / "user");
    }

    public override string Name { get; }
    public override Settings Settings { get; }
    public override EventStream EventStream { get; }
    public override ILoggingAdapter Log { get; }
    public override Dispatchers Dispatchers { get; }
    public override Mailboxes Mailboxes { get; }
    public override IScheduler Scheduler { get; }
    public override Serialization.Serialization Serialization => _serialization.Value;
    public override IActorRef DeadLetters => DeadLetterRef;
    public override IActorRef IgnoreRef { get; }
    public override IInternalActorRef Guardian => _user;
    public override IInternalActorRef SystemGuardian => _system;
    public override IInternalActorRef LookupRoot => _root;

    internal ActorPath RootPath { get; }
    internal DeadLetterActorRef DeadLetterRef { get; }
    internal TemporaryRefs Temporary { get; }

    /// <summary>Time-outs of asks: real time, whatever the scheduler.</summary>
    internal TimerQueue Timeouts => _timeouts;

    public override IActorRef ActorOf(Props props, string name = null)
    {
        if (_terminating) throw new InvalidOperationException("cannot create children while terminating or terminated");
        return _user.CreateChild(props, name);
    }

    public override IActorRef SystemActorOf(Props props, string name = null) => _system.CreateChild(props, name);
    public override IActorRef SystemActorOf<TActor>(string name = null) => SystemActorOf(Props.Create<TActor>(), name);
    public override ActorSelection ActorSelection(ActorPath actorPath) => new(_root, actorPath.Elements);
    public override ActorSelection ActorSelection(string actorPath) => Select(_root, actorPath);

    public override void Stop(IActorRef actor)
    {
        if (actor is ActorCell cell && cell.ParentCell is { } parent && (parent == _user || parent == _system))
            parent.Tell(new StopChildOf(cell), null);
        else ((IInternalActorRef)actor).SendSystem(new Terminate());
    }

    public override string PrintTree()
    {
        var text = new System.Text.StringBuilder();
        Print(_root, 0);
        return text.ToString();

        void Print(ActorCell cell, int depth)
        {
            text.Append(' ', depth * 2).AppendLine(depth == 0 ? "/" : cell.Name);
            foreach (var child in cell.ChildSnapshot()) Print(child, depth + 1);
        }
    }

    public override string ToString() => RootPath.Address.ToString();

    internal void Start()
    {
        StartLoggers();
        _ = Serialization;
        if (Settings.LogDeadLetters > 0)
        {
            _deadLetterListener = SystemActorOf(Props.Create<DeadLetterListener>(), "deadLetterListener");
            EventStream.Subscribe(_deadLetterListener, typeof(AllDeadLetters));
        }

        if (Settings.DebugUnhandledMessage)
            EventStream.Subscribe<UnhandledMessage>(SystemActorOf(Props.Create<UnhandledMessageForwarder>(), "UnhandledMessageForwarder"));

        LoadExtensions();
        CoordinatedShutdown.Get(this);
        if (Settings.HasCluster) Cluster.Cluster.Get(this);
        if (Settings.LogConfigOnStart) Log.Info(Settings.Config.ToString());
    }

    internal ActorSelection Select(ActorCell anchor, string path)
    {
        if (ActorPath.TryParse(path, out var absolute)) return ActorSelection(absolute);
        return path.StartsWith('/') ? new ActorSelection(_root, path) : new ActorSelection(anchor, path);
    }

    private static Props GuardianProps(SupervisorStrategy strategy) => Props.Create(() => new GuardianActor(strategy));

    private static void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0 || !char.IsAsciiLetterOrDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            throw new ArgumentException(
                $"invalid ActorSystem name [{name}]: it must start with a letter or digit and hold only ASCII letters, digits and '-'",
                nameof(name));
        }
    }

    private IScheduler CreateScheduler()
    {
        var log = Logging.GetLogger(this, "Scheduler");
        var config = Settings.Config.GetConfig("akka.scheduler");
        var type = TypeNames.Find(Settings.SchedulerClass)
            ?? throw new ConfigurationException($"akka.scheduler.implementation: there is no type [{Settings.SchedulerClass}]");
        return (IScheduler)Activator.CreateInstance(type, config, log);
    }

    private void LogToStandardOut()
    {
        var level = Logging.LogLevelFor(Settings.StdoutLogLevel);
        EventStream.SetLogLevel(level);
        SubscribeLogger(_standardOut, level);
    }

    private void SubscribeLogger(IActorRef logger, LogLevel level)
    {
        for (var each = level; each <= LogLevel.ErrorLevel; each++) EventStream.Subscribe(logger, each.ClassFor());
    }

    private void StartLoggers()
    {
        var level = Logging.LogLevelFor(Settings.LogLevel);
        var started = new List<Task>();
        foreach (var name in Settings.Loggers)
        {
            var type = TypeNames.Find(name)
                ?? throw new ConfigurationException($"akka.loggers: logger specified in config cannot be found: [{name}]");
            var props = Props.Create(type).WithDispatcher(Dispatchers.InternalDispatcherId);
            var logger = _system.NewChild(props, $"log{_loggers.Count + 1}-{type.Name}");
            _loggers.Add(logger);
            started.Add(InitializeAsync(logger, name));
            SubscribeLogger(logger, level);
        }

        EventStream.SetLogLevel(level);
        Task.WaitAll(started);
        if (_loggers.Count > 0) EventStream.Unsubscribe(_standardOut);
    }

    private async Task InitializeAsync(IActorRef logger, string name)
    {
        try
        {
            await logger.Ask<LoggerInitialized>(new InitializeLogger(EventStream), Settings.LoggerStartTimeout).ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
            var message = $"Logger {name} did not respond within {Settings.LoggerStartTimeout}";
            EventStream.Publish(new Warning(nameof(EventStream), typeof(EventStream), message));
        }
    }
}
