namespace Akka.Events.Handling.Internal.Failures;

/// <summary>An attempt ended because its token was cancelled, after its limit.</summary>
internal sealed class AttemptTimeoutException(TimeSpan limit, Exception inner)
    : TimeoutException($"the attempt's limit of {Durations.Text(limit)} has passed", inner);
