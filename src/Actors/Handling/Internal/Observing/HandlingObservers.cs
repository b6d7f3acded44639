using Akka.Events.Handling.Internal.Deliveries;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Observing;

/// <summary>Who is told of a group's events, none of whom can do harm to another or to the group.</summary>
internal sealed class HandlingObservers
{
    private readonly IReadOnlyList<IHandlingObserver> _observers;
    private readonly Contained _contained;

    private HandlingObservers(string group, IReadOnlyList<IHandlingObserver> observers, ILogger log, TimeProvider time) =>
        (_observers, _contained) = (observers, new Contained(group, "the observer", log, time));

    /// <summary>Null where nobody wants to know.</summary>
    public static HandlingObservers? Of(string group, IReadOnlyList<IHandlingObserver> observers, ILogger log, TimeProvider time) =>
        observers.Count == 0 ? null : new HandlingObservers(group, observers, log, time);

    public void Received(EventDelivery delivery)
    {
        foreach (var observer in _observers)
        {
            try
            {
                observer.Received(_contained.Group, delivery);
            }
            catch (Exception e)
            {
                _contained.Threw(observer, e);
            }
        }
    }

    public void Handled(EventDelivery delivery)
    {
        foreach (var observer in _observers)
        {
            try
            {
                observer.Handled(_contained.Group, delivery.Handler.Name, delivery);
            }
            catch (Exception e)
            {
                _contained.Threw(observer, e);
            }
        }
    }

    public void Failed(EventDelivery delivery, Exception failure)
    {
        foreach (var observer in _observers)
        {
            try
            {
                observer.Failed(_contained.Group, delivery.Handler.Name, delivery, failure);
            }
            catch (Exception e)
            {
                _contained.Threw(observer, e);
            }
        }
    }
}
