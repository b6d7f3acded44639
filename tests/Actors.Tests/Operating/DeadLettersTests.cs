using System.Text;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Letters;
using Akka.Events.Kafka.Internal;
using Akka.Events.Operating;
using Akka.Events.Operating.Internal.Letters;
using Akka.Events.Publishing;
using Akka.Events.Tests.Fakes;
using Confluent.Kafka;
using Xunit;
using static Akka.Events.Tests.Fakes.TestDelivery;

namespace Akka.Events.Tests.Operating;

/// <summary>Dead letters as one looks at them and deals with them.</summary>
public sealed class DeadLettersTests
{
    private const string Topic = "orders.billing.dead-letter";
    private static readonly DeadLetterFilter All = new("orders", "billing");
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly FakePost _post = new();
    private readonly FakeScanner _scanner;
    private readonly DeadLetters _letters;

    public DeadLettersTests()
    {
        _scanner = new FakeScanner(_post);
        _letters = new DeadLetters(_scanner, () => _post);
    }

    [Fact]
    public async Task A_letter_says_what_its_record_was_and_why_it_is_here()
    {
        var headers = new Headers { { "ce_id", "id-1"u8.ToArray() }, { DeadLetterHeaders.Id, "of a letter that was read as an event"u8.ToArray() }, { "last", null } };
        Save("k", 17, new InvalidOperationException("told to"), headers: headers, timestamp: 1_700_000_000_123);

        var letter = Assert.Single((await _letters.ListAsync(All)).Letters);
        Assert.Equal(new TopicPartitionOffset("orders", 0, 17), letter.Origin);
        Assert.Equal(("orders-0-17/billing/customer", "billing", "customer"), (letter.Id, letter.Group, letter.Handler));
        Assert.Equal(("System.InvalidOperationException", "InvalidOperationException: told to", 1), (letter.Exception, letter.Reason, letter.Attempts));
        Assert.Equal((Noon, DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123)), (letter.Time, letter.Timestamp));
        Assert.Equal(("k", "v17"), (letter.Key, Encoding.UTF8.GetString(letter.Value!)));
        Assert.Equal(["ce_id", DeadLetterHeaders.Id, "last"], letter.Headers.Select(h => h.Key));
    }

    [Fact]
    public async Task Pages_are_in_order_and_end_with_the_last_letter()
    {
        for (var i = 0; i < 10; i++) Save($"key-{i}", i, new InvalidOperationException());
        var (seen, next, pages) = (new List<TopicPartitionOffset>(), (string?)null, 0);
        do
        {
            var page = await _letters.ListAsync(All, count: 3, next);
            Assert.InRange(page.Letters.Count, 1, 3);
            seen.AddRange(page.Letters.Select(l => l.Position));
            next = page.Next;
            pages++;
        }
        while (next is not null);

        Assert.Equal((10, 4), (seen.Distinct().Count(), pages));
        Assert.Equal(seen.OrderBy(p => p.Partition.Value).ThenBy(p => p.Offset.Value), seen);
        await Assert.ThrowsAsync<ArgumentException>(() => _letters.ListAsync(All, next: "elsewhere"));
    }

    [Fact]
    public async Task Letters_are_counted_by_handler_and_exception()
    {
        for (var i = 0; i < 3; i++) Save("a", i, new InvalidOperationException());
        Save("b", 3, new ArgumentException("never"));
        Save("b", 4, new ArgumentException("never"), handler: 1);

        var counts = await _letters.CountAsync(All);
        Assert.Equal(
            [("customer", "System.InvalidOperationException", 3L), ("audit", "System.ArgumentException", 1), ("customer", "System.ArgumentException", 1)],
            counts.Select(c => (c.Handler, c.Exception, c.Count)));
        Assert.Equal(2, (await _letters.CountAsync(All with { Exception = "ArgumentException" })).Sum(c => c.Count));
        Assert.Equal(1, (await _letters.CountAsync(All with { Handler = "audit" })).Sum(c => c.Count));
        Assert.Equal(2, (await _letters.CountAsync(All with { Key = "b" })).Sum(c => c.Count));
        Assert.Empty(await _letters.CountAsync(new DeadLetterFilter("orders", "other")));
    }

    [Theory]
    [InlineData(DeadLetterReplay.Handler)]
    [InlineData(DeadLetterReplay.Topic)]
    public async Task A_replayed_event_is_its_record_again_and_its_letter_is_left_no_longer(DeadLetterReplay replay)
    {
        Save("k", 17, new InvalidOperationException(), headers: new Headers { { "ce_id", "id-1"u8.ToArray() } }, timestamp: 5);
        Save(null, 18, new InvalidOperationException());
        var first = (await _letters.ListAsync(All with { Key = "k" })).Letters[0];

        Assert.Equal(1, await _letters.ReplayAsync(All with { Positions = [first.Position] }, replay));

        var again = Assert.Single(_post.Records, r => r.Topic == "orders");
        Assert.Equal(("k", "v17", 0, 5L), (Encoding.UTF8.GetString(again.Key!), Encoding.UTF8.GetString(again.Value!), again.Partition, again.TimestampMs));
        Assert.Equal("id-1", FakePost.Header(again, "ce_id"));
        Assert.Equal(replay == DeadLetterReplay.Handler ? "billing/customer" : null, FakePost.Header(again, DeadLetterHeaders.ReplayFor));
        Assert.Equal(replay == DeadLetterReplay.Handler ? 2 : 1, again.Headers!.Count);
        Assert.Equal([18], (await _letters.ListAsync(All)).Letters.Select(l => l.Origin.Offset.Value));
        Assert.Equal(0, await _letters.ReplayAsync(All with { Positions = [first.Position] }));
        Assert.Equal(1, await _letters.ReplayAsync(All));
        Assert.Empty((await _letters.ListAsync(All)).Letters);
    }

    [Fact]
    public async Task What_is_discarded_is_left_no_longer_and_what_lies_before_the_first_letter_that_is_left_is_deleted()
    {
        for (var i = 0; i < 6; i++) Save(null, i, i == 4 ? new ArgumentException() : new InvalidOperationException());

        Assert.Equal(5, await _letters.DiscardAsync(All with { Exception = "System.InvalidOperationException" }));
        Assert.Equal([4], (await _letters.ListAsync(All)).Letters.Select(l => l.Origin.Offset.Value));
        Assert.Equal(4, _scanner.Beginning(Topic, 0));
        Save(null, 6, new InvalidOperationException());
        Assert.Equal(1, await _letters.DiscardAsync(All with { Exception = "ArgumentException" }));
        Assert.Equal([6], (await _letters.ListAsync(All)).Letters.Select(l => l.Origin.Offset.Value));
        Assert.All(_post.Records, r => Assert.Equal(Topic, r.Topic));
    }

    [Fact]
    public async Task What_cant_be_published_stays_a_letter()
    {
        Save("k", 1, new InvalidOperationException());
        _post.Before = r => r.Topic == "orders" ? Task.FromException(new PublishException("orders", ErrorCode.TopicAuthorizationFailed, "may not.")) : Task.CompletedTask;

        await Assert.ThrowsAsync<PublishException>(() => _letters.ReplayAsync(All));
        Assert.Single((await _letters.ListAsync(All)).Letters);
    }

    [Fact]
    public async Task What_is_published_beside_one_that_cant_be_is_not_published_again()
    {
        for (var i = 0; i < 3; i++) Save("k", i, new InvalidOperationException());
        _post.Before = r => r.Topic == "orders" && r.Value is [_, (byte)'1'] ? Task.FromException(new PublishException("orders", ErrorCode.MsgSizeTooLarge, "too large.")) : Task.CompletedTask;

        await Assert.ThrowsAsync<PublishException>(() => _letters.ReplayAsync(All));
        Assert.Equal([1], (await _letters.ListAsync(All)).Letters.Select(l => l.Origin.Offset.Value));
        await Assert.ThrowsAsync<PublishException>(() => _letters.ReplayAsync(All));
        Assert.Equal(2, _post.Records.Count(r => r.Topic == "orders"));
        _post.Before = null;
        Assert.Equal(1, await _letters.ReplayAsync(All));
        Assert.Equal(3, _post.Records.Count(r => r.Topic == "orders"));
    }

    [Fact]
    public void A_letter_that_is_given_up_again_has_its_record_alone_below_the_new_reason()
    {
        var replayed = new Headers { { "ce_id", "id-1"u8.ToArray() }, { DeadLetterHeaders.ReplayFor, "billing/customer"u8.ToArray() } };
        Save("k", 30, new InvalidOperationException(), headers: replayed);

        var letter = LetterReader.Letter(Topic, new(0, 0, null, null, _post.Records.Single().Headers!))!;
        Assert.Equal(["ce_id"], letter.Headers.Select(h => h.Key));
    }

    private void Save(string? key, long offset, Exception failure, int handler = 0, Headers? headers = null, long timestamp = -1)
    {
        var delivery = Of(Orders, Source, Handlers[handler], offset, key, $"v{offset}", timestamp);
        delivery.Headers = headers;
        _post.Records.Enqueue(DeadLetterRecord.Of("billing", delivery, failure, Reason.Of(failure), Noon));
    }
}
