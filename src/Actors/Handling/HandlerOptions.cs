using System.Collections.Immutable;
using Akka.Events.Handling.Internal.Failures;

namespace Akka.Events.Handling;

/// <summary>
/// How one handler of a group treats its events. What isn't set comes from the group, then from <c>akka.events.handler</c>.
/// </summary>
public sealed class HandlerOptions
{
    private ImmutableList<ExceptionRule> _rules = [];

    /// <summary>
    /// What happens to an event whose handler still fails when <see cref="Timeout"/> has passed. Default <see cref="FailureMode.Block"/>.
    /// </summary>
    public FailureMode OnFailure { get; set; } = FailureMode.Block;

    /// <summary>
    /// What happens to a record that can't be decoded, or has no key where the handler needs one. Default <see cref="FailureMode.Block"/>.
    /// </summary>
    public FailureMode OnUndecodable { get; set; } = FailureMode.Block;

    /// <summary>
    /// Limit for one attempt, from its own beginning, at most <see cref="Timeout"/>: it cancels the handler's token. The attempt, and its
    /// key's next events, still wait until the handler has ended. Default 1 minute.
    /// </summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Limit for all attempts at one event together, from the beginning of the first: no other begins later, and <see cref="OnFailure"/>
    /// decides. <see cref="FailureMode.Block"/> knows none. Default 5 minutes.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Wait before the second attempt; it doubles with each further one, up to <see cref="MaxBackoff"/>, with jitter of a fifth. Default 1
    /// second.
    /// </summary>
    public TimeSpan MinBackoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between two attempts. Default 30 seconds.</summary>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Events of a plain handler, or batches of a batch handler, that may be under way at once in this process. Default 256. Entities are
    /// bounded by the records outstanding.
    /// </summary>
    public int MaxConcurrency { get; set; } = 256;

    /// <summary>The most events of one batch of a batch handler. Default 500.</summary>
    public int BatchSize { get; set; } = 500;

    /// <summary>
    /// How long the first event of a batch that isn't full waits for others. Default zero: a handler that has nothing to do gets what there is
    /// at once, and batches grow while it is busy.
    /// </summary>
    public TimeSpan BatchAge { get; set; }

    /// <summary>
    /// Batches of one partition that may be under way at once, of different keys. Default 1: a partition's batches come one after another.
    /// </summary>
    public int MaxBatches { get; set; } = 1;

    /// <summary>
    /// Events are handled no earlier than so long after their timestamp (after their arrival where that is later, or they have none). Those
    /// that wait count as under way (<c>max-outstanding</c>), and come again after a restart. Default zero.
    /// </summary>
    public TimeSpan Delay { get; set; }

    /// <summary>
    /// Where the handler begins with a topic that its group has handled already without it. Default <see cref="HandlerStart.Group"/>. It is
    /// asked once: from then on the group's journal knows how far the handler is. A group that is new to the topic begins at its
    /// <c>start-from</c>.
    /// </summary>
    public HandlerStart StartsFrom { get; set; } = HandlerStart.Group;

    /// <summary>
    /// Tombstones (records with a null value) reach the handler, with the default value as event; else they are skipped and acknowledged.
    /// Default false.
    /// </summary>
    public bool Tombstones { get; set; }

    /// <summary>The handler blocks its thread: each of its events runs on a pool thread of its own. Default false.</summary>
    public bool Blocking { get; set; }

    /// <summary>
    /// With <see cref="FailureMode.RetryLater"/>, the wait in the retry topic before the next attempt; it doubles with each further one, up to
    /// <see cref="MaxRetryDelay"/>, with jitter of a fifth. Default 1 minute.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest wait in the retry topic. Default 30 minutes.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Attempts out of the retry topic, before the event becomes a dead letter. Default 10: about three and a half hours.</summary>
    public int MaxRetries { get; set; } = 10;

    /// <summary>
    /// Circuit breaker: when attempts at so many different events have failed in a row, the handler's events wait in this process, without
    /// attempts, for <see cref="BreakerOpenTime"/>; then one call shows whether the others go on. Exceptions that <see cref="Ignore{TException}"/>
    /// or <see cref="DontRetry{TException}"/> name tell of an event and aren't counted. Default 0: no breaker.
    /// </summary>
    public int BreakerErrors { get; set; }

    /// <summary>How long an open circuit breaker lets nothing begin before it tries one call. Default 30 seconds.</summary>
    public TimeSpan BreakerOpenTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// For handlers in database transactions: each event id (ce_id) of a source (ce_source) is handled once, and remembered so long after, at
    /// least. For producers that repeat themselves: the record of an id that the handler knows is acknowledged without it. Events without an
    /// id are handled each. Default zero: ids aren't looked at, and the records that Kafka holds count each once.
    /// </summary>
    public TimeSpan DedupeFor { get; set; }

    /// <summary>The longest that one attempt may take.</summary>
    internal TimeSpan LimitOfAttempt => AttemptTimeout < Timeout ? AttemptTimeout : Timeout;

    /// <summary>
    /// Exceptions of this type that no further attempt can help: <see cref="OnFailure"/> decides after the first. Where several calls fit
    /// an exception, the first one counts.
    /// </summary>
    /// <param name="when">Which of them; null for all. One that throws fits none.</param>
    /// <typeparam name="TException">The exception's type, or a base of it.</typeparam>
    public HandlerOptions DontRetry<TException>(Func<TException, bool>? when = null) where TException : Exception =>
        With(new ExceptionRule<TException>(ExceptionClass.NotRetried, when));

    /// <summary>
    /// Exceptions of this type that don't matter: the event is acknowledged as if it had been handled; what the attempt has persisted is
    /// forgotten. Where several calls fit an exception, the first one counts.
    /// </summary>
    /// <param name="when">Which of them; null for all. One that throws fits none.</param>
    /// <typeparam name="TException">The exception's type, or a base of it.</typeparam>
    public HandlerOptions Ignore<TException>(Func<TException, bool>? when = null) where TException : Exception =>
        With(new ExceptionRule<TException>(ExceptionClass.Ignored, when));

    internal bool RetriesLater => OnFailure == FailureMode.RetryLater || OnUndecodable == FailureMode.RetryLater;

    /// <summary>Events may become dead letters.</summary>
    internal bool Saves => RetriesLater || OnFailure == FailureMode.Save || OnUndecodable == FailureMode.Save;

    internal ExceptionClass ClassOf(Exception failure)
    {
        var cause = Reason.Cause(failure);
        return _rules.Find(rule => rule.Fits(cause))?.Class ?? ExceptionClass.Retried;
    }

    internal HandlerOptions Copy() => (HandlerOptions)MemberwiseClone();

    private HandlerOptions With(ExceptionRule rule)
    {
        _rules = _rules.Add(rule);
        return this;
    }
}
