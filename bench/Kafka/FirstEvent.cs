using Akka.Events.Handling;
using Akka.Events.Topics;

namespace Akka.Events.Bench.Kafka;

/// <summary>Tells that an event has reached a handler.</summary>
internal sealed class FirstEvent : EntityActor<long>
{
    public FirstEvent(Topic<BenchEvent> topic, TaskCompletionSource handled)
    {
        On(topic, _ =>
        {
            handled.TrySetResult();
            Persist(1L);
        });
        Apply<long>((count, one) => count + one);
    }
}
