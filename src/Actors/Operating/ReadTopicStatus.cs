namespace Akka.Events.Operating;

/// <summary>Where a topic stands that a process reads outside of groups, for its subscriptions or for a view.</summary>
/// <param name="Topic">The topic, as it is called in Kafka.</param>
/// <param name="Problem">What keeps it from being read; null when nothing does.</param>
/// <param name="Age">Time since all that the topic had, as a broker said, had been read.</param>
/// <param name="Subscriptions">How many subscriptions get it; null for a view.</param>
/// <param name="Entries">How many keys the view has; null for subscriptions.</param>
/// <param name="IsCurrent">Whether all has been read that was there at the beginning; subscriptions begin at the end.</param>
public sealed record ReadTopicStatus(string Topic, string? Problem, TimeSpan Age, int? Subscriptions, int? Entries, bool IsCurrent);
