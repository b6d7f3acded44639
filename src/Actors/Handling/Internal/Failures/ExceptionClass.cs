namespace Akka.Events.Handling.Internal.Failures;

/// <summary>What a handler's exception means for its event.</summary>
internal enum ExceptionClass
{
    /// <summary>Another attempt may help.</summary>
    Retried,

    /// <summary>None can: the policy decides at once.</summary>
    NotRetried,

    /// <summary>The event is as good as handled.</summary>
    Ignored,
}
