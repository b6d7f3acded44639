namespace Akka.Events.Handling;

/// <summary>
/// How one handler of a group treats its events. What isn't set comes from the group, then from <c>akka.events.handler</c>.
/// </summary>
public sealed class HandlerOptions
{
    /// <summary>
    /// What happens to an event whose handler still fails when <see cref="Timeout"/> has passed. Default <see cref="FailureMode.Block"/>.
    /// </summary>
    public FailureMode OnFailure { get; set; } = FailureMode.Block;

    /// <summary>
    /// What happens to a record that can't be decoded, or has no key where the handler needs one. Default <see cref="FailureMode.Block"/>.
    /// </summary>
    public FailureMode OnUndecodable { get; set; } = FailureMode.Block;

    /// <summary>Limit for all attempts at one event together; it cancels the handler's token. Default 5 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Wait before the second attempt; it doubles with each further one, up to <see cref="MaxBackoff"/>, with jitter of a fifth. Default 1
    /// second.
    /// </summary>
    public TimeSpan MinBackoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between two attempts. Default 30 seconds.</summary>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Events of a plain handler that may be under way at once in this process. Default 256. Entities are bounded by the records
    /// outstanding.
    /// </summary>
    public int MaxConcurrency { get; set; } = 256;

    /// <summary>
    /// Tombstones (records with a null value) reach the handler, with the default value as event; else they are skipped and acknowledged.
    /// Default false.
    /// </summary>
    public bool Tombstones { get; set; }

    /// <summary>The handler blocks its thread: each of its events runs on a pool thread of its own. Default false.</summary>
    public bool Blocking { get; set; }

    internal HandlerOptions Copy() => (HandlerOptions)MemberwiseClone();
}
