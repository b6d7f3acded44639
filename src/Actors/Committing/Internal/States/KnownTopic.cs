using Akka.Events.Topics;

namespace Akka.Events.Committing.Internal.States;

/// <summary>A topic as a group's state knows it: what its offsets and shards stand on.</summary>
/// <param name="Topic">The topic's name.</param>
/// <param name="Id">The id of the topic whose offsets are meant; empty where the brokers give none.</param>
/// <param name="Partitions">Its partitions: the group's state is split by them.</param>
/// <param name="Life">How often another topic of the name has taken its place, to be read from its beginning.</param>
internal sealed record KnownTopic(string Topic, string Id, int Partitions, int Life)
{
    /// <summary>
    /// The name under which the journal keeps its offsets. A later life's can't be mistaken for any topic's: no name has a #.
    /// </summary>
    public string JournalName => Life == 0 ? Topic : $"{Topic}#{Life}";
}
