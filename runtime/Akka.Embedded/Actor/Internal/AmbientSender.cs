namespace Akka.Actor.Internal;

/// <summary>
/// Who sends what is told outside of any actor: a test kit's test actor, in its test's flow of control. The flow holds this object, and not
/// the actor itself, because a kit may be there before its actor is.
/// </summary>
internal sealed class AmbientSender
{
    private static readonly AsyncLocal<AmbientSender> Flow = new();
    private static bool s_used;

    internal IActorRef Sender { get; set; }

    internal static AmbientSender Current
    {
        get => s_used ? Flow.Value : null;
        set
        {
            s_used = true;
            Flow.Value = value;
        }
    }
}
