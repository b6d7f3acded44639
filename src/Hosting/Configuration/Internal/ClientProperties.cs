using System.Globalization;
using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Group;
using Akka.Events.Kafka.Internal.Producing;
using Confluent.Kafka;

namespace Akka.Events.Hosting.Configuration.Internal;

/// <summary>Checks what is passed through to librdkafka, without reaching for a broker.</summary>
internal static class ClientProperties
{
    private const string Session = "session.timeout.ms", Heartbeat = "heartbeat.interval.ms", PollInterval = "max.poll.interval.ms";

    private static readonly HashSet<string> Switches = [.. SwitchesOf<ConsumerConfig>(), .. SwitchesOf<ProducerConfig>()];

    /// <summary>What each property must be for itself, and what Kafka asks for and librdkafka doesn't check.</summary>
    public static void Check(string path, KafkaOptions options, ErrorList errors)
    {
        Free(options, errors);
        var (session, heartbeat) = (Milliseconds(options, Session, 45_000), Milliseconds(options, Heartbeat, 3_000));
        if (session >= 3 * heartbeat) return;
        var (key, value, other) = options.Client.ContainsKey(Session)
            ? (Session, session, $"at least three times {Heartbeat} ({heartbeat})")
            : (Heartbeat, heartbeat, $"at most a third of {Session} ({session})");
        errors.Add($"{path}.{key}", $"'{value}' must be {other}: else a late heartbeat or two cost the member its partitions");
    }

    /// <summary>What librdkafka has against the properties, in consumers of these protocols and in a producer.</summary>
    public static void CheckTogether(
        string path, KafkaOptions options, IReadOnlyCollection<GroupProtocol> protocols, ErrorList errors)
    {
        var free = Free(options, new ErrorList());
        if (free.Count == 0) return;
        var refusals = protocols.Select(protocol => Of(protocol).Refusal()).Append(Producer().Refusal());
        foreach (var reason in refusals.OfType<string>().Distinct()) errors.Add(path, $"librdkafka refuses it: {reason}");

        GroupConsumerSettings Of(GroupProtocol protocol) =>
            new() { BootstrapServers = "", GroupId = "check", Protocol = protocol, Client = free };

        ProducerSettings Producer() => new() { BootstrapServers = "", Client = free };
    }

    /// <summary>How long a member may take to give partitions up before Kafka takes them away, where that is said; else it goes by what it needs.</summary>
    public static TimeSpan? RebalanceTimeout(KafkaOptions options) =>
        Milliseconds(options, PollInterval, 0) is > 0 and var said ? TimeSpan.FromMilliseconds(said) : null;

    /// <summary>The protocol that all clients speak.</summary>
    public static string SecurityProtocol(KafkaOptions options) =>
        options.Client.TryGetValue("security.protocol", out var protocol) ? protocol : "plaintext";

    /// <summary>librdkafka's switches are true and false; HOCON's may be on and off. A password of that text stays as it is.</summary>
    public static IReadOnlyDictionary<string, string> Normalized(IDictionary<string, string> client) => client.ToDictionary(
        p => p.Key, p => !Switches.Contains(p.Key) ? p.Value : p.Value switch { "on" => "true", "off" => "false", var v => v },
        StringComparer.Ordinal);

    private static HashSet<string> SwitchesOf<TConfig>() where TConfig : ClientConfig, new()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in typeof(TConfig).GetProperties().Where(p => p.PropertyType == typeof(bool?) && p.CanWrite))
        {
            var config = new TConfig();
            property.SetValue(config, true);
            foreach (var (name, _) in config) names.Add(name);
        }
        return names;
    }

    private static Dictionary<string, string> Free(KafkaOptions options, ErrorList errors)
    {
        var free = new Dictionary<string, string>();
        foreach (var (key, value) in Normalized(options.Client))
        {
            try
            {
                var property = new Dictionary<string, string> { [key] = value };
                _ = new GroupConsumerSettings { BootstrapServers = "", GroupId = "", Client = property }.ToConsumerConfig();
                _ = new ProducerSettings { BootstrapServers = "", Client = property }.ToProducerConfig();
                free[key] = value;
            }
            catch (ArgumentException e)
            {
                errors.Add(e.Message);
            }
        }
        return free;
    }

    // What is no number librdkafka refuses.
    private static int Milliseconds(KafkaOptions options, string key, int otherwise) =>
        options.Client.TryGetValue(key, out var text) && int.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
