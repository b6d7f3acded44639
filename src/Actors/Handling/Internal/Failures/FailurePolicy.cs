using Akka.Events.Committing.Internal.Transactions;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Letters;
using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Handling.Internal.Visits;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Failures;

/// <summary>
/// What a handler's options make of a failed attempt, counted, logged and shown: the same for entities and plain handlers. Used on its
/// actor's turn only.
/// </summary>
internal sealed class FailurePolicy(GroupContext group, ILogger log)
{
    // An event that isn't handled within so long of its first attempt's beginning is shown as a problem, until it is.
    private static readonly TimeSpan ShownAfter = TimeSpan.FromSeconds(3);

    // Between tries at a record whose codec isn't ready: as a rule that takes a moment, and asking costs little.
    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(5);

    // So long a batch waits for the codec as a whole, rather than be parted.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly HashSet<object> _shown = [];
    private readonly BreakerReports _breakers = new(group, log);
    private int _blocked;

    /// <summary>An attempt has failed. Where another follows, it is counted.</summary>
    public Outcome Failed(EventDelivery delivery, Exception failure)
    {
        var options = delivery.Handler.Options;
        FailsNow(delivery);
        // It was interrupted, or might have been: whoever has the partition next handles the event.
        if (delivery.Source.Stopped.IsCancellationRequested || failure is ShardLostException)
        {
            _breakers.Abandoned(delivery);
            return Outcome.Again(options.MinBackoff);
        }
        if (delivery.Undecodable is SkippedEventException)
        {
            _breakers.Abandoned(delivery);
            return Done(delivery);
        }
        if (Reason.Cause(failure) is CodecNotReadyException notReady)
        {
            _breakers.Abandoned(delivery);
            return Outcome.Again(WaitFor(delivery, notReady));
        }
        group.Metrics.EventFailed(delivery.Handler.Name);
        group.Observers?.Failed(delivery, failure);
        if (delivery.Undecodable is not null)
        {
            _breakers.Abandoned(delivery);
            return GiveUp(delivery, failure, options.OnUndecodable);
        }
        var of = options.ClassOf(failure);
        if (of == ExceptionClass.Retried) _breakers.Failed(delivery, failure);
        else _breakers.Answered(delivery);
        switch (of)
        {
            case ExceptionClass.Ignored:
                log.EventIgnored(group.Name, delivery, failure);
                return Done(delivery);
            case ExceptionClass.NotRetried:
                return GiveUp(delivery, failure, options.OnFailure);
        }
        if (delivery.TimedOut && failure is OperationCanceledException)
            failure = new AttemptTimeoutException(options.LimitOfAttempt, failure);
        return Again(delivery, failure);
    }

    /// <summary>A batch of several has failed as a whole: how long until its halves are tried. It is no single event's failure yet.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="failure">Why.</param>
    public TimeSpan BatchFailed(IReadOnlyList<EventDelivery> batch, Exception failure)
    {
        var (first, options) = (batch[0], batch[0].Handler.Options);
        foreach (var delivery in batch)
        {
            FailsNow(delivery);
            if (delivery.Started == 0) delivery.Started = group.Time.GetTimestamp();
            delivery.Attempt++;
        }
        if (first.Source.Stopped.IsCancellationRequested || failure is ShardLostException)
        {
            _breakers.Abandoned(first);
            return options.MinBackoff;
        }
        var isRetried = options.ClassOf(failure) == ExceptionClass.Retried;
        if (isRetried) _breakers.Failed(first, failure);
        else _breakers.Answered(first);
        foreach (var delivery in batch) group.Observers?.Failed(delivery, failure);
        // Where no further attempt can help, the bad one is looked for at once.
        var elapsed = TimeOf(first);
        var wait = isRetried
            ? RetrySchedule.Of(options).Next(first.Attempt - 1, elapsed, group.Chance.NextDouble()) ?? TimeSpan.Zero : TimeSpan.Zero;
        log.BatchFailed(group.Name, batch, failure, wait);
        if (elapsed + wait >= ShownAfter) Show(RecordOf(first), first.Handler, FailureText.Failing(first, failure, elapsed));
        return wait;
    }

    /// <summary>
    /// The codec of some of a batch isn't ready: how long until the batch is tried again as it is; null when it has waited for longer than a
    /// moment, and the others are to go on without them.
    /// </summary>
    /// <param name="batch">The batch.</param>
    public TimeSpan? WaitTogether(IReadOnlyList<EventDelivery> batch)
    {
        if (batch.FirstOrDefault(delivery => delivery.Undecodable is CodecNotReadyException) is not { } first) return null;
        var wait = WaitFor(first, (CodecNotReadyException)first.Undecodable!);
        return group.Time.GetElapsedTime(first.NotReadySince) < Moment ? wait : null;
    }

