using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Contract;

public sealed class ReceiveTimeoutTests : RuntimeTest
{
    [Fact]
    public async Task It_comes_again_and_again_until_it_is_turned_off()
    {
        var mail = NewMail();
        var count = 0;
        Start(act =>
        {
            act.Timeout(TimeSpan.FromMilliseconds(10));
            act.On<ReceiveTimeout>(_ =>
            {
                mail.Ref.Tell(++count);
                if (count == 3) act.Timeout(null);
            });
        });

        await mail.Expect(1, 2, 3);
        await Task.Delay(50);
        await mail.ExpectNothingSoFar();
    }

    [Fact]
    public async Task Ordinary_messages_put_it_off_and_exempt_ones_do_not()
    {
        var ordinary = await TimeToTimeout("ordinary");
        var exempt = await TimeToTimeout(new Exempt());

        Assert.True(ordinary >= TimeSpan.FromMilliseconds(390), $"put off until {ordinary}");
        Assert.True(exempt < ordinary, $"{exempt} is not before {ordinary}");
    }

    // Ten messages, one every 30 ms, against a timeout of 100 ms.
    private async Task<TimeSpan> TimeToTimeout(object message)
    {
        var timeout = new TaskCompletionSource<TimeSpan>();
        var watch = global::System.Diagnostics.Stopwatch.StartNew();
        var actor = Start(act =>
        {
            act.Timeout(TimeSpan.FromMilliseconds(100));
            act.On<ReceiveTimeout>(_ => timeout.TrySetResult(watch.Elapsed));
            act.OnAny(_ => { });
        });
        for (var i = 0; i < 10; i++)
        {
            await Task.Delay(30);
            actor.Tell(message);
        }

        return await timeout.Task.WaitAsync(Patience);
    }

    private sealed class Exempt : INotInfluenceReceiveTimeout;
}
