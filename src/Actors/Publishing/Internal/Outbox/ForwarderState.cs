namespace Akka.Events.Publishing.Internal.Outbox;

/// <summary>What the forwarder of this process does, for whoever looks. Safe from any thread.</summary>
internal sealed class ForwarderState
{
    private long _forwarded;
    private volatile bool _forwards;

    /// <summary>This process is the one that forwards.</summary>
    public bool Forwards { get => _forwards; set => _forwards = value; }

    /// <summary>Events that it has forwarded.</summary>
    public long Forwarded => Interlocked.Read(ref _forwarded);

    /// <summary>Told what keeps all events from being forwarded; null when nothing does.</summary>
    public Action<string?>? Hindered { get; set; }

    /// <summary>Told which events are refused, by number; null as the reason when one is no longer.</summary>
    public Action<long, string?>? Refused { get; set; }

    /// <summary>Told that no event is known to be refused: they are another process's to tell of.</summary>
    public Action? Forgets { get; set; }

    /// <summary>Told that the space of removed rows couldn't be taken back: while that lasts the table grows.</summary>
    public Action<Exception>? NotCleaned { get; set; }

    public void Add(int events) => Interlocked.Add(ref _forwarded, events);
}
