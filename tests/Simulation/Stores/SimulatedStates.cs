using System.Runtime.CompilerServices;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Simulation.Machine;

namespace Akka.Events.Simulation.Stores;

/// <summary>Entity states that all processes share, over operations that fail as the store's do.</summary>
internal sealed class SimulatedStates(VirtualProcess process, InMemoryEntityStates shared) : IEntityStates
{
    public Task Initialize(CancellationToken ct) => Task.CompletedTask;

    public Task<long> Claim(string group, int shard, JournalEnd journal, CancellationToken ct) =>
        process.Store.Operation(process, 20, () => shared.Claim(group, shard, journal, ct).GetAwaiter().GetResult());

    public async Task<IReadOnlyList<StoredState>> Read(string group, int shard, string entity, IReadOnlyList<byte[]> keys, CancellationToken ct) =>
        await process.Store.Operation(process, 20, () => shared.Read(group, shard, entity, keys, ct).GetAwaiter().GetResult()).ConfigureAwait(false);

    public async IAsyncEnumerable<StoredState> ReadAll(string group, int shard, [EnumeratorCancellation] CancellationToken ct)
    {
        var rows = await process.Store.Operation(process, 20, () => shared.ReadAll(group, shard, ct).ToBlockingEnumerable(ct).ToList()).ConfigureAwait(false);
        foreach (var row in rows)
        {
            await process.World.Operation(process, 2, () => true).ConfigureAwait(false);
            yield return row;
        }
    }

    public Task Write(string group, int shard, IReadOnlyCollection<StoredState> states, CancellationToken ct)
    {
        StoredState[] copies = [.. states.Select(state => state with { Payload = state.Payload.ToArray() })];
        return process.Store.Operation(process, 30, () =>
        {
            shared.Write(group, shard, copies, ct).GetAwaiter().GetResult();
            return true;
        });
    }

    public Task<IReadOnlyDictionary<string, KnownTopic>> Know(string group, IReadOnlyCollection<KnownTopic> topics, CancellationToken ct) =>
        process.Store.Operation(process, 20, () => shared.Know(group, topics, ct).GetAwaiter().GetResult());

    public Task Replace(string group, KnownTopic known, KnownTopic by, CancellationToken ct) => shared.Replace(group, known, by, ct);

    public Task Delete(string group, CancellationToken ct) => shared.Delete(group, ct);
}
