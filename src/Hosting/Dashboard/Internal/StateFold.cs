using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Hosting.Internal;
using Akka.Events.Handling;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.Events.Hosting.Dashboard.Internal;

/// <summary>
/// Folds stored states anew from the first event on, by the service's own types, and says whether that comes to what is stored: for the tool's audit.
/// Nothing of what is stored is told. What the journal no longer has can't be folded: the caller knows whether it has all.
/// </summary>
internal static class StateFold
{
    public const int MostKeys = 100;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    /// <summary>Null where there is no such group or entity here.</summary>
    public static async Task<IReadOnlyList<FoldedState>?> Of(IServiceProvider services, string group, string entity, IEnumerable<string> keys, CancellationToken ct)
    {
        var running = services.GetRequiredService<EventsServices>().Runtime.Groups.FirstOrDefault(g => g.Context.Name == group);
        if (running?.Context.Entity(entity) is not { } type) return null;
        var (_, partitions) = await running.Ready.WaitAsync(Within, ct).ConfigureAwait(false);
        var folded = new List<FoldedState>();
        foreach (var key in keys) folded.Add(await One(key, KeyText.ToBytes(key)).ConfigureAwait(false));
        return folded;

        async Task<FoldedState> One(string text, byte[] key)
        {
            var context = running.Context;
            var shard = Murmur2Partitioner.Partition(key, partitions);
            // The state first: the journal has all events up to it, and perhaps more.
            if (await context.States.Read(group, shard, entity, [key], ct).ConfigureAwait(false) is not [{ Deleted: false } stored]) return new FoldedState(text, 0, null, null);
            var tail = new JournalTail();
            await foreach (var (sequenceNr, batch) in context.Journal.Read(context.PersistenceId(shard), key, 0, ct).ConfigureAwait(false))
                if (sequenceNr <= stored.SequenceNr)
                    tail.Add(sequenceNr, batch, new FinishedRecords());
            try
            {
                return new FoldedState(text, stored.SequenceNr, IsSame(type, key, stored, tail.Of(entity)), null);
            }
            catch (UnreadableStateException e)
            {
                return new FoldedState(text, stored.SequenceNr, null, Reason.Message(e));
            }
        }
    }

    private static bool IsSame(EntityType type, byte[] key, StoredState stored, EntityTail? tail)
    {
        var number = tail?.Find(key) ?? -1;
        var kept = type.Restore(key, stored, null, -1);
        var fold = type.Restore(key, null, number < 0 ? null : tail, number);
        var (left, right) = (Bytes(type, kept.State), Bytes(type, fold.State));
        if (left is null || right is null) return left is null == right is null;
        // Both through the codec once more: what a state doesn't store doesn't count, and sets come in the order of this process.
        var again = type.Restore(key, stored with { Manifest = type.State.Manifest, Payload = right }, null, -1);
        right = Bytes(type, again.State)!;
        return left.AsSpan().SequenceEqual(right) || IsSameJson(left, right);
    }

    private static byte[]? Bytes(EntityType type, object? state)
    {
        if (state is null) return null;
        var output = new ArrayBufferWriter<byte>();
        type.State.EncodeObject(state, output);
        return output.WrittenSpan.ToArray();
    }

    // The members of a dictionary have no order.
    private static bool IsSameJson(byte[] left, byte[] right)
    {
        try
        {
            return JsonNode.DeepEquals(JsonNode.Parse(left), JsonNode.Parse(right));
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <param name="Key">The key.</param>
/// <param name="SequenceNr">The row that its state is of; 0 where none is stored.</param>
/// <param name="Same">The events up to it fold to the state; null where there is none, or they can't be read.</param>
/// <param name="Trouble">Why they can't be read.</param>
internal sealed record FoldedState(string Key, long SequenceNr, bool? Same, string? Trouble);
