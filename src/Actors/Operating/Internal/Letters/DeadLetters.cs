using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Letters;
using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Admin;
using Akka.Events.Publishing.Internal;
using Confluent.Kafka;

namespace Akka.Events.Operating.Internal.Letters;

/// <summary>
/// Deals with dead letters by what is in their topics alone: a settled one has a note behind it, in its own partition, so that retention and
/// deletion never take the note before the letter.
/// </summary>
/// <param name="scanner">Reads the topics.</param>
/// <param name="sender">Sends records.</param>
internal sealed class DeadLetters(ITopicScanner scanner, Func<IRecordSender> sender) : IDeadLetters
{
    // Published, and then noted, together.
    private const int Chunk = 500;

    public async Task<DeadLetterPage> ListAsync(
        DeadLetterFilter filter, int count = 100, string? next = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var from = Position(next);
        var folder = await Open(filter, cancellationToken).ConfigureAwait(false);
        var letters = new List<DeadLetter>();
        DeadLetter? further = null;
        await folder.Read(from, letter =>
        {
            if (letters.Count == count) further = letter;
            else letters.Add(letter);
            return new ValueTask<bool>(further is null);
        }, cancellationToken).ConfigureAwait(false);
        return new DeadLetterPage(letters, further is null ? null : $"{further.Position.Partition.Value}-{further.Position.Offset.Value}");
    }

    public async Task<IReadOnlyList<DeadLetterCount>> CountAsync(DeadLetterFilter filter, CancellationToken cancellationToken = default)
    {
        var folder = await Open(filter, cancellationToken).ConfigureAwait(false);
        var counts = new Dictionary<(string Handler, string Exception), DeadLetterCount>();
        await folder.Read((0, 0), letter =>
        {
            var reason = (letter.Handler, letter.Exception);
            var before = counts.GetValueOrDefault(reason) ?? new DeadLetterCount(letter.Handler, letter.Exception, 0, letter.Time, letter.Time);
            counts[reason] = before with
            {
                Count = before.Count + 1,
                Oldest = before.Oldest < letter.Time ? before.Oldest : letter.Time,
                Newest = before.Newest > letter.Time ? before.Newest : letter.Time,
            };
            return new ValueTask<bool>(true);
        }, cancellationToken).ConfigureAwait(false);
        return [.. counts.Values.OrderByDescending(c => c.Count).ThenBy(c => c.Handler, StringComparer.Ordinal).ThenBy(c => c.Exception, StringComparer.Ordinal)];
    }

    public Task<long> ReplayAsync(
        DeadLetterFilter filter, DeadLetterReplay replay = DeadLetterReplay.Handler, CancellationToken cancellationToken = default) =>
        Settle(filter, "replayed", letters => Replay(letters, replay), cancellationToken);

    public Task<long> DiscardAsync(DeadLetterFilter filter, CancellationToken cancellationToken = default) =>
        Settle(filter, "discarded", letters => Task.FromResult((letters, (Exception?)null)), cancellationToken);

    private Task<LetterFolder> Open(DeadLetterFilter filter, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentException.ThrowIfNullOrEmpty(filter.Topic, nameof(filter));
        ArgumentException.ThrowIfNullOrEmpty(filter.Group, nameof(filter));
        return LetterFolder.Open(scanner, filter, ct);
    }

    /// <param name="filter">Which letters.</param>
    /// <param name="how">What is noted of them.</param>
    /// <param name="before">What is done with them first; gives those that it was done with, and why it wasn't with the others.</param>
    /// <param name="ct">Ends it between two chunks.</param>
    private async Task<long> Settle(
        DeadLetterFilter filter, string how,
        Func<IReadOnlyList<DeadLetter>, Task<(IReadOnlyList<DeadLetter> Done, Exception? Failure)>> before, CancellationToken ct)
    {
        var folder = await Open(filter, ct).ConfigureAwait(false);
        var chunk = new List<DeadLetter>();
        long settled = 0;
        await folder.Read((0, 0), async letter =>
        {
            chunk.Add(letter);
            if (chunk.Count == Chunk) await SettleChunk().ConfigureAwait(false);
            return true;
        }, ct).ConfigureAwait(false);
        await SettleChunk().ConfigureAwait(false);
        if (settled > 0) await folder.Trim(ct).ConfigureAwait(false);
        return settled;

        async Task SettleChunk()
        {
            if (chunk.Count == 0) return;
            var (done, failure) = await before(chunk).ConfigureAwait(false);
            // Whatever became of the others: what is published and not noted would be published again.
            await Task.WhenAll(done.Select(letter => sender().SendAsync(Note(letter, how)))).ConfigureAwait(false);
            foreach (var letter in done) folder.Settle(letter);
            settled += done.Count;
            chunk.Clear();
            if (failure is not null) ExceptionDispatchInfo.Throw(failure);
        }
    }

    private async Task<(IReadOnlyList<DeadLetter> Done, Exception? Failure)> Replay(IReadOnlyList<DeadLetter> letters, DeadLetterReplay replay)
    {
        var to = sender();
        var sent = letters.Select(letter => to.SendAsync(Replayed(letter, replay))).ToArray();
        await ((Task)Task.WhenAll(sent)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var failed = sent.FirstOrDefault(task => !task.IsCompletedSuccessfully);
        return (
            [.. letters.Where((_, i) => sent[i].IsCompletedSuccessfully)],
            failed is null ? null : failed.Exception?.InnerException ?? new TaskCanceledException(failed));
    }

    private static OutgoingRecord Replayed(DeadLetter letter, DeadLetterReplay replay)
    {
        var headers = new Headers();
        foreach (var header in letter.Headers) headers.Add(header);
        if (replay == DeadLetterReplay.Handler) headers.Add(DeadLetterHeaders.ReplayFor, ReplayTarget.Of(letter.Group, letter.Handler));
        return new OutgoingRecord(
            letter.Origin.Topic, letter.KeyBytes, letter.Value, headers.Count == 0 ? null : headers, letter.Origin.Partition.Value,
            letter.Timestamp?.ToUnixTimeMilliseconds());
    }

    private static OutgoingRecord Note(DeadLetter letter, string how)
    {
        var offset = letter.Position.Offset.Value.ToString(CultureInfo.InvariantCulture);
        var headers = new Headers
        {
            { DeadLetterHeaders.Settled, Encoding.UTF8.GetBytes(offset) }, { DeadLetterHeaders.SettledAs, Encoding.UTF8.GetBytes(how) },
        };
        return new OutgoingRecord(letter.Position.Topic, null, null, headers, letter.Position.Partition.Value);
    }

    private static (int Partition, long Offset) Position(string? next)
    {
        if (next is null) return (0, 0);
        var parts = next.Split('-');
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            ? (partition, offset) : throw new ArgumentException($"'{next}' is no page's Next", nameof(next));
    }
}
