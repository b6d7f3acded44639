using Akka.Hosting;
using Akka.Runtime.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akka.Runtime.Tests.Hosting;

internal static class Hosts
{
    public static IHost Build(Action<AkkaConfigurationBuilder> configure, Action<IServiceCollection> services = null) =>
        Build((akka, _) => configure(akka), services);

    public static IHost Build(Action<AkkaConfigurationBuilder, IServiceProvider> configure, Action<IServiceCollection> services = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddAkka("test", (akka, provider) =>
        {
            akka.AddHocon(
                Shutdown.Patient + "akka { loglevel = ERROR, stdout-loglevel = OFF, log-dead-letters = off }", HoconAddMode.Append);
            configure(akka, provider);
        });
        services?.Invoke(builder.Services);
        return builder.Build();
    }
}
