using System.Globalization;
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
        Settle(filter, "replayed", letters => Send(letters.Select(letter => Replayed(letter, replay))), cancellationToken);

    public Task<long> DiscardAsync(DeadLetterFilter filter, CancellationToken cancellationToken = default) =>
        Settle(filter, "discarded", _ => Task.CompletedTask, cancellationToken);

    private Task<LetterFolder> Open(DeadLetterFilter filter, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentException.ThrowIfNullOrEmpty(filter.Topic, nameof(filter));
        ArgumentException.ThrowIfNullOrEmpty(filter.Group, nameof(filter));
        return LetterFolder.Open(scanner, filter, ct);
    }

    private async Task<long> Settle(DeadLetterFilter filter, string how, Func<IReadOnlyList<DeadLetter>, Task> before, CancellationToken ct)
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
            await before(chunk).ConfigureAwait(false);
            await Send(chunk.Select(letter => Note(letter, how))).ConfigureAwait(false);
            foreach (var letter in chunk) folder.Settle(letter);
            settled += chunk.Count;
            chunk.Clear();
        }
    }

    private Task Send(IEnumerable<OutgoingRecord> records)
    {
        var to = sender();
        return Task.WhenAll(records.Select(record => to.SendAsync(record)));
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
