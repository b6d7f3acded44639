using Akka.Actor;
using Akka.Events.Operating.Internal.Queries;
using Xunit;

namespace Akka.Events.Tests.Operating.Queries;

public sealed class ShardOwnersTests
{
    private static readonly Address First = new("akka.tcp", "shop", "10.0.0.1", 1);
    private static readonly Address Second = new("akka.tcp", "shop", "10.0.0.2", 1);

    private readonly ShardOwners _owners = new();

    [Fact]
    public void The_later_owner_counts_whoever_is_heard_last()
    {
        Assert.True(_owners.Learn(0, new ShardOwner(Second, 7)));
        Assert.False(_owners.Learn(0, new ShardOwner(First, 5)));
        Assert.Equal(Second, _owners.Of(0)!.Node);
        Assert.False(_owners.Learn(0, new ShardOwner(Second, 7)));
    }

    [Fact]
    public void Who_refuses_is_forgotten_and_nobody_else()
    {
        _owners.Learn(0, new ShardOwner(Second, 7));
        _owners.Refused(0, First);
        Assert.Equal(Second, _owners.Of(0)!.Node);
        _owners.Refused(0, Second);
        Assert.Null(_owners.Of(0));
        // A journal that was built anew counts from the beginning.
        Assert.True(_owners.Learn(0, new ShardOwner(First, 1)));
    }

    [Fact]
    public void Nobody_else_has_what_is_here()
    {
        _owners.Learn(0, new ShardOwner(Second, 7));
        _owners.Here(0);
        Assert.Null(_owners.Of(0));
    }
}
