using Akka.Actor;

namespace Akka.Pattern;

public static class Backoff
{
    public static BackoffOptions OnFailure(
        Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, int maxNrOfRetries) =>
        Options(true, childProps, childName, minBackoff, maxBackoff, randomFactor, maxNrOfRetries);

    public static BackoffOptions OnStop(
        Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, int maxNrOfRetries) =>
        Options(false, childProps, childName, minBackoff, maxBackoff, randomFactor, maxNrOfRetries);

    private static PlannedBackoffOptions Options(
        bool onFailure, Props child, string name, TimeSpan min, TimeSpan max, double randomFactor, int maxRetries) =>
        new(new BackoffPlan(
            onFailure, child, name, min, max, randomFactor, new OneForOneStrategy(maxRetries, -1, SupervisorStrategy.DefaultDecider)));
}
