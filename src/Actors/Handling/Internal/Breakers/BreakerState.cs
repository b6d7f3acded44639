namespace Akka.Events.Handling.Internal.Breakers;

internal enum BreakerState
{
    /// <summary>Calls begin.</summary>
    Closed,

    /// <summary>None does, until the open time has passed.</summary>
    Open,

    /// <summary>One does, and its end is waited for.</summary>
    HalfOpen,
}
