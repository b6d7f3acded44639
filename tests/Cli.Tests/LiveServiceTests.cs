using Akka.Events.Cli.Tests.Support;
using Akka.Events.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Akka.Events.Cli.Tests;

public sealed class LiveServiceTests
{
    [Fact]
    public async Task A_running_service_is_looked_at_paused_and_asked()
    {
        await using var service = await LiveService.Start();
        await service.Publish("eva", 3);
        await service.Publish("eva", 4);
        await service.Handled(2);

        var status = await Run("status", "-o", "json");
        Assert.True(status.ExitCode == ExitCode.Done, status.ToString());
        Assert.Equal(2, status.Json.GetProperty("groups")[0].GetProperty("handled").GetInt64());
        Assert.Contains("counts", (await Run("status")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await Run("problems")).ExitCode);
        Assert.Contains("\"sum\": 7", (await Run("entities", "ask", "counts", "eva")).Output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(ExitCode.NotFound, (await Run("entities", "ask", "counts", "adam")).ExitCode);
        Assert.Equal(4, (await Run("cluster-sharding", "shards", "counts", "-o", "json")).Json.GetArrayLength());
        Assert.Equal(4, (await Run("cluster-sharding", "regions", "-o", "json")).Json[0].GetProperty("shards").GetInt32());
        Assert.Contains("no cluster", (await Run("cluster", "show")).Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NotFound, (await Run("cluster", "leave", "--yes")).ExitCode);
        var actors = await Run("actor", "hierarchy", "--depth", "8");
        Assert.StartsWith("/user", actors.Output, StringComparison.Ordinal);
        Assert.Contains("committer", actors.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NotFound, (await Run("actor", "hierarchy", "/user/nobody")).ExitCode);

        Assert.Equal(ExitCode.Done, (await Run("groups", "pause", "counts")).ExitCode);
        Assert.All(service.Status.Partitions, p => Assert.True(p.Paused));
        Assert.Equal(ExitCode.Refused, (await Run("groups", "resume", "counts", "--topic", "counts", "--partition", "1")).ExitCode);
        Assert.Equal(ExitCode.Done, (await Run("groups", "resume", "counts")).ExitCode);
        Assert.All(service.Status.Partitions, p => Assert.False(p.Paused));
        Assert.Equal(ExitCode.NotFound, (await Run("groups", "pause", "others")).ExitCode);
        Assert.Equal(ExitCode.Misused, (await Run("groups", "pause", "counts", "--partition", "1")).ExitCode);

        Task<Tool.Ran> Run(params string[] args) => Tool.Run([.. args, "--service", service.Address]);
    }

    [Fact]
    public async Task An_action_that_is_sent_on_to_a_login_page_isnt_taken_for_done()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        var welcomed = false;
        app.Run(context =>
        {
            if (context.Request.Path == "/login") welcomed = true;
            else context.Response.Redirect("/login");
            return Task.CompletedTask;
        });
        await app.StartAsync();
        var ran = await Tool.Run("groups", "pause", "counts", "--service", $"{app.Urls.First()}/events", "--service-header", "Cookie: worth=much");
        Assert.NotEqual(ExitCode.Done, ran.ExitCode);
        Assert.Contains("sends on to /login (302)", ran.Error, StringComparison.Ordinal);
        Assert.False(welcomed);
    }

    [Fact]
    public async Task Its_log_is_followed_without_the_services_own_lines()
    {
        await using var service = await LiveService.Start();
        var tail = Tool.Run("log", "tail", "--level", "warning", "-n", "1", "--service", service.Address);
        // Until somebody watches nothing is kept.
        await Eventually.True(() =>
        {
            service.Log("Shop.Cards", "number 4711");
            service.Log("Akka.Events.Test", "a line\u001b[31m of it");
            return tail.IsCompleted;
        }, "a line has come");
        var ran = await tail;
        Assert.True(ran.ExitCode == ExitCode.Done, ran.ToString());
        Assert.Contains("Akka.Events.Test[7]", ran.Output, StringComparison.Ordinal);
        Assert.Contains("a line\\u001b[31m of it", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_log_has_what_akka_says_of_itself_without_what_the_services_actors_say()
    {
        await using var service = await LiveService.Start();
        var tail = Tool.Run("log", "tail", "--level", "warning", "-n", "2", "--service", service.Address);
        // One logger takes them all, in their order: between two of Akka's there is always one of the service's.
        await Eventually.True(() =>
        {
            service.ActorLog("number 4711");
            service.AkkaLog("quarantined");
            return tail.IsCompleted;
        }, "lines have come");
        var ran = await tail;
        Assert.Equal(2, ran.Output.Split("quarantined").Length - 1);
        Assert.DoesNotContain("4711", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_isnt_there_is_said()
    {
        var ran = await Tool.Run("status", "--service", "http://127.0.0.1:1/events", "--timeout", "2");
        Assert.Equal(ExitCode.Unreachable, ran.ExitCode);
        Assert.Contains("127.0.0.1:1", ran.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Misused, (await Tool.Run("status", "--service", "localhost")).ExitCode);
    }
}
