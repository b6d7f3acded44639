using Akka.Events.Cli.Tests.Support;
using Akka.Events.Hosting;
using Akka.Events.Operating;
using Akka.Events.Publishing;
using Akka.Events.Testing;
using Akka.Events.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Xunit;

namespace Akka.Events.Cli.Tests;

[Collection(CliServers.Name)]
public sealed class BooksTests(CliServers servers)
{
    private const int Records = 400, Keys = 20;
    private string _database = "";
    private string _group = "";

    [SkippableFact]
    public async Task An_audit_proves_the_books_of_a_group_and_finds_each_thing_that_is_wrong_in_them()
    {
        await Count();
        var well = await Audit();
        Assert.True(well.ExitCode == ExitCode.Done, well.ToString());
        Assert.True(well.Json.GetProperty("agrees").GetBoolean());
        Assert.Equal(Records + Keys, Sum(well, "events"));
        Assert.Equal(Records, Sum(well, "records"));
        Assert.Equal(Keys, Sum(well, "states"));
        Assert.Equal(Records, Sum(well, "finished"));

        await Wrong("update akka_events.entity_state set sequence_nr = sequence_nr + 1000 where ctid = (select min(ctid) from akka_events.entity_state)", "the journal ends with");
        await Wrong("delete from akka_events.entity_state where ctid = (select min(ctid) from akka_events.entity_state)", "it has none");
        await Wrong("delete from akka_events.journal where ordering = (select max(ordering) from akka_events.journal where manifest = 'B1' and sequence_number < 1000)", "");
        await Wrong(
            """
            insert into akka_events.journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier)
            select created, false, persistence_id, (select max(sequence_number) + 1 from akka_events.journal l where l.persistence_id = j.persistence_id), message, manifest, identifier
            from akka_events.journal j where manifest = 'B1' order by ordering limit 1
            """, "which is finished already");

        var shown = await Run("entities", "show", _group, "key-7", "-o", "json");
        Assert.Equal("counter", shown.Json.GetProperty("entity").GetString());
        Assert.Equal(Enumerable.Range(0, Records).Where(n => n % Keys == 7).Sum(), shown.Json.GetProperty("state").GetProperty("value").GetProperty("sum").GetInt32());
        Assert.Equal(Records / Keys + 1, (await Run("entities", "history", _group, "key-7", "-o", "json")).Json.GetArrayLength());
        Assert.Equal(Keys, (await Run("entities", "list", _group, "-o", "json")).Json[0].GetProperty("states").GetInt64());
        Assert.Contains("journal", (await Run("groups", "list")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Refused, (await Run("groups", "seek", _group, "--topic", _group, "--to", "earliest")).ExitCode);
        // Its offsets in Kafka count for nothing; without the database nobody knows.
        string[][] blindly = [["groups", "seek", _group, "--topic", _group, "--to", "earliest"], ["groups", "reset", _group]];
        foreach (var blind in blindly)
        {
            var refused = await Tool.Run([.. blind, "--execute", "--kafka", servers.Kafka.Bootstrap]);
            Assert.Equal(ExitCode.Refused, refused.ExitCode);
            Assert.Contains("--offsets-only", refused.Error, StringComparison.Ordinal);
        }
        Assert.Equal(ExitCode.Done, (await Run("check")).ExitCode);
        Assert.Equal(ExitCode.Done, (await Run("outbox", "status")).ExitCode);

        Assert.Equal(ExitCode.Done, (await Run("groups", "reset", _group, "--execute")).ExitCode);
        Assert.Equal(ExitCode.NotFound, (await Audit()).ExitCode);
    }

    /// <summary>A service that counts, is visited, and ends with a checkpoint of all.</summary>
    private async Task Count()
    {
        _group = servers.NewName("sums");
        _database = await servers.NewDatabase();
        var topic = Topic.Text(_group);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(new CounterTopic(topic));
        builder.Services.AddAkkaEvents("sums", events => events
            .UseKafka(servers.Kafka.Bootstrap).UsePostgreSql(_database).ConfigureTopics(t => (t.Create, t.Partitions) = (true, 2))
            .Group(_group, group => group
                .Options(o => (o.RetainHistory, o.Checkpoint.MaxTailEvents, o.Checkpoint.MaxAge) = (true, 1, TimeSpan.FromSeconds(1)))
                .Entity<Counter>()));
        using var host = builder.Build();
        await host.StartAsync();
        var events = host.Services.GetRequiredService<IEvents>();
        var status = host.Services.GetRequiredService<IEventsStatus>();
        await Publish(0, Records / 2);
        // In the midst: the last row is one that finishes records, which is missed when it is gone.
        await Eventually.True(() => status.Groups[0].Handled >= Records / 2, "half of them are counted", () => status.Groups[0]);
        var visit = await host.Services.GetRequiredService<IEventsControl>().VisitAsync<Counter>("touch");
        Assert.Equal((Keys, true), (visit.Visited, visit.IsComplete));
        await Publish(Records / 2, Records / 2);
        await Eventually.True(() => status.Groups[0].Handled >= Records, "all are counted", () => status.Groups[0]);
        await Eventually.True(() => Stored() == Keys, "all states are stored");
        await host.StopAsync();

        async Task Publish(int first, int count)
        {
            foreach (var n in Enumerable.Range(first, count)) await events.PublishAsync(topic, $"{n}", new PublishOptions { Key = $"key-{n % Keys}" });
        }
    }

    private long Stored()
    {
        using var connection = new NpgsqlConnection(_database);
        connection.Open();
        using var command = new NpgsqlCommand("select count(*) from akka_events.entity_state", connection);
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>What is done to the books is found, and undone.</summary>
    private async Task Wrong(string sql, string found)
    {
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync();
        await Execute("create schema keep; create table keep.s as table akka_events.entity_state; create table keep.j as table akka_events.journal");
        await Execute(sql);
        var audit = await Audit();
        Assert.True(audit.ExitCode == ExitCode.Wrong, $"{sql}: {audit}");
        Assert.Contains(audit.Json.GetProperty("differences").EnumerateArray(), d => d.GetProperty("what").GetString()!.Contains(found, StringComparison.Ordinal));
        await Execute(
            """
            truncate akka_events.entity_state, akka_events.journal; insert into akka_events.entity_state select * from keep.s;
            insert into akka_events.journal overriding system value select * from keep.j; drop schema keep cascade
            """);

        async Task Execute(string statements)
        {
            await using var command = new NpgsqlCommand(statements, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    private Task<Tool.Ran> Audit() => Run("audit", _group, "-o", "json");

    private static long Sum(Tool.Ran audit, string what) => audit.Json.GetProperty("audited").EnumerateArray().Sum(a => a.GetProperty(what).GetInt64());

    private Task<Tool.Ran> Run(params string[] args) => Tool.Run([.. args, "--kafka", servers.Kafka.Bootstrap, "--postgres", _database]);
}
