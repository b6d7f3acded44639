namespace Akka.Events.Handling.Internal.Entities;

/// <summary>Asks a group's first instance of an entity class for its <see cref="EntityBlueprint"/>.</summary>
internal sealed class DescribeEntity
{
    public static readonly DescribeEntity Instance = new();
}
