namespace Akka.Actor;

/// <summary>Where an actor is deployed: here, always.</summary>
public abstract class Scope
{
    internal static readonly Scope None = new NoScope();

    private sealed class NoScope : Scope;
}

public class LocalScope : Scope
{
    private LocalScope() { }

    public static LocalScope Instance { get; } = new();
}
