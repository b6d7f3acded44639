using Akka.Actor;
using Akka.Events.Handling;
using Akka.Events.Hosting.Internal;
using Akka.Events.Hosting.Internal.Running;
using Akka.Events.Kafka;
using Akka.Events.Operating;
using Akka.Events.Operating.Internal;
using Akka.Events.Publishing;
using Akka.Events.Subscribing;
using Akka.Events.Topics;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Akka.Events.Hosting;

/// <summary>Adds the event system to a host's services.</summary>
public static class EventsServiceCollectionExtensions
{
    /// <summary>
    /// Makes <see cref="IEvents"/>, <see cref="IOutbox"/>, <see cref="IEventSubscriptions"/>, <see cref="IEventViews"/>, <see cref="IEventTopics"/>, <see cref="IDeadLetters"/>, <see cref="IEntities"/>, <see cref="IEntityHistory"/>, <see cref="IEventsStatus"/> and <see cref="IEventsControl"/> injectable, for
    /// an actor system with <see cref="AkkaEventsHostingExtensions.WithEvents(AkkaConfigurationBuilder, Action{EventsBuilder})"/>. They may
    /// be used before the host has started: events are published at once, and what needs the groups waits for them.
    /// </summary>
    public static IServiceCollection AddAkkaEvents(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<EventsServices>();
        services.TryAddSingleton<IEvents>(provider => provider.GetRequiredService<EventsServices>().Publisher);
        services.TryAddSingleton<IOutbox>(
            provider => HostedEvents.Of(provider.GetRequiredService<ActorSystem>()).Outbox?.Writer
                ?? throw new InvalidOperationException("there is no outbox: call UseOutbox"));
        services.TryAddSingleton<IEventSubscriptions>(
            provider => HostedEvents.Of(provider.GetRequiredService<ActorSystem>()).Subscriptions);
        services.TryAddSingleton<IEventViews>(provider => HostedEvents.Of(provider.GetRequiredService<ActorSystem>()).Views);
        services.TryAddSingleton<IEventTopics>(
            provider => HostedEvents.Of(provider.GetRequiredService<ActorSystem>()).Topics);
        services.TryAddSingleton<IDeadLetters>(
            provider => HostedEvents.Of(provider.GetRequiredService<ActorSystem>()).DeadLetters);
        services.TryAddSingleton<IEntities>(provider => new EntityQueries(provider.GetRequiredService<EventsServices>().Runtime));
        services.TryAddSingleton<IEntityHistory>(provider => new EntityHistory(provider.GetRequiredService<EventsServices>().Runtime));
        services.TryAddSingleton<IEventsControl>(provider => new EventsControl(
            provider.GetRequiredService<EventsServices>().Runtime,
            (partitions, time) => HostedEvents.Of(provider.GetRequiredService<ActorSystem>()).Topics.OffsetsAt(partitions, time)));
        services.TryAddSingleton<IEventsStatus>(provider => new EventsStatus(provider.GetRequiredService<EventsServices>().Runtime));
        return services;
    }

    /// <summary>
    /// Runs the event system in an actor system of its own, which logs where the host does, and makes its services injectable: all in one.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="actorSystemName">Letters, digits and '-'.</param>
    /// <param name="events">Says where Kafka and PostgreSQL are and what is handled.</param>
    /// <param name="akka">Further configuration of the actor system: HOCON, a cluster, actors.</param>
    public static IServiceCollection AddAkkaEvents(
        this IServiceCollection services,
        string actorSystemName,
        Action<EventsBuilder> events,
        Action<AkkaConfigurationBuilder, IServiceProvider>? akka = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        return services.AddAkkaEvents(actorSystemName, (builder, _) => events(builder), akka);
    }

    /// <summary>The same, where what is said needs the host's services.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="actorSystemName">Letters, digits and '-'.</param>
    /// <param name="events">Says where Kafka and PostgreSQL are and what is handled.</param>
    /// <param name="akka">Further configuration of the actor system: HOCON, a cluster, actors.</param>
    public static IServiceCollection AddAkkaEvents(
        this IServiceCollection services,
        string actorSystemName,
        Action<EventsBuilder, IServiceProvider> events,
        Action<AkkaConfigurationBuilder, IServiceProvider>? akka = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        return services.AddAkkaEvents().AddAkka(actorSystemName, (builder, provider) =>
        {
            builder.ConfigureLoggers(loggers =>
            {
                // For the host's loggers, which its own logger would take too.
                loggers.AddLoggerFactory();
                loggers.ClearLoggers();
                loggers.AddLogger<AkkaLines>();
            });
            akka?.Invoke(builder, provider);
            builder.WithEvents(provider, events);
            // Akka's scheduler ticks a hundred times a second by default, which is most of what an idle service costs; nothing here waits
            // for less than this.
            builder.AddHocon("akka.scheduler.tick-duration = 50ms", HoconAddMode.Append);
        });
    }
}
