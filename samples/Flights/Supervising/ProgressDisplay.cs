using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Flights.Supervising;

/// <summary>What a run looks like while it goes on: drawn in place on a terminal, else a line a second, and fewer while nothing moves.</summary>
internal sealed class ProgressDisplay(IAnsiConsole console, TimeProvider time, long flights)
{
    private const int BarWidth = 50;
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(1), WhileNothingMoves = TimeSpan.FromSeconds(5);

    private readonly Rate _rate = new(time);
    private LiveDisplayContext? _live;
    private long _lastLine;
    private long _lastHandled;

    /// <summary>Runs what is to be watched.</summary>
    public Task RunAsync(Func<Task> watched)
    {
        if (!console.Profile.Capabilities.Interactive) return watched();
        return console.Live(new Text("")).AutoClear(true).StartAsync(live =>
        {
            _live = live;
            return watched();
        });
    }

    public void Show(Standing standing, long published, IEnumerable<WorkerProcess> workers)
    {
        var rate = _rate.Sample(standing.Handled);
        if (_live is not null)
        {
            _live.UpdateTarget(Picture(standing, published, rate, workers));
            _live.Refresh();
        }
        else if (_lastLine == 0 || time.GetElapsedTime(_lastLine) >= (standing.Handled == _lastHandled ? WhileNothingMoves : BetweenLines))
        {
            (_lastLine, _lastHandled) = (time.GetTimestamp(), standing.Handled);
            var group = Group(standing, "  ");
            var lag = published - standing.Handled;
            console.WriteLine(Text($"{standing.Handled,11:N0} of {flights:N0} flights  {rate,9:N0}/s  lag {lag,7:N0}  {group}"));
        }
    }

    private IRenderable Picture(Standing standing, long published, double rate, IEnumerable<WorkerProcess> workers)
    {
        var filled = (int)(BarWidth * standing.Handled / Math.Max(1, flights));
        var grid = new Grid().AddColumn(new GridColumn().PadRight(3)).AddColumn();
        var bar = $"[green]{new string('━', filled)}[/][grey]{new string('━', BarWidth - filled)}[/]";
        grid.AddRow("flights", $"{bar} {Text($"{standing.Handled:N0} of {flights:N0}")}");
        grid.AddRow("rate", Text($"{rate:N0}/s"));
        grid.AddRow("lag", Text($"{published - standing.Handled:N0}"));
        grid.AddRow("group", Group(standing, ", "));
        foreach (var worker in workers)
        {
            var owned = string.Join(' ', (worker.Progress?.Partitions ?? []).Select(partition => partition.Partition).Order());
            grid.AddRow($"worker {worker.Number}", $"process {worker.Id}, partitions {owned}");
        }
        return grid;
    }

    // At the start, and after a kill, the workers need some seconds to get their partitions.
    private static string Group(Standing standing, string between) => standing.Partitions == 0
        ? "the workers are joining the group" : $"{standing.Partitions} partitions{between}{standing.Shards} shards";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
