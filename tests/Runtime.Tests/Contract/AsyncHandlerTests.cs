using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Contract;

public sealed class AsyncHandlerTests : RuntimeTest
{
    [Fact]
    public async Task No_other_message_is_handled_between_awaits_and_the_context_stays()
    {
        var mail = NewMail();
        var gate = new TaskCompletionSource();
        var actor = Start(act => act.OnAsync<string>(async text =>
        {
            mail.Ref.Tell($"{text} begins");
            await gate.Task;
            await Task.Yield();
            act.From.Tell($"{text} ends {act.Me.Path.Name} {act.Cell.Sender.Equals(mail.Ref)}");
        }), "asynchronous");
        actor.Tell("a", mail.Ref);
        actor.Tell("b", mail.Ref);
        await mail.Expect("a begins");
        await mail.ExpectNothingSoFar();
        gate.SetResult();

        await mail.Expect("a ends asynchronous True", "b begins", "b ends asynchronous True");
    }

    [Fact]
    public async Task An_exception_after_an_await_restarts_the_actor()
    {
        var mail = NewMail();
        var actor = Start(act =>
        {
            act.OnPreRestart = (cause, message, _) => mail.Ref.Tell($"{cause.Message} {message}");
            act.OnAsync<string>(async text =>
            {
                await Task.Yield();
                if (text == "x") throw new Boom();
                mail.Ref.Tell(text);
            });
        });
        actor.Tell("x");
        actor.Tell("y");

        await mail.Expect("boom x", "y");
    }

    [Fact]
    public async Task A_cancelled_handler_fails_with_TaskCanceledException()
    {
        var mail = NewMail();
        var actor = Start(act =>
        {
            act.OnPreRestart = (cause, _, _) => mail.Ref.Tell(cause);
            act.OnAsync<string>(_ => Task.FromCanceled(new CancellationToken(true)));
        });
        actor.Tell("x");

        await mail.Next<TaskCanceledException>();
    }

    [Fact]
    public async Task Stop_from_outside_ends_it_in_the_middle_of_an_await_and_the_rest_never_runs()
    {
        var mail = NewMail();
        var gate = new TaskCompletionSource();
        var actor = Start(act =>
        {
            act.OnPostStop = _ => mail.Ref.Tell("stopped");
            act.OnAsync<string>(async _ =>
            {
                act.From.Tell("awaiting");
                await gate.Task;
                mail.Ref.Tell("went on");
            });
        });
        await mail.Watch(actor);
        await actor.Ask<string>("x", Patience);
        System.Stop(actor);
        await mail.Expect("stopped");
        await mail.ExpectTerminated(actor);
        gate.SetResult();

        await mail.ExpectNothingSoFar();
    }
}
