using System.Text.Json;
using Akka.Events.Cli.Tests.Support;
using Xunit;

namespace Akka.Events.Cli.Tests;

[Collection(CliServers.Name)]
public sealed class TopicsAndRecordsTests(CliServers servers)
{
    [SkippableFact]
    public async Task A_topic_is_made_listed_written_read_and_deleted()
    {
        var topic = servers.NewName("orders");
        Assert.Equal(ExitCode.Done, (await Run("topics", "create", topic, "--partitions", "3")).ExitCode);
        Assert.Equal(ExitCode.Refused, (await Run("topics", "create", topic)).ExitCode);
        Assert.Contains((await Run("topics", "list", "-o", "json")).Json.EnumerateArray(), t => t.GetProperty("topic").GetString() == topic);

        var file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(file, ["a;{\"n\":1}", "b;{\"n\":2}", "a;{\"n\":3}", "c;no json"]);
        var published = await Run("publish", topic, "--file", file, "--key-separator", ";", "-H", "source=test", "-o", "json");
        Assert.Equal(4, published.Json.GetProperty("count").GetInt64());
        Assert.Equal(ExitCode.Done, (await Run("publish", topic, "--key", "c", "--tombstone")).ExitCode);

        Assert.Equal(5, Lines(await Run("consume", topic, "-o", "json")).Length);
        var ofA = Lines(await Run("consume", topic, "-o", "json", "--key", "a", "--filter", "\"n\":3"));
        Assert.Equal("""{"n":3}""", Assert.Single(ofA).GetProperty("value").GetRawText());
        Assert.Equal("test", ofA[0].GetProperty("headers")[0].GetProperty("value").GetString());
        Assert.Single(Lines(await Run("consume", topic, "-o", "json", "--count", "1")));
        Assert.Empty(Lines(await Run("consume", topic, "-o", "json", "--from", "latest")));
        Assert.Equal(5, Lines(await Run("consume", topic, "-o", "json", "--from", "-10m")).Length);

        Assert.Equal(5, (await Run("topics", "describe", topic, "-o", "json")).Json.GetProperty("partitions").EnumerateArray().Sum(p => p.GetProperty("offsets").GetInt64()));
        Assert.Equal(ExitCode.Refused, (await Run("topics", "delete", topic)).ExitCode);
        Assert.Equal(ExitCode.Done, (await Run("topics", "delete", topic, "--yes")).ExitCode);
        Assert.Equal(ExitCode.NotFound, (await Run("topics", "delete", topic, "--yes")).ExitCode);
        Assert.Equal(ExitCode.NotFound, (await Run("consume", topic)).ExitCode);
        File.Delete(file);

        static JsonElement[] Lines(Tool.Ran ran) =>
            [.. ran.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    [SkippableFact]
    public async Task A_check_says_what_topics_are_missing_or_unlike()
    {
        var (eight, four) = (servers.NewName("eight"), servers.NewName("four"));
        await Run("topics", "create", eight, "--partitions", "8");
        await Run("topics", "create", four, "--partitions", "4");
        var well = await Run("check", "--topics", eight, four, "--group", "billing");
        Assert.True(well.ExitCode == ExitCode.Done, well.ToString());
        Assert.Contains("8 partitions, may be read", well.Output, StringComparison.Ordinal);
        Assert.Contains("billing", well.Output, StringComparison.Ordinal);
        var unlike = await Run("check", "--topics", eight, four, "--together");
        Assert.Equal(ExitCode.Wrong, unlike.ExitCode);
        Assert.Contains("unequal numbers", unlike.Output, StringComparison.Ordinal);
        Assert.Contains("there is no such topic", (await Run("check", "--topics", "nothing")).Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_line_that_cant_be_published_ends_it_with_all_before_it_published()
    {
        var topic = servers.NewName("orders");
        await Run("topics", "create", topic, "--partitions", "1");
        var file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(file, [.. Enumerable.Range(1, 10).Select(n => $"k{n};{n}"), "no separator", "k12;12"]);
        var published = await Run("publish", topic, "--file", file, "--key-separator", ";");
        Assert.Equal(ExitCode.Wrong, published.ExitCode);
        Assert.Contains("line 11", published.Error, StringComparison.Ordinal);
        Assert.Contains("10 records", published.Error, StringComparison.Ordinal);
        Assert.Equal(10, (await Run("consume", topic, "-o", "json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        await File.WriteAllLinesAsync(file, ["no separator"]);
        Assert.Equal(ExitCode.Misused, (await Run("publish", topic, "--file", file, "--key-separator", ";")).ExitCode);
        File.Delete(file);
    }

    [SkippableFact]
    public async Task A_group_of_plain_handlers_is_set_back_only_when_it_is_said_so()
    {
        var (topic, group) = (servers.NewName("orders"), servers.NewName("group"));
        await Run("topics", "create", topic, "--partitions", "1");
        foreach (var n in Enumerable.Range(1, 5)) await Run("publish", topic, "--value", $"{n}");
        Assert.Equal(ExitCode.NotFound, (await Run("groups", "describe", group)).ExitCode);

        var first = await Run("groups", "seek", group, "--topic", topic, "--to", "latest", "--execute", "--offsets-only");
        Assert.True(first.ExitCode == ExitCode.Done, first.ToString());
        Assert.Equal(0, (await Described()).GetProperty("lag").GetInt64());
        var tried = await Run("groups", "seek", group, "--topic", topic, "--to", "2", "-o", "json");
        Assert.Equal(3, tried.Json[0].GetProperty("again").GetInt64());
        Assert.Equal(0, (await Described()).GetProperty("lag").GetInt64());
        await Run("groups", "seek", group, "--topic", topic, "--to", "2", "--execute", "--offsets-only");
        Assert.Equal(3, (await Described()).GetProperty("lag").GetInt64());
        Assert.Equal("empty", (await Described()).GetProperty("state").GetString());

        Assert.Contains("Nothing was changed", (await Run("groups", "reset", group)).Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await Run("groups", "reset", group, "--execute", "--offsets-only")).ExitCode);
        Assert.Equal(ExitCode.NotFound, (await Run("groups", "describe", group)).ExitCode);

        async Task<JsonElement> Described() => (await Run("groups", "describe", group, "-o", "json")).Json;
    }

    private Task<Tool.Ran> Run(params string[] args) => Tool.Run([.. args, "--kafka", servers.Kafka.Bootstrap]);
}
