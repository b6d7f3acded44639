namespace Akka.Actor;

public class Failure
{
    public Exception Exception { get; set; }
    public DateTime Timestamp { get; set; }
}
