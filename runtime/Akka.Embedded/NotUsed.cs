namespace Akka;

public sealed class NotUsed
{
    public static readonly NotUsed Instance = new();

    private NotUsed() { }
}
