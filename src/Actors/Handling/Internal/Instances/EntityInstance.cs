namespace Akka.Events.Handling.Internal.Instances;

/// <summary>An instance of an entity class after its constructor.</summary>
/// <param name="Actor">The instance.</param>
/// <param name="Base">The library's class that it derives from.</param>
/// <param name="Functions">The functions that it has registered, in an order that is the same for all instances.</param>
/// <param name="HasOwn">Its actor has got something that belongs to it alone: children, or a receive timeout.</param>
internal sealed record EntityInstance(object Actor, Type Base, IReadOnlyList<Delegate> Functions, bool HasOwn);
