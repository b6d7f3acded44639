namespace Akka.Events.Handling.Internal.Lanes;

/// <summary>
/// The lane for which code runs: it flows with all that the handler begins, on whatever thread that goes on. So code that is left running
/// when the actor serves another key is told apart.
/// </summary>
internal static class LaneFlow
{
    private static readonly AsyncLocal<EntityLane?> Flow = new();

    public static EntityLane? Current
    {
        get => Flow.Value;
        set => Flow.Value = value;
    }
}
