#nullable enable
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;
using Xunit.Abstractions;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Akka.Hosting.TestKit;

/// <summary>
/// The kit within a host: services, configuration and Akka are set up as in an application. The kit can be used once
/// <see cref="InitializeAsync"/> has run, which is before each test but after the test class's constructor.
/// </summary>
public abstract class TestKit : TestKitBase, IAsyncLifetime
{
    private IHost? _host;

    protected TestKit(
        string? actorSystemName = null, ITestOutputHelper? output = null, TimeSpan? startupTimeout = default,
        LogLevel logLevel = LogLevel.Information)
        : base(Assertions, null, ActorSystemSetup.Empty, actorSystemName, null)
    {
        ActorSystemName = actorSystemName ?? "test";
        Output = output;
        StartupTimeout = startupTimeout ?? TimeSpan.FromSeconds(10);
        LogLevel = logLevel;
    }

    public string ActorSystemName { get; }
    public ITestOutputHelper? Output { get; }
    public TimeSpan StartupTimeout { get; }
    public LogLevel LogLevel { get; }
    public IHost Host => _host ?? throw new InvalidOperationException("There is no host yet: it comes with InitializeAsync");
    public ActorRegistry ActorRegistry => Host.Services.GetRequiredService<ActorRegistry>();

    /// <summary>Laid over everything else.</summary>
    protected virtual Config? Config => null;

    protected static XunitAssertions Assertions { get; } = new();

    public async Task InitializeAsync()
    {
        var builder = new HostBuilder()
            .ConfigureLogging(logging =>
            {
                logging.SetMinimumLevel(LogLevel);
                if (Output is not null) logging.AddProvider(new TestOutputLoggerProvider(Output));
                ConfigureLogging(logging);
            })
            .ConfigureHostConfiguration(ConfigureHostConfiguration)
            .ConfigureAppConfiguration(ConfigureAppConfiguration)
            .ConfigureServices(ConfigureServices)
            .ConfigureServices(services => services.AddAkka(ActorSystemName, (akka, provider) =>
            {
                akka.AddHocon(DefaultConfig, HoconAddMode.Append);
                akka.ConfigureLoggers(loggers =>
                {
                    loggers.LogLevel = ToAkka(LogLevel);
                    loggers.ClearLoggers();
                    loggers.AddLogger<TestEventListener>();
                    loggers.AddLoggerFactory();
                });
                ConfigureAkka(akka, provider);
                if (Config is { } config) akka.AddHocon(config, HoconAddMode.Prepend);
            }));
        ConfigureHostBuilder(builder);
        _host = builder.Build();

        using var timeout = new CancellationTokenSource(StartupTimeout);
        try
        {
            await _host.StartAsync(timeout.Token).WaitAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new TimeoutException($"The host hasn't started within {StartupTimeout}");
        }

        base.InitializeTest(_host.Services.GetRequiredService<ActorSystem>(), ActorSystemSetup.Empty, null, null);
        ActorRegistry.Register<TestProbe>(TestActor);
        await BeforeTestStart();
    }

    public async Task DisposeAsync()
    {
        if (_host is null) return;
        try
        {
            await AfterAllAsync();
        }
        finally
        {
            await _host.StopAsync();
            if (_host is IAsyncDisposable host) await host.DisposeAsync();
        }
    }

    /// <summary>Deferred to <see cref="InitializeAsync"/>: the system is the host's.</summary>
    protected sealed override void InitializeTest(
        ActorSystem? system, ActorSystemSetup config, string? actorSystemName, string? testActorName) { }

    protected abstract void ConfigureAkka(AkkaConfigurationBuilder builder, IServiceProvider provider);

    protected virtual void ConfigureHostBuilder(IHostBuilder builder) { }

    protected virtual void ConfigureHostConfiguration(IConfigurationBuilder builder) { }

    protected virtual void ConfigureAppConfiguration(HostBuilderContext context, IConfigurationBuilder builder) { }

    protected virtual void ConfigureServices(HostBuilderContext context, IServiceCollection services) { }

    protected virtual void ConfigureLogging(ILoggingBuilder builder) { }

    protected virtual Task BeforeTestStart() => Task.CompletedTask;

    /// <summary>Runs before the host stops.</summary>
    protected virtual Task AfterAllAsync() => Task.CompletedTask;

    private static Event.LogLevel ToAkka(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => Event.LogLevel.DebugLevel,
        LogLevel.Information => Event.LogLevel.InfoLevel,
        LogLevel.Warning => Event.LogLevel.WarningLevel,
        _ => Event.LogLevel.ErrorLevel,
    };
}
