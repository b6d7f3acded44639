#nullable enable
using Akka.Configuration;
using Akka.Hosting;

namespace Akka.Persistence.Hosting;

public static class AkkaPersistenceHostingExtensions
{
    private const string Journals = "akka.persistence.journal";
    private const string SnapshotStores = "akka.persistence.snapshot-store";

    public static AkkaConfigurationBuilder WithInMemoryJournal(this AkkaConfigurationBuilder builder) =>
        builder.WithInMemoryJournal(_ => { });

    public static AkkaConfigurationBuilder WithInMemoryJournal(
        this AkkaConfigurationBuilder builder,
        Action<AkkaPersistenceJournalBuilder> journalBuilder,
        string journalId = "inmem",
        bool isDefaultPlugin = true)
    {
        journalBuilder(new AkkaPersistenceJournalBuilder(journalId, builder));
        return builder.WithPlugin(Journals, journalId, "Akka.Persistence.Journal.MemoryJournal, Akka.Persistence", isDefaultPlugin);
    }

    public static AkkaConfigurationBuilder WithInMemorySnapshotStore(
        this AkkaConfigurationBuilder builder, string snapshotStoreId = "inmem", bool isDefaultPlugin = true)
    {
        const string type = "Akka.Persistence.Snapshot.MemorySnapshotStore, Akka.Persistence";
        return builder.WithPlugin(SnapshotStores, snapshotStoreId, type, isDefaultPlugin);
    }

    public static AkkaConfigurationBuilder WithJournal(this AkkaConfigurationBuilder builder, JournalOptions journalOptions) =>
        builder.AddHocon(journalOptions.ToConfig(), HoconAddMode.Prepend).AddHocon(journalOptions.DefaultConfig, HoconAddMode.Append);

    public static AkkaConfigurationBuilder WithSnapshot(this AkkaConfigurationBuilder builder, SnapshotOptions snapshotOptions) =>
        builder.AddHocon(snapshotOptions.ToConfig(), HoconAddMode.Prepend).AddHocon(snapshotOptions.DefaultConfig, HoconAddMode.Append);

    public static AkkaConfigurationBuilder WithJournalAndSnapshot(
        this AkkaConfigurationBuilder builder, JournalOptions journalOptions, SnapshotOptions snapshotOptions) =>
        builder.WithJournal(journalOptions).WithSnapshot(snapshotOptions);

    private static AkkaConfigurationBuilder WithPlugin(
        this AkkaConfigurationBuilder builder, string kind, string id, string type, bool isDefault)
    {
        var hocon = $"{kind}.{id}.class = {HoconText.Quote(type)}";
        if (isDefault) hocon += $"{Environment.NewLine}{kind}.plugin = {HoconText.Quote($"{kind}.{id}")}";
        return builder.AddHocon(ConfigurationFactory.ParseString(hocon), HoconAddMode.Prepend);
    }
}
