using Akka.Actor;
using Akka.Event;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Contract;

public sealed class CreationFailureTests : RuntimeTest
{
    [Theory]
    [InlineData("constructor")]
    [InlineData("PreStart")]
    public async Task A_failure_of_creation_stops_the_actor_and_what_was_queued_is_a_dead_letter(string where)
    {
        var mail = NewMail();
        var gate = new TaskCompletionSource();
        var made = 0;
        System.EventStream.Subscribe<DeadLetter>(mail.Ref);
        var parent = Start(act =>
        {
            act.Strategy = new OneForOneStrategy(cause =>
            {
                mail.Ref.Tell(cause);
                return SupervisorStrategy.DefaultStrategy.Decider.Decide(cause);
            });
            act.On<string>(_ => act.From.Tell(act.Cell.ActorOf(Act.Props(child =>
            {
                gate.Task.Wait(Patience);
                Interlocked.Increment(ref made);
                if (where == "constructor") throw new Boom();
                child.OnPreStart = _ => throw new Boom();
            }))));
        });
        var child = await parent.Ask<IActorRef>("make", Patience);
        child.Tell("queued", ActorRefs.NoSender);
        gate.SetResult();

        var cause = await mail.Next<ActorInitializationException>();
        var letter = await mail.Next<DeadLetter>();

        Assert.IsType<Boom>(cause.InnerException);
        Assert.Equal("queued", letter.Message);
        Assert.Equal(child, letter.Recipient);
        Assert.True(await child.WatchAsync().WaitAsync(Patience));
        Assert.Equal(1, made);
    }

    [Fact]
    public async Task A_failing_PostRestart_is_a_failure_of_its_own()
    {
        var mail = NewMail();
        var parent = Start(act =>
        {
            act.Strategy = new OneForOneStrategy(cause =>
            {
                mail.Ref.Tell(cause);
                return cause is Boom ? Directive.Restart : Directive.Stop;
            });
            act.On<string>(_ => act.From.Tell(act.Cell.ActorOf(Act.Props(child =>
            {
                child.On<Boom>(boom => throw boom);
                child.OnPostRestart = (_, _) => throw new InvalidOperationException("again");
            }))));
        });
        var child = await parent.Ask<IActorRef>("make", Patience);
        await mail.Watch(child);
        child.Tell(new Boom());

        Assert.IsType<Boom>(await mail.Next());
        Assert.IsType<PostRestartException>(await mail.Next());
        await mail.ExpectTerminated(child);
    }
}
