using Akka.Actor;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Consuming.Internal.Reader;

// What the client complains of, and how its end is found out.
internal sealed partial class KafkaReader
{
    private void OnFailed(Error error)
    {
        if (error.IsFatal)
        {
            _log.LogError("Group {Group}: the Kafka client has failed for good ({Code}: {Reason})", _group.Name, error.Code, error.Reason);
            Context.Stop(Self);
            return;
        }
        if (Trouble(error) is not { } trouble)
        {
            _log.LogWarning("Group {Group}: Kafka: {Code}: {Reason}; the client keeps trying", _group.Name, error.Code, error.Reason);
            return;
        }
        if (_group.Problems.Report(nameof(KafkaReader), trouble))
            _log.LogError("Group {Group}: {Problem}; the client keeps trying", _group.Name, trouble);
        if (_probing) return;
        _probing = true;
        AskKafka();
    }

    /// <summary>What keeps the whole group from reading; null for what is no such thing.</summary>
    private string? Trouble(Error error) => error.Code switch
    {
        ErrorCode.Local_AllBrokersDown => $"Kafka can't be reached: {error.Reason}",
        ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed => $"Kafka refuses the user: {error.Reason}",
        ErrorCode.GroupAuthorizationFailed => $"this user may not join group '{_group.Name}': it needs the right Read on the group",
        _ => null,
    };

    // The client says so when it fails, but not when it works again.
    private void AskKafka() => Ask().PipeTo(Self, success: () => Reached.Instance, failure: _ => Unreached.Instance);

    private async Task Ask()
    {
        var names = _group.Group.Routes.Select(r => r.Name).ToArray();
        await _client.Topics(names, ProbeTimeout).ConfigureAwait(false);
        await _client.Committed([new TopicPartition(names[0], 0)], ProbeTimeout).ConfigureAwait(false);
    }

    private void OnReached()
    {
        _probing = false;
        if (_group.Problems.Settle(nameof(KafkaReader))) _log.LogInformation("Group {Group}: Kafka is reached again", _group.Name);
    }

    private sealed class Probe
    {
        public static readonly Probe Instance = new();
    }

    private sealed class Reached
    {
        public static readonly Reached Instance = new();
    }

    private sealed class Unreached
    {
        public static readonly Unreached Instance = new();
    }
}
