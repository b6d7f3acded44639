namespace Akka.Events.Handling.Internal;

/// <summary>Asks the first instance of an entity class to say that its constructor has registered everything.</summary>
internal sealed class DescribeEntity
{
    public static readonly DescribeEntity Instance = new();
}

internal sealed class EntityDescribed
{
    public static readonly EntityDescribed Instance = new();
}
