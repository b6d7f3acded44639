using Akka.Actor;
using Akka.Events.Kafka.Internal;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Consuming.Internal.Members;

/// <summary>
/// Looks after the topics of a running group: says which are gone or may no longer be read, and tells its parent when a group with entities
/// must stop reading them as they are.
/// </summary>
internal sealed class TopicWatch : UntypedActor, IWithTimers
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly MemberContext _group;
    private readonly IActorRef _reader;
    private readonly IGroupConsumer _client;
    private readonly string[] _names;
    private readonly ILogger _log;
    private IReadOnlyDictionary<string, TopicInfo> _known;

    public TopicWatch(MemberContext group, IActorRef reader, IGroupConsumer client, IReadOnlyDictionary<string, TopicInfo> known)
    {
        _group = group;
        _reader = reader;
        _client = client;
        _known = known;
        _names = [.. known.Keys];
        _log = group.Log("Akka.Events.Group");
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => LookLater();

    protected override void PostStop() => _group.Problems.Settle(nameof(TopicWatch));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Look:
                _client.Topics(_names, Timeout).PipeTo(Self, success: topics => new Seen(topics), failure: e => new Unseen(e));
                break;
            case Seen seen:
                OnSeen(seen.Topics);
                ShareKeys();
                LookLater();
                break;
            case Unseen unseen:
                // That no broker answers is the reader's to say.
                if (unseen.Cause is Confluent.Kafka.KafkaException { Error.IsLocalError: false }) Report(unseen.Cause.Message);
                LookLater();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void LookLater() => Timers.StartSingleTimer(Look.Instance, Look.Instance, _group.Options.TopicCheckInterval);

    private void OnSeen(IReadOnlyDictionary<string, TopicInfo> now)
    {
        if (GroupTopics.Missing(_group.Group, now) is { } missing) Report(missing);
        else _group.Problems.Settle(nameof(TopicWatch));
        foreach (var (name, topic) in now)
        {
            var before = _known[name];
            if (topic.Partitions != before.Partitions)
                Changed($"topic {name} had {before.Partitions} partitions and has {topic.Partitions}");
            else if (topic.Id != before.Id && before.Id.Length > 0) _reader.Tell(new TopicRecreated(name, topic.Id), Self);
        }
        _known = _names.ToDictionary(name => name, name => now.TryGetValue(name, out var topic) ? topic : _known[name]);
    }

    private void ShareKeys()
    {
        if (!_group.Group.HasEntities) return;
        // A store that can't be reached is its users' to tell of.
        _group.Group.Keys.Share(_group.Group, CancellationToken.None).ContinueWith(
            static failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private void Changed(string what)
    {
        if (_group.Group.HasEntities)
        {
            Context.Parent.Tell(new TopicsChanged(what), Self);
            return;
        }
        ConsumingLog.TopicResized(_log, _group.Name, what);
    }

    private void Report(string problem)
    {
        if (_group.Problems.Report(nameof(TopicWatch), ProblemCause.TopicUnfit, problem))
            ConsumingLog.TopicUnfit(_log, _group.Name, problem);
    }

    private sealed class Look
    {
        public static readonly Look Instance = new();
    }

    private sealed record Seen(IReadOnlyDictionary<string, TopicInfo> Topics) : INoSerializationVerificationNeeded;

    private sealed record Unseen(Exception Cause) : INoSerializationVerificationNeeded;
}