    /// <summary>
    /// An event has come back for a handler that the group no longer has: it stays that one's dead letter, or, where the topic's handlers have
    /// none, is said to be discarded.
    /// </summary>
    /// <param name="delivery">The event.</param>
    /// <param name="gone">The handler's name.</param>
    public void NobodyFor(EventDelivery delivery, string gone)
    {
        var reason = new InvalidOperationException($"the group has no handler '{gone}' of the topic any more");
        if (!group.HandlersOf[delivery.Route.Index].Any(handler => handler.Options.Saves))
        {
            log.EventDiscarded(group.Name, gone, delivery, reason);
            group.Metrics.EventDiscarded(gone);
            return;
        }
        var letter = DeadLetterRecord.Of(group.Name, delivery, reason, FailureText.Why(reason), group.Time.GetUtcNow(), gone);
        delivery.Effects.Letter = letter;
        log.EventSaved(group.Name, gone, delivery, reason, letter.Topic);
        group.Metrics.EventSaved(gone);
    }

    /// <summary>An event has ended well, perhaps after failures.</summary>
    public void Handled(EventDelivery delivery)
    {
        _breakers.Answered(delivery);
        if (delivery.Effects.IsRepeated) group.Metrics.EventRepeated(delivery.Handler.Name);
        else group.Observers?.Handled(delivery);
        if (delivery.HasFailed) Hide(RecordOf(delivery));
    }

    /// <summary>A visit has ended well.</summary>
    public void Visited(EventDelivery visit) => _breakers.Answered(visit);

    /// <summary>A visit has failed: it isn't tried again, and is no event's failure.</summary>
    public void VisitFailed(VisitDelivery visit, Exception failure)
    {
        _breakers.Abandoned(visit);
        // Of a shard that is given up all of them are.
        if (visit.Source.Stopped.IsCancellationRequested) return;
        var first = !visit.Run.HasTold;
        visit.Run.HasTold = true;
        HandlingLog.VisitFailed(
            log, first ? LogLevel.Error : LogLevel.Debug, failure, group.Name, visit.Run.Visit, visit.Handler.Name, visit.Key ?? "", FailureText.Why(failure));
    }

    /// <summary>A handler has been running for long; its end is told by <see cref="NotStuck"/>.</summary>
    public void Stuck(EventDelivery delivery, TimeSpan time)
    {
        log.HandlerStuck(group.Name, delivery, time);
        Show(StuckOf(delivery), delivery.Handler, $"{FailureText.Where(delivery)} has been running for {Durations.Text(time)}");
    }

    /// <summary>A handler that had been running for long has ended.</summary>
    public void NotStuck(EventDelivery delivery, TimeSpan time)
    {
        log.HandlerNotStuck(group.Name, delivery, time);
        Hide(StuckOf(delivery));
    }

    /// <summary>A key waits for something that can't be handled.</summary>
    /// <param name="of">What it waits for.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="problem">Why.</param>
    public void Block(object of, HandlerDefinition handler, string problem)
    {
        _blocked++;
        group.Metrics.KeysBlocked(1);
        Show(of, handler, problem);
    }

    /// <summary>The actor no longer calls a handler.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="shard">With which it has joined the handler's circuit breaker.</param>
    public void Leave(HandlerDefinition handler, Action shard) => _breakers.Leave(handler, shard);

    /// <summary>Who handles here ends, and what it has blocked is counted where it goes on.</summary>
    public void End()
    {
        group.Metrics.KeysBlocked(-_blocked);
        _blocked = 0;
        foreach (var shown in _shown) group.Failing.Hide(shown);
        _shown.Clear();
    }

    private Outcome Again(EventDelivery delivery, Exception failure)
    {
        if (delivery.Started == 0) delivery.Started = group.Time.GetTimestamp();
        var elapsed = TimeOf(delivery);
        // Out of the retry topic each attempt stands alone: the next one has its wait there.
        if (delivery.Retried is not null && delivery.Handler.Options.OnFailure == FailureMode.RetryLater)
            return GiveUp(delivery, failure, FailureMode.RetryLater);
        if (RetrySchedule.Of(delivery.Handler.Options).Next(delivery.Attempt, elapsed, group.Chance.NextDouble()) is not { } wait)
            return GiveUp(delivery, failure, delivery.Handler.Options.OnFailure);
        log.AttemptFailed(group.Name, delivery, failure, wait, group.Time);
        if (elapsed + wait >= ShownAfter)
            Show(RecordOf(delivery), delivery.Handler, FailureText.Failing(delivery, failure, elapsed));
        delivery.Attempt++;
        return Outcome.Again(wait);
    }

