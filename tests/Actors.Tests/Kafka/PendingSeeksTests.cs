using Akka.Events.Kafka.Internal.Group;
using Akka.Events.Tests.Support;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Kafka;

public sealed class PendingSeeksTests
{
    private static readonly TopicPartition A = new("flights", 0);
    private readonly ManualTime _time = new();
    private readonly List<long> _tried = [];
    private readonly PendingSeeks _seeks;
    private ErrorCode _answer = ErrorCode.NoError;

    public PendingSeeksTests() => _seeks = new PendingSeeks(Seek, _time);

    [Fact]
    public void A_seek_that_comes_before_fetching_has_begun_is_tried_until_it_has()
    {
        _answer = ErrorCode.Local_State;
        var seek = Add(5);
        _seeks.Try();
        _seeks.Try();
        Assert.Equal([5], _tried);
        Assert.Equal(PendingSeeks.Backoff, _seeks.Due);
        _time.Advance(PendingSeeks.Backoff);
        _answer = ErrorCode.NoError;
        _seeks.Try();
        Assert.True(seek.IsCompletedSuccessfully);
        Assert.Null(_seeks.Due);
    }

    [Fact]
    public void A_later_seek_replaces_an_earlier_one_at_once()
    {
        _answer = ErrorCode.Local_State;
        var first = Add(5);
        _seeks.Try();
        _answer = ErrorCode.NoError;
        var second = Add(9);
        _seeks.Try();
        Assert.Equal([5, 9], _tried);
        Assert.True(first.IsCompletedSuccessfully && second.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_refusal_for_good_fails_the_seek()
    {
        _answer = ErrorCode.Local_InvalidArg;
        var seek = Add(5);
        _seeks.Try();
        Assert.Equal(ErrorCode.Local_InvalidArg, Assert.IsType<KafkaException>(seek.Exception?.InnerException).Error.Code);
    }

    [Fact]
    public void The_seek_of_a_partition_that_has_gone_fails()
    {
        _answer = ErrorCode.Local_State;
        var seek = Add(5);
        _seeks.Try();
        _seeks.Drop(_ => false, new Error(ErrorCode.Local_AssignmentLost));
        Assert.Equal(ErrorCode.Local_AssignmentLost, Assert.IsType<KafkaException>(seek.Exception?.InnerException).Error.Code);
        Assert.Null(_seeks.Due);
    }

    private Task Add(long offset)
    {
        var done = new TaskCompletionSource();
        _seeks.Add(new TopicPartitionOffset(A, offset), done);
        return done.Task;
    }

    private void Seek(TopicPartitionOffset position)
    {
        _tried.Add(position.Offset);
        if (_answer != ErrorCode.NoError) throw new KafkaException(_answer);
    }
}
