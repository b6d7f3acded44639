namespace Akka.Events.Handling.Internal.Failures;

internal sealed class HandlerStoppedException(string handler, string key)
    : Exception(
        $"the handler actor {handler} of key '{key}' stopped before it had ended the event (its constructor failed, or it was stopped)");
