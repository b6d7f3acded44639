using System.CommandLine;
using Akka.Events.Cli.Records;
using Akka.Events.Cli.Tests.Support;
using Xunit;

namespace Akka.Events.Cli.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Every_command_has_help_with_a_description()
    {
        foreach (var command in All(ToolCommand.Root(new Runner(TextWriter.Null, TextWriter.Null))))
        {
            var ran = await Tool.Run([.. Help.PathOf(command).Split(' ')[1..], "--help"]);
            Assert.True(ran.ExitCode == ExitCode.Done && ran.Output.Contains(command.Description!, StringComparison.Ordinal), $"{Help.PathOf(command)}: {ran}");
        }
    }

    [Fact]
    public void Every_verb_has_an_example_that_parses()
    {
        var root = ToolCommand.Root(new Runner(TextWriter.Null, TextWriter.Null));
        foreach (var verb in All(root).Where(c => c.Subcommands.Count == 0))
        {
            Assert.NotEmpty(Help.ExamplesOf(verb));
            foreach (var example in Help.ExamplesOf(verb))
            {
                var parsed = root.Parse(example.Split(" | ")[0].Split(" > ")[0].Split(" >> ")[0]);
                Assert.True(parsed.Errors.Count == 0, $"{example}: {string.Join(' ', parsed.Errors)}");
                Assert.Same(verb, parsed.CommandResult.Command);
            }
        }
    }

    [Theory]
    [InlineData("topics lsit", "lsit")]
    [InlineData("groups describe", "group")]
    [InlineData("topics list --output yaml", "yaml")]
    [InlineData("topics list --timeout 0", "--timeout")]
    public async Task What_cant_be_understood_is_named(string line, string name)
    {
        var ran = await Tool.Run(line.Split(' '));
        Assert.Equal(ExitCode.Misused, ran.ExitCode);
        Assert.Contains(name, ran.Error, StringComparison.Ordinal);
        Assert.Contains("--help", ran.Error, StringComparison.Ordinal);
        Assert.Empty(ran.Output);
    }

    [Fact]
    public async Task The_schemas_sql_is_printed_without_a_server()
    {
        var ran = await Tool.Run("schema", "print", "--schema", "books");
        Assert.Equal(ExitCode.Done, ran.ExitCode);
        Assert.StartsWith("begin;", ran.Output, StringComparison.Ordinal);
        Assert.Contains("create schema if not exists \"books\"", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_that_never_comes_is_left_when_interrupted()
    {
        using var interrupted = new CancellationTokenSource();
        await using var lines = InputLines.Of(new Terminal(), interrupted.Token).GetAsyncEnumerator(CancellationToken.None);
        var next = lines.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        await interrupted.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData("secruity.protocol=ssl", "secruity.protocol")]
    [InlineData("ssl.ca.location=/none", "ssl.ca.location")]
    public async Task A_property_that_librdkafka_doesnt_take_is_named(string property, string name)
    {
        string[] tls = ["--kafka", "127.0.0.1:1", "--timeout", "1", "-X", "security.protocol=ssl", "-X", property];
        var listed = await Tool.Run(["topics", "list", .. tls]);
        Assert.Equal(ExitCode.Misused, listed.ExitCode);
        Assert.Contains(name, listed.Error, StringComparison.Ordinal);
        var checkedRun = await Tool.Run(["check", .. tls]);
        Assert.Equal(ExitCode.Wrong, checkedRun.ExitCode);
        Assert.Contains(name, checkedRun.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kafka.client { acks = 1 }", "acks")]
    [InlineData("handler { min-backoff = 5s, max-backoff = 1s }", "max-backoff")]
    [InlineData("groups.billing.handlers.send { min-backoff = 5s, max-backoff = 1s }", "akka.events.groups.billing.handlers.send.max-backoff")]
    [InlineData("kafka.client { session.timeout.ms = 60000, max.poll.interval.ms = 50000 }", "max.poll.interval.ms")]
    public async Task What_a_service_would_refuse_is_found_by_a_check_of_its_configuration(string text, string name)
    {
        var file = $"{Path.GetTempFileName()}.conf";
        await File.WriteAllTextAsync(file, $"akka.events {{ {text} }}");
        var ran = await Tool.Run("check", "--config", file, "-o", "json");
        Assert.Equal(ExitCode.Wrong, ran.ExitCode);
        Assert.Contains(name, ran.Json[0].GetProperty("found").GetString(), StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "akka.events { handler.max-backoff = 10m }");
        Assert.Equal(ExitCode.Done, (await Tool.Run("check", "--config", file)).ExitCode);
        File.Delete(file);
    }

    [Fact]
    public async Task A_server_that_isnt_there_is_an_error_of_its_own()
    {
        var kafka = await Tool.Run("topics", "list", "--kafka", "127.0.0.1:1", "--timeout", "0.5");
        Assert.Equal(ExitCode.Unreachable, kafka.ExitCode);
        Assert.Contains("Kafka", kafka.Error, StringComparison.Ordinal);
        var postgres = await Tool.Run("outbox", "status", "--postgres", "Host=127.0.0.1;Port=1;Username=u;Password=sesame");
        Assert.Equal(ExitCode.Unreachable, postgres.ExitCode);
        Assert.Contains("PostgreSQL", postgres.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", postgres.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_is_not_shown_by_a_check_that_fails()
    {
        var ran = await Tool.Run(
            "check", "--postgres", "Host=127.0.0.1;Port=1;Username=u;Password=sesame", "--kafka", "127.0.0.1:1", "-X", "sasl.password=mustard", "--timeout", "0.5");
        Assert.Equal(ExitCode.Wrong, ran.ExitCode);
        Assert.DoesNotContain("sesame", ran.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("mustard", ran.ToString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Nothing_is_done_where_nothing_says_what_with()
    {
        Skip.If(Environment.GetEnvironmentVariable("AKKA_EVENTS_KAFKA") is not null, "AKKA_EVENTS_KAFKA is set");
        var ran = await Tool.Run("topics", "list");
        Assert.Equal(ExitCode.Misused, ran.ExitCode);
        Assert.Contains("--kafka", ran.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    /// <summary>Nobody types, and a read can't be called off.</summary>
    private sealed class Terminal : TextReader
    {
        public override ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken) => new(new TaskCompletionSource<string?>().Task);
    }
}
