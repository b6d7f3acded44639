using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Handling.Internal.Letters;

/// <summary>
/// Records of a shard's retry topics, which wait here until they are due, each without holding up another. They stay what their partition has
/// under way, which bounds them. None waits longer than its handler may have it wait, whatever the clock was by which it was put off. Used on the
/// shard's turn only.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="startTimer">The shard's timers: key, message, time.</param>
internal sealed class ShardRetries(TimeProvider time, Action<object, object, TimeSpan> startTimer)
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMinutes(1);

    private readonly PriorityQueue<EventDelivery, DateTimeOffset> _waiting = new();
    private DateTimeOffset? _timer;

    /// <summary>A record of a retry topic has come: it is read as the record that it was.</summary>
    public static void Read(EventDelivery delivery)
    {
        var headers = delivery.Headers ?? [];
        delivery.Retried = new RetriedRecord(
            (int)(LetterHeaders.Number(headers, DeadLetterHeaders.Retry) ?? 1),
            LetterHeaders.Time(headers, DeadLetterHeaders.RetryAt) ?? DateTimeOffset.MinValue,
            (int)(LetterHeaders.Number(headers, DeadLetterHeaders.Partition) ?? delivery.Partition),
            LetterHeaders.Number(headers, DeadLetterHeaders.Offset) ?? delivery.Offset);
        delivery.Effects.TimestampMs = LetterHeaders.Time(headers, DeadLetterHeaders.Timestamp)?.ToUnixTimeMilliseconds() ?? -1;
        delivery.Attempt = 1 + (int)(LetterHeaders.Number(headers, DeadLetterHeaders.Attempts) ?? 0);
    }

    /// <summary>True when the delivery isn't due, and waits; <see cref="RetriesDue"/> says when some may go on.</summary>
    public bool HasToWait(EventDelivery delivery)
    {
        var now = time.GetUtcNow();
        if (delivery.Retried is not { } retried || retried.Due <= now) return false;
        var longest = Backoff.Jittered(delivery.Handler.Options.MaxRetryDelay, random: 1);
        // It is asked for again when it goes on.
        if (retried.Due - now > longest) delivery.Retried = retried = retried with { Due = now + longest };
        _waiting.Enqueue(delivery, retried.Due);
        SetTimer();
        return true;
    }

    /// <summary>What is due now.</summary>
    public List<EventDelivery> TakeDue()
    {
        _timer = null;
        var due = new List<EventDelivery>();
        var now = time.GetUtcNow();
        while (_waiting.TryPeek(out var first, out var at) && at <= now)
        {
            _waiting.Dequeue();
            due.Add(first);
        }
        SetTimer();
        return due;
    }

    // The clock may be set: nobody sleeps through that.
    private void SetTimer()
    {
        if (!_waiting.TryPeek(out _, out var at) || at >= _timer) return;
        _timer = at;
        var wait = at - time.GetUtcNow();
        startTimer(RetriesDue.Instance, RetriesDue.Instance, wait > LongestTimer ? LongestTimer : wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
    }

    /// <summary>To the shard: some may be due.</summary>
    internal sealed class RetriesDue
    {
        public static readonly RetriesDue Instance = new();
    }
}
