namespace Akka.Events.Handling.Internal.Failures;

/// <summary>A handler's actor ended before its event had.</summary>
internal sealed class HandlerStoppedException(string handler, string key, Exception? cause)
    : Exception(
        $"the handler actor {handler} of key '{key}' stopped before it had ended the event: "
        + (cause is null ? "it was stopped" : Reason.Of(cause)),
        cause);
