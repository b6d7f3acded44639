using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Akka.Events.Operating.Internal;
using Xunit;

namespace Akka.Events.Tests.Operating;

/// <summary>docs/metrics.md is the list of what is measured: a change to either is one to both.</summary>
public sealed partial class MetricsListTests
{
    private static readonly string[] Docs = File.ReadAllLines(Path.Combine(Here(), "../../../docs/metrics.md"));

    [Fact]
    public void Every_instrument_is_in_the_list_with_its_kind_and_unit() =>
        Assert.Equal(
            Docs.Select(line => Row().Match(line)).Where(row => row.Success)
                .Select(row => $"{row.Groups["name"].Value} {row.Groups["kind"].Value} {row.Groups["unit"].Value}").Order(StringComparer.Ordinal),
            Instruments().Select(i => $"{i.Name} {Kind(i)} {i.Unit}").Order(StringComparer.Ordinal));

    [Fact]
    public void Times_are_in_seconds_with_buckets_from_milliseconds_to_ten_seconds()
    {
        foreach (var histogram in Instruments().OfType<Histogram<double>>())
        {
            Assert.Equal("s", histogram.Unit);
            var buckets = histogram.Advice?.HistogramBucketBoundaries;
            Assert.True(buckets is { Count: > 10 } && buckets[0] == 0.005 && buckets[^1] == 10, histogram.Name);
        }
    }

    [Fact]
    public void Every_instrument_has_a_description_that_is_a_sentence() =>
        Assert.All(Instruments(), i => Assert.Matches(@"^[A-Z1].*\.?[a-z0-9]", i.Description));

    [Fact]
    public void The_Grafana_dashboard_and_the_docs_ask_for_series_and_labels_that_there_are()
    {
        var series = Instruments().SelectMany(SeriesOf).ToHashSet(StringComparer.Ordinal);
        var root = Path.Combine(Here(), "../../..");
        string[] asked =
        [
            .. Expression().Matches(File.ReadAllText(Path.Combine(root, "docker/grafana/akka-events.json"))).Select(m => m.Groups["expr"].Value),
            .. Directory.GetFiles(Path.Combine(root, "docs"), "*.md").SelectMany(page => Alert().Matches(File.ReadAllText(page))).Select(m => m.Groups["expr"].Value),
        ];
        Assert.True(asked.Length > 10, $"{asked.Length} expressions");
        var unknown = asked.SelectMany(expression => Name().Matches(expression)).Select(m => m.Value).Where(name => !series.Contains(name) && !Labels.Contains(name)).Distinct();
        Assert.Empty(unknown);
    }

    // As OpenTelemetry's exporter makes them.
    private static IEnumerable<string> SeriesOf(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "");
        return Kind(instrument) switch
        {
            "histogram" => [$"{name}_bucket", $"{name}_sum", $"{name}_count"],
            "counter" => [$"{name}_total"],
            _ => [name],
        };
    }

    private static readonly HashSet<string> Labels = ["messaging_system_name", "messaging_consumer_group_name", "messaging_destination_name", "messaging_destination_partition_id", "akka_events_handler"];

    private static string Kind(Instrument instrument)
    {
        var name = instrument.GetType().Name.Split('`')[0];
        return name.Contains("Gauge", StringComparison.Ordinal) ? "gauge" : name.Contains("Histogram", StringComparison.Ordinal) ? "histogram" : "counter";
    }

    private static List<Instrument> Instruments()
    {
        RuntimeHelpers.RunClassConstructor(typeof(EventsTelemetry).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(EventsGauges).TypeHandle);
        var found = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (ReferenceEquals(instrument.Meter, EventsTelemetry.Meter)) found.Add(instrument);
            },
        };
        listener.Start();
        return found;
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"""expr"": *""(?<expr>(?:[^""\\]|\\.)*)""")]
    private static partial Regex Expression();

    [GeneratedRegex(@"(?m)^ *-? *expr: (?<expr>.*)$")]
    private static partial Regex Alert();

    [GeneratedRegex(@"\b(akka_events|messaging)_[a-z_]+\b")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\| `(?<name>[a-z_.]+)` \| (?<kind>counter|gauge|histogram) \| `?(?<unit>s|\{[a-z]+\})`? \|")]
    private static partial Regex Row();
}
