namespace Akka.Actor.Internal;

/// <summary>Who sends what is told outside of any actor: a test kit's test actor, in its test's flow of control.</summary>
internal static class AmbientSender
{
    private static readonly AsyncLocal<IActorRef> Flow = new();
    private static bool s_used;

    internal static IActorRef Current
    {
        get => s_used ? Flow.Value : null;
        set
        {
            s_used = true;
            Flow.Value = value;
        }
    }
}
