namespace Akka.Events.TestKit;

/// <summary>How far an event has come when its process dies: see <see cref="EventsTestKit.CrashAsync(CrashStep, CancellationToken)"/>.</summary>
public enum CrashStep
{
    /// <summary>Its handler has ended, and nothing of that is durable: it is delivered again.</summary>
    Handled,

    /// <summary>
    /// It is committed: an entity's journal has what was persisted, what is to be published and that the event is finished; a plain handler's offset is
    /// committed. Nothing that follows has happened: nothing is published of what an entity wants to be, and Kafka hasn't got the offset of an
    /// entity's event.
    /// </summary>
    Committed,
}
