using Akka.Events.Committing.Internal.Letters;
using Akka.Events.Kafka.Internal.Admin;
using Confluent.Kafka;

namespace Akka.Events.Operating.Internal.Letters;

/// <summary>
/// The letters of one topic and group that are left: those of the dead-letter topic without a note behind them. First the notes are read,
/// then the letters.
/// </summary>
internal sealed class LetterFolder
{
    private readonly ITopicScanner _scanner;
    private readonly DeadLetterFilter _filter;
    private readonly HashSet<(int Partition, long Offset)> _settled = [];
    private readonly HashSet<TopicPartitionOffset>? _positions;
    private IReadOnlyDictionary<int, long> _ends = new Dictionary<int, long>();

    private LetterFolder(ITopicScanner scanner, DeadLetterFilter filter)
    {
        _scanner = scanner;
        _filter = filter;
        _positions = filter.Positions?.ToHashSet();
        Topic = LetterPost.TopicOf(filter.Topic, filter.Group);
    }

    /// <summary>The dead-letter topic.</summary>
    public string Topic { get; }

    public static async Task<LetterFolder> Open(ITopicScanner scanner, DeadLetterFilter filter, CancellationToken ct)
    {
        var folder = new LetterFolder(scanner, filter);
        folder._ends = await scanner.Scan(folder.Topic, (0, 0), record =>
        {
            if (LetterReader.Settled(record) is { } offset) folder._settled.Add((record.Partition, offset));
            return new ValueTask<bool>(true);
        }, ct).ConfigureAwait(false);
        return folder;
    }

    /// <summary>Hands over the letters that are left and meant, as of the opening.</summary>
    /// <param name="from">Where it begins.</param>
    /// <param name="on">Takes one; false ends the reading.</param>
    /// <param name="ct">Ends the reading.</param>
    public Task Read((int Partition, long Offset) from, Func<DeadLetter, ValueTask<bool>> on, CancellationToken ct) =>
        _scanner.Scan(Topic, from, record =>
        {
            var isLeft = record.Offset < _ends.GetValueOrDefault(record.Partition) && !_settled.Contains((record.Partition, record.Offset));
            return isLeft && LetterReader.Letter(Topic, record) is { } letter && IsMeant(letter) ? on(letter) : new ValueTask<bool>(true);
        }, ct);

    public void Settle(DeadLetter letter) => _settled.Add((letter.Position.Partition.Value, letter.Position.Offset.Value));

    /// <summary>Deletes what lies before the first letter that is left: settled ones, and notes of them.</summary>
    public async Task Trim(CancellationToken ct)
    {
        var below = _ends.ToDictionary();
        await _scanner.Scan(Topic, (0, 0), record =>
        {
            // Also one that is no letter of ours: it isn't ours to delete.
            var stays = !_settled.Contains((record.Partition, record.Offset)) && LetterReader.Settled(record) is null;
            if (stays && below.TryGetValue(record.Partition, out var end)) below[record.Partition] = Math.Min(end, record.Offset);
            return new ValueTask<bool>(true);
        }, ct).ConfigureAwait(false);
        await _scanner.DeleteBelow(Topic, below.Where(p => p.Value > 0).ToDictionary()).ConfigureAwait(false);
    }

    private bool IsMeant(DeadLetter letter) =>
        // Other names may make the same topic.
        letter.Origin.Topic == _filter.Topic && letter.Group == _filter.Group
        && (_filter.Handler is null || letter.Handler == _filter.Handler)
        && (_filter.Exception is null || letter.Exception == _filter.Exception || letter.Exception.EndsWith("." + _filter.Exception, StringComparison.Ordinal))
        && (_filter.Key is null || letter.Key == _filter.Key)
        && (_positions is null || _positions.Contains(letter.Position));
}
