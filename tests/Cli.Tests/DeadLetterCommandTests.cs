using System.Text;
using Akka.Events.Cli.Letters;
using Akka.Events.Cli.Tests.Support;
using Akka.Events.Handling;
using Akka.Events.Testing;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Cli.Tests;

[Collection(CliServers.Name)]
public sealed class DeadLetterCommandTests(CliServers servers)
{
    [SkippableFact]
    public async Task Letters_are_counted_listed_shown_replayed_and_discarded()
    {
        var (topic, group) = (servers.NewName("orders.eu"), servers.NewName("billing"));
        var letterTopic = $"{topic}.{group}.dead-letter";
        await Run("topics", "create", topic, "--partitions", "2");
        await Run("topics", "create", letterTopic, "--partitions", "2");
        await servers.Kafka.ProduceAsync(letterTopic, 0, [Letter(0, "eva", "TimeoutException"), Letter(1, "adam", "FormatException")]);
        await servers.Kafka.ProduceAsync(letterTopic, 1, [Letter(2, "eva\u001b[31m", "TimeoutException")]);

        var counted = (await Run("dead-letters", "list", "-o", "json")).Json.EnumerateArray().Where(r => r.GetProperty("topic").GetString() == topic).ToArray();
        Assert.Equal([("System.TimeoutException", 2), ("System.FormatException", 1)], counted.Select(r => (r.GetProperty("exception").GetString(), r.GetProperty("letters").GetInt32())));

        var listed = await Run("dead-letters", "list", topic, group, "-n", "2", "-o", "json");
        Assert.Equal(["0@0", "0@1"], listed.Json.GetProperty("letters").EnumerateArray().Select(l => l.GetProperty("position").GetString()));
        var rest = await Run("dead-letters", "list", topic, group, "--next", listed.Json.GetProperty("next").GetString()!);
        Assert.Contains("1@0", rest.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', rest.Output);
        var shown = await Run("dead-letters", "show", topic, group, "0@1");
        Assert.Contains("not today", shown.Output, StringComparison.Ordinal);
        Assert.Contains("\"n\": 1", shown.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Misused, (await Run("dead-letters", "show", topic, group, "first")).ExitCode);
        Assert.Equal(ExitCode.Misused, (await Run("dead-letters", "list", topic)).ExitCode);

        var said = await Run("dead-letters", "replay", topic, group, "--exception", "TimeoutException", "--key", "eva");
        Assert.Contains("1 letter would be published once more", said.Error, StringComparison.Ordinal);
        Assert.Empty((await Run("consume", topic, "-o", "json")).Output);
        Assert.Equal(1, (await Run("dead-letters", "replay", topic, group, "--exception", "TimeoutException", "--key", "eva", "--execute", "-o", "json")).Json.GetProperty("letters").GetInt32());
        var replayed = (await Run("consume", topic, "-o", "json")).Json;
        Assert.Equal("""{"n":0}""", replayed.GetProperty("value").GetRawText());
        Assert.Contains(DeadLetterHeaders.ReplayFor, replayed.GetProperty("headers").ToString(), StringComparison.Ordinal);

        Assert.Equal(ExitCode.Done, (await Run("dead-letters", "discard", topic, group, "0@1", "--execute")).ExitCode);
        Assert.Equal(ExitCode.NotFound, (await Run("dead-letters", "discard", topic, group, "0@1", "--execute")).ExitCode);
        Assert.Single((await Run("dead-letters", "list", topic, group, "-o", "json")).Json.GetProperty("letters").EnumerateArray());

        Message<byte[]?, byte[]?> Letter(int offset, string key, string exception)
        {
            var headers = new Headers();
            foreach (var (name, value) in new[]
            {
                (DeadLetterHeaders.Id, $"{topic}-0-{offset}/{group}/invoice"), (DeadLetterHeaders.Topic, topic), (DeadLetterHeaders.Partition, "0"),
                (DeadLetterHeaders.Offset, $"{offset}"), (DeadLetterHeaders.Group, group), (DeadLetterHeaders.Handler, "invoice"),
                (DeadLetterHeaders.Exception, $"System.{exception}"), (DeadLetterHeaders.Reason, $"{exception}: not today"), (DeadLetterHeaders.Attempts, "3"),
                (DeadLetterHeaders.Time, "2026-11-28T03:00:00.0000000Z"),
            }) headers.Add(name, Encoding.UTF8.GetBytes(value));
            return new Message<byte[]?, byte[]?> { Key = Encoding.UTF8.GetBytes(key), Value = Encoding.UTF8.GetBytes($"{{\"n\":{offset}}}"), Headers = headers };
        }
    }

    [Theory]
    [InlineData("12")]
    [InlineData("-1@3")]
    [InlineData("1@3@4")]
    public void A_position_is_a_partition_and_an_offset(string text) => Assert.Throws<ToolException>(() => LetterOptions.Position("topic", text));

    private Task<Tool.Ran> Run(params string[] args) => Tool.Run([.. args, "--kafka", servers.Kafka.Bootstrap]);
}
