using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Contract;

public sealed class WatchOfTheDeadTests : RuntimeTest
{
    [Fact]
    public async Task Watching_a_stopped_actor_gives_Terminated_at_once()
    {
        var mail = NewMail();
        var subject = Start(_ => { });
        await subject.GracefulStop(Patience);
        await mail.Watch(subject);

        Assert.False((await mail.ExpectTerminated(subject)).ExistenceConfirmed);
    }

    [Fact]
    public async Task WatchAsync_of_a_stopped_actor_completes_at_once_and_a_cancelled_one_gives_false()
    {
        var dead = Start(_ => { });
        var alive = Start(_ => { });
        Assert.True(await dead.GracefulStop(Patience));
        using var cancelled = new CancellationTokenSource();
        var watching = alive.WatchAsync(cancelled.Token);

        Assert.True(await dead.WatchAsync().WaitAsync(Patience));
        await cancelled.CancelAsync();
        Assert.False(await watching.WaitAsync(Patience));
    }
}
