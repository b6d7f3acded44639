using Akka.Events.Publishing.Internal;
using Akka.Events.Testing;
using Akka.Events.Tests.Support;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Akka.Events.Tests.Publishing;

public sealed class TopicLimitsTests
{
    private readonly ManualTime _time = new();
    private readonly TopicLimits _limits;
    private int? _answer = 100_000;
    private int _asked;

    public TopicLimitsTests() => _limits = new TopicLimits(
        _ =>
        {
            _asked++;
            return _answer is { } answer ? Task.FromResult<int?>(answer) : throw new KafkaException(ErrorCode.TopicAuthorizationFailed);
        },
        _time, NullLogger.Instance);

    [Fact]
    public async Task Records_below_the_usual_limit_wait_for_no_answer()
    {
        var never = new TopicLimits(_ => new TaskCompletionSource<int?>().Task, _time, NullLogger.Instance);
        Assert.True(never.Passes("t", 999_999));
        Assert.Equal(int.MaxValue, await never.Find("t", 999_999));
    }

    [Fact]
    public async Task Larger_ones_do()
    {
        Assert.False(_limits.Passes("t", 1_000_000));
        Assert.Equal(100_000, await _limits.Find("t", 1_000_000));
    }

    [Fact]
    public async Task A_raised_limit_is_noticed_by_the_record_that_needs_it()
    {
        Assert.Equal(100_000, await _limits.Find("t", 1_000_000));
        _answer = 2_000_000;
        Assert.Equal(100_000, await _limits.Find("t", 1_000_000));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2_000_000, await _limits.Find("t", 1_000_000));
        Assert.True(_limits.Passes("t", 1_000_000));
    }

    [Fact]
    public async Task A_lowered_limit_is_noticed_within_a_minute_or_so()
    {
        await _limits.Find("t", 1_000_000);
        _answer = 50_000;
        _time.Advance(TimeSpan.FromSeconds(61));
        await Eventually.True(() => !_limits.Passes("t", 60_000), "the new limit is known");
    }

    [Fact]
    public async Task Where_the_brokers_dont_tell_everything_passes()
    {
        _answer = null;
        Assert.Equal(int.MaxValue, await _limits.Find("t", 1_000_000));
        Assert.True(_limits.Passes("t", 5_000_000));
        Assert.Equal(1, _asked);
    }
}
