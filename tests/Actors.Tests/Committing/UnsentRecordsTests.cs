using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Sending;
using Xunit;

namespace Akka.Events.Tests.Committing;

/// <summary>What waits to be sent holds no more memory than is counted for it.</summary>
public sealed class UnsentRecordsTests
{
    private readonly UnsentRecords _unsent = new();

    [Fact]
    public void A_small_record_doesnt_keep_the_large_row_that_brought_it()
    {
        var row = new byte[1000];
        row[300] = 1;
        row[301] = 2;
        row[700] = 3;
        _unsent.Add(new OutgoingRow(5, row, [new OutgoingSlice("a", 300, 2), new OutgoingSlice("b", 700, 1), new OutgoingSlice("a", 100, 1)]));

        Assert.Equal(4, _unsent.Bytes);
        var kept = Assert.Single(_unsent.Rows);
        Assert.Equal(5, kept.SequenceNr);
        Assert.Equal(4, kept.Bytes.Length);
        Assert.Equal(
            [("a", "1 2"), ("a", "0"), ("b", "3")],
            kept.Records.Select(record => (record.Topic, string.Join(' ', kept.Bytes.AsSpan(record.Start, record.Length).ToArray()))));
    }

    [Fact]
    public void A_row_that_is_mostly_records_is_kept_as_it_is()
    {
        var row = new byte[10];
        _unsent.Add(new OutgoingRow(5, row, [new OutgoingSlice("a", 2, 6)]));
        Assert.Same(row, Assert.Single(_unsent.Rows).Bytes);
    }
}
