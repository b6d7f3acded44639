using System.Text;
using System.Text.Json;
using Akka.Actor;
using Akka.Events.Topics;
using Confluent.Kafka;
using Flights.Domain;
using Flights.Input;
using Flights.Reporting;

namespace Akka.Events.Bench.Kafka;

internal sealed class FlightsWorkload : IWorkload
{
    public string Name => "flights";

    public string Description => "A file of flights through the sample's entities, exactly once, against a plain recount of the file.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var kafka = new KafkaOptionsSet(options);
        var file = options.Text("--file", "The file: CSV, or CSV compressed with gzip. Default: the sample's own.");
        return async (parsed, result, ct) =>
        {
            var arguments = kafka.Read(parsed, Name);
            var flights = new FlightFile(parsed.GetValue(file) ?? Data.Flights);
            var name = Path.GetFileName(flights.Path).Split('.')[0];
            arguments = arguments with { Topic = $"{arguments.Topic}-{name}", Group = $"{arguments.Group}-{name}" };
            await using var services = await BenchServices.Start(arguments, needsPostgres: true);
            var recount = Recount.Of(flights.Read());
            await BenchTopic.Create(services.Bootstrap, arguments.Topic, arguments.Partitions);
            if (BenchTopic.Count(services.Bootstrap, arguments.Topic) == 0) Fill(services.Bootstrap, arguments.Topic, flights);
            if (arguments.Fresh) await GroupReset.Reset(services, arguments, ct);
            var topic = Topic.Json(arguments.Topic, flight => flight.Origin, FlightsJson.Default.Flight);
            await using var host = await BenchHost.Start(
                services, arguments,
                group => group.Entity<Airport>(e => e.UseJson(FlightsJson.Default).UseProps(_ => Props.Create(() => new Airport(topic)))), ct);
            var run = await host.CatchUp(BenchTopic.Ends(services.Bootstrap, arguments.Topic), arguments.CrashAfter, ct);
            arguments = arguments with { Keys = recount.Airports.Count, ValueBytes = Value(flights.Read().First()).Length };
            run.Report(result.Set("guarantee", "exactly-once"), arguments);
            if (run.Records < recount.Flights) result.Note($"{recount.Flights - run.Records} records were done before");

            var answers = new Dictionary<string, AirportDelays>();
            foreach (var airport in recount.Airports)
                answers[airport] = await host.Entities.Ask<Airport, AirportDelays>(airport, new GetDelays(), ct);
            var comparison = new Comparison(recount, answers);
            result.Set("comparison", comparison.ToString()).Check(comparison.Equal, "the entities differ from the recount");
        };
    }

    private static void Fill(string bootstrap, string topic, FlightFile flights)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(BenchTopic.ProducerConfig(bootstrap)).Build();
        string? failure = null;
        foreach (var flight in flights.Read())
            BenchTopic.Send(producer, topic, Encoding.ASCII.GetBytes(flight.Origin), Value(flight), error => failure = error);
        producer.Flush(TimeSpan.FromMinutes(5));
        if (failure is not null) throw new InvalidOperationException($"filling {topic}: {failure}");
    }

    private static byte[] Value(Flight flight) => JsonSerializer.SerializeToUtf8Bytes(flight, FlightsJson.Default.Flight);
}
