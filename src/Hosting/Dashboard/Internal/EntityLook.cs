using System.Buffers;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Hosting.Internal;
using Akka.Events.Operating.Internal;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.Events.Hosting.Dashboard.Internal;

/// <summary>
/// Looks an entity up in the store: its state as of the last commit, folded from what is stored and the journal, and its newest events. Neither the
/// shard nor its owner takes part in it.
/// </summary>
internal static class EntityLook
{
    private const int MostEvents = 50;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    public static IReadOnlyList<DashboardEntity> Of(IServiceProvider services) =>
        [.. Runtime(services).Groups.SelectMany(g => g.Context.Handlers.OfType<EntityType>().Select(e => new DashboardEntity(g.Context.Name, e.Name)))];

    /// <summary>Null where there is no such group or entity here.</summary>
    public static async Task<FoundEntity?> At(IServiceProvider services, DashboardOptions options, string group, string entity, string key, CancellationToken ct)
    {
        var running = Runtime(services).Groups.FirstOrDefault(g => g.Context.Name == group);
        if (running?.Context.Entity(entity) is not { } type) return null;
        var context = running.Context;
        var (_, partitions) = await running.Ready.WaitAsync(Within, ct).ConfigureAwait(false);
        var bytes = KeyText.ToBytes(key);
        var shard = Murmur2Partitioner.Partition(bytes, partitions);
        var stored = await context.States.Read(group, shard, entity, [bytes], ct).ConfigureAwait(false);
        var tail = new JournalTail();
        var events = new Queue<FoundEvent>();
        await foreach (var (sequenceNr, batch) in context.Journal.Read(context.PersistenceId(shard), bytes, 0, ct).ConfigureAwait(false))
        {
            if (stored is not [var row] || sequenceNr > row.SequenceNr) tail.Add(sequenceNr, batch, new FinishedRecords());
            foreach (var e in JournalBatchReader.EventsOf(batch, entity, bytes))
            {
                if (events.Count == MostEvents) events.Dequeue();
                var text = e.Manifest == StateDeletion.Manifest ? "the state was deleted" : Shown.Text(options, e.Manifest, e.Payload.ToArray(), indent: false);
                events.Enqueue(new FoundEvent(sequenceNr, e.Topic, shard, e.Offset, RecordTime.Of(e.Timestamp)?.ToUnixTimeMilliseconds(), e.Manifest, text));
            }
        }
        var (state, at) = Folded(options, type, bytes, stored.Count == 0 ? null : stored[0], tail);
        return new FoundEntity(group, entity, key, shard, state, at, [.. events.Reverse()]);
    }

    private static (string? State, long At) Folded(
        DashboardOptions options, EntityType type, byte[] key, Committing.Internal.States.StoredState? stored, JournalTail tail)
    {
        var own = tail.Of(type.Name);
        var number = own?.Find(key) ?? -1;
        if (stored is null && number < 0) return (null, 0);
        var restored = type.Restore(key, stored, number < 0 ? null : own, number);
        if (restored.State is null || restored.Deleted) return (null, restored.SequenceNr);
        var output = new ArrayBufferWriter<byte>();
        type.State.EncodeObject(restored.State, output);
        return (Shown.Text(options, type.State.Manifest, output.WrittenSpan.ToArray(), indent: true), restored.SequenceNr);
    }

    private static RunningGroups Runtime(IServiceProvider services) => services.GetRequiredService<EventsServices>().Runtime;
}

/// <param name="Group">The group.</param>
/// <param name="Entity">The entity's name.</param>
/// <param name="Key">The key.</param>
/// <param name="Shard">The shard it lies in.</param>
/// <param name="State">Its state as text; null for none.</param>
/// <param name="SequenceNr">The row of the journal that changed it last.</param>
/// <param name="Events">Its events, the newest first.</param>
internal sealed record FoundEntity(string Group, string Entity, string Key, int Shard, string? State, long SequenceNr, IReadOnlyList<FoundEvent> Events);

/// <param name="SequenceNr">The row of the journal.</param>
/// <param name="Topic">The record's topic.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="Time">Its time, Unix milliseconds.</param>
/// <param name="Type">The event's stored name.</param>
/// <param name="Text">The event.</param>
internal sealed record FoundEvent(long SequenceNr, string Topic, int Partition, long Offset, long? Time, string Type, string Text);
