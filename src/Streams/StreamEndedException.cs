namespace Akka.Events.Streams;

/// <summary>The stream that was handling an event has ended before the event had. It counts as failed, and is tried again as the handler's policy says.</summary>
public sealed class StreamEndedException : Exception
{
    internal StreamEndedException() : base("the stream that was handling the event has ended")
    {
    }
}
