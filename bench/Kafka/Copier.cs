using Akka.Events.Handling;
using Akka.Events.Topics;

namespace Akka.Events.Bench.Kafka;

/// <summary>Copies its key's records, and counts them.</summary>
internal sealed class Copier : EntityActor<long>
{
    public Copier(Topic<BenchEvent> topic, Topic<BenchEvent> copies)
    {
        On(topic, e =>
        {
            Persist(1L);
            Publish(copies, e, Key);
        });
        Apply<long>((count, one) => count + one);
    }
}
