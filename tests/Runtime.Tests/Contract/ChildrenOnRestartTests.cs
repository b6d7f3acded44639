using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Contract;

public sealed class ChildrenOnRestartTests : RuntimeTest
{
    [Fact]
    public async Task By_default_children_stop_before_the_new_instance_starts_and_their_names_are_free()
    {
        var mail = NewMail();
        var parent = Start(act =>
        {
            act.OnPreStart = context =>
            {
                mail.Ref.Tell("parent starts");
                context.ActorOf(Act.Props(child => child.OnPostStop = _ => mail.Ref.Tell("child stopped")), "child");
            };
            act.On<Boom>(boom => throw boom);
        });
        parent.Tell(new Boom());

        await mail.Expect("parent starts", "child stopped", "parent starts");
    }

    [Fact]
    public async Task Children_that_PreRestart_leaves_alone_survive_and_are_restarted()
    {
        var mail = NewMail();
        var starts = 0;
        var parent = Start(act =>
        {
            act.OnPreStart = context =>
            {
                if (Interlocked.Increment(ref starts) > 1) return;
                context.ActorOf(
                    Act.Props(child =>
                    {
                        child.OnPostRestart = (cause, _) => mail.Ref.Tell($"child restarted by {cause.Message}");
                        child.On<string>(text => mail.Ref.Tell(text));
                    }),
                    "child");
            };
            act.OnPreRestart = (_, _, _) => { };
            act.On<Boom>(boom => throw boom);
            act.On<string>(text => act.Cell.Child("child").Tell(text));
        });
        parent.Tell(new Boom());
        parent.Tell("hello");

        await mail.Expect("child restarted by boom", "hello");
    }
}
