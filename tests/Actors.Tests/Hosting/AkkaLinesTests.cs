using Akka.Actor;
using Akka.Event;
using Akka.Events.Hosting;
using Akka.Events.Tests.Fakes;
using Akka.Remote.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Akka.Events.Tests.Hosting;

public sealed class AkkaLinesTests
{
    [Fact]
    public async Task What_Akkas_own_parts_tell_of_themselves_is_at_Debug_and_what_others_log_stays_as_it_is()
    {
        using var lines = new LogLines();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<ILoggerFactory>(lines);
        builder.Services.AddAkkaEvents(
            "quiet", events => events.UseKafka("localhost:1").UseInMemory(), (akka, _) => akka.WithRemoting("127.0.0.1", 0));
        using (var host = builder.Build())
        {
            await host.StartAsync();
            var system = host.Services.GetRequiredService<ActorSystem>();
            system.Log.Info("the system's");
            Logging.GetLogger(system, this).Info("the user's");
            Logging.GetLogger(system, this).Warning("the user's warning");
            await EventsHarness.Eventually(() => Levels(lines, "the user's warning").Any());
            await host.StopAsync();
        }
        Assert.Equal([LogLevel.Information], Levels(lines, "the system's"));
        Assert.Equal([LogLevel.Information, LogLevel.Warning], Levels(lines, "the user's"));
        Assert.Equal([LogLevel.Debug], Levels(lines, "Starting remoting"));
        Assert.Equal([LogLevel.Debug], Levels(lines, "CoordinatedShutdown invoked"));
    }

    private static IEnumerable<LogLevel> Levels(LogLines lines, string text) =>
        lines.All.Where(line => line.Text.Contains(text, StringComparison.Ordinal)).Select(line => line.Level);
}
