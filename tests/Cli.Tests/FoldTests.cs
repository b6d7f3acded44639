using Akka.Events.Cli.Tests.Support;
using Akka.Events.Hosting;
using Akka.Events.Operating;
using Akka.Events.Publishing;
using Akka.Events.Testing;
using Akka.Events.Topics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Akka.Events.Cli.Tests;

[Collection(CliServers.Name)]
public sealed class FoldTests(CliServers servers)
{
    private const int Keys = 10, Records = 100;

    [SkippableFact]
    public async Task Stored_states_are_what_their_events_fold_to_and_one_that_isnt_is_found()
    {
        var (group, database, topic) = (servers.NewName("sums"), await servers.NewDatabase(), Topic.Text(servers.NewName("numbers")));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddSingleton(new CounterTopic(topic));
        builder.Services.AddAkkaEvents("sums", events => events
            .UseKafka(servers.Kafka.Bootstrap).UsePostgreSql(database).ConfigureTopics(t => (t.Create, t.Partitions) = (true, 2))
            .Group(group, g => g.Options(o => (o.RetainHistory, o.Checkpoint.MaxTailEvents, o.Checkpoint.MaxAge) = (true, 1, TimeSpan.FromSeconds(1))).Entity<Counter>()));
        await using var app = builder.Build();
        app.MapAkkaEvents();
        await app.StartAsync();
        var events = app.Services.GetRequiredService<IEvents>();
        await Task.WhenAll(Enumerable.Range(0, Records).Select(n => events.PublishAsync(topic, $"{n}", new PublishOptions { Key = $"key-{n % Keys}" })));
        var status = app.Services.GetRequiredService<IEventsStatus>();
        await Eventually.True(() => status.Groups[0].Handled >= Records, "all are counted", () => status.Groups[0]);
        await using var source = NpgsqlDataSource.Create(database);
        await Eventually.True(() => Scalar("select count(*) from akka_events.entity_state") == Keys, "all states are stored");

        var audit = await Audit();
        Assert.True(audit.ExitCode == ExitCode.Done, audit.ToString());
        Assert.Equal(Keys, audit.Json.GetProperty("audited").EnumerateArray().Sum(a => a.GetProperty("folded").GetInt64()));
        Scalar("update akka_events.entity_state set payload = convert_to('{\"sum\":-1}', 'utf8') where key_id = convert_to('key-7', 'utf8') returning 1");
        var wrong = await Audit();
        Assert.Equal(ExitCode.Wrong, wrong.ExitCode);
        Assert.Contains("key-7 has a state of row", Assert.Single(wrong.Json.GetProperty("differences").EnumerateArray()).GetProperty("what").GetString(), StringComparison.Ordinal);
        await app.StopAsync();

        Task<Tool.Ran> Audit() => Tool.Run(
            "audit", group, "--states", "50", "-o", "json", "--kafka", servers.Kafka.Bootstrap, "--postgres", database, "--service", $"{app.Urls.First()}/events");

        long Scalar(string sql)
        {
            using var command = source.CreateCommand(sql);
            return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
