namespace Akka.Events.Operating;

/// <summary>In a history (<see cref="IEntityHistory"/>): the entity's state was deleted; what follows began with a new one.</summary>
public sealed record StateDeleted;
