using Akka.Events.Consuming.Internal.Partitions;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Consuming.Partitions;

public sealed class LogPositionTests
{
    [Theory]
    [InlineData(AutoOffsetReset.Earliest, 100)]
    [InlineData(AutoOffsetReset.Latest, 200)]
    public void A_group_without_an_offset_begins_where_start_from_says(AutoOffsetReset startFrom, long offset) =>
        Assert.Equal(new LogPosition(offset), LogPosition.Of(-1, 100, 200, startFrom, entities: false));

    [Fact]
    public void A_group_without_an_offset_that_must_have_one_has_a_problem() =>
        Assert.Contains("no offset", LogPosition.Of(-1, 100, 200, AutoOffsetReset.Error, entities: false).Problem);

    [Theory]
    [InlineData(100)]
    [InlineData(150)]
    [InlineData(200)]
    public void A_position_in_the_log_stays(long position)
    {
        foreach (var startFrom in new[] { AutoOffsetReset.Earliest, AutoOffsetReset.Latest, AutoOffsetReset.Error })
            Assert.Equal(new LogPosition(position), LogPosition.Of(position, 100, 200, startFrom, entities: true));
    }

    [Theory]
    [InlineData(AutoOffsetReset.Earliest, true)]
    [InlineData(AutoOffsetReset.Latest, true)]
    [InlineData(AutoOffsetReset.Latest, false)]
    public void A_log_cut_off_beyond_the_position_is_read_from_what_is_left_of_it_and_the_loss_is_told(
        AutoOffsetReset startFrom, bool entities)
    {
        var found = LogPosition.Of(40, 100, 200, startFrom, entities);
        Assert.Equal((100, false, null), (found.Offset, found.Anew, found.Problem));
        Assert.Contains("records 40 to 99 are gone", found.Loss);
    }

    [Fact]
    public void A_log_that_ends_before_the_position_is_read_anew_where_nothing_stands_on_its_offsets()
    {
        var found = LogPosition.Of(250, 100, 200, AutoOffsetReset.Latest, entities: false);
        Assert.Equal((100, true, null), (found.Offset, found.Anew, found.Problem));
        Assert.Contains("offset 250, and the log ends at 200", found.Loss);
        Assert.Contains("knows more than the log", LogPosition.Of(250, 100, 200, AutoOffsetReset.Earliest, entities: true).Problem);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(250)]
    public void Start_from_error_takes_no_position_but_one_in_the_log(long position) =>
        Assert.Contains("start-from is error", LogPosition.Of(position, 100, 200, AutoOffsetReset.Error, entities: false).Problem);
}
