using Akka.Events.LocalServers;
using Flights.Domain;
using Flights.Input;
using Flights.Reporting;
using Flights.Services;
using Flights.Working;
using Spectre.Console;

namespace Flights.Supervising;

/// <summary>
/// The whole run: publishes the flights, has workers count them, kills workers on the way, and compares what the entities say at the end
/// with the file.
/// </summary>
/// <param name="output">Where the result goes.</param>
/// <param name="console">Where everything said on the way goes.</param>
internal sealed class Demo(DemoOptions options, IAnsiConsole output, IAnsiConsole console, TimeProvider time)
{
    private const int Partitions = 8;

    /// <summary>
    /// A file of up to so many flights is streamed over some seconds, so that there is something to watch and a middle to kill in.
    /// </summary>
    private const long SmallFile = 100_000;

    private const int SmallFileSeconds = 6;

    /// <summary>
    /// Until a killed worker counts as gone, where nobody takes its name. The mock doesn't know about names, so there it is what each kill costs.
    /// </summary>
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(6), MockSession = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50), Patience = TimeSpan.FromMinutes(10);

    /// <returns>Whether every airport equals the recount.</returns>
    /// <exception cref="InputException">The run can't be begun as asked.</exception>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        var recount = CountFile();
        var plan = ServicePlan.Decide(options.Kafka, options.Postgres, options.Store);
        if (plan.Kafka == KafkaKind.Mock) MockCapacity.Check(recount, Partitions);
        foreach (var line in plan.Describe()) Say(line);

        await using var services = await RunningServices.StartAsync(plan, ct);
        var names = RunNames.For(plan, time);
        await services.CreateTopicAsync(names.Topic, Partitions);
        var settings = new WorkerSettings
        {
            Kafka = services.Bootstrap,
            Session = plan.Kafka == KafkaKind.Mock ? MockSession : Session,
            Postgres = services.ConnectionString,
            Sqlite = services.StateFile,
            Topic = names.Topic,
            Group = names.Group,
            Member = "supervisor",
            Cluster = options.Workers > 1 && FreePorts.Take(1) is [var port] ? new ClusterPlace(port, port) : null,
        };
        await using var publisher = await FlightPublisher.StartAsync(settings, ct);
        await using var crew = new Crew(settings, options.Workers, Partitions, Say, options.Dashboard);
        await crew.StartAsync();
        foreach (var address in crew.Dashboards) Say($"Dashboard: {address}");

        var start = time.GetTimestamp();
        var kills = await CountFlightsAsync(recount.Flights, publisher, crew, ct);
        var answers = await AskAsync(crew, recount.Airports, ct);
        var seconds = time.GetElapsedTime(start).TotalSeconds;

        if (plan.Store == StoreKind.Given) Say($"Your PostgreSQL keeps the state of this run's group, {names.Group}");
        var comparison = new Comparison(recount, answers);
        await ReportAsync(comparison, answers, new DemoResult(
            comparison.Flights, comparison.Airports, comparison.Equal, kills, Math.Round(seconds, 2),
            plan.Kafka.ToString().ToLowerInvariant(), plan.Store.ToString().ToLowerInvariant()));
        if (options.Dashboard) await StayAsync(crew, ct);
        return comparison.Equal;
    }

    /// <summary>Until Ctrl-C: that is how it ends.</summary>
    private async Task StayAsync(Crew crew, CancellationToken ct)
    {
        Say($"All stays as it is, with its dashboard ({string.Join(", ", crew.Dashboards)}), until Ctrl-C");
        try
        {
            await Task.Delay(Timeout.Infinite, ct);
        }
        catch (OperationCanceledException)
        {
            Say("Ending …");
        }
    }

    private Recount CountFile()
    {
        var broken = new BrokenLines();
        var recount = Recount.Of(options.Flights.Read(broken.Add));
        if (broken.Count > 0 && options.OnBrokenLine == OnBrokenLine.Refuse) throw new InputException($"{options.Flights.Path}: {broken}");
        if (broken.Count > 0) Say($"{options.Flights.Path}, left out: {broken}");
        if (recount.Flights == 0) throw new InputException($"{options.Flights.Path} holds no flights");
        Say($"{options.Flights.Path}: {recount.Flights:N0} flights from {recount.Airports.Count:N0} airports");
        return recount;
    }

    private async Task<int> CountFlightsAsync(long flights, FlightPublisher publisher, Crew crew, CancellationToken ct)
    {
        var plan = new KillPlan(flights, options.Kills);
        var stream = new FlightStream(FlightsPerSecond(flights));
        var display = new ProgressDisplay(console, time, flights);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(ct);
        // On a thread of its own: reading the file and encoding flights leaves no time for watching.
        var publishing = Task.Run(() => stream.RunAsync(options.Flights.Read(), publisher, stopping.Token), ct);
        try
        {
            await display.RunAsync(() => WatchAsync(flights, plan, stream, publishing, display, crew, ct));
        }
        finally
        {
            await stopping.CancelAsync();
            await publishing.ContinueWith(_ => { }, TaskScheduler.Default);
        }
        return plan.Done;
    }

    private async Task WatchAsync(
        long flights, KillPlan plan, FlightStream stream, Task publishing, ProgressDisplay display, Crew crew, CancellationToken ct)
    {
        var (moved, handled) = (time.GetTimestamp(), -1L);
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(ct))
        {
            ct.ThrowIfCancellationRequested();
            if (publishing.IsFaulted) await publishing;
            var standing = crew.Look();
            display.Show(standing, stream.Published, crew.Workers);

            if (standing.Handled != handled) (moved, handled) = (time.GetTimestamp(), standing.Handled);
            else if (time.GetElapsedTime(moved) > Patience) throw TooLong("nothing was counted");

            if (plan.IsDue(standing.Handled))
            {
                var killed = await crew.ReplaceAsync(plan.Done % options.Workers);
                plan.Count();
                Say($"Killed worker {killed.Number} (process {killed.Id}) after {standing.Handled:N0} flights, and started another");
            }
            else if (publishing.IsCompletedSuccessfully && standing.Confirmed == flights) return;
        }
    }

    private async Task<IReadOnlyDictionary<string, AirportDelays>> AskAsync(
        Crew crew, IReadOnlyCollection<string> airports, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            return await crew.AskAsync(airports, either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw TooLong("some airports did not answer");
        }
    }

    private async Task ReportAsync(Comparison comparison, IReadOnlyDictionary<string, AirportDelays> answers, DemoResult result)
    {
        if (options.Table is { } file) await File.WriteAllLinesAsync(file.FullName, TabSeparated.Lines(answers));
        foreach (var difference in comparison.Differences) Say(difference.ToString());
        if (options.Json)
        {
            Say(comparison.ToString());
            output.Profile.Out.Writer.WriteLine(result);
            return;
        }
        output.Write(AirportTable.Of(answers, AirportNames.Load()));
        output.Profile.Out.Writer.WriteLine(comparison);
    }

    private int? FlightsPerSecond(long flights) => options.Rate switch
    {
        null => flights <= SmallFile ? (int)Math.Max(1, flights / SmallFileSeconds) : null,
        0 => null,
        { } rate => rate,
    };

    private static TimeoutException TooLong(string what) => new($"{what} for {Patience.TotalMinutes:N0} minutes");

    private void Say(string text) => console.WriteLine(text);
}
