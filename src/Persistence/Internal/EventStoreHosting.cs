using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.Journal;
using Akka.Hosting;
using Akka.Persistence.Sql.Config;

namespace Akka.Events.Persistence.Internal;

/// <summary>Gives an actor system the journal and the snapshot store of a store.</summary>
internal static class EventStoreHosting
{
    public static AkkaConfigurationBuilder WithEventStore(this AkkaConfigurationBuilder builder, EventStore store)
    {
        builder.AddHocon(store.Plugins, HoconAddMode.Prepend);
        builder.WithCustomSerializer("akka-events", EventsSerializer.Types, system => new EventsSerializer(system));
        if (store.Connections is not { } connections) return builder;
        // Another one, of the user's own journals, may be there, and would be replaced.
        var setup = builder.Setups.OfType<MultiDataOptionsSetup>().FirstOrDefault();
        if (setup is null) builder.Setups.Add(setup = new MultiDataOptionsSetup());
        setup.AddDataOptions(JournalPlugin.JournalId, connections);
        setup.AddDataOptions(JournalPlugin.SnapshotId, connections);
        return builder;
    }
}
