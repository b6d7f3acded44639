using System.CommandLine;
using System.CommandLine.Parsing;
using Akka.Events.Publishing;
using Flights.Input;
using Flights.Services;
using Flights.Supervising;
using Flights.Working;
using Spectre.Console;

namespace Flights;

/// <summary>The command line. Exit codes: 0 equal, 1 different or failed, 2 refused before it began, 130 interrupted.</summary>
internal sealed class FlightsCommand
{
    private const int Different = 1, Refused = 2, Interrupted = 130;

    /// <summary>Columns of a file or pipe: no line is broken.</summary>
    private const int FileWidth = 1_000;

    /// <summary>How long an interrupted run may take to end its servers and workers.</summary>
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(40);

    private readonly Option<FileInfo?> _flights = new("--flights")
    {
        Description = "CSV of flights, plain or gzip: date,delay,distance,origin,destination. Default: the sample's own 20,000.",
        HelpName = "file",
    };

    private readonly Option<string> _onBrokenLine = new("--on-broken-line")
    {
        Description = "Lines of the file that aren't flights are named, and skipped, or the file is refused.",
        DefaultValueFactory = _ => "skip",
    };

    private readonly Option<string?> _kafka = new("--kafka")
    {
        Description = "A Kafka that runs. Default: AKKA_EVENTS_KAFKA, else one started from KAFKA_HOME or ../shared/kafka, else a mock.",
        HelpName = "host:port",
    };

    private readonly Option<string?> _postgres = new("--postgres")
    {
        Description = "A PostgreSQL that runs. Default: AKKA_EVENTS_POSTGRES, else one started from installed programs.",
        HelpName = "connection string",
    };

    private readonly Option<StoreChoice> _store = new("--store")
    {
        Description = "Where the state is kept: auto, postgres, sqlite (a file that the workers share) or memory. "
            + "Auto: in PostgreSQL where one is named or found, else in SQLite.",
        HelpName = "auto|postgres|sqlite|memory",
        DefaultValueFactory = _ => StoreChoice.Auto,
    };

    private readonly Option<int> _workers = new("--workers")
    {
        Description = "Worker processes in the group; several also join an Akka cluster, through which each answers for all.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<int> _kills = new("--kills")
    {
        Description = "How often a worker is killed (SIGKILL) on the way; once is half-way.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<int?> _rate = new("--rate")
    {
        Description = "Flights published a second; 0: as fast as it goes. Default: a small file slowly, a large one at once.",
    };

    private readonly Option<string> _output = new("--output")
    {
        Description = "The result as a table, or as one line of JSON.",
        DefaultValueFactory = _ => "text",
    };

    private readonly Option<FileInfo?> _table = new("--table")
    {
        Description = "Writes what every airport answered to this file, tab-separated.",
        HelpName = "file",
    };

    private readonly Option<bool> _dashboard = new("--dashboard")
    {
        Description = "Each worker serves a page that shows what it does, and all stay open when the flights are counted, until Ctrl-C.",
    };

    private FlightsCommand()
    {
        _onBrokenLine.AcceptOnlyFromAmong("skip", "refuse");
        _output.AcceptOnlyFromAmong("text", "json");
        AtLeast(_workers, 1);
        AtLeast(_kills, 0);
        _rate.Validators.Add(result => Check(result, result.GetValueOrDefault<int?>() is null or >= 0, "--rate must be 0 or more"));
    }

    public static async Task<int> RunAsync(string[] args)
    {
        var command = new FlightsCommand();
        var parsed = command.Root().Parse(args);
        var invocation = new InvocationConfiguration { ProcessTerminationTimeout = StopWithin };
        if (parsed.Errors.Count == 0) return await parsed.InvokeAsync(invocation);
        foreach (var error in parsed.Errors) Console.Error.WriteLine(error.Message);
        return Refused;
    }

    private RootCommand Root()
    {
        var root = new RootCommand("Real flights through Kafka into one actor per airport, with a crash in the middle.")
        {
            _flights, _onBrokenLine, _kafka, _postgres, _store, _workers, _kills, _rate, _output, _table, _dashboard,
        };
        root.SetAction(DemoAsync);
        var worker = new Command(WorkerProgram.Command, "A member of the group; started by the demo.") { Hidden = true };
        worker.SetAction((_, _) => WorkerProgram.RunAsync());
        root.Add(worker);
        return root;
    }

    private async Task<int> DemoAsync(ParseResult parsed, CancellationToken ct)
    {
        var demo = new Demo(Options(parsed), ConsoleOn(Console.Out), ConsoleOn(Console.Error), TimeProvider.System);
        try
        {
            return await demo.RunAsync(ct) ? 0 : Different;
        }
        catch (InputException e)
        {
            Console.Error.WriteLine(e.Message);
            return Refused;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            Console.Error.WriteLine("Interrupted; nothing is left running.");
            return Interrupted;
        }
        catch (Exception e) when (e is WorkerEndedException or PublishException or TimeoutException or InvalidOperationException or DllNotFoundException)
        {
            Console.Error.WriteLine($"Failed: {e.Message}");
            return Different;
        }
    }

    private static IAnsiConsole ConsoleOn(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (!console.Profile.Out.IsTerminal) console.Profile.Width = FileWidth;
        return console;
    }

    private DemoOptions Options(ParseResult parsed) => new()
    {
        Flights = new FlightFile(parsed.GetValue(_flights)?.FullName ?? Data.Flights),
        OnBrokenLine = parsed.GetValue(_onBrokenLine) == "refuse" ? OnBrokenLine.Refuse : OnBrokenLine.Skip,
        Kafka = parsed.GetValue(_kafka),
        Postgres = parsed.GetValue(_postgres),
        Store = parsed.GetValue(_store),
        Workers = parsed.GetValue(_workers),
        Kills = parsed.GetValue(_kills),
        Rate = parsed.GetValue(_rate),
        Json = parsed.GetValue(_output) == "json",
        Dashboard = parsed.GetValue(_dashboard),
        Table = parsed.GetValue(_table),
    };

    private static void AtLeast(Option<int> option, int least) =>
        option.Validators.Add(result => Check(result, result.GetValueOrDefault<int>() >= least, $"{option.Name} must be {least} or more"));

    private static void Check(OptionResult result, bool holds, string error)
    {
        if (!holds) result.AddError(error);
    }
}
