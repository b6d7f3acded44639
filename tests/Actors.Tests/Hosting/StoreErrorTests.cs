using Akka.Events.Hosting;
using Akka.Events.Hosting.Internal;
using Akka.Events.Hosting.Internal.Planning;
using Akka.Events.Persistence.MySql;
using Akka.Events.Tests.Support;
using Xunit;
using static Akka.Events.Tests.Hosting.Planning;

namespace Akka.Events.Tests.Hosting;

/// <summary>There is one store: what code names, else what is configured; and a file that can't be made is named at start.</summary>
public sealed class StoreErrorTests : IDisposable
{
    private const string Both = """akka.events { postgresql.connection-string = "Host=db", sqlite.path = "/tmp/events.db" }""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_stores_in_code_are_one_too_many() =>
        Assert.Equal(
            "UsePostgreSql and UseSqlite are both called: one store keeps everything",
            Error(events: e => e.UsePostgreSql("Host=db").UseSqlite(_folder.File("events.db"))));

    [Fact]
    public void MySQL_is_named_with_a_database_and_alone()
    {
        Assert.Equal(StoreKind.MySql, Plan(events: e => e.UseMySql("Server=db;Database=bank")).Store!.Kind);
        Assert.Equal("akka.events.mysql.connection-string: is not set, and UseMySql is called: give it to UseMySql, or set it", Error(events: e => e.UseMySql()));
        Assert.StartsWith("akka.events.mysql.connection-string: names no database", Error(events: e => e.UseMySql("Server=db;Password=secret")));
        Assert.DoesNotContain("secret", Error(events: e => e.UseMySql("Sorver=db;Database=bank;Password=secret")));
        Assert.Equal(
            "UsePostgreSql and UseMySql are both called: one store keeps everything", Error(events: e => e.UsePostgreSql("Host=db").UseMySql("Server=db;Database=bank")));
        Assert.StartsWith(
            "akka.events.mysql.connection-string: is set, and UseMySql isn't called", Error("akka.events.mysql.connection-string = \"Server=db;Database=bank\""));
    }

    [Fact]
    public void MySQL_keeps_neither_entities_nor_the_outbox()
    {
        Action<EventsBuilder> bank = e => e.UseMySql("Server=db;Database=bank");
        Assert.Equal(
            "group 'counters' has entities, and MySQL doesn't keep their states: give them a process of their own, with UsePostgreSql or UseSqlite",
            Error(events: bank + (e => e.Group("counters", g => g.Entity<Counter>()))));
        Assert.StartsWith("UseOutbox is called, and its table needs PostgreSQL", Error(events: bank + (e => e.UseOutbox())));
    }

    [Fact]
    public void Two_stores_in_the_configuration_are_one_too_many() =>
        Assert.Equal(
            "akka.events.sqlite.path: is set, and so is akka.events.postgresql.connection-string: one store keeps everything",
            Assert.Throws<EventsConfigurationException>(() => Planner.Plan(new EventsBuilder().UseKafka("broker").Setup, Both)).Message);

    [Fact]
    public void Code_wins_over_the_configuration()
    {
        Assert.Equal(StoreKind.PostgreSql, Plan(Both, e => e.UsePostgreSql("Host=other")).Store!.Kind);
        Assert.Equal(StoreKind.Sqlite, Plan(Both, e => e.UseSqlite(_folder.File("events.db"))).Store!.Kind);
        Assert.Equal(StoreKind.Memory, Plan(Both, e => e.UsePostgreSql("Host=other").UseInMemory()).Store!.Kind);
    }

    [Fact]
    public void A_file_in_no_folder_is_refused()
    {
        var file = Path.Combine(_folder.File("missing"), "events.db");
        Assert.Equal(
            $"akka.events.sqlite.path: '{file}' can't be made: there is no folder {_folder.File("missing")}", Error(events: e => e.UseSqlite(file)));
    }

    [Fact]
    public void A_folder_is_no_file()
    {
        var folder = Directory.CreateDirectory(_folder.File("folder")).FullName;
        Assert.Equal($"akka.events.sqlite.path: '{folder}' is a folder: name a file in it", Error(events: e => e.UseSqlite(folder)));
    }

    [Theory]
    [InlineData(":memory:")]
    [InlineData("file:events?mode=memory")]
    public void SQLites_own_memory_is_no_store(string path) =>
        Assert.Equal($"akka.events.sqlite.path: '{path}' is no file's path; for memory call UseInMemory", Error(events: e => e.UseSqlite(path)));
}
