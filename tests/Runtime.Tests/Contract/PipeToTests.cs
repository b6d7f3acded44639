using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Contract;

public sealed class PipeToTests : RuntimeTest
{
    [Fact]
    public async Task A_result_is_told_without_a_sender_unless_one_is_given()
    {
        var mail = NewMail();
        var sender = Start(_ => { });
        await Task.FromResult("a").PipeTo(mail.Ref);
        await Task.FromResult("b").PipeTo(mail.Ref, sender, text => text + "!");

        Assert.Equal(("a", System.DeadLetters), await mail.NextLetter());
        Assert.Equal(("b!", sender), await mail.NextLetter());
    }

    [Fact]
    public async Task A_failure_is_told_with_the_original_exception()
    {
        var mail = NewMail();
        var cause = new Boom();
        await Task.FromException<string>(cause).PipeTo(mail.Ref);
        await Task.FromException<string>(cause).PipeTo(mail.Ref, failure: e => e.Message);
        await Task.FromCanceled<string>(new CancellationToken(true)).PipeTo(mail.Ref);

        Assert.Same(cause, (await mail.Next<Status.Failure>()).Cause);
        await mail.Expect("boom");
        Assert.IsAssignableFrom<OperationCanceledException>((await mail.Next<Status.Failure>()).Cause);
    }

    [Fact]
    public async Task An_exception_of_the_success_function_and_a_null_result_go_the_way_of_failures()
    {
        var mail = NewMail();
        await Task.FromResult("a").PipeTo(mail.Ref, success: _ => throw new Boom());
        await Task.FromResult<string>(null).PipeTo(mail.Ref);

        Assert.IsType<Boom>((await mail.Next<Status.Failure>()).Cause);
        Assert.IsType<InvalidMessageException>((await mail.Next<Status.Failure>()).Cause);
    }

    [Fact]
    public async Task A_task_without_a_result_tells_nothing_on_success()
    {
        var mail = NewMail();
        await Task.CompletedTask.PipeTo(mail.Ref);
        await Task.CompletedTask.PipeTo(mail.Ref, success: () => "done");

        await mail.Expect("done");
    }
}
