using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Events.Handling;
using Akka.Events.Operating;
using Flights.Domain;
using Microsoft.Extensions.DependencyInjection;

namespace Flights.Working;

/// <summary>What a worker says and is asked, put to the event system.</summary>
internal sealed class FlightsWorker(IServiceProvider services)
{
    private const int AtOnce = 64;

    private readonly IEventsStatus _status = services.GetRequiredService<IEventsStatus>();
    private readonly IEntities _entities = services.GetRequiredService<IEntities>();

    public Progress Progress =>
        new([.. _status.Groups[0].Partitions.Select(partition => new PartitionProgress(partition.Partition, partition.Watermark))]);

    public async Task<Answers> AskAsync(AskAirports question, CancellationToken ct)
    {
        var answers = new ConcurrentDictionary<string, AirportDelays>();
        await Parallel.ForEachAsync(question.Airports, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (airport, each) =>
        {
            try
            {
                answers[airport] = await _entities.Ask<Airport, AirportDelays>(airport, new GetDelays(), each);
            }
            catch (Exception e) when (e is PartitionNotOwnedException or AskTimeoutException)
            {
                // Its partition is on its way between two workers for longer than a question waits: it is asked again.
            }
        });
        return new Answers(answers);
    }
}
