using Akka.Events.Hosting;
using Akka.Events.Tests.Support;
using Xunit;

namespace Akka.Events.Tests.Hosting;

public sealed class SqliteHostTests : DurableHostSpec, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected override Task<Action<EventsBuilder>> NewStore() =>
        Task.FromResult<Action<EventsBuilder>>(events => events.UseSqlite(_folder.File("events.db")));

    [Fact]
    public async Task The_file_can_be_named_by_HOCON()
    {
        await using var hosts = new Hosts(_ => { });
        var host = await hosts.Start(Counters, hocon: $"akka.events.sqlite.path = \"{_folder.File("named.db")}\"");
        await Publish(host, "anna", 1);
        await Hosts.Eventually(() => host.Handled() == 1, "the event is handled");

        Assert.True(File.Exists(_folder.File("named.db")));
    }

    [Fact]
    public async Task A_file_that_is_no_database_stops_the_start_by_name()
    {
        var file = _folder.File("letter.db");
        await File.WriteAllTextAsync(file, new string('x', 4096));
        await using var hosts = new Hosts(events => events.UseSqlite(file));

        var error = await Assert.ThrowsAsync<EventsConfigurationException>(() => hosts.Start(Counters));
        Assert.StartsWith($"akka.events.sqlite.path: '{file}' can't be used: SQLite Error 26", error.Message);
    }

    public void Dispose() => _folder.Dispose();
}
