namespace Akka.Events.Publishing.Internal.Outbox;

/// <summary>Rows that are sent together.</summary>
/// <param name="Number">Drawn for it at random, so that no other batch, of a restored database either, is ever taken for it.</param>
/// <param name="Rows">The rows, in order. Never empty, but for a batch that a former forwarder has left: of that only the numbers are known.</param>
/// <param name="Ids">First and last number of each run of rows.</param>
internal sealed record OutboxBatch(long Number, IReadOnlyList<OutboxRow> Rows, IReadOnlyList<long> Ids)
{
    public static OutboxBatch Of(IReadOnlyList<OutboxRow> rows, Random random)
    {
        var ids = new List<long>();
        foreach (var row in rows)
            if (ids.Count > 0 && ids[^1] + 1 == row.Id) ids[^1]++;
            else ids.AddRange([row.Id, row.Id]);
        return new OutboxBatch(random.NextInt64(1, long.MaxValue), rows, ids);
    }
}
