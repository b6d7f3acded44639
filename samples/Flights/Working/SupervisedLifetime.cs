using Microsoft.Extensions.Hosting;

namespace Flights.Working;

/// <summary>A host whose end is decided by this program alone, not by signals.</summary>
internal sealed class SupervisedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
