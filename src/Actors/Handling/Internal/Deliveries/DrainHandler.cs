namespace Akka.Events.Handling.Internal.Deliveries;

/// <summary>To a plain handler's actor: begin nothing new; answer with <see cref="HandlerDrained"/> when what runs has ended.</summary>
internal sealed class DrainHandler
{
    public static readonly DrainHandler Instance = new();
}

/// <summary>To the shard, behind what has ended: nothing runs any more.</summary>
internal sealed class HandlerDrained
{
    public static readonly HandlerDrained Instance = new();
}
