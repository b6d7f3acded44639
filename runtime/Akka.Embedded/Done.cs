namespace Akka;

public sealed class Done
{
    public static readonly Done Instance = new();

    private Done() { }
}
