using Akka.Configuration;
using Akka.DependencyInjection;
using Akka.Events.Hosting.Configuration.Internal;
using Akka.Events.Hosting.Internal;
using Akka.Events.Hosting.Internal.Planning;
using Akka.Events.Hosting.Internal.Running;
using Akka.Events.Operating.Internal.Queries;
using Akka.Events.Persistence.Internal;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.Events.Hosting;

/// <summary>Adds the event system to an actor system.</summary>
public static class AkkaEventsHostingExtensions
{
    /// <summary>
    /// Runs the event system in this actor system: its journal and its groups. HOCON under <c>akka.events</c> has to be added before; the host's
    /// configuration is read where it is given (<see cref="EventsBuilder.UseConfiguration"/>).
    /// <see cref="EventsServiceCollectionExtensions.AddAkkaEvents(Microsoft.Extensions.DependencyInjection.IServiceCollection)"/>
    /// makes its services injectable.
    /// </summary>
    /// <param name="builder">The actor system's builder.</param>
    /// <param name="configure">Says where Kafka and PostgreSQL are and what is handled.</param>
    /// <exception cref="EventsConfigurationException">What is said, in code or configuration, can't work.</exception>
    public static AkkaConfigurationBuilder WithEvents(this AkkaConfigurationBuilder builder, Action<EventsBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var events = new EventsBuilder();
        configure(events);
        var plan = Planner.Plan(events.Setup, Configured(builder));
        builder.AddHocon(Reference.Config, HoconAddMode.Append);
        var store = Stores.Of(plan.Store);
        builder.WithEventStore(store);
        builder.WithCustomSerializer("akka-events-queries", [typeof(IQueryMessage)], system => new QuerySerializer(system));
        builder.AddSetup(new PlanSetup(plan, store));
        builder.AddHocon(SystemHocon.Of(plan), HoconAddMode.Append);
        var read = Reference.Flatten(Configured(builder));
        return builder.StartActors(async (system, _) =>
            await new Starter(plan, store, system, DependencyResolver.For(system).Resolver).Start(read).ConfigureAwait(false));
    }

    /// <summary>
    /// Runs the event system in this actor system: its journal and its groups. HOCON under <c>akka.events</c> has to be added before; the section
    /// <c>Akka:Events</c> of the host's configuration is read.
    /// <see cref="EventsServiceCollectionExtensions.AddAkkaEvents(Microsoft.Extensions.DependencyInjection.IServiceCollection)"/>
    /// makes its services injectable.
    /// </summary>
    /// <param name="builder">The actor system's builder.</param>
    /// <param name="provider">The host's services.</param>
    /// <param name="configure">Says where Kafka and PostgreSQL are and what is handled.</param>
    /// <exception cref="EventsConfigurationException">What is said, in code or configuration, can't work.</exception>
    public static AkkaConfigurationBuilder WithEvents(
        this AkkaConfigurationBuilder builder, IServiceProvider provider, Action<EventsBuilder, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        ArgumentNullException.ThrowIfNull(provider);
        return builder.WithEvents(events =>
        {
            events.Setup.Configuration = provider.GetService<IConfiguration>();
            configure(events, provider);
        });
    }

    private static Config Configured(AkkaConfigurationBuilder builder) =>
        builder.Configuration.HasValue ? builder.Configuration.Value : Config.Empty;
}
