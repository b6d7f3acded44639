using Akka.Events.Cli.Auditing;
using Akka.Events.Committing.Internal.Offsets;
using Xunit;

namespace Akka.Events.Cli.Tests;

public sealed class OffsetBookTests
{
    [Fact]
    public void Ranges_that_touch_are_one()
    {
        var book = new OffsetBook();
        Assert.Null(book.Enter(0, 5));
        Assert.Null(book.Enter(8, 10));
        Assert.Null(book.Enter(5, 8));
        Assert.Equal(new OffsetRange(0, 10), Assert.Single(book.Ranges));
        Assert.Equal(10, book.Count);
    }

    [Fact]
    public void A_range_that_is_entered_twice_is_told_by_its_part()
    {
        var book = new OffsetBook();
        book.Enter(10, 20);
        book.Enter(30, 40);
        Assert.Equal(new OffsetRange(15, 20), book.Enter(15, 25));
        Assert.Equal(new OffsetRange(30, 31), book.Overlap(25, 31));
        Assert.Null(book.Overlap(25, 30));
        Assert.True(book.Holds(12, 25));
        Assert.False(book.Holds(24, 31));
    }

    [Fact]
    public void Any_order_gives_what_a_set_of_offsets_gives()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var (random, book, set) = (new Random(seed), new OffsetBook(), new SortedSet<long>());
            for (var i = 0; i < 30; i++)
            {
                var first = random.Next(60);
                var end = first + random.Next(1, 8);
                var range = Enumerable.Range(first, end - first).Select(o => (long)o).ToArray();
                Assert.Equal(range.Any(set.Contains), book.Enter(first, end) is not null);
                set.UnionWith(range);
                Assert.Equal(set, book.Ranges.SelectMany(r => Enumerable.Range((int)r.First, (int)(r.End - r.First)).Select(o => (long)o)));
            }
        }
    }
}
