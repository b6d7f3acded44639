using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Persistence.Internal;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Tests.Committing;

/// <summary>A store at which the first claim of states waits.</summary>
internal sealed class GatedClaims(EventStore inner, Task gate) : EventStore
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Somebody wants to claim: the journal has been read.</summary>
    public Task Asked => _asked.Task;

    public override string Description => inner.Description;

    public override Config Plugins => inner.Plugins;

    public override void Connect(ISet<Setup> setups) => inner.Connect(setups);

    public override (IEntityStates States, JournalReader Journal) Open(ActorSystem system, ILoggerFactory loggers)
    {
        var (states, journal) = inner.Open(system, loggers);
        return (new Gated(states, this), journal);
    }

    private async Task Wait()
    {
        if (_asked.TrySetResult()) await gate;
    }

    private sealed class Gated(IEntityStates states, GatedClaims owner) : IEntityStates
    {
        public Task Initialize(CancellationToken ct) => states.Initialize(ct);

        public async Task<long> Claim(string group, int shard, JournalEnd journal, CancellationToken ct)
        {
            await owner.Wait();
            return await states.Claim(group, shard, journal, ct);
        }

        public Task<IReadOnlyList<StoredState>> Read(string group, int shard, string entity, IReadOnlyList<byte[]> keys, CancellationToken ct) =>
            states.Read(group, shard, entity, keys, ct);

        public IAsyncEnumerable<StoredState> ReadAll(string group, int shard, CancellationToken ct) => states.ReadAll(group, shard, ct);

        public Task Write(string group, int shard, IReadOnlyCollection<StoredState> rows, CancellationToken ct) => states.Write(group, shard, rows, ct);

        public Task<IReadOnlyDictionary<string, KnownTopic>> Know(string group, IReadOnlyCollection<KnownTopic> topics, CancellationToken ct) =>
            states.Know(group, topics, ct);

        public Task Replace(string group, KnownTopic known, KnownTopic by, CancellationToken ct) => states.Replace(group, known, by, ct);

        public Task Delete(string group, CancellationToken ct) => states.Delete(group, ct);
    }
}
