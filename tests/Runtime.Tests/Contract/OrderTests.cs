using Akka.Actor;
using Akka.Runtime.Tests.Support;
using Xunit;

namespace Akka.Runtime.Tests.Contract;

public sealed class OrderTests : RuntimeTest
{
    private const int Messages = 10_000;

    [Fact]
    public async Task Each_senders_messages_arrive_in_its_order_and_one_at_a_time()
    {
        var done = new TaskCompletionSource<string>();
        var receiver = Start(Props.Create(() => new Checker(done)));
        var senders = Enumerable.Range(0, 2).Select(id => Start(Props.Create(() => new Numbers(id, receiver)))).ToList();

        foreach (var sender in senders) sender.Tell("go");

        Assert.Equal("in order", await done.Task.WaitAsync(Patience));
    }

    private sealed record Numbered(int Sender, int Number);

    private sealed class Numbers(int id, IActorRef receiver) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            for (var i = 0; i < Messages; i++) receiver.Tell(new Numbered(id, i));
        }
    }

    private sealed class Checker(TaskCompletionSource<string> done) : UntypedActor
    {
        private readonly int[] _expected = new int[2];
        private int _inside;

        protected override void OnReceive(object message)
        {
            if (Interlocked.Increment(ref _inside) != 1) done.TrySetResult("two at once");
            var numbered = (Numbered)message;
            if (numbered.Number != _expected[numbered.Sender]++) done.TrySetResult($"{numbered.Number} of {numbered.Sender} out of order");
            if (_expected.All(count => count == Messages)) done.TrySetResult("in order");
            Interlocked.Decrement(ref _inside);
        }
    }
}
