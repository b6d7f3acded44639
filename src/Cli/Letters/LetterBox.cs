using Akka.Events.Cli.Connecting;
using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Admin;
using Akka.Events.Operating.Internal.Letters;
using Akka.Events.Publishing.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Akka.Events.Cli.Letters;

/// <summary>Dead letters as the tool deals with them: as a service does, with a producer that is made when one is needed.</summary>
internal sealed class LetterBox : IAsyncDisposable
{
    private readonly TopicScanner _scanner;
    private readonly Lazy<RecordSender> _sender;

    public LetterBox(Session session)
    {
        // What the command line says, and that nothing says where Kafka is.
        var brokers = session.Kafka.Brokers;
        var (client, timeout) = (session.Settings.Client, session.Settings.Timeout);
        _scanner = new TopicScanner(new TopicSettings { BootstrapServers = brokers, Client = client, Timeout = timeout }, NullLogger.Instance);
        _sender = new Lazy<RecordSender>(() => new RecordSender(
            new PublisherSettings { Producer = Producer(brokers, session.Settings) },
            topics: null, NullLogger.Instance, TimeProvider.System));
        Letters = new DeadLetters(_scanner, () => _sender.Value);
    }

    public DeadLetters Letters { get; }

    /// <summary>What letters are published again with: as large ones as the service publishes.</summary>
    internal static ProducerSettings Producer(string brokers, ToolSettings settings) => new()
    {
        BootstrapServers = brokers, Client = settings.Client, DeliveryTimeout = settings.Timeout,
        MaxRecordBytes = (int)settings.Configuration.Publish.MaxRecordBytes,
    };

    /// <summary>The topics and groups that have letters in a dead-letter topic, settled ones too: a topic's name alone doesn't tell where one ends and the other begins.</summary>
    public async Task<IReadOnlyCollection<(string Topic, string Group)>> Origins(string deadLetterTopic, CancellationToken ct)
    {
        var found = new HashSet<(string, string)>();
        await _scanner.Scan(deadLetterTopic, (0, 0), record =>
        {
            if (LetterReader.Letter(deadLetterTopic, record) is { } letter) found.Add((letter.Origin.Topic, letter.Group));
            return new ValueTask<bool>(true);
        }, ct);
        return found;
    }

    public async ValueTask DisposeAsync()
    {
        if (_sender.IsValueCreated) await _sender.Value.DisposeAsync();
    }
}
