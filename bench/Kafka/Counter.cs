using Akka.Events.Handling;
using Akka.Events.Topics;

namespace Akka.Events.Bench.Kafka;

/// <summary>Counts its key's records.</summary>
internal sealed class Counter : EntityActor<long>
{
    public Counter(Topic<BenchEvent> topic)
    {
        On(topic, _ => Persist(1L));
        Apply<long>((count, one) => count + one);
        Query<GetCount, long>(_ => State);
    }
}

internal sealed class GetCount
{
    public static readonly GetCount Instance = new();
}
