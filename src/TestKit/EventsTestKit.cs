using System.Diagnostics;
using Akka.Actor;
using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Hosting.Internal;
using Akka.Events.Operating;
using Akka.Events.Persistence.Internal;
using Akka.Events.Publishing;
using Akka.Events.TestKit.Internal;
using Akka.Events.Topics;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Akka.Events.TestKit;

/// <summary>
/// Runs groups in a test: their handlers, entities, retries, commits and recoveries are those of production, over topics in memory, a store in
/// memory, and a clock that stands still until the test lets it go on. Topics exist when they are asked for, with 4 partitions; each group has all of
/// them. Several kits may run beside each other.
/// </summary>
public sealed class EventsTestKit : IAsyncDisposable
{
    // The time that passes where everything waits for something.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    // Ticks in which nothing happens, until what has failed is taken to wait for its next attempt.
    private const int Still = 20;

    // Between two commits there are few.
    private const int MostTimers = 10_000;

    private readonly IHost _host;
    private readonly TestClock _clock;
    private readonly MemoryKafka _kafka;
    private readonly CountedDispatcher.Count _turns;
    private readonly IEventsStatus _status;
    private long _failures;

    private EventsTestKit(IHost host, TestClock clock, MemoryKafka kafka)
    {
        _host = host;
        _clock = clock;
        _kafka = kafka;
        _turns = CountedDispatcher.Count.Of(clock.Number);
        _status = host.Services.GetRequiredService<IEventsStatus>();
    }

    /// <summary>How long to wait, in real time, for handlers that are under way before <see cref="RunAsync"/> gives up. Default 30 seconds.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The services, those of the event system among them.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>What handlers have given up (<c>OnFailure = FailureMode.Save</c>): to be looked at, replayed and discarded.</summary>
    public IDeadLetters DeadLetters => Services.GetRequiredService<IDeadLetters>();

    /// <summary>The actor system.</summary>
    public ActorSystem System => Services.GetRequiredService<ActorSystem>();

    /// <summary>The clock, which only <see cref="AdvanceAsync"/> moves, and <see cref="RunAsync"/> by milliseconds. It is the services' <see cref="TimeProvider"/>.</summary>
    public TimeProvider Time => _clock;

    /// <summary>The groups as they stand.</summary>
    public IReadOnlyList<GroupStatus> Groups => _status.Groups;

    /// <summary>What keeps groups, handlers or keys from getting on.</summary>
    public IReadOnlyList<GroupProblem> Problems => [.. Groups.SelectMany(group => group.Problems)];

    /// <summary>Starts groups.</summary>
    /// <param name="events">The groups, as the service has them. Where nothing else is said, states are kept in memory.</param>
    /// <param name="services">What their handlers need.</param>
    /// <exception cref="EventsConfigurationException">What is said can't work.</exception>
    public static async Task<EventsTestKit> StartAsync(Action<EventsBuilder> events, Action<IServiceCollection>? services = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        var clock = new TestClock();
        var kafka = new MemoryKafka(clock);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging().AddSingleton<TimeProvider>(clock).AddSingleton<IKafkaStandIn>(kafka);
        services?.Invoke(builder.Services);
        builder.Services.AddAkkaEvents(
            "test-kit",
            e => events(e.UseKafka("in-memory:9092").UseInMemory()),
            (akka, _) =>
            {
                akka.AddHocon(Hocon(clock), HoconAddMode.Prepend);
                akka.AddSetup(new CommitWatch(kafka.Crash.MayWrite, kafka.Crash.Written));
            });
        var kit = new EventsTestKit(builder.Build(), clock, kafka);
        try
        {
            await kit.Drive(kit._host.StartAsync()).ConfigureAwait(false);
            await kit.Until(() => kit.Groups.All(group => kafka.Members.TryGetValue(group.Name, out var member) && member.IsAssigned)).ConfigureAwait(false);
            return kit;
        }
        catch
        {
            kit.Forget();
            throw;
        }
    }

    /// <summary>Publishes events, as <see cref="IEvents"/> does. They are handled as soon as the groups get to them; <see cref="RunAsync"/> waits for it.</summary>
    /// <exception cref="PublishException">One can't be published.</exception>
    public Task PublishAsync<T>(Topic<T> topic, params IEnumerable<T> events) => Services.GetRequiredService<IEvents>().PublishAllAsync(topic, events);

