namespace Akka.Events.Kafka.Internal.Producing;

/// <summary>What a <see cref="BatchSender"/> does, one step after another.</summary>
internal enum SendStep
{
    /// <summary>It takes over from its predecessor.</summary>
    TakeOver,

    /// <summary>It sends a batch's records.</summary>
    Send,

    /// <summary>It adds how far it is.</summary>
    SayHowFar,

    /// <summary>It commits.</summary>
    Commit,

    /// <summary>All of it is done, and its caller hears so.</summary>
    Return,
}
