using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.Event;

/// <summary>Logs while there are no logger actors: before they have started and after they have stopped.</summary>
internal sealed class StandardOutLogger(ActorPath root) : InternalActorRef
{
    private static readonly Lock Output = new();

    public override ActorPath Path { get; } = root / "StandardOutLogger";

    public override void Tell(object message, IActorRef sender)
    {
        if (message is LogEvent logged) Print(logged);
    }

    internal static void Print(LogEvent logged)
    {
        var text = logged.ToString();
        lock (Output) Console.Out.WriteLine(text);
    }
}
