using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using Akka.Util.Internal;

namespace Akka.Dispatch;

public sealed class Dispatchers
{
    public static readonly string DefaultDispatcherId = "akka.actor.default-dispatcher";
    public static readonly string DefaultBlockingDispatcherId = "akka.actor.default-blocking-io-dispatcher";
    public static readonly string SynchronizedDispatcherId = "akka.actor.synchronized-dispatcher";

    internal const string InternalDispatcherId = "akka.actor.internal-dispatcher";

    private const int DefaultBlockingThreads = 32;

    private readonly ActorSystemImpl _system;
    private readonly ConcurrentDictionary<string, MessageDispatcher> _shared = new();

    internal Dispatchers(ActorSystemImpl system)
    {
        _system = system;
        DefaultGlobalDispatcher = Lookup(DefaultDispatcherId);
    }

    internal MessageDispatcher DefaultGlobalDispatcher { get; }

    internal MessageDispatcher Lookup(string dispatcherName) =>
        _shared.TryGetValue(dispatcherName, out var shared) ? shared : Make(dispatcherName, dispatcherName, 0);

    internal MessageDispatcher LookupFor(Props props)
    {
        var id = props.Deploy.Dispatcher;
        return id == Deploy.NoDispatcherGiven ? DefaultGlobalDispatcher : Lookup(id);
    }

    internal void Shutdown()
    {
        foreach (var dispatcher in _shared.Values) dispatcher.Shutdown();
    }

    private MessageDispatcher Make(string id, string path, int aliases)
    {
        var root = _system.Settings.Config;
        if (!root.HasPath(path)) throw new ConfigurationException($"Dispatcher [{path}] is not configured");
        var config = root.GetConfig(path);
        if (config.Root is not HoconObject)
        {
            if (aliases > 20) throw new ConfigurationException($"Dispatcher [{id}] is an alias of itself");
            return Make(id, root.GetString(path), aliases + 1);
        }

        var throughput = config.GetInt("throughput", 30);
        if (throughput < 1) throw new ConfigurationException($"{path}.throughput must be positive");
        var type = config.GetString("type", "Dispatcher");
        if (type == "PinnedDispatcher") return new PinnedDispatcher(_system, id, throughput);
        if (TypeNames.Find(type) is { } custom && custom.IsSubclassOf(typeof(MessageDispatcher)))
            return _shared.GetOrAdd(id, (MessageDispatcher)Activator.CreateInstance(custom, _system, id, throughput));
        return _shared.GetOrAdd(id, HasThreadsOfItsOwn(config, type)
            ? new DedicatedThreadsDispatcher(
                _system, id, throughput, config.GetInt("dedicated-thread-pool.thread-count", DefaultBlockingThreads))
            : new ThreadPoolDispatcher(_system, id, throughput));
    }

    private static bool HasThreadsOfItsOwn(Config config, string type) =>
        type == "ForkJoinDispatcher" || config.GetString("executor") is "fork-join-executor" or "thread-pool-executor";
}