    /// <summary>
    /// Runs until it is quiet: everything in the topics, what handlers have published on the way included, is handled and committed, or waits for time
    /// to pass, or for an event that can't be handled.
    /// </summary>
    /// <exception cref="TimeoutException">A handler is still under way after <see cref="Patience"/>.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (!await Handle(() => false, cancellationToken).ConfigureAwait(false)) return;
        _failures = Failures;
        await Commit(() => Uncommitted is null, cancellationToken).ConfigureAwait(false);
        // What entities have published is sent behind the commit.
        await Idle(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets time pass, timer by timer, and runs until it is quiet: retries, timeouts and passivation come when they are due.</summary>
    /// <param name="time">How much of it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TimeoutException">A handler is still under way after <see cref="Patience"/>.</exception>
    public async Task AdvanceAsync(TimeSpan time, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        for (var left = time; left > TimeSpan.Zero;)
        {
            await Idle(cancellationToken).ConfigureAwait(false);
            left = _clock.Step(left);
        }
        await RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks an entity, as <see cref="IEntities"/> does.</summary>
    /// <typeparam name="TEntity">The entity class.</typeparam>
    /// <typeparam name="TReply">What its Query gives.</typeparam>
    public async Task<TReply> AskAsync<TEntity, TReply>(string key, object query, CancellationToken cancellationToken = default) where TEntity : ActorBase
    {
        var answer = Services.GetRequiredService<IEntities>().Ask<TEntity, TReply>(key, query, cancellationToken);
        await Drive(answer).ConfigureAwait(false);
        return await answer.ConfigureAwait(false);
    }

    /// <summary>All that was ever published to a topic, by the test or by handlers, in the order of time; those of one key in their order. Tombstones are left out.</summary>
    /// <exception cref="EventDecodeException">A record is no such event.</exception>
    public IReadOnlyList<T> EventsIn<T>(Topic<T> topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        var named = Named(topic);
        return [.. _kafka.Topics.All(named.Name).Where(record => record.Value is not null).Select(record => OnceReady(() => named.Decode(record.Value, record.Headers)))];
    }

    // A codec may look something up first, elsewhere: in real time.
    private T OnceReady<T>(Func<T> decode)
    {
        while (true)
        {
            try
            {
                return decode();
            }
            catch (CodecNotReadyException e)
            {
                if (!e.Ready.Wait(Patience)) throw;
            }
        }
    }

    /// <summary>How many of a topic's events a group has committed.</summary>
    /// <param name="group">The group's name in Kafka.</param>
    /// <param name="topic">The topic.</param>
    public long CommittedOf(string group, ITopic topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        var name = _kafka.Publishing!.TopicNames.Of(topic).Name;
        return _kafka.Topics.PartitionsOf(name).Sum(partition => _kafka.Topics.Committed(group, partition) ?? 0);
    }

    /// <summary>Takes all partitions from the groups in an orderly way, as when another process joins or this one stops: what runs ends and is committed.</summary>
    public async Task RevokeAsync(CancellationToken cancellationToken = default)
    {
        await Drive(Task.WhenAll(_kafka.Members.Values.Select(member => member.Revoke())).WaitAsync(cancellationToken)).ConfigureAwait(false);
        await Idle(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives the groups all partitions back: their states are recovered, and reading goes on at what is committed.</summary>
    public async Task AssignAsync(CancellationToken cancellationToken = default)
    {
        foreach (var member in _kafka.Members.Values) member.Assign();
        await Idle(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Takes all partitions away at once, as from a process that dies, and gives them back, as to the one that takes its place: shards are made anew from what is
    /// durable, and what wasn't committed is delivered again. Wait for it with <see cref="RunAsync"/>.
    /// </summary>
    /// <param name="redeliver">How many of the last commits of each partition Kafka hasn't got: so many events come again, to plain handlers as to those that
    /// know better.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task CrashAsync(int redeliver = 0, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(redeliver);
        foreach (var member in _kafka.Members.Values) member.Lose(redeliver);
        await Idle(cancellationToken).ConfigureAwait(false);
        await AssignAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Runs until an event comes to this step, and crashes there: nothing becomes durable behind it. The process that takes its place is delivered what that
    /// one had not committed. Wait for it with <see cref="RunAsync"/>. States have to be in memory, as they are unless another store is named.
    /// </summary>
    /// <param name="step">The step. The first event of any group that comes to it counts, and those that are committed together with it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">No event comes to it: all is committed, or waits for time to pass.</exception>
    /// <exception cref="TimeoutException">A handler is still under way after <see cref="Patience"/>.</exception>
    public async Task CrashAsync(CrashStep step, CancellationToken cancellationToken = default)
    {
        var crash = _kafka.Crash;
        crash.Arm(step);
        try
        {
            await Handle(() => crash.IsDead, cancellationToken).ConfigureAwait(false);
            await Commit(() => crash.IsDead || Uncommitted is null, cancellationToken).ConfigureAwait(false);
            if (!crash.IsDead) throw new InvalidOperationException($"no event comes to be {step}: all is committed, or waits for time to pass");
            foreach (var member in _kafka.Members.Values) member.Lose(0);
            await Idle(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            crash.Clear();
        }
        await AssignAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await Drive(_host.StopAsync()).ConfigureAwait(false);
        Forget();
    }

    private void Forget()
    {
        _host.Dispose();
        _clock.Forget();
        CountedDispatcher.Count.Forget(_clock.Number);
    }

    // False where something waits for its next attempt, for time to pass or for what can't be handled.
    private async Task<bool> Handle(Func<bool> enough, CancellationToken cancellationToken)
    {
        var (still, done) = (0, Done);
        await Until(
            () => enough() || Unhandled is null || (still >= Still && (Failures > _failures || Problems.Count > 0)),
            () =>
            {
                // What goes on outside of the actors will end, and what ends makes room for others.
                still = CallsUnderWay == 0 && Done == done ? still + 1 : 0;
                done = Done;
            },
            cancellationToken).ConfigureAwait(false);
        // What has failed since all was handled still waits for its next attempt.
        return Unhandled is null;
    }

    // Commits come by the clock.
    private async Task Commit(Func<bool> enough, CancellationToken cancellationToken)
    {
        for (var timers = 0; !enough() && timers < MostTimers; timers++)
        {
            await Idle(cancellationToken).ConfigureAwait(false);
            if (!enough()) _clock.Step(TimeSpan.FromSeconds(10));
        }
    }

    private long CallsUnderWay => Services.GetRequiredService<EventsServices>().Runtime.Groups.Sum(group => group.Context.Metrics.CallsUnderWay);

    private long Done => Groups.Sum(group => group.Handled + group.Discarded + group.Saved);

    private long Failures => Groups.Sum(group => group.Failures);

    // The first event that isn't finished.
    private string? Unhandled
    {
        get
        {
            foreach (var group in Groups)
            {
                if (!_kafka.Members.TryGetValue(group.Name, out var member)) continue;
                foreach (var partition in member.Partitions)
                {
                    var status = group.Partitions.FirstOrDefault(p => p.Topic == partition.Topic && p.Partition == partition.Partition.Value);
                    var finished = Math.Max(status?.Watermark ?? 0, _kafka.Topics.Committed(group.Name, partition) ?? 0);
                    if (finished < _kafka.Topics.End(partition)) return $"group '{group.Name}': {partition.Topic}[{partition.Partition.Value}]@{finished} isn't handled";
                }
            }
            return null;
        }
    }

    private string? Uncommitted => _kafka.Members
        .Select(member => member.Value.Uncommitted is { } at ? $"group '{member.Key}': {at.Topic}[{at.Partition.Value}]@{at.Offset.Value} isn't committed" : null)
        .FirstOrDefault(text => text is not null);

    private Topic<T> Named<T>(Topic<T> topic) => _kafka.Publishing!.TopicNames.Of(topic);

    // Real time passes only where something is under way outside of the actors: then there is nobody to be told by.
    private async Task Until(Func<bool> condition, Action? ticked = null, CancellationToken cancellationToken = default)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            await Idle(cancellationToken).ConfigureAwait(false);
            if (condition()) return;
            if (Stopwatch.GetElapsedTime(begun) > Patience)
                throw new TimeoutException($"It isn't quiet after {Patience}: {Unhandled ?? "the groups haven't started"}. {string.Join("; ", Problems.Select(p => p.Text))}");
            await Task.Delay(1, cancellationToken).ConfigureAwait(false);
            if (!_turns.IsZero) continue;
            for (var left = Tick; left > TimeSpan.Zero;) left = _clock.Step(left);
            ticked?.Invoke();
        }
    }

    private async Task Drive(Task task)
    {
        while (!task.IsCompleted)
        {
            await Task.WhenAny(task, Task.Delay(1)).ConfigureAwait(false);
            if (_turns.IsZero)
                for (var left = Tick; left > TimeSpan.Zero;) left = _clock.Step(left);
        }
        await task.ConfigureAwait(false);
    }

    // No actor has anything to do.
    private async Task Idle(CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        for (var looks = 0; !_turns.IsZero && Stopwatch.GetElapsedTime(begun) < Patience; looks++)
        {
            if (looks < 1000) await Task.Yield();
            else await Task.Delay(1, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Hocon(TestClock clock)
    {
        var dispatcher = $"{{ type = \"{typeof(CountedDispatcherConfigurator).AssemblyQualifiedName}\", clock = {clock.Number}, throughput = 30 }}";
        return $$"""
            {{TestScheduler.ClockKey}} = {{clock.Number}}
            akka {
              loglevel = WARNING
              scheduler.implementation = "{{typeof(TestScheduler).AssemblyQualifiedName}}"
              actor {
                default-dispatcher {{dispatcher}}
                internal-dispatcher {{dispatcher}}
              }
            }
            """;
    }
}