    // It is no attempt: nothing is known against the event, nor against its handler, which may have published. As long again as it has waited so far.
    private TimeSpan WaitFor(EventDelivery delivery, CodecNotReadyException notReady)
    {
        if (delivery.NotReadySince == 0) delivery.NotReadySince = group.Time.GetTimestamp();
        var elapsed = group.Time.GetElapsedTime(delivery.NotReadySince);
        var latest = delivery.Handler.Options.MaxBackoff < Latest ? delivery.Handler.Options.MaxBackoff : Latest;
        var wait = elapsed < Soonest ? Soonest : elapsed < latest ? elapsed : latest;
        if (elapsed + wait >= ShownAfter)
            Show(RecordOf(delivery), delivery.Handler, FailureText.NotReady(delivery, notReady, elapsed), ProblemCause.CodecNotReady);
        return Backoff.Jittered(wait, group.Chance.NextDouble());
    }

    private void FailsNow(EventDelivery delivery)
    {
        if (!delivery.HasFailed) delivery.HeldBefore = _breakers.Held(delivery.Handler);
        delivery.HasFailed = true;
    }

    // What it waited for its handler's circuit breaker is no time of its own.
    private TimeSpan TimeOf(EventDelivery delivery) =>
        group.Time.GetElapsedTime(delivery.Started) - (_breakers.Held(delivery.Handler) - delivery.HeldBefore);

    private Outcome GiveUp(EventDelivery delivery, Exception reason, FailureMode mode)
    {
        switch (mode)
        {
            case FailureMode.Discard:
                return Discard(delivery, reason);
            case FailureMode.RetryLater when (delivery.Retried?.Retry ?? 0) < delivery.Handler.Options.MaxRetries:
                return RetryLater(delivery, reason);
            case FailureMode.Save or FailureMode.RetryLater:
                return Save(delivery, reason);
        }
        log.RecordBlocks(group.Name, delivery, reason, group.Time);
        Block(RecordOf(delivery), delivery.Handler, FailureText.Blocking(delivery, reason));
        return Outcome.Blocks;
    }

    private Outcome Discard(EventDelivery delivery, Exception reason)
    {
        log.EventDiscarded(group.Name, delivery.Handler.Name, delivery, reason);
        group.Metrics.EventDiscarded(delivery.Handler.Name);
        return Done(delivery);
    }

    private Outcome Save(EventDelivery delivery, Exception reason)
    {
        var letter = DeadLetterRecord.Of(group.Name, delivery, reason, FailureText.Why(reason), group.Time.GetUtcNow());
        delivery.Effects.Letter = letter;
        log.EventSaved(group.Name, delivery.Handler.Name, delivery, reason, letter.Topic);
        group.Metrics.EventSaved(delivery.Handler.Name);
        return Done(delivery);
    }

    private Outcome RetryLater(EventDelivery delivery, Exception reason)
    {
        var (options, retry) = (delivery.Handler.Options, (delivery.Retried?.Retry ?? 0) + 1);
        var wait = RetrySchedule.Later(options, retry, group.Chance.NextDouble());
        delivery.Effects.Letter = DeadLetterRecord.Retry(
            group.Name, delivery, reason, FailureText.Why(reason), group.Time.GetUtcNow(), retry, wait);
        log.EventRetriedLater(group.Name, delivery, reason, wait, retry);
        group.Metrics.EventRetriedLater(delivery.Handler.Name);
        return Done(delivery);
    }

    private Outcome Done(EventDelivery delivery)
    {
        Hide(RecordOf(delivery));
        return Outcome.Done;
    }

    private void Show(object of, HandlerDefinition handler, string problem, ProblemCause cause = ProblemCause.HandlerFails)
    {
        _shown.Add(of);
        group.Failing.Show(of, handler, cause, problem);
    }

    private void Hide(object of)
    {
        if (_shown.Remove(of)) group.Failing.Hide(of);
    }

    private static object RecordOf(EventDelivery delivery) => (delivery.Handler.Index, delivery.Topic, delivery.Partition, delivery.Offset);

    private static object StuckOf(EventDelivery delivery) => ("stuck", RecordOf(delivery));
}
