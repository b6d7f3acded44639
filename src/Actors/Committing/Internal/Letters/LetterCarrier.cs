using Akka.Actor;
using Akka.Events.Committing.Internal.Transactions;
using Akka.Events.Publishing;

namespace Akka.Events.Committing.Internal.Letters;

/// <summary>
/// Has dead letters delivered, each tried again until it is. While those of a topic don't get through, one of them tries after growing waits,
/// and the others wait behind it. Used on its actor's turn only.
/// </summary>
/// <param name="self">The actor, which is told of what has ended.</param>
/// <param name="startTimer">Its timers: key, message, time.</param>
/// <param name="time">The clock.</param>
/// <param name="chance">Jitter.</param>
/// <param name="tell">Told when letters don't get through, and when they do again.</param>
internal sealed class LetterCarrier(
    IActorRef self, Action<object, object, TimeSpan> startTimer, TimeProvider time, Random chance, Action<LetterTrouble> tell)
{
    /// <summary>A broker that hasn't answered within this is told of: the client itself may take minutes to give a record up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan MinWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);

    /// <summary>Letters that have not arrived.</summary>
    public int Count { get; private set; }

    /// <summary>Those of them that are about to: their topic is there, as far as is known.</summary>
    public int UnderWay => _lanes.Values.Sum(lane => lane.IsTroubled ? 0 : lane.UnderWay);

    public void Carry(CarriedLetter letter)
    {
        Count++;
        if (!_lanes.TryGetValue(letter.Topic, out var lane)) _lanes.Add(letter.Topic, lane = new Lane(letter.Topic));
        if (lane.Failures > 0) lane.Waiting.Enqueue(letter);
        else Send(lane, letter);
    }

    /// <summary>Takes in a message of its own.</summary>
    /// <returns>The letter that has arrived; null where the message tells of none.</returns>
    public CarriedLetter? On(LetterMessage message)
    {
        switch (message)
        {
            case Ended { Failure: null } ended:
                OnArrived(ended.Lane);
                return ended.Letter;
            case Ended ended:
                OnRefused(ended.Lane, ended.Letter, ended.Failure);
                return null;
            case Again again:
                again.Lane.Waits = false;
                if (again.Lane.Waiting.TryDequeue(out var next)) Send(again.Lane, next);
                return null;
            case Look look:
                LookAt(look.Lane);
                return null;
            default:
                return null;
        }
    }

    private void Send(Lane lane, CarriedLetter letter)
    {
        if (lane.UnderWay++ == 0) lane.Heard = time.GetTimestamp();
        Deliver(letter).PipeTo(self, success: () => new Ended(lane, letter, null), failure: e => new Ended(lane, letter, e));
        if (lane.IsLookedAt) return;
        lane.IsLookedAt = true;
        startTimer((lane, "look"), new Look(lane), Patience);
    }

    private static Task Deliver(CarriedLetter letter)
    {
        try
        {
            return letter.Deliver();
        }
        catch (Exception e)
        {
            return Task.FromException(e);
        }
    }

    private void OnArrived(Lane lane)
    {
        Count--;
        lane.UnderWay--;
        lane.Heard = time.GetTimestamp();
        lane.Failures = 0;
        Tell(lane, null);
        for (var left = lane.Waiting.Count; left > 0; left--) Send(lane, lane.Waiting.Dequeue());
    }

    private void OnRefused(Lane lane, CarriedLetter letter, Exception failure)
    {
        lane.UnderWay--;
        lane.Heard = time.GetTimestamp();
        lane.Waiting.Enqueue(letter);
        // The shard ends, and whoever recovers it knows what has become of the letter.
        if (lane.Waits || failure is ShardLostException) return;
        lane.Waits = true;
        startTimer((lane, "again"), new Again(lane), WaitAfter(lane.Failures++));
        Tell(lane, failure is PublishException refused ? refused.Reason : Reason.Of(failure));
    }

    private TimeSpan WaitAfter(int failures) => Backoff.Jittered(Backoff.Wait(MinWait, MaxWait, failures), chance.NextDouble());

    private void LookAt(Lane lane)
    {
        lane.IsLookedAt = false;
        if (lane.UnderWay == 0) return;
        if (time.GetElapsedTime(lane.Heard) >= Patience) Tell(lane, lane.Why ?? "no broker has acknowledged them yet");
        lane.IsLookedAt = true;
        startTimer((lane, "look"), new Look(lane), Patience);
    }

    private void Tell(Lane lane, string? why)
    {
        if (lane.Why == why) return;
        lane.Why = why;
        tell(new LetterTrouble(lane.Topic, why));
    }

    /// <summary>The letters of one topic.</summary>
    internal sealed class Lane(string topic)
    {
        public string Topic { get; } = topic;

        public Queue<CarriedLetter> Waiting { get; } = new();

        public int UnderWay;

        /// <summary>In a row.</summary>
        public int Failures;

        /// <summary>The wait before another attempt has begun.</summary>
        public bool Waits;

        public bool IsLookedAt;

        /// <summary>When there was an answer last, or the first of those under way was sent.</summary>
        public long Heard;

        /// <summary>What has been told of it last.</summary>
        public string? Why;

        public bool IsTroubled => Why is not null;
    }

    private sealed record Ended(Lane Lane, CarriedLetter Letter, Exception? Failure) : LetterMessage;

    private sealed record Again(Lane Lane) : LetterMessage;

    private sealed record Look(Lane Lane) : LetterMessage;
}
