#nullable enable
using Akka.Hosting;

namespace Akka.Persistence.Hosting;

/// <summary>Where a journal's event adapters would be added; this runtime has none.</summary>
public sealed class AkkaPersistenceJournalBuilder(string journalId, AkkaConfigurationBuilder builder)
{
    internal string JournalId { get; } = journalId;

    internal AkkaConfigurationBuilder Builder { get; } = builder;
}
