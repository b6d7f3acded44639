using Akka.Events.Kafka.Internal.Group;
using Akka.Events.Tests.Support;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Kafka;

public sealed class PendingCommitsTests
{
    private static readonly TopicPartition A = new("flights", 0);
    private static readonly TopicPartition B = new("flights", 1);
    private readonly ManualTime _time = new();
    private readonly PendingCommits _commits;

    public PendingCommitsTests() => _commits = new PendingCommits(_time);

    [Fact]
    public void What_comes_while_a_request_is_out_goes_together_with_the_next()
    {
        var first = Add((A, 1));
        Assert.Equal([(A, 1)], Next());
        var later = new[] { Add((A, 2)), Add((B, 5)), Add((A, 3)) };
        Assert.Null(_commits.Next());
        Succeed();
        Assert.True(first.IsCompletedSuccessfully);
        Assert.Equal([(A, 3), (B, 5)], Next());
        Assert.DoesNotContain(later, t => t.IsCompleted);
        Succeed();
        Assert.All(later, t => Assert.True(t.IsCompletedSuccessfully));
        Assert.Null(_commits.Next());
    }

    [Fact]
    public void A_commit_that_meets_a_rebalance_goes_again_but_never_sets_back_a_later_one()
    {
        var first = Add((A, 1));
        Next();
        var second = Add((A, 2));
        Fail(A, ErrorCode.RebalanceInProgress);
        Assert.Null(_commits.Next());
        Assert.Equal(PendingCommits.Backoff, _commits.Due);
        _time.Advance(PendingCommits.Backoff);
        Assert.Equal(TimeSpan.Zero, _commits.Due);
        Assert.Equal([(A, 2)], Next());
        Succeed();
        Assert.True(first.IsCompletedSuccessfully && second.IsCompletedSuccessfully);
    }

    [Fact]
    public void Only_the_partitions_that_failed_go_again()
    {
        var commit = Add((A, 1), (B, 1));
        Next();
        Fail(B, ErrorCode.NotCoordinatorForGroup);
        _time.Advance(PendingCommits.Backoff);
        Assert.Equal([(B, 1)], Next());
        Succeed();
        Assert.True(commit.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_refusal_for_good_fails_the_commits_of_its_partition_and_no_others()
    {
        var a = Add((A, 1));
        var b = Add((B, 1));
        Next();
        Fail(A, ErrorCode.OffsetMetadataTooLarge);
        Assert.Equal(ErrorCode.OffsetMetadataTooLarge, CodeOf(a));
        Assert.True(b.IsCompletedSuccessfully);
    }

    [Fact]
    public void An_outdated_generation_passes_unless_partitions_are_being_handed_over()
    {
        var commit = Add((A, 1));
        Next();
        Fail(A, ErrorCode.IllegalGeneration);
        Assert.False(commit.IsCompleted);
        _time.Advance(PendingCommits.Backoff);
        Next();
        _commits.HandingOver = true;
        Fail(A, ErrorCode.IllegalGeneration);
        Assert.Equal(ErrorCode.IllegalGeneration, CodeOf(commit));
    }

    [Fact]
    public void Nothing_is_sent_any_more_for_a_partition_that_has_gone()
    {
        var retried = Add((A, 1));
        Next();
        Fail(A, ErrorCode.RebalanceInProgress);
        var fresh = Add((A, 2));
        var other = Add((B, 2));
        _commits.Drop(p => p == B, new Error(ErrorCode.Local_AssignmentLost));
        Assert.Equal(ErrorCode.RebalanceInProgress, CodeOf(retried));
        Assert.Equal(ErrorCode.Local_AssignmentLost, CodeOf(fresh));
        _time.Advance(PendingCommits.Backoff);
        Assert.Equal([(B, 2)], Next());
        Assert.False(other.IsCompleted);
    }

    [Fact]
    public void A_commit_of_nothing_is_done() => Assert.True(Add().IsCompletedSuccessfully);

    [Fact]
    public void The_end_fails_everything()
    {
        var sent = Add((A, 1));
        Next();
        var waiting = Add((A, 2));
        _commits.FailAll(new Error(ErrorCode.Local_Destroy));
        Assert.Equal(ErrorCode.Local_Destroy, CodeOf(sent));
        Assert.Equal(ErrorCode.Local_Destroy, CodeOf(waiting));
        Assert.Null(_commits.Next());
    }

    private Task Add(params (TopicPartition Partition, long Offset)[] offsets)
    {
        var done = new TaskCompletionSource();
        _commits.Add(offsets.Select(o => new TopicPartitionOffset(o.Partition, o.Offset)), done);
        return done.Task;
    }

    private IEnumerable<(TopicPartition, long)>? Next() =>
        _commits.Next()?.Select(o => (o.TopicPartition, o.Offset.Value)).OrderBy(o => o.TopicPartition.Partition.Value);

    private void Succeed() => _commits.Completed(_ => null);

    private void Fail(TopicPartition partition, ErrorCode code) => _commits.Completed(p => p == partition ? new Error(code) : null);

    private static ErrorCode CodeOf(Task task) => Assert.IsType<KafkaException>(task.Exception?.InnerException).Error.Code;
}
