using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Lifecycle;

public sealed class ResumeAfterEscalationTests : RuntimeTest
{
    [Fact]
    public async Task Resuming_the_parent_resumes_the_child_that_failed_with_its_state()
    {
        var mail = NewMail();
        var grandparent = Start(top =>
        {
            top.Strategy = new OneForOneStrategy(_ => Directive.Resume);
            top.On<string>(_ => top.Cell.ActorOf(Act.Props(parent =>
            {
                parent.Strategy = new OneForOneStrategy(_ => Directive.Escalate);
                parent.On<IActorRef>(asker => asker.Tell(parent.Cell.ActorOf(Act.Props(child =>
                {
                    var count = 0;
                    child.On<string>(text =>
                    {
                        count++;
                        if (text == "boom") throw new Boom();
                        mail.Ref.Tell(count);
                    });
                }))));
            })).Tell(top.From));
        });
        var child = await grandparent.Ask<IActorRef>("make", Patience);
        foreach (var text in new[] { "a", "boom", "b" }) child.Tell(text);

        await mail.Expect(1, 3);
    }
}
