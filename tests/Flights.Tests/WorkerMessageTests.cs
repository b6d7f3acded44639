using Flights.Domain;
using Flights.Working;
using Xunit;

namespace Flights.Tests;

public sealed class WorkerMessageTests
{
    [Fact]
    public void Progress_survives_the_pipe()
    {
        var line = new Progress([new(0, null), new(7, 1_234)]).ToLine();

        var progress = Assert.IsType<Progress>(WorkerMessage.Parse(line));
        Assert.DoesNotContain('\n', line);
        Assert.Equal([new(0, null), new(7, 1_234)], progress.Partitions);
    }

    [Fact]
    public void Half_a_line_of_a_killed_worker_is_no_message()
    {
        var line = new Progress([new(7, 1_234)]).ToLine();

        Assert.All(Enumerable.Range(0, line.Length), length => Assert.Null(WorkerMessage.Parse(line[..length])));
    }

    [Fact]
    public void Questions_and_answers_survive_the_pipe()
    {
        var delays = new AirportDelays { Flights = 3, SumDelay = -4, MaxDelay = -1, LateOver15 = 0, SumDistance = 9 };

        Assert.Equal(["ATL", "ORD"], AskAirports.Parse(new AskAirports(["ATL", "ORD"]).ToLine()).Airports);
        var line = new Answers(new Dictionary<string, AirportDelays> { ["ATL"] = delays }).ToLine();
        var answers = Assert.IsType<Answers>(WorkerMessage.Parse(line));
        Assert.Equal(delays, answers.Delays["ATL"]);
    }

    [Fact]
    public void Settings_survive_the_pipe()
    {
        var settings = new WorkerSettings
        {
            Kafka = "127.0.0.1:9092",
            Session = TimeSpan.FromSeconds(6),
            Postgres = "Host=h;Password=\"a b\"",
            Topic = "flights",
            Group = "airport-delays",
            Member = "worker-1",
            Cluster = new ClusterPlace(4053, 4054),
        };

        Assert.Equal(settings, WorkerSettings.Parse(settings.ToLine()));
    }
}
