using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Akka.Events.Topics;
using Avro;
using Avro.Specific;
using Confluent.SchemaRegistry;
using Google.Protobuf.WellKnownTypes;
using Xunit;

namespace Akka.Events.SchemaRegistry.Tests;

/// <summary>The code in docs/schema-registry.md, which stands here and so compiles.</summary>
public sealed partial class DocsTests
{
    public static readonly ConfluentRegistry Registry = new("http://localhost:8081");

    public static readonly Topic<Flight> Flights = Registry.Avro<Flight>("flights", key: f => f.Origin);
    public static readonly Topic<DelayAlert> Alerts = Registry.Json<DelayAlert>("delay-alerts", key: a => a.Airport);
    public static readonly Topic<Duration> Delays = Registry.Protobuf<Duration>("delays");

    [Fact]
    public void The_code_of_the_page_is_the_code_that_compiles()
    {
        var lines = Lines(File.ReadAllText(Here())).ToHashSet();
        var page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "../../docs/schema-registry.md"));
        var code = Block().Matches(page).SelectMany(block => Lines(block.Groups["code"].Value)).ToList();
        Assert.NotEmpty(code);
        Assert.Empty(code.Except(lines));
    }

    [Fact]
    public void It_defines_topics()
    {
        var flights = Registry.Avro<Flight>("flights", key: f => f.Origin, new SchemaOptions
        {
            Writing = SchemaWriting.Register,
            Naming = SubjectNaming.TopicRecord,
        });
        var options = new SchemaOptions { Naming = SubjectNaming.Record };
        var orders = Topic.Union<object>("orders", types => types
            .Add("flight", Registry.AvroCodec<Flight>("orders", options))
            .Add("alert", Registry.JsonCodec<DelayAlert>("orders", options)));
        Assert.NotEqual(flights.Codec, Flights.Codec);
        Assert.Equal("application/vnd.confluent.avro", orders.Codec.ContentType);
        Assert.Equal(("LAX", null), (Alerts.KeyOf(new DelayAlert("LAX", 1)), Delays.KeyOf(new Duration())));
    }

    internal static void Configure(Dictionary<string, string> secrets)
    {
        var registry = new ConfluentRegistry(new SchemaRegistryConfig
        {
            Url = "https://one:8081,https://other:8081",
            BasicAuthUserInfo = secrets["registry"],
            SslCaLocation = "/etc/ssl/registry.pem",
        });
        registry.Dispose();
    }

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    public sealed record DelayAlert(string Airport, int Minutes);

    public sealed class Flight : ISpecificRecord
    {
        public static Avro.Schema _SCHEMA = Avro.Schema.Parse(
            """{"type":"record","name":"Flight","namespace":"com.example","fields":[{"name":"Origin","type":"string"}]}""");

        public Avro.Schema Schema => _SCHEMA;

        public string Origin { get; set; } = "";

        public object Get(int fieldPos) => Origin;

        public void Put(int fieldPos, object fieldValue) => Origin = (string)fieldValue;
    }
}
