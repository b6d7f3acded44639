using Akka.Actor;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Operating.Internal.Queries;
using Xunit;

namespace Akka.Events.Tests.Operating.Queries;

public sealed class QuerySerializerTests
{
    private readonly QuerySerializer _serializer = new(null!);

    [Fact]
    public void A_query_comes_through()
    {
        var query = Through(new RoutedQuery(7, "cart", [1, 2], 3, new PackedValue("get", new byte[] { 9 }), 1500));
        Assert.Equal((7, "cart", 3, 1500), (query.Id, query.Entity, query.Shard, query.Milliseconds));
        Assert.Equal([1, 2], query.Key);
        Assert.Equal(("get", (byte)9), (query.Query.Type, query.Query.Payload.Span[0]));
    }

    [Fact]
    public void An_answer_comes_through_and_null_too()
    {
        Assert.Equal("cart", Through(new RoutedAnswer(1, new PackedValue("cart", new byte[] { 1 }))).Answer.Type);
        Assert.True(Through(new RoutedAnswer(1, PackedValue.Null)).Answer.IsNull);
    }

    [Fact]
    public void Who_has_a_shard_comes_through()
    {
        Assert.Equal(3, Through(new ShardWanted(3)).Shard);
        Assert.Equal([(0, 0L), (7, 1L << 40)], Through(new ShardsOwned([(0, 0), (7, 1L << 40)])).Shards);
    }

    [Fact]
    public void Failures_arrive_as_what_they_were()
    {
        Assert.Equal(QueryFailure.NotOwned, Failure(new PartitionNotOwnedException("group", 1)).Kind);
        Assert.Equal(QueryFailure.Busy, Failure(new AskTimeoutException("late")).Kind);

        var unreadable = new UnreadableStateException("cart", "anna", "the event 'x' isn't known");
        var arrived = Assert.IsType<UnreadableStateException>(Arrived(unreadable));
        Assert.Equal((unreadable.Message, "cart", "anna"), (arrived.Message, arrived.Entity, arrived.Key));

        Assert.Equal(
            "Group 'group': keys lie elsewhere",
            Assert.IsType<MisplacedKeysException>(Arrived(new MisplacedKeysException("group", "keys lie elsewhere"))).Message);
        Assert.Equal("no", Assert.IsType<InvalidOperationException>(Arrived(new InvalidOperationException("no"))).Message);
        Assert.Equal("no", Assert.IsType<KeyNotFoundException>(Arrived(new KeyNotFoundException("no"))).Message);
    }

    [Fact]
    public void An_exception_that_isnt_known_everywhere_arrives_by_its_name()
    {
        var arrived = Assert.IsType<QueryFailedException>(Arrived(new OddException("odd")));
        Assert.Equal((typeof(OddException).FullName, "cart", "anna"), (arrived.ErrorType, arrived.Entity, arrived.Key));
        Assert.EndsWith("odd", arrived.Message);
    }

    [Fact]
    public void A_failure_of_a_newer_version_is_a_failure()
    {
        var failure = Through(new RoutedFailure(1, (QueryFailure)99, "", "new"));
        Assert.IsType<QueryFailedException>(QueryFailures.Exception(failure, "group", "cart", "anna"));
    }

    [Fact]
    public void A_message_of_a_newer_version_is_named() =>
        Assert.Contains("newer version", Assert.Throws<ArgumentException>(() => _serializer.FromBinary([], "Q2")).Message);

    private Exception Arrived(Exception cause) => QueryFailures.Exception(Failure(cause), "group", "cart", "anna");

    private RoutedFailure Failure(Exception cause) => Through(QueryFailures.Of(1, cause));

    private T Through<T>(T message) where T : notnull =>
        (T)_serializer.FromBinary(_serializer.ToBinary(message), _serializer.Manifest(message));

    private sealed class OddException(string message) : Exception(message);
}
