#nullable enable
using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akka.Hosting;

/// <summary>Ties the ActorSystem's life to the host's, whichever of the two ends first.</summary>
public class AkkaHostedService(
    AkkaConfigurationBuilder configurationBuilder,
    IServiceProvider serviceProvider,
    ILogger<AkkaHostedService> logger,
    IHostApplicationLifetime? applicationLifetime = null) : IHostedService
{
    private static readonly TimeSpan FailedStartStopTimeout = TimeSpan.FromSeconds(3);

    protected readonly AkkaConfigurationBuilder ConfigurationBuilder = configurationBuilder;
    protected readonly IServiceProvider ServiceProvider = serviceProvider;
    protected readonly ILogger<AkkaHostedService> Logger = logger;
    protected readonly IHostApplicationLifetime? HostApplicationLifetime = applicationLifetime;

    protected ActorSystem? ActorSystem { get; private set; }
    protected CoordinatedShutdown? CoordinatedShutdown { get; private set; }

    public virtual async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            ActorSystem = ServiceProvider.GetRequiredService<ActorSystem>();
            CoordinatedShutdown = CoordinatedShutdown.Get(ActorSystem);
            await ConfigurationBuilder.StartAsync(ActorSystem).ConfigureAwait(false);
            _ = StopHostAfterAsync(ActorSystem, CoordinatedShutdown);
        }
        catch (Exception failure)
        {
            Logger.LogCritical(failure, "The actor system {ActorSystem} could not be started.", ConfigurationBuilder.ActorSystemName);
            await StopFailedAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs CoordinatedShutdown to its end: its phases' timeouts are the bound, not the token.</summary>
    public virtual async Task StopAsync(CancellationToken cancellationToken)
    {
        if (CoordinatedShutdown is not null)
            await CoordinatedShutdown.Run(CoordinatedShutdown.ClrExitReason.Instance).ConfigureAwait(false);
    }

    private async Task StopHostAfterAsync(ActorSystem system, CoordinatedShutdown shutdown)
    {
        await system.WhenTerminated.ConfigureAwait(false);
        if (shutdown.ShutdownReason is CoordinatedShutdown.ClusterDowningReason or CoordinatedShutdown.ClusterLeavingReason)
            Environment.ExitCode = -1;
        HostApplicationLifetime?.StopApplication();
    }

    private async Task StopFailedAsync()
    {
        if (ActorSystem is null) return;
        try
        {
            await ActorSystem.Terminate().WaitAsync(FailedStartStopTimeout).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            const string text = "The actor system {ActorSystem} could not be stopped after its failed start.";
            Logger.LogError(failure, text, ConfigurationBuilder.ActorSystemName);
        }
    }
}
