namespace Akka.Events.Handling.Internal.Breakers;

/// <summary>What an attempt's end has made of its handler's circuit breaker.</summary>
internal enum BreakerChange
{
    None,

    /// <summary>It has opened: nothing begins.</summary>
    Opened,

    /// <summary>The probe has failed: nothing begins for another open time.</summary>
    StaysOpen,

    /// <summary>The probe has ended well: all goes on.</summary>
    Closed,
}
