using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Handling.Internal.Lanes;

/// <summary>The delivery of a run that failed, and why; those before it are finished, those behind it have not begun.</summary>
internal sealed record LaneFailure(EventDelivery Delivery, Exception Cause);
