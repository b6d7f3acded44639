using Akka.Actor;

namespace Akka.Pattern;

public abstract class BackoffOptions
{
    public abstract BackoffOptions WithAutoReset(TimeSpan resetBackoff);
    public abstract BackoffOptions WithDefaultStoppingStrategy();
    public abstract BackoffOptions WithFinalStopMessage(Func<object, bool> isFinalStopMessage);
    public abstract BackoffOptions WithManualReset();
    public abstract BackoffOptions WithMaxNrOfRetries(int maxNrOfRetries);
    public abstract BackoffOptions WithReplyWhileStopped(object replyWhileStopped);
    public abstract BackoffOptions WithSupervisorStrategy(OneForOneStrategy supervisorStrategy);
    internal abstract Props ToProps();
}

internal sealed class PlannedBackoffOptions(BackoffPlan plan) : BackoffOptions
{
    private OneForOneStrategy Strategy => (OneForOneStrategy)plan.Strategy;
    public override BackoffOptions WithAutoReset(TimeSpan resetBackoff) => With(plan with { AutoReset = resetBackoff });
    public override BackoffOptions WithManualReset() => With(plan with { AutoReset = null });

    public override BackoffOptions WithDefaultStoppingStrategy() => With(plan with
    {
        Strategy = new OneForOneStrategy(
            Strategy.MaxNumberOfRetries, Strategy.WithinTimeRangeMilliseconds, SupervisorStrategy.StoppingStrategy.Decider),
    });

    public override BackoffOptions WithFinalStopMessage(Func<object, bool> isFinalStopMessage) =>
        With(plan with { IsFinalStop = isFinalStopMessage });

    public override BackoffOptions WithMaxNrOfRetries(int maxNrOfRetries) =>
        With(plan with { Strategy = Strategy.WithMaxNrOfRetries(maxNrOfRetries) });

    public override BackoffOptions WithReplyWhileStopped(object replyWhileStopped) =>
        With(plan with { ReplyWhileStopped = replyWhileStopped });

    public override BackoffOptions WithSupervisorStrategy(OneForOneStrategy supervisorStrategy) =>
        With(plan with { Strategy = supervisorStrategy });

    internal override Props ToProps() => plan.ToProps();
    private static PlannedBackoffOptions With(BackoffPlan changed) => new(changed);
}
