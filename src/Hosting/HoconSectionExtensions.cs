using Akka.Hosting;
using Microsoft.Extensions.Configuration;

namespace Akka.Events.Hosting;

/// <summary>Adds configuration to an actor system.</summary>
public static class HoconSectionExtensions
{
    /// <summary>
    /// Adds a section of the host's configuration, as Akka.Hosting's AddHocon does, where there is one: a service whose configuration says
    /// nothing of it starts all the same.
    /// </summary>
    /// <param name="builder">The actor system's builder.</param>
    /// <param name="section">Such as <c>configuration.GetSection("akka")</c>.</param>
    /// <param name="addMode">Whether it wins over what has been added before.</param>
    /// <param name="normalizeKeys">Whether keys become lower case, and '_' a '-', as environment variables need it.</param>
    public static AkkaConfigurationBuilder AddHocon(
        this AkkaConfigurationBuilder builder, IConfigurationSection section, HoconAddMode addMode, bool normalizeKeys = true)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(section);
        return section.Exists() ? AkkaHostingExtensions.AddHocon(builder, (IConfiguration)section, addMode, normalizeKeys) : builder;
    }
}
