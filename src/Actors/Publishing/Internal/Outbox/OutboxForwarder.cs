using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Admin;
using Akka.Events.Kafka.Internal.Producing;
using Akka.Events.Topics;
using Confluent.Kafka;

namespace Akka.Events.Publishing.Internal.Outbox;

/// <summary>
/// Forwards the outbox for as long as this process is the one that does. A batch is noted in the database, sent in one Kafka transaction with its
/// number, and removed together with the noting of the next: whoever comes after a crash asks Kafka whether the noted batch was sent.
/// </summary>
/// <param name="holder">This process.</param>
/// <param name="store">The outbox.</param>
/// <param name="senders">Makes a sender, by the outbox's name.</param>
/// <param name="ensure">Sees to it that a topic exists, where that is wanted.</param>
/// <param name="limits">How it is forwarded.</param>
/// <param name="state">Where it says what it does.</param>
/// <param name="time">The clock.</param>
internal sealed class OutboxForwarder(
    string holder, IOutboxStore store, Func<string, BatchSender> senders, Func<string, Task<TopicException?>> ensure, OutboxLimits limits,
    ForwarderState state, TimeProvider time)
{
    private readonly SemaphoreSlim _woken = new(0, 1);
    private readonly HashSet<long> _tried = []; // refused before, and on their way again
    private readonly HashSet<long> _shown = []; // refused, and told of
    private int _most = limits.BatchSize; // rows of the next batch
    private int _removed;
    private Task _cleaning = Task.CompletedTask; // nothing waits for it: it may take as long as others hold the table

    /// <summary>Waits until nobody forwards, and forwards then, until another does or <paramref name="stop"/>.</summary>
    public async Task Run(CancellationToken stop)
    {
        await store.Initialize(stop).ConfigureAwait(false);
        ForwarderLease? lease;
        while ((lease = await store.TryTake(holder, limits.Lease, stop).ConfigureAwait(false)) is null)
        {
            state.Hindered?.Invoke(null);
            await Task.Delay(limits.RenewEvery, time, stop).ConfigureAwait(false);
        }
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var renewing = Renew(ends);
        var listening = Listen(ends.Token);
        try
        {
            await Forward(lease, ends.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Another process forwards, or the database can't be reached: the renewing says which.
        }
        finally
        {
            state.Forwards = false;
            await ends.CancelAsync().ConfigureAwait(false);
            await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _cleaning.ConfigureAwait(false);
            state.Forgets?.Invoke();
        }
        await renewing.ConfigureAwait(false);
    }

    /// <summary>Lets another forward at once.</summary>
    public Task Release(CancellationToken ct) => store.Release(holder, ct);

    private async Task Forward(ForwarderLease lease, CancellationToken ct)
    {
        var batch = lease.Left;
        var topics = batch is null ? [] : await store.TopicsOf(batch, ct).ConfigureAwait(false);
        while (true)
        {
            await using var sender = senders($"akka-events-outbox-{lease.Outbox}");
            await sender.Begin().ConfigureAwait(false);
            state.Forwards = true;
            // Of a batch's topics, all have its number, or none.
            var sent = batch is not null && (await sender.Progress(topics).ConfigureAwait(false)).Values.Contains(batch.Number);
            topics = [];
            // A batch that was refused has cost the sender.
            if (await Forward(sender, batch, sent, ct).ConfigureAwait(false) is not { } refused) return;
            batch = refused;
        }
    }

    /// <summary>Forwards until a batch is refused, which it gives; null when this process is the forwarder no longer.</summary>
    private async Task<OutboxBatch?> Forward(BatchSender sender, OutboxBatch? batch, bool sent, CancellationToken ct)
    {
        foreach (var refused in await store.Refused(ct).ConfigureAwait(false)) Show(refused.Id, Text(refused));
        var looked = time.GetTimestamp();
        var waits = false;
        while (true)
        {
            (var next, var mine) = await store.Advance(holder, batch, sent, _most, ct).ConfigureAwait(false);
            if (!mine) return null;
            if (sent) _removed += batch!.Rows.Count;
            batch = next;
            sent = false;
            if (batch is not null && !(sent = await Send(sender, batch, ct).ConfigureAwait(false))) return batch;
            state.Hindered?.Invoke(null);
            if (sent && _tried.Count > 0) _tried.ExceptWith(batch!.Rows.Select(row => row.Id));
            if (time.GetElapsedTime(looked) >= limits.PollInterval)
            {
                await Retry(ct).ConfigureAwait(false);
                await HideOthers(ct).ConfigureAwait(false);
                looked = time.GetTimestamp();
            }
            if (_removed >= limits.CleanAfter && _cleaning.IsCompleted)
            {
                _removed = 0;
                _cleaning = Clean(ct);
            }
            // Once more as one that waits: who wrote just before that was noted hasn't told.
            if (batch is null && waits) await _woken.WaitAsync(limits.PollInterval, ct).ConfigureAwait(false);
            waits = batch is null;
        }
    }

    private async Task Clean(CancellationToken ct)
    {
        try
        {
            await store.Clean(ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // It is the forwarder no longer.
        }
        catch (Exception e)
        {
            // The next time has to do.
            state.NotCleaned?.Invoke(e);
        }
    }

    /// <summary>False when a row of it was refused, and it is to be read anew without.</summary>
    private async Task<bool> Send(BatchSender sender, OutboxBatch batch, CancellationToken ct)
    {
        foreach (var topic in batch.Rows.Select(row => row.Record.Topic).Distinct())
        {
            if (await ensure(topic).ConfigureAwait(false) is not { } why) continue;
            if (AdminErrors.PassesForAll(why.Code)) throw new KafkaException(new Error(why.Code, why.Reason));
            var first = batch.Rows.First(row => row.Record.Topic == topic);
            await Refuse(first, why.Reason, stopsTopic: true, ct).ConfigureAwait(false);
            return false;
        }
        var numbers = batch.Rows.Select(row => row.Record.Topic).Distinct().ToDictionary(topic => topic, _ => batch.Number);
        var refused = await sender.Send(batch.Rows.Select(row => row.Record), batch.Rows.Count, numbers).ConfigureAwait(false);
        if (refused is null)
        {
            Sent(batch.Rows.Count);
            return true;
        }
        if (refused.Sent.Count > 0) await store.Remove([.. refused.Sent.Select(i => batch.Rows[i].Id)], ct).ConfigureAwait(false);
        if (batch.Rows.Count > 1 && (refused.Index < 0 || refused.Error.Code is ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge))
        {
            // A transaction, or a request of several records, was refused: which of them is the cause, if one, smaller batches tell.
            _most = batch.Rows.Count / 2;
            return false;
        }
        var row = batch.Rows[Math.Max(0, refused.Index)];
        await Refuse(row, PublishErrors.Of(row.Record.Topic, refused.Error).Reason, refused.IsTopics, ct).ConfigureAwait(false);
        return false;
    }

    private void Sent(int rows)
    {
        state.Add(rows);
        _most = (int)Math.Min(_most * 2L, limits.BatchSize);
    }

    private void Show(long id, string why)
    {
        _shown.Add(id);
        state.Refused?.Invoke(id, why);
    }

    // They have been sent meanwhile, or skipped.
    private async Task HideOthers(CancellationToken ct)
    {
        if (_shown.Count == 0) return;
        var refused = (await store.RefusedOf(_shown, ct).ConfigureAwait(false)).Concat(_tried).ToHashSet();
        foreach (var id in _shown.Except(refused).ToArray())
        {
            _shown.Remove(id);
            state.Refused?.Invoke(id, null);
        }
    }

    // Their keys are read again: what still can't be sent is refused again, and its batch sent without it.
    private async Task Retry(CancellationToken ct)
    {
        foreach (var id in await store.Due(limits.RetryInterval, ct).ConfigureAwait(false))
        {
            await store.Refuse(id, null, stopsTopic: false, ct).ConfigureAwait(false);
            _tried.Add(id);
        }
    }

    private async Task Refuse(OutboxRow row, string why, bool stopsTopic, CancellationToken ct)
    {
        _tried.Remove(row.Id);
        await store.Refuse(row.Id, why, stopsTopic, ct).ConfigureAwait(false);
        Show(row.Id, Text(row.Id, row.Record.Topic, row.Record.Key is { } key ? KeyText.ToText(key) : null, why, stopsTopic));
    }

    private static string Text(RefusedEvent e) => Text(e.Id, e.Topic, e.Key, e.Reason, e.StopsTopic);

    private static string Text(long id, string topic, string? key, string why, bool stopsTopic)
    {
        var waits = stopsTopic ? "all events of the topic wait" : key is null ? "others go on" : "those of its key wait behind it";
        return $"event {id} of the outbox{(key is null ? "" : $" (key '{key}')")} can't be sent to '{topic}', and {waits}: {why}";
    }

    private async Task Renew(CancellationTokenSource ends)
    {
        try
        {
            while (true)
            {
                await Task.Delay(limits.RenewEvery, time, ends.Token).ConfigureAwait(false);
                if (await store.Renew(holder, limits.Lease, ends.Token).ConfigureAwait(false)) continue;
                return;
            }
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            await ends.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task Listen(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await store.Listen(Wake, ct).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Until it can be heard again, looking by itself has to do.
            }
            await Task.Delay(limits.PollInterval, time, ct).ConfigureAwait(false);
        }
    }

    private void Wake()
    {
        try
        {
            _woken.Release();
        }
        catch (SemaphoreFullException)
        {
            // It has been told, and hasn't looked yet.
        }
    }
}
