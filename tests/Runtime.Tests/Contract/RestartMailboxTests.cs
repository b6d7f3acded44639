using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Contract;

public sealed class RestartMailboxTests : RuntimeTest
{
    [Fact]
    public async Task A_restart_keeps_the_mailbox_and_drops_the_failing_message()
    {
        var mail = NewMail();
        var incarnations = 0;
        var gate = new TaskCompletionSource();
        var actor = Start(act =>
        {
            var incarnation = Interlocked.Increment(ref incarnations);
            act.On<string>(text =>
            {
                gate.Task.Wait(Patience);
                if (text == "boom") throw new Boom();
                mail.Ref.Tell($"{text} at {incarnation}");
            });
        });
        await mail.Watch(actor);
        foreach (var text in new[] { "1", "boom", "2", "3" }) actor.Tell(text);
        gate.SetResult();

        await mail.Expect("1 at 1", "2 at 2", "3 at 2");
        await mail.ExpectNothingSoFar();
    }

    [Fact]
    public async Task A_restarted_actor_keeps_its_ref_and_uid()
    {
        var mail = NewMail();
        var actor = Start(act =>
        {
            act.On<Boom>(boom => throw boom);
            act.On<string>(_ => mail.Ref.Tell(act.Me));
        });
        actor.Tell("who");
        actor.Tell(new Boom());
        actor.Tell("who");

        var before = await mail.Next<IActorRef>();
        var after = await mail.Next<IActorRef>();

        Assert.Equal(actor, before);
        Assert.Equal(actor, after);
        Assert.Equal(actor.Path.Uid, after.Path.Uid);
    }
}
