using Akka.Events.LocalServers;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Flights.Input;

namespace Flights.Services;

/// <summary>A Kafka of the user's. Topics that the run makes are deleted at its end.</summary>
internal sealed class GivenKafka : IKafka
{
    private static readonly TimeSpan ReachWithin = TimeSpan.FromSeconds(10);

    private readonly IAdminClient _admin;
    private readonly List<string> _made = [];

    private GivenKafka(string bootstrap, IAdminClient admin)
    {
        Bootstrap = bootstrap;
        _admin = admin;
    }

    public string Bootstrap { get; }

    /// <exception cref="InputException">Nobody answers there.</exception>
    public static GivenKafka Connect(string bootstrap)
    {
        // What the client says meanwhile ("connection refused", again and again) is in the exception.
        var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).SetLogHandler((_, _) => { }).Build();
        try
        {
            admin.GetMetadata(ReachWithin);
            return new GivenKafka(bootstrap, admin);
        }
        catch (KafkaException e)
        {
            admin.Dispose();
            throw new InputException($"Kafka at {bootstrap} can't be reached: {e.Error.Reason}");
        }
    }

    public async Task CreateTopicAsync(string name, int partitions)
    {
        await _admin.CreateTopicsAsync([new TopicSpecification { Name = name, NumPartitions = partitions }]);
        _made.Add(name);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_made.Count > 0) await _admin.DeleteTopicsAsync(_made);
        }
        finally
        {
            _admin.Dispose();
        }
    }
}
