namespace Akka.Events.Handling;

/// <summary>
/// The stable name under which values of a type are stored (state events and states). Without it the type's own name in kebab-case is the
/// name, and renaming the type means naming the old one: <c>[StoredAs("flight-recorded")]</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class StoredAsAttribute(string name) : Attribute
{
    /// <summary>The stored name, unique in an entity.</summary>
    public string Name { get; } = name;
}
