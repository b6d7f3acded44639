using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal.Admin;

/// <summary>Kinds of answers to admin requests.</summary>
internal static class AdminErrors
{
    /// <summary>The same request may succeed a moment later.</summary>
    internal static bool Passes(ErrorCode code) => code is ErrorCode.Local_TimedOut or ErrorCode.Local_TimedOutQueue
        or ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown
        or ErrorCode.RequestTimedOut or ErrorCode.NotController or ErrorCode.LeaderNotAvailable or ErrorCode.NetworkException
        or ErrorCode.BrokerNotAvailable;

    /// <summary>Like <see cref="Passes"/>, and not for a reason of one topic: nothing can be sent to others either.</summary>
    internal static bool PassesForAll(ErrorCode code) => code != ErrorCode.LeaderNotAvailable && Passes(code);

    /// <summary>These brokers can't be asked for it at all.</summary>
    internal static bool IsUnsupported(ErrorCode code) =>
        code is ErrorCode.Local_UnsupportedFeature or ErrorCode.UnsupportedVersion or ErrorCode.Local_NotImplemented;
}
