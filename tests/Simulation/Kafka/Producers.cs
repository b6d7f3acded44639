using Akka.Events.Kafka.Internal;
using Akka.Events.Publishing.Internal.Ordered;
using Akka.Events.Simulation.Machine;

namespace Akka.Events.Simulation.Kafka;

/// <summary>The brokers' side of producers with transactions: one session a name, marks, and what readers with read_committed see.</summary>
internal sealed class Producers(World world)
{
    private readonly Dictionary<string, int> _sessions = [];
    private readonly Dictionary<(string Name, string Topic), SentMark> _marks = [];

    /// <summary>The likelihood that a request fails, before it has its effect or behind.</summary>
    public double Faults { get; set; }

    /// <summary>Marks are lost, as if nobody had written them.</summary>
    public bool LosesMarks { get; init; }

    /// <summary>What has been committed, in order.</summary>
    public List<OutgoingRecord> Committed { get; } = [];

    /// <summary>The senders of a process.</summary>
    public IOrderedSenders Of(VirtualProcess process) => new Senders(this, process);

    private Task<T> Request<T>(VirtualProcess process, double maxMs, Func<T> effect) => world.Operation(process, maxMs, () =>
    {
        if (world.Chance(Faults)) throw new IOException("the request is lost");
        var answer = effect();
        return world.Chance(Faults) ? throw new IOException("the answer is lost") : answer;
    });

    private sealed class Senders(Producers producers, VirtualProcess process) : IOrderedSenders
    {
        public bool AreWaitedFor => false;

        public bool AreExact => true;

        public Task<IOrderedSender> Open(string name, int owner, CancellationToken cancellationToken) => producers.Request<IOrderedSender>(
            process, 20, () => new Sender(producers, process, name, owner, producers._sessions[name] = producers._sessions.GetValueOrDefault(name) + 1));
    }

    private sealed class Sender(Producers producers, VirtualProcess process, string name, int owner, int session) : IOrderedSender
    {
        // A group's offsets can be read by anybody: an old session reads what a later one has left.
        public Task<IReadOnlyDictionary<string, SentMark>> Progress(IReadOnlyCollection<string> topics) =>
            producers.Request<IReadOnlyDictionary<string, SentMark>>(
                process, 20,
                () => topics.Where(topic => !producers.LosesMarks && producers._marks.ContainsKey((name, topic))).ToDictionary(topic => topic, topic => producers._marks[(name, topic)]));

        public Task<SendOutcome> Send(IReadOnlyList<OutgoingPart> parts) => producers.Request(process, 50, () =>
        {
            if (producers._sessions[name] != session) throw new IOException("fenced");
            var sent = new Dictionary<string, long>();
            foreach (var part in parts)
            {
                producers.Committed.AddRange(part.Records);
                sent[part.Topic] = part.Number;
                producers._marks[(name, part.Topic)] = new SentMark(owner, part.Number);
            }
            return new SendOutcome(sent, new Dictionary<string, string>());
        });

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
