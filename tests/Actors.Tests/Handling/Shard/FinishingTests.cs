using Akka.Actor;
using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Letters;
using Akka.Events.Committing.Internal.Sending;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Shard;
using Akka.Events.Kafka.Internal;
using Akka.Events.Tests.Fakes;
using Akka.Events.Tests.Support;
using Confluent.Kafka;
using Xunit;
using static Akka.Events.Tests.Fakes.TestDelivery;

namespace Akka.Events.Tests.Handling.Shard;

/// <summary>What lies between the end of a handler and the commit.</summary>
public sealed class FinishingTests : IAsyncLifetime
{
    private readonly CommitBatches _batches = new();
    private readonly FakePost _post = new();
    private readonly JumpingTime _time = new();
    private readonly List<(object Message, TimeSpan Wait)> _timers = [];
    private readonly List<string?> _told = [];
    private ActorSystem _system = null!;
    private Inbox _shard = null!;
    private Finishing _finishing = null!;

    public Task InitializeAsync()
    {
        _system = ActorSystem.Create("finishing");
        _shard = Inbox.Create(_system);
        var letters = new LetterCarrier(
            _shard.Receiver, (_, message, wait) => _timers.Add((message, wait)), _time, new Random(1), trouble => _told.Add(trouble.Why));
        _finishing = new Finishing(_batches, new OffsetsDurability(new LetterPost(() => _post, _ => 4)), letters, 1000, 1 << 20);
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task Nothing_is_committed_before_its_dead_letter_has_arrived_and_nothing_else_waits_for_it()
    {
        var arrives = new TaskCompletionSource();
        _post.Before = _ => arrives.Task;
        var (slow, quick) = (GivenUp(0), Delivery(1));
        _finishing.Add(slow);
        _finishing.Add(quick);

        Assert.Equal([quick], Committed());
        Assert.Empty(Committed());
        Assert.False(_finishing.IsEmpty);

        arrives.SetResult();
        await Answers(1);
        Assert.Equal([slow], Committed());
        Assert.True(_finishing.IsEmpty);
        Assert.Empty(_told);
        Assert.Equal(4, _post.Made["letters"]);
    }

    [Fact]
    public async Task Letters_that_dont_get_through_wait_behind_one_that_tries_after_growing_waits_and_none_is_lost()
    {
        _post.Refuse("may not.");
        EventDelivery[] givenUp = [.. Enumerable.Range(0, 3).Select(i => GivenUp(i))];
        foreach (var delivery in givenUp) _finishing.Add(delivery);
        await Answers(3);
        Assert.Equal(["may not."], _told);
        Assert.Empty(Committed());
        // A partition that is given up doesn't wait for them.
        Assert.True(_finishing.IsEmpty);

        var waits = new List<double>();
        for (var attempt = 0; attempt < 8; attempt++)
        {
            waits.Add(await Again());
            await Answers(1);
        }
        _finishing.Add(GivenUp(3));
        Assert.Equal(3 + 8, _post.Tried.Count);
        Assert.All(waits.Zip([1, 2, 4, 8, 16, 30, 30, 30]), wait => Assert.InRange(wait.Item1, wait.Item2 * 0.8, wait.Item2 * 1.2));

        _post.Refuse(null);
        await Again();
        await Answers(4);
        Assert.Equal(["may not.", null], _told);
        Assert.Equal([0, 1, 2, 3], Committed().Select(d => d.Offset).Order());
        Assert.Equal(4, _post.Records.Count);
    }

    [Fact]
    public async Task A_broker_that_doesnt_answer_is_told_of_before_the_client_gives_up()
    {
        var arrives = new TaskCompletionSource();
        _post.Before = _ => arrives.Task;
        _finishing.Add(GivenUp(0));
        _time.Pass(TimeSpan.FromSeconds(3));
        _finishing.On((LetterMessage)_timers.Single().Message);
        Assert.Equal(["no broker has acknowledged them yet"], _told);

        arrives.SetResult();
        await Answers(1);
        Assert.Null(_told[1]);
    }

    [Fact]
    public void What_is_sent_takes_as_many_bytes_away_as_it_has_added()
    {
        var letter = new OutgoingRecord("letters", "key"u8.ToArray(), null, new Headers { { "akka-events-reason", "why"u8.ToArray() } });
        var encoded = OutgoingCodec.Write(letter).Length;
        var letters = new LetterCarrier(_shard.Receiver, (_, _, _) => { }, _time, new Random(1), _ => { });
        var finishing = new Finishing(_batches, new JournalDurability("group", null!), letters, 1000, 10 * encoded);
        for (var i = 0; i < 1000; i++)
        {
            var delivery = Delivery(i);
            delivery.Effects.Letter = letter;
            finishing.Add(delivery);
            finishing.On(new RecordsUnsent(-1, -encoded));
        }
        Assert.False(finishing.Holds);
        Assert.Equal(1000, Committed().Length);
    }

    private async Task<double> Again()
    {
        var (message, wait) = _timers.Last(t => t.Message.ToString()!.StartsWith("Again", StringComparison.Ordinal));
        _timers.Clear();
        _finishing.On((LetterMessage)message);
        return await Task.FromResult(wait.TotalSeconds);
    }

    private async Task Answers(int count)
    {
        for (var i = 0; i < count; i++)
            _finishing.On(Assert.IsAssignableFrom<LetterMessage>(await _shard.ReceiveAsync(EventsHarness.Patience)));
    }

    private EventDelivery[] Committed()
    {
        if (_batches.Take() is not { } batch) return [];
        EventDelivery[] deliveries = [.. batch];
        _batches.Ended();
        return deliveries;
    }

    private static EventDelivery GivenUp(long offset)
    {
        var delivery = Delivery(offset);
        delivery.Effects.Letter = new OutgoingRecord("letters", null, null);
        return delivery;
    }

    private static EventDelivery Delivery(long offset) =>
        Of(Orders, new PartitionAssignment(new TopicPartition("orders", 0), ActorRefs.Nobody, TimeProvider.System), Handlers[0], offset, "key");
}
