using System.Reflection;
using Akka.Events.Topics;

namespace Akka.Events.Handling.Internal.Deliveries;

/// <summary>A topic as a group reads it: how its records become deliveries.</summary>
internal abstract class SubscribedTopic
{
    protected SubscribedTopic(string name, int index)
    {
        Name = name;
        Index = index;
        JournalName = name;
    }

    public string Name { get; }

    /// <summary>
    /// The name of the topic's offsets in the journal: they may be those of a later topic of that name. Set before the group joins.
    /// </summary>
    public string JournalName { get; set; }

    /// <summary>The topic whose failed events wait here; null for one that isn't a retry topic.</summary>
    public SubscribedTopic? Origin { get; protected init; }

    /// <summary>Where its failed events wait; null where none do.</summary>
    public SubscribedTopic? Retries { get; private set; }

    /// <summary>Its number of partitions; null before the group has found it.</summary>
    public int? Partitions { get; set; }

    /// <summary>The topic has taken another's place, and is read from its beginning.</summary>
    public bool IsLaterTopic => JournalName != Name;

    /// <summary>The topic's number in its group, as journal batches name it.</summary>
    public int Index { get; }

    public abstract Type EventType { get; }

    /// <summary>What the topic should be like, and how its events are read.</summary>
    public abstract ITopic Definition { get; }

    /// <summary>What handlers call the topic, or that whose failed events wait here.</summary>
    public string DefinedName => (Origin ?? this).Definition.DefinedName;

    /// <summary>The route of a <see cref="Topics.Topic{T}"/>.</summary>
    public static SubscribedTopic Of(object topic, int index) =>
        (SubscribedTopic)Activator.CreateInstance(
            typeof(SubscribedTopic<>).MakeGenericType(topic.GetType().GetGenericArguments()),
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions, null, [topic, index], null)!;

    /// <summary>Makes the route of its retry topic.</summary>
    public SubscribedTopic AddRetries(string name, int index) => Retries = RetriesOf(name, index);

    private protected abstract SubscribedTopic RetriesOf(string name, int index);

    /// <summary>A delivery for records of this topic, without one yet.</summary>
    public abstract EventDelivery NewDelivery(PartitionAssignment source);
}
