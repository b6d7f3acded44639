using System.Collections.Concurrent;
using Akka.Events.Publishing.Internal.Ordered;

namespace Akka.Events.TestKit.Internal;

/// <summary>Sends what entities publish into topics in memory, once, as Kafka's transactions do.</summary>
internal sealed class MemorySenders(MemoryTopics topics, CrashPoint crash) : IOrderedSenders
{
    private readonly ConcurrentDictionary<string, Owned> _all = new();

    public bool AreWaitedFor => false;

    public bool AreExact => true;

    public Task<IOrderedSender> Open(string name, int owner, CancellationToken cancellationToken)
    {
        var owned = _all.GetOrAdd(name, _ => new Owned());
        lock (owned) return Task.FromResult<IOrderedSender>(new Sender(topics, crash, owned, owner, ++owned.Session));
    }

    /// <summary>What is known of a name.</summary>
    private sealed class Owned
    {
        public readonly Dictionary<string, SentMark> Marks = [];

        public int Session;
    }

    private sealed class Sender(MemoryTopics topics, CrashPoint crash, Owned owned, int owner, int session) : IOrderedSender
    {
        public Task<IReadOnlyDictionary<string, SentMark>> Progress(IReadOnlyCollection<string> of)
        {
            lock (owned) return Task.FromResult<IReadOnlyDictionary<string, SentMark>>(of.Where(owned.Marks.ContainsKey).ToDictionary(t => t, t => owned.Marks[t]));
        }

        public Task<SendOutcome> Send(IReadOnlyList<OutgoingPart> parts)
        {
            var sent = new Dictionary<string, long>();
            lock (owned)
            {
                if (crash.IsDead) return Task.FromException<SendOutcome>(new IOException("the process has died"));
                if (owned.Session != session) return Task.FromException<SendOutcome>(new InvalidOperationException("another owner has taken over"));
                foreach (var part in parts)
                {
                    foreach (var record in part.Records) topics.Append(record);
                    sent[part.Topic] = part.Number;
                    owned.Marks[part.Topic] = new SentMark(owner, part.Number);
                }
            }
            return Task.FromResult(new SendOutcome(sent, new Dictionary<string, string>()));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
