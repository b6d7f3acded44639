using Akka.Events.Cli.Connecting;
using Akka.Events.Cli.Letters;
using Akka.Events.Hosting;
using Akka.Events.Persistence.PostgreSql.Internal;
using Xunit;

namespace Akka.Events.Cli.Tests;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [Theory]
    [InlineData("a.conf", "akka.events { kafka { bootstrap-servers = \"k:9092\", client { sasl.username = me } }\n postgresql { schema = books } }")]
    [InlineData("appsettings.json", """{ "akka": { "events": { "kafka": { "bootstrap-servers": "k:9092", "client": { "sasl": { "username": "me" } } }, "postgresql": { "schema": "books" } } } }""")]
    public void The_services_own_file_says_where_things_are(string name, string text)
    {
        var file = ConfigurationFile.Read(Write(name, text));
        Assert.Equal("k:9092", file.Kafka.BootstrapServers);
        Assert.Equal("me", file.Client["sasl.username"]);
        Assert.Equal("books", file.PostgreSql.Schema);
    }

    [Fact]
    public void Letters_are_published_again_up_to_the_size_that_the_service_publishes()
    {
        var settings = new ToolSettings
        {
            Brokers = "k:9092", Client = new Dictionary<string, string>(), Postgres = null, PostgreSql = new PostgreSqlSettings(), Service = "", Timeout = TimeSpan.FromSeconds(5),
            Configuration = ConfigurationFile.Read(Write("a.conf", "akka.events.publish.max-record-bytes = 5MiB")),
        };
        Assert.Equal(5 << 20, LetterBox.Producer("k:9092", settings).MaxRecordBytes);
    }

    [Fact]
    public void What_is_wrong_in_it_is_named_by_its_path()
    {
        var wrong = Assert.Throws<EventsConfigurationException>(() => ConfigurationFile.Read(Write("a.conf", "akka.events.postgresql.shcema = x")));
        Assert.Contains("akka.events.postgresql.shcema", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.json", "{ \"akka\": ")]
    [InlineData("a.conf", "akka { }, }")]
    public void A_file_that_is_none_is_refused(string name, string text) =>
        Assert.Equal(ExitCode.Misused, Assert.Throws<ToolException>(() => ConfigurationFile.Read(Write(name, text))).ExitCode);

    [Fact]
    public void A_file_that_isnt_there_is_refused() =>
        Assert.Equal(ExitCode.Misused, Assert.Throws<ToolException>(() => ConfigurationFile.Read(Path.Combine(_folder, "none.conf"))).ExitCode);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
