using Akka.Hosting;
using Microsoft.Extensions.Configuration;

namespace Akka.Events.Hosting;

/// <summary>Adds configuration to an actor system.</summary>
public static class HoconSectionExtensions
{
    /// <summary>
    /// Adds a section of the host's configuration to the actor system's HOCON, as Akka.Hosting's AddHocon does: for what is Akka's own
    /// (<c>akka.cluster</c>, <c>akka.remote</c>). A section that isn't there adds nothing. What lies in its <c>events</c> is left out: the event
    /// system reads that itself (<see cref="EventsBuilder.UseConfiguration"/>).
    /// </summary>
    /// <param name="builder">The actor system's builder.</param>
    /// <param name="section"><c>configuration.GetSection("Akka")</c>.</param>
    /// <param name="addMode">Whether it wins over what has been added before.</param>
    /// <param name="normalizeKeys">Whether keys become lower case, and '_' a '-', as environment variables need it.</param>
    public static AkkaConfigurationBuilder AddHocon(
        this AkkaConfigurationBuilder builder, IConfigurationSection section, HoconAddMode addMode, bool normalizeKeys = true)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(section);
        var own = Own(section).ToDictionary(p => p.Key, p => p.Value, StringComparer.OrdinalIgnoreCase);
        if (own.Count == 0) return builder;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(own).Build();
        return AkkaHostingExtensions.AddHocon(builder, configuration.GetSection(section.Key) as IConfiguration, addMode, normalizeKeys);
    }

    // A section has an empty value of its own where it comes from arguments (--Akka=), as a test host's settings do; to the adapter it would be that
    // value and nothing else.
    private static IEnumerable<KeyValuePair<string, string?>> Own(IConfigurationSection section)
    {
        return from child in section.GetChildren()
               where !child.Key.Equals("events", StringComparison.OrdinalIgnoreCase)
               from pair in child.AsEnumerable()
               let key = ConfigurationPath.Combine(section.Key, pair.Key[(section.Path.Length + 1)..])
               where pair.Value is { Length: > 0 }
               select KeyValuePair.Create(key, (string?)pair.Value);
    }
}
