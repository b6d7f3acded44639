using Akka.Actor;
using Akka.Event;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Contract;

public sealed class AskTests : RuntimeTest
{
    [Fact]
    public async Task The_sender_is_a_temporary_ref_that_is_gone_after_the_answer()
    {
        var actor = Start(act => act.OnAny(_ => act.From.Tell(act.From)));

        var sender = await actor.Ask<IActorRef>("who", Patience);

        Assert.Equal("temp", sender.Path.Parent.Name);
        await Assert.ThrowsAsync<ActorNotFoundException>(() => System.ActorSelection(sender.Path).ResolveOne(Patience));
    }

    [Fact]
    public async Task Without_an_answer_in_time_it_fails_and_a_late_answer_is_a_dead_letter()
    {
        var mail = NewMail();
        System.EventStream.Subscribe<DeadLetter>(mail.Ref);
        IActorRef asker = null;
        var actor = Start(act => act.On<string>(text =>
        {
            if (text == "ask") asker = act.From;
            else asker.Tell("late");
        }));

        var failure = await Assert.ThrowsAsync<AskTimeoutException>(() => actor.Ask<string>("ask", TimeSpan.FromMilliseconds(50)));
        actor.Tell("answer");
        var letter = await mail.Next<DeadLetter>();

        Assert.Contains("0.05", failure.Message);
        Assert.Equal("late", letter.Message);
        Assert.Equal(asker, letter.Recipient);
        Assert.Equal(actor, letter.Sender);
    }

    [Fact]
    public async Task A_cancelled_token_cancels_the_task()
    {
        var actor = Start(act => act.OnAny(_ => { }));
        using var cancellation = new CancellationTokenSource();
        var answer = actor.Ask<string>("x", cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<TaskCanceledException>(() => answer.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_failure_as_the_answer_faults_the_task_with_its_cause()
    {
        var cause = new Boom();
        var actor = Start(act => act.OnAny(_ => act.From.Tell(new Status.Failure(cause))));

        Assert.Same(cause, await Assert.ThrowsAsync<Boom>(() => actor.Ask<string>("x", Patience)));
    }

    [Fact]
    public async Task An_answer_of_another_type_faults_the_task()
    {
        var actor = Start(act => act.OnAny(_ => act.From.Tell(1)));

        var failure = await Assert.ThrowsAsync<ArgumentException>(() => actor.Ask<string>("x", Patience));

        Assert.Contains("System.String", failure.Message);
        Assert.Contains("System.Int32", failure.Message);
    }

    [Fact]
    public async Task The_message_can_be_made_with_the_temporary_ref()
    {
        var actor = Start(act => act.On<IActorRef>(asker => asker.Tell("hello")));

        Assert.Equal("hello", await actor.Ask<string>(self => self, Patience, CancellationToken.None));
    }

    [Fact]
    public async Task Who_watches_the_temporary_ref_hears_of_its_end_whenever_that_comes()
    {
        var mail = NewMail();
        for (var i = 0; i < 100; i++)
        {
            var answer = mail.Ref.Ask<string>("x", Patience);
            var (_, asker) = await mail.NextLetter();
            using var both = new Barrier(2);
            var answering = Task.Run(() =>
            {
                both.SignalAndWait();
                asker.Tell("answer", ActorRefs.NoSender);
            });
            both.SignalAndWait();
            var gone = asker.WatchAsync();

            Assert.Equal("answer", await answer);
            Assert.True(await gone.WaitAsync(Patience));
            await answering;
        }
    }

    [Fact]
    public async Task A_cancelled_or_timed_out_ask_leaves_nothing_behind_and_others_go_on()
    {
        var askers = new List<IActorRef>();
        var actor = Start(act => act.On<string>(text =>
        {
            if (text == "keep") askers.Add(act.From);
            else foreach (var asker in askers) asker.Tell("late");
        }));
        using var cancellation = new CancellationTokenSource();
        var cancelled = actor.Ask<string>("keep", Patience, cancellation.Token);
        var late = actor.Ask<string>("keep", TimeSpan.FromMilliseconds(50));
        var kept = actor.Ask<string>("keep", Patience);
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => cancelled);
        await Assert.ThrowsAsync<AskTimeoutException>(() => late);
        actor.Tell("answer");

        Assert.Equal("late", await kept);
        Assert.True(cancelled.IsCanceled);
        Assert.True(late.IsFaulted);
    }
}
