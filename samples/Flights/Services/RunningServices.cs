using Akka.Events.LocalServers;
using Flights.Input;
using Npgsql;

namespace Flights.Services;

/// <summary>The Kafka and the store of a run. What was started for it ends with it.</summary>
internal sealed class RunningServices : IAsyncDisposable
{
    private readonly IKafka _kafka;
    private readonly PrivatePostgres? _postgres;
    private readonly DirectoryInfo? _folder;

    private RunningServices(ServicePlan plan, IKafka kafka, PrivatePostgres? postgres)
    {
        _kafka = kafka;
        _postgres = postgres;
        _folder = plan.Store == StoreKind.Sqlite ? Directory.CreateTempSubdirectory("flights-") : null;
        ConnectionString = postgres?.ConnectionString ?? (plan.Store == StoreKind.Given ? plan.ConnectionString : null);
    }

    public string Bootstrap => _kafka.Bootstrap;

    /// <summary>PostgreSQL's; null where the state is elsewhere.</summary>
    public string? ConnectionString { get; }

    /// <summary>SQLite's file; null where the state is elsewhere.</summary>
    public string? StateFile => _folder is null ? null : Path.Combine(_folder.FullName, "state.db");

    /// <exception cref="InputException">What the user named can't be reached.</exception>
    public static async Task<RunningServices> StartAsync(ServicePlan plan, CancellationToken ct)
    {
        if (plan.Store == StoreKind.Given) await ReachAsync(plan.ConnectionString!, ct);
        var postgres = plan.Store == StoreKind.Private ? PrivatePostgres.StartAsync(fsync: true) : null;
        var kafka = StartKafkaAsync(plan, ct);
        try
        {
            await Task.WhenAll(kafka, postgres ?? Task.CompletedTask);
            return new RunningServices(plan, await kafka, postgres?.Result);
        }
        catch
        {
            // The one that did start ends with the run that can't be.
            if (postgres is { IsCompletedSuccessfully: true }) await postgres.Result.DisposeAsync();
            if (kafka.IsCompletedSuccessfully) await kafka.Result.DisposeAsync();
            throw;
        }
    }

    public Task CreateTopicAsync(string name, int partitions) => _kafka.CreateTopicAsync(name, partitions);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _kafka.DisposeAsync();
        }
        finally
        {
            if (_postgres is not null) await _postgres.DisposeAsync();
            _folder?.Delete(recursive: true);
        }
    }

    // On a thread of its own, so that whatever goes wrong is in the task.
    private static Task<IKafka> StartKafkaAsync(ServicePlan plan, CancellationToken ct) => Task.Run<IKafka>(
        async () => plan.Kafka switch
        {
            KafkaKind.Given => GivenKafka.Connect(plan.Bootstrap!),
            KafkaKind.Real => await RealKafka.StartAsync(),
            _ => MockKafka.Start(),
        },
        ct);

    private static async Task ReachAsync(string connectionString, CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(ct);
        }
        catch (NpgsqlException e)
        {
            throw new InputException($"PostgreSQL can't be reached: {e.Message}");
        }
    }
}
