using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Topics;

namespace Akka.Events.Handling.Internal.Visits;

/// <summary>What a visit comes from, in place of a topic. The journal names it with a sign that no topic's name has.</summary>
internal sealed class VisitSource(string visit) : SubscribedTopic(Prefix + visit, index: -1)
{
    public const string Prefix = "visit:";

    public override Type EventType => typeof(byte[]);

    public override ITopic Definition { get; } = Topic.Bytes("visit");

    private protected override SubscribedTopic RetriesOf(string name, int index) => throw new NotSupportedException();

    public override EventDelivery NewDelivery(PartitionAssignment source) => throw new NotSupportedException();
}
