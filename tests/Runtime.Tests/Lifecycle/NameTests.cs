using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Lifecycle;

public sealed class NameTests : RuntimeTest
{
    [Theory]
    [InlineData("")]
    [InlineData("$a")]
    [InlineData("a/b")]
    [InlineData("ä")]
    [InlineData("a b")]
    [InlineData("a%2")]
    public void Bad_names_are_refused(string name)
    {
        Assert.False(ActorPath.IsValidPathElement(name));
        Assert.Throws<InvalidActorNameException>(() => Start(_ => { }, name));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("k-1_2.3*$+:@&=,!~';()\"")]
    [InlineData("a%2Fb")]
    public void Good_names_are_taken_and_only_once(string name)
    {
        var actor = Start(_ => { }, name);

        Assert.Equal($"akka://runtime/user/{name}", actor.Path.ToString());
        Assert.Contains("is not unique", Assert.Throws<InvalidActorNameException>(() => Start(_ => { }, name)).Message);
    }

    [Fact]
    public void Names_are_generated_by_counting() =>
        Assert.Equal(["$a", "$b", "$c"], Enumerable.Range(0, 3).Select(_ => Start(_ => { }).Path.Name));

    [Fact]
    public async Task An_actor_under_an_old_name_is_another_actor()
    {
        var mail = NewMail();
        var parent = Start(act =>
        {
            act.On<string>(name => mail.Ref.Tell(act.Cell.Watch(act.Cell.ActorOf(Act.Props(_ => { }), name))));
            act.On<Terminated>(terminated => act.Me.Tell(terminated.ActorRef.Path.Name));
        });
        parent.Tell("name");
        var first = await mail.Next<IActorRef>();
        System.Stop(first);
        var second = await mail.Next<IActorRef>();

        Assert.Equal(first.Path, second.Path);
        Assert.NotEqual(first, second);
        Assert.NotEqual(first.Path.Uid, second.Path.Uid);
        Assert.Equal($"[{second.Path}#{second.Path.Uid}]", second.ToString());
    }

    [Theory]
    [InlineData("Akka.Events")]
    [InlineData("a_b")]
    [InlineData("-a")]
    [InlineData("")]
    public void Bad_system_names_are_refused(string name) => Assert.Throws<ArgumentException>(() => ActorSystem.Create(name));

    [Fact]
    public void Paths_are_parsed_and_composed()
    {
        var path = ActorPath.Parse("akka://sys/user/a/b");

        Assert.Equal(new RootActorPath(new Address("akka", "sys")) / "user" / "a" / "b", path);
        Assert.Equal("/user/a/b", path.ToStringWithoutAddress());
        Assert.Equal(["user", "a", "b"], path.Elements);
        Assert.Equal("akka.tcp://sys@host:1/user/a/b", path.ToStringWithAddress(new Address("akka.tcp", "sys", "host", 1)));
        Assert.Equal("b", path.Name);
        Assert.Equal("a", path.Parent.Name);
    }
}
