using Akka.Events.Committing.Internal;
using Akka.Hosting;

namespace Akka.Events.Persistence.Internal;

/// <summary>Gives an actor system the journal and the snapshot store of a store.</summary>
internal static class EventStoreHosting
{
    public static AkkaConfigurationBuilder WithEventStore(this AkkaConfigurationBuilder builder, EventStore store)
    {
        builder.AddHocon(store.Plugins, HoconAddMode.Prepend);
        builder.WithCustomSerializer("akka-events", EventsSerializer.Types, system => new EventsSerializer(system));
        store.Connect(builder.Setups);
        return builder;
    }
}
