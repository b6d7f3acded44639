namespace Akka.Actor;

public class ReceiveTimeout : IPossiblyHarmful
{
    protected ReceiveTimeout() { }

    public static ReceiveTimeout Instance { get; } = new();
}
